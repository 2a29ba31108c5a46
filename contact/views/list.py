"""A mentor's own requests."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contact.forms import RequestListForm
from contact.models import Message, Request
from contact.references import number_in
from contact.states import UNFINISHED
from mentorhub.people.http import SignedInRequest

A_PAGE = 20
MOST_WORDS = 10


@require_safe
def own_requests(request: SignedInRequest) -> HttpResponse:
    """The requests one sent, latest first, searched and narrowed by a form."""
    form = RequestListForm(request.GET)
    requests = Request.objects.sent_by(request.user).select_related(
        "path", "topic", "assignee", "team"
    )
    if form.is_valid():
        for word in form.cleaned_data["q"].split()[:MOST_WORDS]:
            said = Message.objects.public().filter(
                request__sender=request.user, body__icontains=word
            )
            requests = requests.filter(
                Q(subject__icontains=word)
                | Q(pk__in=said.order_by().values("request"))
                | Q(pk=number_in(word) or -1)
            )
        match form.cleaned_data["status"]:
            case "open":
                requests = requests.filter(status__in=UNFINISHED)
            case "finished":
                requests = requests.exclude(status__in=UNFINISHED)
    pages = Paginator(requests.order_by("-updated_at", "-pk"), A_PAGE)
    page = pages.get_page(form.cleaned_data.get("page") or 1)
    return render(request, "contact/own_requests.html", {"form": form, "page": page})
