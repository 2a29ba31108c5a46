"""Bookmarks and links of the time when the Help Center stood at Zendesk."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from helpcenter.models import Article, Category, Imported

OLD = re.compile(
    r"(?:(?P<locale>[a-z]{2,3}(?:-[\w-]+)?)/?)?"
    r"(?:(?P<kind>articles|sections)/(?P<number>[0-9]{1,20})(?:-[^/]*)?/?)?",
    re.IGNORECASE,
)


@login_not_required
@require_safe
def zendesk(request: HttpRequest, old: str) -> HttpResponse:
    """Where en-us/articles/123-title and the like stand now; 404 for what one may not read."""
    found = OLD.fullmatch(old)
    if not found:
        raise Http404
    if found["kind"] is None:
        return redirect("helpcenter:home", permanent=True)
    key = f"zendesk:{found['kind'].lower()[:-1]}:{found['number']}"
    if found["kind"].lower() == "sections":
        visible = Category.objects.visible_to(request.user)
        known = Imported.objects.filter(key=key).values("category")
        return redirect(get_object_or_404(visible, pk__in=known), permanent=True)
    language = (found["locale"] or "")[:2].lower()
    return redirect(_article(request, key, language), permanent=True)


def _article(request: HttpRequest, key: str, language: str) -> Article:
    """In the language of the address, else as it was written."""
    articles = Article.objects.readable_by(request.user).select_related("category")
    known = Imported.objects.filter(key__startswith=f"{key}:").values("article")
    found = list(articles.filter(pk__in=known))
    if not found:
        raise Http404
    return min(found, key=lambda it: (it.language != language, it.translation_of_id is not None))
