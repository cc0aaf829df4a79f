"""What is asked of who contests or reopens a line, and of the manufacturer who decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import ContestDecision, Kind
from contracts.models import Contest, LedgerEntry, Statement, StatementLine, User
from contracts.use_cases.contest_line import Answer
from contracts.web.move_forms import TakesRefusals


class ContestForm(TakesRefusals):
    """Which line, and why."""

    reopens = False
    line = forms.ChoiceField(
        label=gettext_lazy("System"),
        error_messages={
            "required": gettext_lazy("Choose the system whose line you contest."),
            "invalid_choice": gettext_lazy(
                "This line is contested or reopened already, and waits for its answer."
            ),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What is not right, and what would be: the vendors read it."),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, statement: Statement) -> None:
        super().__init__(data, auto_id="contest_%s")
        lines = [(each.pk, each.configuration.name) for each in lines_at_rest(statement)]
        self.fields["line"].choices = lines  # type: ignore[attr-defined]


class ReverseForm(TakesRefusals):
    """Why an entry of the ledger is reversed; each entry has a form of its own."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Give the reason: the others read it.")},
        max_length=5000,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, entry: LedgerEntry) -> None:
        super().__init__(data, auto_id=f"reverse{entry.pk}_%s")


class ReopenForm(ContestForm):
    """Which line the manufacturer reopens itself, and why."""

    reopens = True

    def __init__(self, data: Mapping[str, Any] | None, *, statement: Statement) -> None:
        super().__init__(data, statement=statement)
        self.fields["line"].error_messages["required"] = _("Choose the system.")
        self.fields["reason"].help_text = _(
            "What is to be corrected: the client and the publisher read it."
        )


def contest_form_of(
    data: Mapping[str, Any] | None, *, statement: Statement, by: User
) -> ContestForm | None:
    """Return the form with which a person opens the question again; None where no line is left."""
    if not lines_at_rest(statement):
        return None
    kind = ContestForm if by.kind == Kind.CLIENT else ReopenForm
    return kind(data, statement=statement)


def lines_at_rest(statement: Statement) -> list[StatementLine]:
    """Return the lines of which nothing waits to be decided, with their contests fetched."""
    lines = statement.lines.all()
    return [each for each in lines if all(one.decision for one in each.contests.all())]


class DecideForm(TakesRefusals):
    """Accept a contest, or refuse it with the reason; correct a reopened line, or leave it."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (ContestDecision.ACCEPTED, gettext_lazy("Accept: reckon the month anew")),
            (ContestDecision.REFUSED, gettext_lazy("Refuse, with the reason")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Accept it, or refuse it.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("What the client is told"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, contest: Contest) -> None:
        super().__init__(data, auto_id=f"decide{contest.pk}_%s")
        self.contest = contest
        if contest.is_reopening:
            self.fields["decision"].choices = [  # type: ignore[attr-defined]
                (ContestDecision.ACCEPTED, _("Correct it: reckon the month anew")),
                (ContestDecision.REFUSED, _("Leave it as it was issued, with the reason")),
            ]
            self.fields["decision"].error_messages["required"] = _("Correct it, or leave it.")
            self.fields["reason"].label = _("What the client and the publisher are told")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("decision") == ContestDecision.REFUSED and not said.get("reason"):
            self.add_error("reason", _("Give the reason: the others read it."))
        return said

    def answer(self) -> Answer:
        """Return what was decided."""
        said = self.cleaned_data
        return Answer(ContestDecision(said["decision"]), said["reason"])
