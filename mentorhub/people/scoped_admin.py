"""The ground of every admin in which people see different rows."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest


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
