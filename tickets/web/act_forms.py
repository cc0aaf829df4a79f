"""Forms of what people do to an incident: each asks what one use case needs, and no more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact
from contracts.models import User
from contracts.rules.refusal import Refusal
from tickets.access import audiences_open_to, open_leg, standing_of
from tickets.choices import Queue, Standing
from tickets.models import Incident
from tickets.use_cases.move_incident import PARTIES
from tickets.use_cases.stated_instants import began_at, last_denied_at
from tickets.use_cases.stated_words import TOO_LONG, WORDS_LENGTH
from tickets.use_cases.work_escalation import CASE_LENGTH
from tickets.web.instant_field import InstantField

A_MINUTE = timedelta(minutes=1)


def reason_field(label: Any, missing: Any, hint: Any = "") -> forms.CharField:
    """Return a field for a few sentences that somebody else will read."""
    return _words_field(
        label=label,
        help_text=hint,
        error_messages={"required": missing, "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4, "data-focus": True}),
    )


def _words_field(**how: Any) -> forms.CharField:
    field = forms.CharField(max_length=WORDS_LENGTH, **how)
    # A browser would cut a long text that is pasted without a word; here it is told, and kept.
    del field.widget.attrs["maxlength"]
    return field


class ActForm(forms.Form):
    """A form about one incident, filled in by one person at one instant.

    ``dressed`` names the fields that the page lays out in its own way.
    """

    dressed = frozenset(
        {"queue", "impact", "down_since", "contact_name", "contact_phone", *PARTIES}
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, incident: Incident, user: User, at: datetime
    ) -> None:
        super().__init__(data, auto_id="act_%s")
        self.incident, self.by, self.at = incident, user, at
        self.prepare()

    @property
    def is_explained(self) -> bool:
        """Whether what the act explains is about a choice that this form offers."""
        return True

    def prepare(self) -> None:
        """Fit the fields to the incident."""

    def take(self, refusal: Refusal) -> None:
        """Show what a use case refused at the fields it is about, or on top."""
        if not refusal.errors:
            self.add_error(None, str(refusal.sentence))
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))


class NothingToSay(ActForm):
    """An act that needs no words."""


class AssignForm(ActForm):
    """Whose it is from now on."""

    user = forms.ModelChoiceField(
        label=_("Assign to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: back to the queue"),
    )

    def prepare(self) -> None:
        colleagues = User.objects.filter(
            organisation_id=self.by.organisation_id, is_active=True
        ).order_by("name")
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = colleagues
        field.widget.attrs["data-focus"] = True


class RouteForm(ActForm):
    """To which queue, and why."""

    queue = forms.ChoiceField(
        label=_("Queue"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a queue.")},
    )
    reason = reason_field(_("Reason"), _("Give the reason: the other side reads it first."))

    def prepare(self) -> None:
        field = self.fields["queue"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [each for each in Queue.choices if each[0] != self.incident.queue]

    @property
    def is_explained(self) -> bool:
        return self.incident.queue != Queue.SOFTWARE


class WaitForm(ActForm):
    reason = reason_field(
        _("What do you expect of the client?"),
        _("Say what you expect of the client."),
        _("The client reads these words."),
    )


class RestoreForm(ActForm):
    """Since when service is back."""

    restored_at = InstantField(
        label=_("Service is back since"),
        help_text=_("The clock stops at this instant. The client reads it."),
        error_messages={"required": _("Say since when service is back.")},
    )

    def prepare(self) -> None:
        self.initial["restored_at"] = self.at
        self.fields["restored_at"].widget.attrs["data-focus"] = True

    def clean_restored_at(self) -> datetime:
        """Take the minute that was typed for the instant that was meant in it."""
        typed: datetime = self.cleaned_data["restored_at"]
        denied_at = last_denied_at(self.incident)
        for known in (self.at, denied_at, began_at(self.incident)):
            if known is not None and typed <= known < typed + A_MINUTE:
                return known
        return typed

    def take(self, refusal: Refusal) -> None:
        for sentence in refusal.errors.get("at", [refusal.sentence]):
            self.add_error("restored_at", str(sentence))


class ContradictForm(ActForm):
    reason = reason_field(_("What still does not work?"), _("Say what still does not work."))


class CauseForm(ActForm):
    """The cause alone."""

    cause = reason_field(
        _("Cause"),
        _("State the cause that was removed."),
        _("Both vendors read it; the client reads that it is resolved."),
    )


class ResolveForm(CauseForm):
    """The cause, and whose an outage was: the manufacturer proposes it."""

    manufacturer = forms.IntegerField(min_value=0, max_value=100, required=False)
    publisher = forms.IntegerField(min_value=0, max_value=100, required=False)
    client = forms.IntegerField(label=_("Client, in %"), min_value=0, max_value=100, required=False)
    third_party = forms.IntegerField(
        label=_("Third party, in %"), min_value=0, max_value=100, required=False
    )

    def prepare(self) -> None:
        is_owner = standing_of(self.by, self.incident) == Standing.OWNER
        if self.incident.impact != Impact.OUTAGE or not is_owner:
            for party in PARTIES:
                del self.fields[party]
            return
        for party in ("manufacturer", "publisher"):
            name = getattr(self.incident, party).short_name
            self.fields[party].label = _("%(company)s, in %%") % {"company": name}

    @property
    def shares(self) -> dict[str, int] | None:
        """The responsibility proposed, in percent of each party; None where nothing is said."""
        said = {party: self.cleaned_data.get(party) for party in PARTIES}
        shares = {party: share for party, share in said.items() if share is not None}
        return shares or None

    @property
    def share_fields(self) -> list[forms.BoundField]:
        return [self[party] for party in PARTIES if party in self.fields]


class ReopenForm(ActForm):
    reason = reason_field(
        _("Why does it have to be taken up again?"), _("Say why it has to be taken up again.")
    )


class CallForm(ActForm):
    note = _words_field(
        label=_("What was said"),
        help_text=_("The client reads these words."),
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3, "data-focus": True}),
    )


class MismatchForm(ActForm):
    seen = reason_field(
        _("What have you seen?"),
        _("Say what differs from the revision."),
        _("Both vendors and the client read these words."),
    )

    def prepare(self) -> None:
        self.initial["seen"] = self.incident.mismatch_seen


class AcknowledgeForm(ActForm):
    case_number = forms.CharField(
        label=_("Our case number"),
        help_text=_("It can be given later. The incident is found under it."),
        required=False,
        max_length=CASE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-focus": True}),
    )


class CaseForm(ActForm):
    case_number = forms.CharField(
        label=_("Our case number"),
        max_length=CASE_LENGTH,
        error_messages={"required": _("Type the case number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-focus": True}),
    )


class ReturnForm(ActForm):
    reason = reason_field(
        _("Why is it not software?"), _("Give the reason: the manufacturer reads it first.")
    )


class RaiseForm(ActForm):
    """Why it is raised; ``seen`` is the level at which it stood when this was asked."""

    reason = reason_field(_("Reason"), _("Give the reason for raising it."))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        leg = open_leg(self.incident)
        self.initial["seen"] = leg.level if leg else None

    def take(self, refusal: Refusal) -> None:
        super().take(refusal)
        self.data = {**self.data, "seen": refusal.extra.get("level", self.data.get("seen"))}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ComposerForm(forms.Form):
    """A message to one audience; which files are taken, the use case decides."""

    audience = forms.ChoiceField(widget=forms.RadioSelect)
    body = forms.CharField(required=False, strip=False)
    seen = forms.IntegerField(required=False, min_value=0)
    key = forms.CharField(required=False, max_length=36)

    def __init__(
        self, data: Mapping[str, Any] | None, *, incident: Incident, user: User, chosen: str = ""
    ) -> None:
        super().__init__(data, auto_id="composer_%s")
        self.audiences = audiences_open_to(user, incident)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(each.value, each.label) for each in self.audiences]
        self.chosen = chosen if chosen in self.audiences else self.audiences[0]

    def take(self, refusal: Refusal) -> None:
        """Show what the use case refused."""
        for name, sentences in (refusal.errors or {"": [refusal.sentence]}).items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))
