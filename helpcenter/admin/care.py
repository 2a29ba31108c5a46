"""What needs an editor: answers to read through, translations behind their originals."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from helpcenter.models import Article


class CareFilter(admin.SimpleListFilter):
    """A filter of the list of articles."""

    title = _("care")
    parameter_name = "care"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("review", _("to review")), ("behind", _("translation behind its original"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "review":
            return queryset.filter(pk__in=Article.objects.to_review().values("pk"))
        if self.value() == "behind":
            return queryset.filter(pk__in=Article.objects.behind().values("pk"))
        return queryset
