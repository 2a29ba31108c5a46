"""A mentor's own requests."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contact.forms import RequestListForm
from contact.models import Request
from contact.states import UNFINISHED
from mentorhub.people.http import SignedInRequest

A_PAGE = 20


@require_safe
def own_requests(request: SignedInRequest) -> HttpResponse:
    """The requests one sent, latest first, searched and narrowed by a form."""
    form = RequestListForm(request.GET)
    requests = Request.objects.sent_by(request.user).select_related(
        "path", "topic", "assignee", "team"
    )
    if form.is_valid():
        for word in form.cleaned_data["q"].split():
            requests = requests.filter(
                Q(subject__icontains=word)
                | Q(messages__body__icontains=word, messages__is_internal=False)
                | Q(pk=_number(word))
            ).distinct()
        match form.cleaned_data["status"]:
            case "open":
                requests = requests.filter(status__in=UNFINISHED)
            case "finished":
                requests = requests.exclude(status__in=UNFINISHED)
    page = Paginator(requests.order_by("-updated_at", "-pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "contact/own_requests.html", {"form": form, "page": page})


def _number(word: str) -> int:
    """The number in MH-1042, else one that no request has."""
    digits = word.upper().removeprefix("MH-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 13 else -1
