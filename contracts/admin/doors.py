"""Who comes in: operators of the platform; and what only use cases change is read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from contracts.access import is_operator


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
