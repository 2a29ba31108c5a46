"""Reading one answer, its pictures, and saying whether it helped."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from helpcenter import voting
from helpcenter.forms import VoteForm
from helpcenter.models import Article, Attachment, Follow, OldAddress, Picture, Vote
from helpcenter.related import related_to
from mentorhub.search import log


@login_not_required
@require_safe
def article(request: HttpRequest, category_slug: str, slug: str) -> HttpResponse:
    """One answer."""
    found = _readable(request, slug)
    if found is None:
        return _moved(request, slug)
    if found.category.slug != category_slug:
        return redirect(found, permanent=True)
    return _page(request, found)


@login_not_required
@require_POST
def vote(request: HttpRequest, category_slug: str, slug: str) -> HttpResponse:
    """Keep the reader's yes or no, and the why that may follow."""
    found = _readable(request, slug)
    if found is None:
        raise Http404
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    reader = voting.reader_of(request) or voting.new_reader()
    searched = log.before(request)
    words = searched.words if searched else ""
    voting.vote(found, reader, **form.cleaned_data, searched=words)
    response = redirect(f"{found.get_absolute_url()}#feedback")
    if not request.user.is_authenticated:
        voting.remember(response, reader)
    return response


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, size: str) -> FileResponse:
    """A picture of an article that the reader may open."""
    found = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    if size != found.size_name:
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=found.content_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@login_not_required
@require_safe
def attachment(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """A file that an article links to, to be saved and never shown by the browser."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _readable(request: HttpRequest, slug: str) -> Article | None:
    """The article with this reader's vote, in one query."""
    articles = Article.objects.readable_by(request.user).select_related("category")
    if reader := voting.reader_of(request):
        votes = Vote.objects.filter(article=OuterRef("pk"), reader=reader).order_by()
        said = JSONObject(helpful="helpful", reason="reason", words="words")
        articles = articles.annotate(said=Subquery(votes.values(json=said)))
    if request.user.is_authenticated:
        mine = Follow.objects.filter(article=OuterRef("pk"), user=request.user)
        articles = articles.annotate(follows=Exists(mine))
    return articles.filter(slug=slug).first()


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.readable_by(request.user).select_related("category")
    old = OldAddress.objects.filter(slug=slug, category=None).values("article")
    return redirect(get_object_or_404(articles, pk__in=old), permanent=True)


def _page(
    request: HttpRequest, found: Article, form: VoteForm | None = None, status: int = 200
) -> HttpResponse:
    translations = _translations(request, found)
    context = {
        "article": found,
        "category_title": found.category.title_in(found.language),
        "rendered": found.rendered,
        "contents": [heading for heading in found.rendered.headings if heading.level < 4],
        "translations": translations,
        "is_behind": any(
            other.pk == found.translation_of_id and found.is_behind(other) for other in translations
        ),
        "related": related_to(found, request.user),
        "said": getattr(found, "said", None),
        "form": form or VoteForm(),
        "canonical": f"{settings.SITE_URL}{found.get_absolute_url()}",
        "data": _data(found) if found.is_public and found.is_published else None,
    }
    return render(request, "helpcenter/article.html", context, status=status)


def _translations(request: HttpRequest, found: Article) -> list[Article]:
    original = found.translation_of_id or found.pk
    others = Article.objects.visible_to(request.user).filter(
        Q(pk=original) | Q(translation_of=original)
    )
    return list(others.exclude(pk=found.pk).select_related("category").defer("body"))


def _data(found: Article) -> dict[str, Any]:
    """The article for search engines; dates in UTC, as it is the same for every reader."""
    return {
        "@type": "Article",
        "headline": found.title,
        "description": found.summary,
        "inLanguage": found.language,
        "datePublished": found.published_at and found.published_at.isoformat(),
        "dateModified": found.changed_at.isoformat(),
        "articleSection": found.category.title_in(found.language),
        "mainEntityOfPage": f"{settings.SITE_URL}{found.get_absolute_url()}",
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
    }
