"""What whoever decides a contest is shown beforehand: what is booked, or what stands against it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.models import Contest
from contracts.papers.calculation import SumRow
from contracts.papers.figures import amount
from contracts.selectors.anew import Anew
from contracts.selectors.statements import StatementRead
from contracts.web.statement_forms import DecideForm

Operand = tuple[str, Decimal]


@dataclass(frozen=True)
class Decision:
    """A contest's form, with what its acceptance would book, or what stands against it.

    ``barred``: that it cannot be decided on, or not be accepted, and ``bars`` why; ``along``: the
    contests that are accepted with it.
    """

    form: DecideForm
    barred: str
    bars: list[str]
    rows: list[SumRow]
    along: list[Contest]


def decisions_on(read: StatementRead, typed: DecideForm | None) -> Iterator[Decision]:
    """Yield what can be decided on a statement, with what was typed where it was refused."""
    anew = read.anew
    if anew is None:
        return
    rows = list(_rows(anew))
    for each in anew.waiting:
        is_typed = typed is not None and typed.contest.pk == each.pk
        form = typed if is_typed and typed else DecideForm(None, contest=each)
        if held := anew.not_agreed_of(each.line):
            yield Decision(form, _("The line cannot be decided on yet."), held, [], [])
        elif against := anew.against(each):
            yield Decision(form, _("It cannot be accepted yet."), against, [], [])
        else:
            yield Decision(form, "", [], rows, anew.along(each))


def _rows(anew: Anew) -> Iterator[SumRow]:
    """Yield by system and in sum what a note would change of what each owes."""
    names = {each.pk: each.configuration.name for each in anew.statement.lines.all()}
    currency = anew.statement.currency
    owed = [(names[each.line], each.penalty) for each in anew.differences]
    back = [(names[each.line], each.reimbursement) for each in anew.differences]
    yield from _added_up(owed, _("Difference of what is owed to the client"), currency)
    yield from _added_up(back, _("Difference of the publisher’s part"), currency)


def _added_up(operands: Iterable[Operand], total: str, currency: str) -> Iterator[SumRow]:
    changed = [(name, of) for name, of in operands if of]
    for name, of in changed:
        yield name, _signed(of, currency), False
    yield total, _signed(sum((of for _name, of in changed), Decimal(0)), currency), True


def _signed(of: Decimal, currency: str) -> str:
    return ("+" if of > 0 else "") + amount(of, currency)
