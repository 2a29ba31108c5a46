"""The editors' list: which parts of which guides are talked about, and what to change."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guides.models import Guide, Note, Part
from mentorhub.content import markdown
from mentorhub.people import access
from mentorhub.people.http import SignedInRequest

A_PAGE = 20
MOST_OF_A_PART = 5  # the others are on its own page
SHOWN = ["all", "reported", "open"]


@require_safe
def open_notes(request: SignedInRequest) -> HttpResponse:
    """Open threads by part, reports first. Editors see all; managers those of their paths."""
    rights = access.of(request.user)
    if not (rights.edits or rights.managed):
        raise Http404
    shown = request.GET.get("show", "all")
    wanted = Q(notes__isnull=False, notes__thread=None, notes__resolved_at=None)
    wanted &= {
        "reported": Q(notes__reported_at__isnull=False),
        "open": Q(notes__reported_at=None),
    }.get(shown, Q())
    parts = Part.objects.filter(wanted)
    if not rights.edits:
        parts = parts.filter(guide__project__path__in=rights.managed)
    parts = parts.annotate(
        open=Count("notes"),
        reported=Count("notes", filter=Q(notes__reported_at__isnull=False)),
    )
    parts = parts.select_related("guide__project__path").defer("guide__draft")
    by_need = ["-reported", "-open", "guide__project__path__name", "guide__project__number"]
    page = Paginator(parts.order_by(*by_need, "place"), A_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    _with_threads(rows, shown)
    context = {
        "page": page,
        "parts": rows,
        "shown": shown if shown in SHOWN else "all",
        "edits": rights.edits,
    }
    return render(request, "guides/open_notes.html", context)


def _with_threads(parts: Sequence[Part], shown: str) -> None:
    """Give each part its first few open threads, reports before others, in one statement for all."""
    threads = Note.objects.open_threads().filter(part__in=parts)
    if shown in {"reported", "open"}:
        threads = threads.filter(reported_at__isnull=shown == "open")
    answers = Note.objects.filter(thread=OuterRef("pk"), deleted_at=None).order_by()
    threads = threads.select_related("author", "reported_by").annotate(
        answered=Coalesce(
            Subquery(answers.values("thread").annotate(it=Count("pk")).values("it")), 0
        ),
        rank=Window(RowNumber(), partition_by="part", order_by=["reported_at", "at", "pk"]),
    )
    by_part: dict[int, list[Note]] = {}
    for thread in threads.filter(rank__lte=MOST_OF_A_PART).order_by("rank"):
        thread.words = markdown.plain_text(thread.text)  # type: ignore[attr-defined]
        by_part.setdefault(thread.part_id, []).append(thread)
    for part in parts:
        found = by_part.get(part.pk, [])
        part.open_threads = found  # type: ignore[attr-defined]
        part.more = part.open - len(found)  # type: ignore[attr-defined]  # annotated
        part.edit_url = edit_url(part.guide, part.anchor)  # type: ignore[attr-defined]


def edit_url(guide: Guide, anchor: str) -> str:
    """Where the part is changed by editors."""
    return f"{reverse('admin:guides_guide_change', args=[guide.pk])}#at-{anchor}"
