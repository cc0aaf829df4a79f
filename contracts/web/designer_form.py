"""What is asked in the guarantee designer: how parts stand by, and figures to try instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Product
from contracts.rules.figures_of_products import (
    LONGEST_FAILOVER,
    LONGEST_REPAIR,
    MOST_HOURS,
    Figures,
    Standby,
)
from contracts.selectors.designs import Group
from contracts.web.move_forms import TakesRefusals
from contracts.web.written_fields import DurationField, FigureField


@dataclass(frozen=True)
class GroupRow:
    """A row of the table: a group, its two fields, and fields for its products' figures."""

    name: str
    count: int
    needed: BoundField
    failover: BoundField
    figures: Sequence[tuple[str, BoundField, BoundField]]


class HoursField(FigureField):
    """A whole number of hours."""

    default_error_messages = {"invalid": gettext_lazy("Write a number of hours, such as 45000.")}

    def __init__(self, **how: Any) -> None:
        super().__init__(decimals=0, **how)

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        if said is None:
            return None
        if said != int(said) or not 1 <= said <= MOST_HOURS:
            raise ValidationError(_("Between 1 and %(most)s hours.") % {"most": MOST_HOURS})
        return int(said)


class RepairField(DurationField):
    """How long a repair takes once somebody has started."""

    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        if said is not None and said > LONGEST_REPAIR:
            raise ValidationError(_("From nothing to a year."))
        return said


class DesignForm(TakesRefusals):
    """For each group how many are needed; for the vendors, figures to try in place of the known."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Sequence[Group],
        figures: Mapping[int, Figures],
        is_vendor: bool,
    ) -> None:
        super().__init__(data and dict(data.items()), auto_id="design_%s")
        self.groups, self.figures = groups, figures
        products = {each.pk: each for group in groups for each in group.counts}
        self.products = products if is_vendor else {}
        for place, group in enumerate(groups):
            self._add_standby(place, group)
        for pk, product in self.products.items():
            self._add_figures(product, figures.get(pk))
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-label": field.label, "autocomplete": "off"}
            if data is not None and name not in data:  # what is not asked is as it stands
                self.data = {**self.data, name: field.prepare_value(field.initial)}

    def _add_standby(self, place: int, group: Group) -> None:
        self.fields[f"needed_{place}"] = forms.IntegerField(
            label=_("%(group)s: needed") % {"group": group.name},
            min_value=0,
            max_value=group.count,
            initial=group.standby.needed,
            error_messages={
                "min_value": _("None at the least."),
                "max_value": _("There are only %(count)s: no more can be needed.")
                % {"count": group.count},
                "invalid": _("Give a whole number."),
                "required": _("How many?"),
            },
        )
        self.fields[f"failover_{place}"] = DurationField(
            label=_("%(group)s: failover") % {"group": group.name},
            required=False,
            initial=group.standby.failover or None,
            widget=forms.TextInput(attrs={"placeholder": "90 s"}),
        )

    def _add_figures(self, product: Product, known: Figures | None) -> None:
        said = {"product": product}
        self.fields[f"mtbf_{product.pk}"] = HoursField(
            label=_("%(product)s: MTBF in hours") % said,
            required=False,
            initial=str(known.mtbf_hours) if known else None,
        )
        self.fields[f"mttr_{product.pk}"] = RepairField(
            label=_("%(product)s: repair, hands on") % said,
            required=False,
            initial=known.mttr if known else None,
        )

    @property
    def rows(self) -> list[GroupRow]:
        """The rows of the table, in the order of the groups."""
        shown: set[int] = set()
        found = []
        for place, group in enumerate(self.groups):
            ours = [each for each in group.counts if each.pk in self.products]
            fields = [
                (str(each), self[f"mtbf_{each.pk}"], self[f"mttr_{each.pk}"])
                for each in ours
                if each.pk not in shown  # a product in two groups has one pair of fields
            ]
            shown.update(each.pk for each in ours)
            needed, failover = self[f"needed_{place}"], self[f"failover_{place}"]
            found.append(GroupRow(group.name, group.count, needed, failover, fields))
        return found

    def clean(self) -> None:
        for place in range(len(self.groups)):
            failover = self.cleaned_data.get(f"failover_{place}")
            if failover is not None and failover > LONGEST_FAILOVER:
                self.add_error(f"failover_{place}", _("A failover lasts a day at most."))
        for pk in self.products:
            self._judge_pair(f"mtbf_{pk}", f"mttr_{pk}")

    def _judge_pair(self, mtbf: str, mttr: str) -> None:
        said = [self.cleaned_data.get(name) is not None for name in (mtbf, mttr)]
        if any(said) and not all(said) and not {mtbf, mttr} & set(self.errors):
            missing = mttr if said[0] else mtbf
            self.add_error(missing, _("One without the other says nothing: give both."))

    def standby(self) -> dict[str, Standby]:
        """Return what was typed of each group, by name."""
        said = self.cleaned_data
        return {
            group.name: Standby(
                said[f"needed_{place}"], said.get(f"failover_{place}") or timedelta()
            )
            for place, group in enumerate(self.groups)
        }

    def instead(self) -> dict[int, Figures]:
        """Return the figures that were typed, by product."""
        said = self.cleaned_data
        return {
            pk: Figures(said[f"mtbf_{pk}"], said[f"mttr_{pk}"])
            for pk in self.products
            if said.get(f"mtbf_{pk}") is not None and said.get(f"mttr_{pk}") is not None
        }
