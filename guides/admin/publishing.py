"""Publishing a draft, or letting it go: each on a page that shows what that changes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guides import changes
from guides.content import Content
from guides.drafting import discard_draft
from guides.models import Guide, Version
from guides.publishing import NothingToPublish
from guides.publishing import publish as publish_draft
from mentorhub.content.revisions import Conflict

from .forms import PublishForm, SeenForm
from .pages import GuidePages, author_of, open_notes, tell
from .whole import rows


class PublishingPages(GuidePages):
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changes for readers, why, and whether they are told."""
        guide = self.guide(request, pk)
        if request.method != "POST":
            form = PublishForm(initial={"seen_version": guide.version})
            return self._publish_page(request, guide, form)
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self._publish_page(request, guide, form, status=422)
        given = form.cleaned_data
        try:
            version = publish_draft(
                guide,
                author_of(request),
                given["why"],
                seen_version=given["seen_version"],
                weight=Version.Weight(given["weight"]),
            )
        except Conflict as conflict:
            tell(request, conflict)
            fresh = self.guide(request, pk)
            again = PublishForm(initial={**given, "seen_version": fresh.version})
            return self._publish_page(request, fresh, again, status=422)
        except NothingToPublish:
            return self._publish_page(request, self.guide(request, pk), form, status=422)
        except ValidationError:  # the page says what
            return self._publish_page(request, self.guide(request, pk), form, status=422)
        said = _("Version %d is published: mentors and assessors read it now.")
        messages.success(request, said % version.number)
        return redirect("admin:guides_guide_change", pk)

    def _publish_page(
        self, request: HttpRequest, guide: Guide, form: PublishForm, *, status: int = 200
    ) -> HttpResponse:
        old = guide.current.content if guide.current else Content()
        new = guide.drafted
        found = rows(changes.between(old, new), new, open_notes(guide))
        context = {
            "form": form,
            "rows": found,
            "unfit": _unfit(new) if guide.draft is not None else [],
            "notes_lost": sum(row.notes for row in found if row.change.kind == "removed"),
        }
        return self.page(request, "publish", guide, _("Publish"), status=status, **context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then let the draft go; it stays among the saves of the history."""
        guide = self.guide(request, pk)
        if request.method == "POST":
            form = SeenForm(request.POST)
            if not form.is_valid():
                return self._discard_page(request, guide, status=422)
            try:
                discard_draft(
                    guide, author_of(request), seen_version=form.cleaned_data["seen_version"]
                )
            except Conflict as conflict:
                tell(request, conflict)
                return self._discard_page(request, self.guide(request, pk), status=422)
            messages.success(request, _("The draft is discarded. The history still has it."))
            return redirect("admin:guides_guide_change", pk)
        return self._discard_page(request, guide)

    def _discard_page(
        self, request: HttpRequest, guide: Guide, *, status: int = 200
    ) -> HttpResponse:
        old = guide.current.content if guide.current else Content()
        context = {
            "form": SeenForm(initial={"seen_version": guide.version}),
            "rows": rows(changes.between(old, guide.drafted), guide.drafted, {}),
        }
        title = _("Discard the draft")
        return self.page(request, "discard", guide, title, status=status, **context)


def _unfit(content: Content) -> list[str]:
    """Why readers cannot have it yet."""
    try:
        content.check_publishable()
    except ValidationError as error:
        return list(error.messages)
    return []
