"""Reading one answer, its pictures, and saying whether it helped."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpcenter import reading, voting
from helpcenter.forms import VoteForm
from helpcenter.models import Article, Attachment, OldAddress, Picture
from helpcenter.reading import Reading
from mentorhub.content import markdown
from mentorhub.search import log


@login_not_required
@require_safe
def article(request: HttpRequest, category_slug: str, slug: str) -> HttpResponse:
    """One answer."""
    read = _read(request, slug)
    if read is None:
        return _moved(request, slug)
    if read.article.category.slug != category_slug:
        return redirect(read.article, permanent=True)
    return _page(request, read)


@login_not_required
@require_POST
def vote(request: HttpRequest, category_slug: str, slug: str) -> HttpResponse:
    """Keep the reader's yes or no, and the why that may follow."""
    read = _read(request, slug)
    if read is None:
        raise Http404
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, read, form, status=422)
    if voting.is_too_often(request, read.article):
        form.add_error(None, _("There were many votes from you just now. Please try again later."))
        return _page(request, read, form, status=429)
    reader = voting.reader_of(request) or voting.new_reader()
    searched = log.before(request)
    words = searched.words if searched else ""
    voting.vote(read.article, reader, **form.cleaned_data, searched=words)
    response = redirect(f"{read.article.get_absolute_url()}#feedback")
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


def _read(request: HttpRequest, slug: str) -> Reading | None:
    return reading.read(slug, request.user, voting.reader_of(request))


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    articles = Article.objects.readable_by(request.user).select_related("category")
    old = OldAddress.objects.filter(slug=slug, category=None).values("article")
    return redirect(get_object_or_404(articles, pk__in=old), permanent=True)


def _page(
    request: HttpRequest, read: Reading, form: VoteForm | None = None, status: int = 200
) -> HttpResponse:
    article = read.article
    rendered = markdown.shown(article.body, article.language)
    url = article.get_absolute_url()
    canonical = f"{settings.SITE_URL}{url}"
    context = {
        "article": article,
        "url": url,
        "category_title": article.category.title_in(article.language),
        "rendered": rendered,
        "contents": [heading for heading in rendered.headings if heading.level < 4],
        "read": read,
        "said": read.said,
        "form": form or VoteForm(),
        "canonical": canonical,
        "data": _data(article, canonical) if article.is_public and article.is_published else None,
    }
    return render(request, "helpcenter/article.html", context, status=status)


def _data(found: Article, canonical: str) -> dict[str, Any]:
    """The article for search engines; dates in UTC, as it is the same for every reader."""
    return {
        "@type": "Article",
        "headline": found.title,
        "description": found.summary,
        "inLanguage": found.language,
        "datePublished": found.published_at and found.published_at.isoformat(),
        "dateModified": found.changed_at.isoformat(),
        "articleSection": found.category.title_in(found.language),
        "mainEntityOfPage": canonical,
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
    }
