"""The editor's forms: what a revision says, and a row for each item."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Product, Revision
from contracts.rules.inventory import LENGTHS, MOST_QUANTITY
from contracts.rules.serial_numbers import same_serial
from contracts.use_cases.draft_revision import Item, Plan
from contracts.web.instant_field import InstantField
from contracts.web.move_forms import TakesRefusals

MOST_ROWS = 200
"""A longer inventory is read from a table; nobody edits it row by row."""

ROWS = "rows"


class Catalogue:
    """The products that a row can name, vendor by vendor; written as options once for all rows."""

    def __init__(self, products: Iterable[Product], *, on: date) -> None:
        self.products = {str(each.pk): each for each in products}
        self._options = "".join(
            format_html(
                '<optgroup label="{}">{}</optgroup>',
                vendor,
                format_html_join("", '<option value="{}">{}</option>', _named(of_vendor, on)),
            )
            for vendor, of_vendor in groupby(self.products.values(), lambda each: each.vendor.name)
        )

    def options(self, chosen: str) -> SafeString:
        option = f'<option value="{chosen}">'
        marked = self._options
        if chosen in self.products:
            marked = marked.replace(option, f"{option[:-1]} selected>", 1)
        return mark_safe(f'<option value=""></option>{marked}')  # noqa: S308  escaped above


def _named(products: Iterable[Product], on: date) -> Iterable[tuple[int, str]]:
    for each in products:
        ended = each.supported_until is not None and each.supported_until < on
        said = _("%(product)s (no longer supported)") % {"product": each} if ended else str(each)
        yield each.pk, said


class ProductSelect(forms.Select):
    """A list of the catalogue; drawn by hand, as two hundred rows would each draw it anew."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        written = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html(
            "<select{}>{}</select>", written, self.catalogue.options(str(value or ""))
        )


class ItemForm(forms.Form):
    """One row: a product, how many, which, where, what for."""

    product = forms.CharField(
        label=gettext_lazy("Product"),
        error_messages={"required": gettext_lazy("Choose the product.")},
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("Quantity"),
        min_value=1,
        max_value=MOST_QUANTITY,
        initial=1,
        error_messages={
            "required": gettext_lazy("How many?"),
            "invalid": gettext_lazy("Give a whole number."),
            "min_value": gettext_lazy("At least 1."),
        },
    )
    serial_number = forms.CharField(
        label=gettext_lazy("Serial number"), required=False, max_length=LENGTHS["serial_number"]
    )
    host = forms.CharField(label=gettext_lazy("Host"), required=False, max_length=LENGTHS["host"])
    role = forms.CharField(label=gettext_lazy("Role"), required=False, max_length=LENGTHS["role"])
    site = forms.CharField(label=gettext_lazy("Site"), required=False, max_length=LENGTHS["site"])

    def __init__(self, *arguments: Any, catalogue: Catalogue, **how: Any) -> None:
        super().__init__(*arguments, **how)
        self.catalogue = catalogue
        self.fields["product"].widget = ProductSelect(catalogue)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
            field.widget.attrs["autocomplete"] = "off"

    def has_changed(self) -> bool:
        """Tell whether anything was written; a quantity alone is not an item."""
        return any(str(self[name].data or "").strip() for name in self.fields if name != "quantity")

    def clean_product(self) -> Product:
        found = self.catalogue.products.get(self.cleaned_data["product"])
        if found is None:
            raise ValidationError(_("Choose a product of the list."))
        return found


class ItemRows(forms.BaseFormSet):  # type: ignore[type-arg]  # none at run time
    """The rows of the editor; rows left blank do not count."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        seen: set[str] = set()
        for row in self.forms:
            serial = same_serial(str(row.cleaned_data.get("serial_number", "")))
            if serial and serial in seen:
                row.add_error("serial_number", _("This serial number stands in two rows."))
            seen.add(serial)

    def items(self) -> list[Item]:
        """Return what the rows say that could be read, once they were judged."""
        return [Item(**row.cleaned_data) for row in self.read_rows()]

    def read_rows(self) -> list[Any]:
        return [row for row in self.forms if row.cleaned_data and not row.errors]


ItemRowsForm = forms.formset_factory(
    ItemForm,
    formset=ItemRows,
    extra=0,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
    validate_max=True,
)


def typed_rows(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as they were typed, right or wrong, to show them again."""
    counted = str(said.get(f"{ROWS}-TOTAL_FORMS", ""))
    count = int(counted) if counted.isascii() and counted.isdecimal() else 0
    names = list(ItemForm.base_fields)
    return [
        {name: said.get(f"{ROWS}-{place}-{name}", "") for name in names}
        for place in range(min(count, MOST_ROWS))
    ]


class DraftForm(TakesRefusals):
    """What a revision says beside its items; and a table to take items from, or a revision."""

    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    effective_at = InstantField(error_messages={"required": gettext_lazy("Give a day and a time.")})
    way_back = forms.CharField(
        label=gettext_lazy("How do you go back if it goes wrong?"),
        help_text=gettext_lazy("The steps that restore what stands today, and how long they take."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    table = forms.CharField(
        label=gettext_lazy("Paste a table"),
        help_text=gettext_lazy(
            "Its first row names the columns: product, quantity, serial number, host, role, site. "
            "Only the product is needed."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "wrap": "off"}),
    )
    file = forms.FileField(label=gettext_lazy("or send a CSV file"), required=False)
    revision = forms.ChoiceField(label=gettext_lazy("Copy the items of"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: Any = None,
        *,
        initial: Mapping[str, Any],
        is_client: bool,
        revisions: Sequence[Revision],
    ) -> None:
        super().__init__(data, files, initial=dict(initial), auto_id="draft_%s")
        self.fields["note"].label = _("What changes, and why?")
        self.fields["effective_at"].label = _("From when?") if is_client else _("In force from")
        if not is_client:
            del self.fields["way_back"]
        choices = [(str(each.number), str(each)) for each in revisions]
        self.fields["revision"] = forms.ChoiceField(
            label=self.fields["revision"].label, required=False, choices=[("", ""), *choices]
        )

    def plan(self) -> Plan:
        said = self.cleaned_data
        effective_at: datetime = said["effective_at"]
        return Plan(said["note"], effective_at, said.get("way_back", ""))
