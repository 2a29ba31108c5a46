"""The gap report: what was searched and not found, and what an editor does about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpcenter.drafting import point_at, similar_drafts, write_draft
from helpcenter.models import Article, Category
from helpcenter.search import ArticleSource
from mentorhub.people.models import User
from mentorhub.people.scoped_admin import EditorsAdmin
from mentorhub.search import gaps, weeks
from mentorhub.search.gaps import Gap, Since
from mentorhub.search.models import Entry, Remedy

from .forms import GapForm, GapsForm, PointForm, WriteForm

A_PAGE = 10


@dataclass(frozen=True)
class Shown:
    """A group of questions with what the search finds for it today, and what was done about it."""

    gap: Gap
    days: int
    now_finds: list[Entry]
    remedy: Remedy | None
    since: Since | None

    @property
    def url(self) -> str:
        return _url(self.gap, self.days)

    @property
    def synonym_url(self) -> str:
        """The form of a new synonym, begun with these words."""
        return (
            f"{reverse('admin:search_synonym_add')}?{urlencode({'words': f'{self.gap.words}, '})}"
        )

    @property
    def place(self) -> int:
        """As which result the article is found that somebody wrote or chose; 0 when it is not."""
        ids = [entry.object_id for entry in self.articles]
        wanted = self.remedy.object_id if self.remedy else None
        return ids.index(wanted) + 1 if wanted in ids else 0

    @property
    def articles(self) -> list[Entry]:
        """Those of what is found at which questions can be pointed."""
        return [entry for entry in self.now_finds if entry.kind == ArticleSource.kind]


class GapPages(EditorsAdmin):
    """The part of the articles' admin that begins with questions."""

    def gap_views(self) -> list[tuple[str, Callable[..., HttpResponseBase]]]:
        """Route and view of each page."""
        return [
            ("", self.gaps),
            ("one/", self.gap),
            ("one/write/", self.write),
            ("one/point/", self.point),
        ]

    @method_decorator(require_safe)
    def gaps(self, request: HttpRequest) -> HttpResponse:
        """The groups of a period, and the weeks as a chart."""
        form = GapsForm(request.GET, languages=gaps.languages())
        days, language = form.days_chosen, form.language_chosen
        found = gaps.gaps(days, language, form.what_chosen)
        page = Paginator(found, A_PAGE).get_page(form.cleaned_data.get("page") or 1)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Questions without an answer"),
            "form": form,
            "days": days,
            "page": page,
            "shown": _shown(list(page), days),
            "chart": weeks.chart(language),
        }
        return render(request, "admin/helpcenter/article/gaps.html", context)

    @method_decorator(require_safe)
    def gap(self, request: HttpRequest) -> HttpResponse:
        """One group: all its wordings, what is found today, and what can be done."""
        gap, days = _gap_in(GapForm(request.GET))
        return self._page(request, gap, days)

    @method_decorator(require_POST)
    def write(self, request: HttpRequest) -> HttpResponse:
        """Open a draft with the questions in it."""
        form = WriteForm(request.POST)
        gap, days = _gap_in(form)
        if not form.is_valid():
            return self._page(request, gap, days, write_form=form, status=422)
        article = write_draft(
            gap, form.cleaned_data["title"], form.cleaned_data["category"], cast(User, request.user)
        )
        messages.success(
            request, _("This is a draft with the questions in it: only editors see it.")
        )
        return redirect("admin:helpcenter_article_change", article.pk)

    @method_decorator(require_POST)
    def point(self, request: HttpRequest) -> HttpResponse:
        """Let an article be found by these questions."""
        form = PointForm(request.POST)
        gap, days = _gap_in(form)
        if not form.is_valid():
            return self._page(request, gap, days, point_form=form, status=422)
        article: Article = form.cleaned_data["article"]
        point_at(gap, article, cast(User, request.user))
        said = _("These questions point at “%(title)s” now.") % {"title": article.title}
        messages.success(request, said)
        return redirect(_url(gap, days))

    def _page(
        self, request: HttpRequest, gap: Gap, days: int, status: int = 200, **forms: Any
    ) -> HttpResponse:
        shown = _shown([gap], days)[0]
        entries = [entry.object_id for entry in shown.articles]
        articles = Article.objects.select_related("category").in_bulk(entries)
        first = articles.get(entries[0]) if entries else None
        title = gap.words[:1].upper() + gap.words[1:150]
        initial = {"title": title, "category": first and first.category_id}
        context = {
            **self.admin_site.each_context(request),
            "title": gap.words,
            "shown": shown,
            "gap": gap,
            "days": days,
            "answers": [articles[pk] for pk in entries if pk in articles],
            "drafts": similar_drafts(title),
            "can_write": Category.objects.exists(),
            "write_form": WriteForm(initial=initial),
            "point_form": PointForm(),
            **forms,
        }
        return render(request, "admin/helpcenter/article/gap.html", context, status=status)


def _gap_in(form: GapForm) -> tuple[Gap, int]:
    """The group that a form names; 404 when nobody asked that."""
    form.is_valid()
    data = form.cleaned_data
    if not data.get("words") or not data.get("days"):
        raise Http404
    gap = gaps.gap_of(data["words"], data.get("language", ""), data["days"])
    if gap is None:
        raise Http404
    return gap, data["days"]


def _shown(page: list[Gap], days: int) -> list[Shown]:
    done = gaps.remedies(page)
    return [
        Shown(
            gap,
            days,
            gaps.now_finds(gap.words),
            remedy := done.get(gap.words),
            gaps.since(gap, remedy.at) if remedy else None,
        )
        for gap in page
    ]


def _url(gap: Gap, days: int) -> str:
    query = urlencode({"words": gap.words, "language": gap.language, "days": str(days)})
    return f"{reverse('admin:helpcenter_article_gap')}?{query}"
