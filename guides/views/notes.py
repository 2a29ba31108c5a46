"""The notes under one part, on a page of its own; and what one does to a note."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from guides import notes, readers, threads
from guides.models import Guide, Note, Part
from guides.note_forms import NoteForm, ReportForm
from mentorhub.people import access
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import User

from .open_notes import edit_url

MOST_NAMES = 300  # offered; any other can be written
# A sign-in in between makes a GET of what was sent: it leads back to the note.
ACTS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@ACTS
def part_notes(request: SignedInRequest, path: str, number: int, anchor: str) -> HttpResponse:
    """All notes of one part, and the form for another."""
    part = _part(request, path, number, anchor)
    if request.method != "POST":
        return _page(request, part)
    form = NoteForm(request.POST, guide=part.guide, author=request.user)
    return _write(request, part, form) or _page(request, part, form=form)


@require_safe
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """The lasting address of a note: leads to where it stands."""
    return _back_to(_note(request, pk))


@ACTS
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a note; its thread is open again if it was resolved."""
    found = _note(request, pk)
    if request.method != "POST":
        return _back_to(found)
    thread, part = found.thread or found, found.part
    form = NoteForm(request.POST, guide=part.guide, author=request.user)
    return _write(request, part, form, thread) or _page(request, part, answers=thread, form=form)


@ACTS
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report a thread to the editor, with what should change. Once."""
    thread = _note(request, pk)
    if thread.thread_id:
        raise Http404
    if request.method != "POST":
        return _back_to(thread)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, thread.part, reports=thread, form=form)
    if notes.report(thread, request.user, form.cleaned_data["report"]):
        messages.success(request, _("The editor knows."))
    else:
        messages.info(request, _("This was reported before. The editor has it on a list."))
    return _back_to(thread)


@ACTS
def resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fold a thread away: who began it, the managers of the path, and editors."""
    thread = _thread_to_settle(request, pk)
    if request.method == "POST":
        notes.resolve(thread, request.user)
        messages.success(request, _("Resolved. It is kept below, folded."))
        if request.POST.get("next") == "list":
            return redirect("guides:open_notes")
    return _back_to(thread)


@ACTS
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same people open it again."""
    thread = _thread_to_settle(request, pk)
    if request.method == "POST":
        notes.reopen(thread)
    return _back_to(thread)


@ACTS
def rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a note the ruling on its criterion: managers of the path, and editors."""
    found = _note_to_rule(request, pk)
    if request.method == "POST":
        notes.rule(found, request.user)
        messages.success(request, _("This note is now the ruling and stays in sight."))
    return _back_to(found)


@ACTS
def end_ruling(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make it a plain note again."""
    found = _note_to_rule(request, pk)
    if request.method == "POST":
        notes.end_ruling(found)
    return _back_to(found)


@ACTS
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's own words."""
    found = _note(request, pk)
    if found.author_id != request.user.pk or found.deleted_at:
        raise Http404
    if request.method == "POST":
        notes.delete(found)
        messages.success(request, _("Your note is deleted. Emails that have left keep its text."))
    return _back_to(found)


def _write(
    request: SignedInRequest, part: Part, form: NoteForm, thread: Note | None = None
) -> HttpResponse | None:
    """Keep the note and lead to it; None when the form has errors."""
    if not form.is_valid():
        return None
    written = notes.write(
        part,
        request.user,
        form.cleaned_data["body"],
        form.cleaned_data["token"],
        thread=thread,
        named=form.mentions.people,
    )
    for sentence in form.unheard():
        messages.warning(request, sentence)
    return _back_to(written)


def _page(
    request: SignedInRequest,
    part: Part,
    *,
    form: NoteForm | ReportForm | None = None,
    answers: Note | None = None,
    reports: Note | None = None,
) -> HttpResponse:
    """The page of a part, with the form that failed in its place: under what it answers or reports."""
    guide = part.guide
    settles = readers.settles(request.user, guide)
    new = NoteForm(guide=guide, author=request.user)
    context = {
        "guide": guide,
        "project": guide.project,
        "part": part,
        "text": guide.current.content.part(part.anchor) if guide.current else None,
        "on": threads.of_part(part, request.user),
        "form": new if form is None or answers or reports else form,
        "failed": form,
        "token": new["token"].value(),
        "answers": answers.pk if answers else None,
        "reports": reports.pk if reports else None,
        "settles": settles,
        "edit_url": edit_url(guide, part.anchor) if access.of(request.user).edits else "",
        "may_rule": settles and part.kind == Part.Kind.CRITERION,
        "names": _names(guide, request.user),
    }
    return render(request, "guides/part_notes.html", context, status=422 if form else 200)


def _names(guide: Guide, user: User) -> list[str]:
    """Whom a note can name, for the page to offer."""
    others = readers.to_be_named(guide).exclude(pk=user.pk).exclude(name="").order_by("name")
    return list(others.values_list("name", flat=True)[:MOST_NAMES])


def _part(request: SignedInRequest, path: str, number: int, anchor: str) -> Part:
    guides = Guide.objects.visible_to(request.user).order_by().values("pk")
    parts = Part.objects.filter(guide__in=guides)
    parts = parts.select_related("guide__project__path", "guide__current").defer("guide__draft")
    return get_object_or_404(
        parts, guide__project__path__slug=path, guide__project__number=number, anchor=anchor
    )


def _note(request: SignedInRequest, pk: int) -> Note:
    found = Note.objects.visible_to(request.user).select_related(
        "thread", "part__guide__project__path", "part__guide__current"
    )
    return get_object_or_404(found.defer("part__guide__draft"), pk=pk)


def _thread_to_settle(request: SignedInRequest, pk: int) -> Note:
    thread = _note(request, pk)
    is_theirs = thread.author_id == request.user.pk
    if thread.thread_id or not (is_theirs or readers.settles(request.user, thread.part.guide)):
        raise Http404
    return thread


def _note_to_rule(request: SignedInRequest, pk: int) -> Note:
    found = _note(request, pk)
    is_criterion = found.part.kind == Part.Kind.CRITERION and not found.deleted_at
    if not is_criterion or not readers.settles(request.user, found.part.guide):
        raise Http404
    return found


def _back_to(found: Note) -> HttpResponse:
    part = found.part
    project = part.guide.project
    page = reverse("guides:part_notes", args=[project.path.slug, project.number, part.anchor])
    return redirect(f"{page}#note-{found.pk}")
