"""What helps to write an answer, beside sending it: each act shows the screen again."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contact import drafts, placeholders, presence, ready_answers, undoing
from contact.models import AnswerDraft, Request
from mentorhub.people.http import SignedInRequest
from mentorhub.people.staff_session import no_sign_of_life

from . import screen
from .acts import Acts, _act, _view_of
from .forms import (
    AnswerForm,
    DraftForm,
    KindForm,
    MessageForm,
    OpenForm,
    ReadyForm,
    TypedForm,
    WordsForm,
)


class Writing(Acts):
    """Ready answers for the box, the drafts of what is typed there, and a way back after Send."""

    @method_decorator(require_safe)
    def ready_answers(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Ready answers that hold some words, filled in for this request; only their list for scripts."""
        mentor_request = self._visible(request, pk)
        asked, page = WordsForm(request.GET).asked("ready_answers")
        found = ready_answers.found(mentor_request, request.user, asked)
        offers = [
            (ready, placeholders.filled(ready.body, mentor_request, request.user))
            for ready in found
        ]
        context = {"mentor_request": mentor_request, "asked": asked, "offers": offers}
        if page == "admin/contact/request/ready_answers.html":
            context |= {**self.admin_site.each_context(request), "title": _("Ready answers")}
        return render(request, page, context)

    @_act
    def insert(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Put a ready answer under what is typed, and send nothing. Scripts do it themselves and
        only have it counted."""
        offered = ready_answers.fitting(mentor_request, request.user)
        form = AnswerForm(request.POST, request.FILES, mentor_request=mentor_request)
        chosen = ReadyForm(request.POST, offered=offered)
        if not chosen.is_valid():
            form.show_again(chosen.data.get("body", ""))
            form.add_error(None, _("Choose a ready answer first."))
            return self._screen(request, mentor_request, {"answer_form": form}, status=422)
        ready = chosen.cleaned_data["ready"]
        ready_answers.was_used(ready)
        if chosen.cleaned_data["only_count"]:
            return HttpResponse(status=204)
        text = placeholders.filled(ready.body, mentor_request, request.user)
        typed = chosen.cleaned_data["body"].rstrip()
        form.show_again(f"{typed}\n\n{text}" if typed else text)
        return self._screen(request, mentor_request, {"answer_form": form})

    @_act
    def draft(self, request: SignedInRequest, mentor_request: Request) -> JsonResponse:
        """Keep what is typed; scripts send it now and then."""
        form = TypedForm(request.POST)
        if not form.is_valid():
            said = " ".join(map(str, form.errors.get("body", []))) or _("This could not be kept.")
            return JsonResponse({"said": said}, status=422)
        try:
            draft = drafts.save(mentor_request.pk, form.typed(request.user))
        except drafts.TypedElsewhere as elsewhere:
            said = _(
                "Another tab saved other words at %s. Both are kept: load the page to see them."
            )
            return JsonResponse({"said": said % _hour(elsewhere.draft)}, status=409)
        if draft is None:
            return JsonResponse({"draft": "", "said": ""})
        return JsonResponse(
            {"draft": str(draft.stamp), "said": _("Draft kept at %s") % _hour(draft)}
        )

    @_act
    def discard(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Throw one's own draft away."""
        form = KindForm(request.POST)
        if form.is_valid():
            drafts.discard(mentor_request.pk, request.user, form.cleaned_data["kind"])
            messages.success(request, _("The draft is thrown away."))
        return self._back_to(request, mentor_request)

    @_act
    def go_on(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Go on with what a colleague has begun: a copy of it, for they may be writing still."""
        form = DraftForm(request.POST, drafts=mentor_request.drafts.exclude(author=request.user))
        if form.is_valid():
            begun: AnswerDraft = form.cleaned_data["draft"]
            drafts.give_back(mentor_request, request.user, begun.kind, begun.body, begun.held)
            messages.success(
                request, _("What %(name)s has begun is in your box.") % {"name": begun.author}
            )
        else:
            messages.warning(request, _("It is gone: sent, or thrown away."))
        return self._back_to(request, mentor_request)

    @_act
    def undo(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        """Take one's own answer back while it waits to leave."""
        form = MessageForm(request.POST)
        try:
            if not form.is_valid():
                raise undoing.TooLate
            undoing.undo(mentor_request.pk, form.cleaned_data["message"], request.user)
            messages.success(
                request, _("Taken back: nobody got your answer. It is in the box again.")
            )
        except undoing.TooLate:
            said = _("Too late: your answer has gone to %(name)s.") % {"name": mentor_request.name}
            messages.warning(request, said)
        return self._back_to(request, mentor_request)

    @no_sign_of_life
    @method_decorator(require_POST)
    def presence(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Who else has the request open, and what has happened since the page was opened.

        Open pages ask several times a minute: one statement, two when something has happened.
        """
        mentor_request = get_object_or_404(self.get_queryset(request).only("version"), pk=pk)
        form = OpenForm(request.POST)
        if not form.is_valid():
            return HttpResponse(status=422)
        if form.cleaned_data["leaves"]:
            presence.leave(pk, request.user)
            return HttpResponse(status=204)
        context = {
            "mentor_request": mentor_request,
            "present": presence.note(pk, request.user, writes=form.cleaned_data["writes"]),
            "news": screen.news(mentor_request, form.cleaned_data["version"]),
        }
        return render(request, "admin/contact/request/_presence.html", context)

    def _back_to(self, request: SignedInRequest, mentor_request: Request) -> HttpResponse:
        return redirect(f"{mentor_request.desk_url}{_view_of(request)}#composer")


def _hour(draft: AnswerDraft) -> str:
    return formats.date_format(timezone.localtime(draft.saved_at), "H:i")
