"""Who may do what in the Help Center's part of the admin: editors write, administrators delete."""

from typing import Any

from django.http import HttpRequest

from mentorhub.people import access
from mentorhub.people.scoped_admin import ScopedAdmin


class EditorsAdmin(ScopedAdmin):
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

    def view_on_site(self, obj: Any) -> str:
        """Its page, which editors see before anybody else does."""
        return str(obj.get_absolute_url())
