"""Writing a guide: one screen for all of it, saved as a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guides import changes
from guides.drafting import begin, save_draft
from guides.models import Guide
from guides.pictures import keep_picture
from mentorhub.content.revisions import Conflict
from mentorhub.paths.models import Path
from mentorhub.people import access

from .forms import BeginForm, PictureForm
from .guide_form import GuideForm
from .pages import GuidePages, author_of, open_notes, saved_at, saver
from .whole import rows, whole


class WritingPages(GuidePages):
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin the guide of a project that has none."""
        form = BeginForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            author = author_of(request)
            editor = author if access.of(author).is_editor else None
            guide = begin(form.cleaned_data["project"], editor)
            return redirect("admin:guides_guide_change", guide.pk)
        without = Path.objects.filter(is_open=True).exclude(projects__isnull=False)
        context = {"form": form, "without_projects": list(without)}
        status = 422 if form.is_bound else 200
        return self.page(request, "begin", None, _("Begin a guide"), status=status, **context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The draft on one screen; saving tells whoever would overwrite another's text."""
        guide = self.guide(request, object_id)
        if request.method != "POST":
            return self._screen(request, guide, GuideForm(guide, guide.drafted))
        form = GuideForm(guide, guide.drafted, request.POST)
        fits = form.is_valid()
        if form.asks_to_rearrange:
            return self._screen(request, guide, form.rearranged())
        if not fits:
            return self._screen(request, guide, form, status=422)
        seen = form.cleaned_data["seen_version"]
        try:
            is_new = save_draft(guide, form.content(), author_of(request), seen_version=seen)
        except ValidationError as error:
            form.add_error(None, error)
            return self._screen(request, guide, form, status=422)
        except Conflict as conflict:
            return self._conflict(request, guide, form, conflict)
        if form.cleaned_data["act"] == "publish":
            return redirect("admin:guides_guide_publish", guide.pk)
        self._say_saved(request, guide, is_new)
        return redirect("admin:guides_guide_change", guide.pk)

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is in the boxes, as readers will see it; nothing is saved."""
        guide = self.guide(request, pk)
        form = GuideForm(guide, guide.drafted, request.POST)
        form.is_valid()
        context = {"guide": guide, "whole": whole(form.content()), "problems": form.problems}
        return render(request, "admin/guides/guide/preview.html", context)

    @method_decorator(require_POST)
    def upload(self, request: HttpRequest) -> JsonResponse:
        """Keep a picture, and say how a text shows it."""
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"error": _("Choose a picture.")}, status=422)
        try:
            picture = keep_picture(form.cleaned_data["picture"], author_of(request))
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        return JsonResponse({"markdown": f"![]({picture.get_absolute_url()})"})

    def _screen(
        self,
        request: HttpRequest,
        guide: Guide,
        form: GuideForm,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        notes = open_notes(guide)
        for part in form.parts:
            part.open_notes = notes.get(str(part["anchor"].value() or ""), 0)
        return self.page(request, "screen", guide, str(guide), status=status, form=form, **context)

    def _conflict(
        self, request: HttpRequest, guide: Guide, form: GuideForm, conflict: Conflict
    ) -> HttpResponse:
        """The typed text stays in the boxes; what is there now counts as seen from here on."""
        guide = self.guide(request, guide.pk)
        typed, theirs = form.content(), guide.drafted
        differences = rows(changes.between(theirs, typed), typed, {})
        context = {"who": saver(conflict), "at": saved_at(conflict), "rows": differences}
        again = GuideForm(guide, typed)
        return self._screen(request, guide, again, status=422, conflict=context)

    def _say_saved(self, request: HttpRequest, guide: Guide, is_new: bool) -> None:
        if not is_new:
            messages.info(request, _("There was nothing new to save."))
        elif guide.draft is None:
            messages.success(
                request, _("The draft says what is published: there is none any more.")
            )
        else:
            messages.success(request, _("The draft is saved. Readers do not see it yet."))
