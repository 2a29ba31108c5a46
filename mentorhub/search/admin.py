"""Synonyms, which editors keep; and what was searched for."""

from django.contrib import admin
from django.http import HttpRequest

from mentorhub.people import access
from mentorhub.people.scoped_admin import EditorsAdmin

from .models import QueryLog, Synonym


@admin.register(Synonym)
class SynonymAdmin(EditorsAdmin):
    search_fields = ["words"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return access.of(request.user).edits


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
