"""What helps to write an answer, beside sending it: each act shows the screen again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contact import placeholders, ready_answers
from contact.models import Request
from mentorhub.people.http import SignedInRequest

from .acts import Acts, _act
from .forms import AnswerForm, ReadyForm, WordsForm


class Writing(Acts):
    """Ready answers for the box."""

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
