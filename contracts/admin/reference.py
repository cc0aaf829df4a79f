"""Reference data that operators type: organisations, people, products, agreements."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.admin.doors import ForOperators, Rows
from contracts.choices import Kind
from contracts.models import (
    Agreement,
    EscalationLevel,
    Organisation,
    Product,
    Reliability,
    User,
)
from contracts.models.codes import known_country
from contracts.selectors.promises import contracts_beyond


class LevelRows(Rows):
    model = EscalationLevel


class _CountryKnown(forms.ModelForm):
    """A country is one of ISO 3166-1: numbers, calendars and languages follow from it."""

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"]
        known_country(country)
        return country


@admin.register(Organisation)
class OrganisationAdmin(ForOperators, admin.ModelAdmin):
    form = _CountryKnown
    list_display = ("name", "kind", "country", "language", "hotline")
    list_filter = ("kind", "country")
    search_fields = ("name", "short_name")
    autocomplete_fields = ("parent",)
    fixed = ("kind",)


class _AddressOnce(forms.ModelForm):
    """Addresses are kept in lower case; only the platform's own people operate it."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation")
        if cleaned.get("is_staff") and organisation and organisation.kind != Kind.PLATFORM:
            self.add_error("is_staff", _("Only people of the platform’s operator run it."))
        return cleaned


class PersonForm(_AddressOnce, UserChangeForm):
    class Meta:
        model = User
        fields = (
            "email",
            "password",
            "name",
            "title",
            "phone",
            "organisation",
            "role",
            "is_active",
            "is_staff",
            "language",
            "time_zone",
            "theme",
        )


class NewPersonForm(_AddressOnce, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "organisation", "role")


@admin.register(User)
class PersonAdmin(ForOperators, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    list_display = ("name", "email", "organisation", "role", "is_active", "is_staff")
    list_filter = ("role", "is_active", "is_staff", "organisation__kind")
    list_select_related = ("organisation",)
    search_fields = ("name", "email", "organisation__name")
    ordering = ("name",)
    autocomplete_fields = ("organisation",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "title", "phone")}),
        (gettext_lazy("Company"), {"fields": ("organisation", "role", "is_active", "is_staff")}),
        (gettext_lazy("Preferences"), {"fields": ("language", "time_zone", "theme")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "organisation", "role", "password1", "password2")}),
    )


class ReliabilityRows(ForOperators, admin.StackedInline):
    model = Reliability


@admin.register(Product)
class ProductAdmin(ForOperators, admin.ModelAdmin):
    inlines = (ReliabilityRows,)
    list_display = ("name", "version", "vendor", "kind", "supported_until")
    list_filter = ("kind", "vendor")
    list_select_related = ("vendor",)
    search_fields = ("name", "version")
    autocomplete_fields = ("vendor",)


class AgreementForm(_CountryKnown):
    """The two vendors are what their place in the deal says, and the days follow one another."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, kind, sentence in (
            ("manufacturer", Kind.MANUFACTURER, _("Choose a manufacturer.")),
            ("publisher", Kind.PUBLISHER, _("Choose a publisher.")),
        ):
            vendor = cleaned.get(name)
            if vendor is not None and vendor.kind != kind:
                self.add_error(name, sentence)
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("The last day comes after the first."))
        self._see_that_it_outlives_contracts(ends_on)
        sorting = cleaned.get("triage_cost")
        for name in ("wrong_hardware_cost", "wrong_software_cost"):
            mistake = cleaned.get(name)
            if sorting is not None and mistake is not None and mistake <= sorting:
                self.add_error(name, _("A mistake costs more than sorting by hand does."))
        return cleaned

    def _see_that_it_outlives_contracts(self, ends_on: date | None) -> None:
        if not (ends_on and self.instance.pk):
            return
        # whoever approves a contract meanwhile waits, or is waited for
        Agreement.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        longer = contracts_beyond(self.instance, ends_on)
        if longer:
            sentence = ngettext(
                "This contract under the agreement runs longer: %(numbers)s.",
                "These contracts under the agreement run longer: %(numbers)s.",
                len(longer),
            )
            numbers = ", ".join(each.number for each in longer)
            self.add_error("ends_on", sentence % {"numbers": numbers})


@admin.register(Agreement)
class AgreementAdmin(ForOperators, admin.ModelAdmin):
    form = AgreementForm
    fixed = ("manufacturer", "publisher", "country", "currency")
    list_display = ("reference", "manufacturer", "publisher", "country", "starts_on", "ends_on")
    list_select_related = ("manufacturer", "publisher")
    search_fields = ("reference",)
    autocomplete_fields = ("manufacturer", "publisher")
    filter_horizontal = ("products",)
    inlines = (LevelRows,)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        shows_it_again = "_continue" in request.POST  # and the page that it shows warns
        if not shows_it_again and not form.instance.levels.exists():
            self._warn(request, form.instance)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **how: Any
    ) -> HttpResponse:
        stored: Agreement | None = how.get("obj")
        if request.method == "GET" and stored is not None and not stored.levels.exists():
            self._warn(request, stored)
        return super().render_change_form(request, context, *args, **how)

    def _warn(self, request: HttpRequest, agreement: Agreement) -> None:
        sentence = _(
            "Agreement %(reference)s has no escalation levels of its own: incidents under it climb "
            "by the portal’s usual levels. Enter those that the two vendors agreed."
        )
        self.message_user(request, sentence % {"reference": agreement.reference}, messages.WARNING)
