"""The ground of every admin in which people see different rows."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest

from . import access


class ScopedAdmin(admin.ModelAdmin):
    """What get_queryset() does not hold for a person is not there for them, by whatever address."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """The row; raises Http404 where Django would lead away and say which id it missed."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found


class EditorsAdmin(ScopedAdmin):
    """What editors write: they and administrators see it, and administrators alone delete it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).edits

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.of(request.user).edits

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).edits

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.of(request.user).edits

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.of(request.user).is_superuser

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its page, if it has one, which editors see before anybody else does."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
