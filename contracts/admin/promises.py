"""What was promised and signed, to be read: everything here has a use case."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from contracts.admin.doors import ReadOnly
from contracts.admin.said import days_of, in_hours, instants_of
from contracts.choices import BETWEEN_VENDORS
from contracts.models import (
    AccessToken,
    Approval,
    Configuration,
    Contract,
    ContractEvent,
    PenaltyBand,
    Revision,
    RevisionItem,
    SignOff,
    SupportNumber,
    Target,
    Terms,
)


class TargetRows(ReadOnly, admin.TabularInline):
    model = Target
    fields = ("impact", "responds", "restores", "tells")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("respond within"))
    def responds(self, target: Target) -> str:
        return in_hours(target.respond_within)

    @admin.display(description=gettext_lazy("restore within"))
    def restores(self, target: Target) -> str:
        return in_hours(target.restore_within)

    @admin.display(description=gettext_lazy("news every"))
    def tells(self, target: Target) -> str:
        return in_hours(target.news_every)


class BandRows(ReadOnly, admin.TabularInline):
    model = PenaltyBand
    verbose_name_plural = gettext_lazy("penalty bands")


class ApprovalRows(ReadOnly, admin.TabularInline):
    model = Approval


class TermsRows(ReadOnly, admin.TabularInline):
    model = Terms
    fields = ("number", "state", "effective_on", "held", "monthly_fee", "proposed_by")
    readonly_fields = ("held",)
    show_change_link = True

    @admin.display(description=gettext_lazy("in force"))
    def held(self, terms: Terms) -> str:
        return days_of(terms.in_force)


class RevisionRows(ReadOnly, admin.TabularInline):
    model = Revision
    fields = ("number", "state", "effective_at", "held", "proposed_by", "note")
    readonly_fields = ("held",)
    show_change_link = True

    @admin.display(description=gettext_lazy("in force"))
    def held(self, revision: Revision) -> str:
        return instants_of(revision.in_force)


class ItemRows(ReadOnly, admin.TabularInline):
    model = RevisionItem


class SignOffRows(ReadOnly, admin.TabularInline):
    model = SignOff


@admin.register(Contract)
class ContractAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "client", "agreement", "starts_on", "ends_on", "approved_at")
    list_select_related = ("client", "agreement")
    search_fields = ("number", "client__name")
    inlines = (TermsRows,)


@admin.register(Terms)
class TermsAdmin(ReadOnly, admin.ModelAdmin):
    exclude = ("in_force", "not_restored_within")
    readonly_fields = ("held", "denied_within")
    list_display = ("contract", "number", "state", "effective_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("contract",)
    search_fields = ("contract__number",)
    inlines = (TargetRows, BandRows, ApprovalRows)

    @admin.display(description=gettext_lazy("in force"))
    def held(self, terms: Terms) -> str:
        return days_of(terms.in_force)

    @admin.display(description=gettext_lazy("delay to say that it is not restored"))
    def denied_within(self, terms: Terms) -> str:
        return in_hours(terms.not_restored_within)


@admin.register(Configuration)
class ConfigurationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "client", "contract", "site", "support_number", "retired_at")
    list_select_related = ("client", "contract", "support_number")
    search_fields = ("name", "client__name", "support_number__digits")
    inlines = (RevisionRows,)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    exclude = ("in_force",)
    readonly_fields = ("held",)
    list_display = ("configuration", "number", "state", "effective_at")
    list_filter = ("state",)
    list_select_related = ("configuration",)
    inlines = (ItemRows, SignOffRows)

    @admin.display(description=gettext_lazy("in force"))
    def held(self, revision: Revision) -> str:
        return instants_of(revision.in_force)


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
        """Leave out what is between the parties: outages, whose they were, money."""
        found = super().get_queryset(request).exclude(kind__in=BETWEEN_VENDORS)
        return found.select_related("by", "configuration").order_by("-id")
