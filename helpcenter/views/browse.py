"""Finding an answer by its shelf."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from helpcenter import shelves
from helpcenter.forms import ReadingForm
from helpcenter.models import Article, Category, OldAddress


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All categories, and the answers that most people need."""
    language = ReadingForm(request.GET).chosen_language
    context = {
        "answers_in": language,
        "languages": Article.Language.choices,
        "shelves": shelves.shelves(request.user, language),
        "pinned": shelves.pinned(request.user, language),
    }
    return render(request, "helpcenter/home.html", context)


@login_not_required
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers of one category, the pinned ones first."""
    form = ReadingForm(request.GET)
    language = form.chosen_language
    shelf = shelves.shelf(slug, request.user, language, form.page_number)
    if shelf is None:
        return _moved(request, slug)
    found, page = shelf
    context: dict[str, Any] = {
        "category": found,
        "title": found.title_in(language),
        "description": found.description_in(language),
        "answers_in": language,
        "languages": Article.Language.choices,
        "canonical": _canonical(found, language, page.number),
        "page": page,
        "data": _questions(list(page)),
    }
    return render(request, "helpcenter/category.html", context)


def _canonical(found: Category, language: str, page: int) -> str:
    chosen = {"language": language} if language != Article.Language.ENGLISH else {}
    words = urlencode(chosen | ({"page": str(page)} if page > 1 else {}))
    return f"{settings.SITE_URL}{found.get_absolute_url()}{'?' if words else ''}{words}"


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Category.objects.visible_to(request.user)
    old = OldAddress.objects.filter(slug=slug, category__in=visible).first()
    if old is None or old.category is None:
        raise Http404
    return redirect(old.category, permanent=True)


def _questions(articles: list[Article]) -> dict[str, Any] | None:
    """The public ones as questions and answers, for search engines."""
    questions = [
        {
            "@type": "Question",
            "name": each.title,
            "acceptedAnswer": {"@type": "Answer", "text": each.summary},
        }
        for each in articles
        if each.is_public
    ]
    return {"@type": "FAQPage", "mainEntity": questions} if questions else None
