"""Synonyms, which editors keep; and what was searched for."""

from django.contrib import admin
from django.http import HttpRequest

from mentorhub.people import access

from .models import QueryLog, Synonym


class EditorsAdmin(admin.ModelAdmin):
    """For editors and administrators."""

    def _edits(self, request: HttpRequest) -> bool:
        of = access.of(request.user)
        return of.is_editor or of.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._edits(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._edits(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._edits(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._edits(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self._edits(request)


@admin.register(Synonym)
class SynonymAdmin(EditorsAdmin):
    search_fields = ["words"]


@admin.register(QueryLog)
class QueryLogAdmin(EditorsAdmin):
    """Read, never written by hand."""

    list_display = ["query", "results", "clicked", "requested", "origin", "language", "searched_at"]
    list_filter = ["origin", "requested", "language", "searched_at"]
    search_fields = ["query"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
