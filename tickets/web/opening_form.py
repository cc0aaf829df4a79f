"""The form with which an incident is opened: three answers, by the client or on the phone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact, Kind
from contracts.models import Configuration, Contract, Revision, RevisionItem, User
from contracts.rules.refusal import Refusal
from contracts.selectors import (
    NumberMistyped,
    configuration_by_number,
    contracts_of,
    revision_in_force,
    revoked,
)
from contracts.selectors.finding import names_a_host
from tickets.choices import Channel
from tickets.selectors.concerned import item_of
from tickets.selectors.systems import system_to_report_on, systems_to_report_on
from tickets.use_cases.open_incident import IncidentReport
from tickets.web.instant_field import InstantField

UNKNOWN = "0"
"""The answer *another system, or I do not know*."""
EARLIER = "earlier"
SINCE: Mapping[str, timedelta] = {
    "now": timedelta(0),
    "15": timedelta(minutes=15),
    "60": timedelta(hours=1),
}
BROKEN = frozenset({Impact.OUTAGE, Impact.DEGRADED})
"""The impacts of which it matters since when."""

KEY_DIGITS = 18  # no key of a row has more


class OpeningForm(forms.Form):
    """What the client is asked: which system, what is happening, whom to call back."""

    unused_number = ""
    """What is wrong with a number that was not needed, since the system was chosen by its card."""
    item_meant: RevisionItem | None = None
    """The item that was chosen, if any."""

    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    configuration = forms.CharField(required=False, max_length=20)
    support_number = forms.CharField(
        label=gettext_lazy("Support number"),
        help_text=gettext_lazy("It stands on the label of the machine and in your contract."),
        required=False,
        max_length=200,  # ten digits in words, as they were dictated
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    contract = forms.CharField(required=False, max_length=20)
    impact = forms.ChoiceField(
        choices=Impact.choices,
        error_messages={"required": gettext_lazy("Say what is happening.")},
    )
    description = forms.CharField(
        label=gettext_lazy("In one sentence, what do you see?"),
        help_text=gettext_lazy(
            "An error message, a light, the last thing done: what is before your eyes."
        ),
        error_messages={"required": gettext_lazy("Describe in one sentence what you see.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    item = forms.CharField(
        label=gettext_lazy("Which item is concerned?"), required=False, max_length=20
    )
    since = forms.ChoiceField(
        label=gettext_lazy("Since when?"),
        required=False,
        choices=[
            ("now", gettext_lazy("Just now")),
            ("15", gettext_lazy("Less than 15 min")),
            ("60", gettext_lazy("Less than an hour")),
            (EARLIER, gettext_lazy("Earlier")),
        ],
        widget=forms.RadioSelect,
    )
    down_since = InstantField(
        label=gettext_lazy("Day and time at which it began"),
        required=False,
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Name somebody whom we can call back.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Direct phone"),
        max_length=40,
        error_messages={"required": gettext_lazy("Give a phone number at which we can call back.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    channel = Channel.BROWSER

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        user: User,
        at: datetime,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**self.usual(user, at), **(initial or {})})
        self.user, self.at = user, at

    @staticmethod
    def usual(user: User, at: datetime) -> dict[str, Any]:
        """Return what is probably the answer."""
        return {"since": "now", "contact_name": user.name, "contact_phone": user.phone}

    def answer(self, name: str) -> str:
        """Return what was typed in a field, or what it begins with."""
        return str(self[name].value() or "") if name in self.fields else ""

    # --- What the answers point at, whether or not the form is complete -------------------------

    @cached_property
    def contracts(self) -> list[Contract]:
        return [each for each in contracts_of(self.user) if each.is_running(self.at)] or (
            contracts_of(self.user)
        )

    @cached_property
    def system(self) -> Configuration | None:
        """The system that was chosen by its card; never one of somebody else."""
        typed = self.answer("configuration")
        is_key = typed.isascii() and typed.isdigit() and len(typed) <= KEY_DIGITS
        if not is_key or typed == UNKNOWN:
            return None
        return system_to_report_on(self.user, int(typed))

    @cached_property
    def revision(self) -> Revision | None:
        """The revision by which the incident would be judged: its items can be named."""
        return revision_in_force(self.system, self.begins_at) if self.system else None

    @property
    def begins_at(self) -> datetime:
        """The instant from which the incident counts, as far as it is said."""
        return self.at

    @property
    def is_system_unknown(self) -> bool:
        return self.answer("configuration") == UNKNOWN

    @property
    def under(self) -> Contract | None:
        """The contract whose promises hold for the answers so far."""
        if self.system is not None:
            return self.system.contract
        typed = self.answer("contract")
        chosen = next((each for each in self.contracts if str(each.pk) == typed), None)
        if chosen is None and len(self.contracts) == 1:
            chosen = self.contracts[0]
        return chosen

    # --- Judging -------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_chosen = bool(said.get("configuration"))
        by_number = self._system_by_number(said.get("support_number", ""), is_chosen=is_chosen)
        if by_number is not None and not said.get("configuration"):
            self.system = by_number
        elif by_number is not None and self.system != by_number:
            self.add_error(
                "support_number",
                _("This number belongs to “%(system)s”: choose that system, or clear the number.")
                % {"system": by_number.name},
            )
        if self.system is None and "support_number" not in self.errors:
            self._see_where_it_belongs()
        self._see_item(said.get("item", ""))
        self._see_since_when(said)
        return said

    def _system_by_number(self, typed: str, *, is_chosen: bool) -> Configuration | None:
        """Return the system that a typed number stands for; a slip is told at the field.

        A client that has chosen its system files all the same: a wrong number is never a refusal.
        """
        if not typed:
            return None
        try:
            found = system_by_number(self.user, typed)
        except Refusal as refusal:
            if is_chosen and self.user.kind == Kind.CLIENT:
                self.unused_number = str(refusal.sentence)
            else:
                self.add_error("support_number", str(refusal.sentence))
            return None
        return found

    def _see_where_it_belongs(self) -> None:
        if not self.is_system_unknown:
            self.add_error("configuration", _("Choose a system, or “I don’t know”."))
        elif self.under is None:
            self.add_error("contract", _("Choose one of the contracts."))

    def _see_item(self, typed: str) -> None:
        """Find the item among those in force; where no system is chosen yet, none can be wrong."""
        if not typed or (self.system is None and not self.is_system_unknown):
            return
        self.item_meant = item_of(self.revision, typed)
        if self.item_meant is None:
            self.add_error("item", _("Choose one of the items listed, or “I do not know”."))

    def _see_since_when(self, said: Mapping[str, Any]) -> None:
        if said.get("impact") not in BROKEN or said.get("since") != EARLIER:
            self.errors.pop("down_since", None)  # the field is not even shown
        elif "down_since" not in self.errors and said.get("down_since") is None:
            self.add_error("down_since", _("Give the day and the time at which it began."))

    def take(self, refusal: Refusal) -> None:
        """Show what the use case refused at the fields it is about, or on top."""
        if not refusal.errors:
            self.add_error(None, str(refusal.sentence))
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, str(sentence))

    def report(self) -> IncidentReport:
        """Return what was said, for the use case; the form has found it complete."""
        said = self.cleaned_data
        contract = self.under
        if contract is None:
            raise ValueError("the form was not complete")
        return IncidentReport(
            contract=contract,
            configuration=self.system,
            description=said["description"],
            impact=Impact(said["impact"]),
            item=self.item_meant,
            channel=self.channel,
            down_since=self._down_since(said),
            contact_name=said["contact_name"],
            contact_phone=said["contact_phone"],
        )

    def _down_since(self, said: Mapping[str, Any]) -> datetime | None:
        if said["impact"] not in BROKEN:
            return None
        if said["since"] == EARLIER:
            began_at: datetime | None = said["down_since"]
            return began_at
        return self.said_at() - SINCE.get(said["since"], timedelta(0))

    def said_at(self) -> datetime:
        """The instant from which *just now* and *less than* are meant."""
        return self.at


def system_by_number(user: User, typed: str) -> Configuration:
    """Return the system in use that a typed number stands for, among those of this person.

    :raises NumberMistyped: its check digits do not agree.
    :raises NumberUnknown: revoked, a machine's name, or nothing that this person may report on.
    """
    try:
        found = configuration_by_number(user, typed)
    except (Http404, NumberMistyped) as slip:
        if names_a_host(user, typed):
            raise NumberUnknown(_of_machine(user, typed)) from slip
        if isinstance(slip, NumberMistyped):
            raise
        found = None
    if found is not None and found.is_revoked:
        raise NumberUnknown(revoked(found.number))
    system = system_to_report_on(user, found.configuration.pk) if found else None
    if system is None:
        raise NumberUnknown(_("We do not know this number. Check it, or choose the system."))
    return system


def _of_machine(user: User, name: str) -> str:
    """Say of a machine's name what the search of systems finds by it."""
    systems = systems_to_report_on(user, name, chosen=None).shown
    if len(systems) == 1:
        said = _("This is the name of a machine of “%(system)s”: choose that system.")
        return said % {"system": systems[0].name}
    return _("This is the name of a machine: choose the system in which it stands.")


class NumberUnknown(Refusal):
    """The digits agree, but the number stands for no system in use of this person."""

    code = "number-unknown"
    status = 422
