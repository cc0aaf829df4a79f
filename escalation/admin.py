"""The outbox, for platform operators: to whom, when, how it went; no word of an incident."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from contracts.access import is_operator
from escalation.models import Dispatch
from escalation.use_cases.send_again import send_again


@admin.register(Dispatch)
class OutboxAdmin(admin.ModelAdmin):
    """Read-only, save that what was given up can be sent again."""

    list_display = (
        "pk",
        "recipient",
        "medium",
        "state",
        "attempts",
        "due_at",
        "sent_at",
        "problem",
    )
    list_filter = ("state", "medium")
    list_select_related = ("recipient",)
    fields = (
        "recipient",
        "medium",
        "is_urgent",
        "state",
        "opened_at",
        "due_at",
        "attempts",
        "failing_since",
        "problem",
        "sent_at",
    )
    actions = ("send_again",)
    show_full_result_count = False

    @admin.action(description=gettext_lazy("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Dispatch]) -> None:
        count = send_again(list(chosen.values_list("pk", flat=True)), at=timezone.now())
        told = ngettext(
            "%(count)s e-mail will be sent again.", "%(count)s e-mails will be sent again.", count
        )
        self.message_user(request, told % {"count": count})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Dispatch | None = None) -> bool:
        return is_operator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Dispatch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Dispatch | None = None) -> bool:
        return False
