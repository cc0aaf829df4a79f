"""Who bears a penalty: a bar of two parts, and the figures of the three methods beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from contracts.choices import SplitMethod
from contracts.models import Agreement
from contracts.rules.statement import MonthResult

_WIDTH = 100
_METHODS: dict[SplitMethod, tuple[Promise, Promise]] = {
    SplitMethod.PROPORTIONAL: (
        gettext_lazy("By the agreement, in proportion to the seconds"),
        gettext_lazy("For information, in proportion to the seconds"),
    ),
    SplitMethod.BUT_FOR: (
        gettext_lazy("By the agreement, what would not be owed without the publisher"),
        gettext_lazy("For information, what would not be owed without the publisher"),
    ),
    SplitMethod.SHAPLEY: (
        gettext_lazy("By the agreement, Shapley value"),
        gettext_lazy("For information, Shapley value"),
    ),
}


@dataclass(frozen=True)
class WhoPays:
    """The two vendors' parts of a penalty; ``cut``: where the bar changes hands, of 100."""

    agreement: Agreement
    currency: str
    penalty: Decimal
    publisher: Decimal
    manufacturer: Decimal
    cut: str
    rest: str
    methods: Sequence[tuple[Promise, Decimal, bool]]


def who_pays(result: MonthResult, agreement: Agreement) -> WhoPays:
    """Return who would bear a month's penalty; the agreement's method comes first."""
    method = result.terms.split
    others = [each for each in SplitMethod if each != method]
    cut = result.reimbursement * _WIDTH / result.penalty if result.penalty else Decimal(0)
    return WhoPays(
        agreement=agreement,
        currency=agreement.currency,
        penalty=result.penalty,
        publisher=result.reimbursement,
        manufacturer=result.manufacturer_share,
        cut=f"{cut:.3f}",
        rest=f"{_WIDTH - cut:.3f}",
        methods=[
            (_METHODS[method][0], result.split.by(method), True),
            *((_METHODS[each][1], result.split.by(each), False) for each in others),
        ],
    )
