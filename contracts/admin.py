"""Reference data by hand, for platform operators; read-only wherever a use case exists."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.access import is_operator
from contracts.choices import Kind
from contracts.models import (
    AccessToken,
    Agreement,
    Approval,
    Configuration,
    Contract,
    ContractEvent,
    EscalationLevel,
    Organisation,
    PenaltyBand,
    Product,
    Revision,
    RevisionItem,
    SignOff,
    SupportNumber,
    Target,
    Terms,
    User,
)


class ForOperators(admin.options.BaseModelAdmin):
    """Operators of the platform look and change; nobody deletes what others stand on."""

    fixed: tuple[str, ...] = ()  # what is chosen once, since the database holds others to it

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj else ()))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_operator(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_operator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_operator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(ForOperators):
    """What only use cases change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Rows(ForOperators, admin.TabularInline):
    """Terms that stand inside another page and may be taken out again."""

    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_operator(request.user)


class LevelRows(Rows):
    model = EscalationLevel


class TargetRows(ReadOnly, admin.TabularInline):
    model = Target


class BandRows(ReadOnly, admin.TabularInline):
    model = PenaltyBand


class ApprovalRows(ReadOnly, admin.TabularInline):
    model = Approval


class TermsRows(ReadOnly, admin.TabularInline):
    model = Terms
    fields = ("number", "state", "effective_on", "in_force", "monthly_fee", "proposed_by")
    show_change_link = True


class RevisionRows(ReadOnly, admin.TabularInline):
    model = Revision
    fields = ("number", "state", "effective_at", "in_force", "proposed_by", "note")
    show_change_link = True


class ItemRows(ReadOnly, admin.TabularInline):
    model = RevisionItem


class SignOffRows(ReadOnly, admin.TabularInline):
    model = SignOff


@admin.register(Organisation)
class OrganisationAdmin(ForOperators, admin.ModelAdmin):
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


@admin.register(Product)
class ProductAdmin(ForOperators, admin.ModelAdmin):
    list_display = ("name", "version", "vendor", "kind", "supported_until")
    list_filter = ("kind", "vendor")
    list_select_related = ("vendor",)
    search_fields = ("name", "version")
    autocomplete_fields = ("vendor",)


class AgreementForm(forms.ModelForm):
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
        return cleaned


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


@admin.register(Contract)
class ContractAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "client", "agreement", "starts_on", "ends_on", "approved_at")
    list_select_related = ("client", "agreement")
    search_fields = ("number", "client__name")
    inlines = (TermsRows,)


@admin.register(Terms)
class TermsAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("contract", "number", "state", "effective_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("contract",)
    search_fields = ("contract__number",)
    inlines = (TargetRows, BandRows, ApprovalRows)


@admin.register(Configuration)
class ConfigurationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "client", "contract", "site", "support_number", "retired_at")
    list_select_related = ("client", "contract", "support_number")
    search_fields = ("name", "client__name", "support_number__digits")
    inlines = (RevisionRows,)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("configuration", "number", "state", "effective_at")
    list_filter = ("state",)
    list_select_related = ("configuration",)
    inlines = (ItemRows, SignOffRows)


@admin.register(SupportNumber)
class SupportNumberAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("__str__", "configuration", "issued_at", "revoked_at")
    list_select_related = ("configuration",)
    search_fields = ("digits",)


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "hint", "user", "created_at", "expires_at", "revoked_at")
    list_select_related = ("user",)
    fields = ("name", "hint", "user", "scopes", "created_at", "expires_at", "revoked_at")


@admin.register(ContractEvent)
class ContractEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "kind", "by", "configuration")
    list_filter = ("kind",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContractEvent]:
        return super().get_queryset(request).select_related("by", "configuration").order_by("-id")
