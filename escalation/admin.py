"""The outbox of e-mails, for platform operators: who, when, how it went; no word of an incident."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from contracts.access import is_operator
from escalation.models import Notification
from escalation.use_cases.send_again import send_again


@admin.register(Notification)
class OutboxAdmin(admin.ModelAdmin):
    """Read-only, save that what was given up can be sent again."""

    list_display = ("pk", "recipient", "mail_state", "mail_attempts", "mail_due_at", "mail_sent_at")
    list_filter = ("mail_state",)
    list_select_related = ("recipient",)
    fields = ("recipient", "at", "mail_state", "mail_attempts", "mail_due_at", "mail_sent_at")
    actions = ("send_again",)
    show_full_result_count = False

    @admin.action(description=gettext_lazy("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Notification]) -> None:
        count = send_again(list(chosen.values_list("pk", flat=True)), at=timezone.now())
        told = ngettext(
            "%(count)s e-mail will be sent again.", "%(count)s e-mails will be sent again.", count
        )
        self.message_user(request, told % {"count": count})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return is_operator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False
