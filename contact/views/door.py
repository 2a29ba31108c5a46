"""A request's page for its sender: signed in, or through the link in their email.

Both doors lead to the same page and the same acts; a Door knows the addresses.
"""

import hashlib
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contact import conversation, emails, limits, links, replying
from contact.downloads import download
from contact.forms import ReplyForm
from contact.models import Message, Request
from contact.models.request import RequestQuerySet
from mentorhub.content.files import NotKept
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import User

from .uploading import with_progress


@dataclass(frozen=True)
class Door:
    """One way in: the names of its views begin with `kind`, and `key` stands in their addresses."""

    kind: str
    key: int | str
    mentor_request: Request
    user: User | None

    @property
    def page_url(self) -> str:
        return reverse(f"contact:{self.kind}_request", args=[self.key])

    @property
    def reply_url(self) -> str:
        return reverse(f"contact:{self.kind}_reply", args=[self.key])

    @property
    def solved_url(self) -> str:
        return reverse(f"contact:{self.kind}_solved", args=[self.key])

    @property
    def file_view(self) -> str:
        """The name of the view that serves a file; takes the key and the file's id."""
        return f"contact:{self.kind}_file"


@require_safe
def own_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page of one's own request."""
    return _page(request, own_door(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@with_progress
def own_reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reply to one's own request. After a sign-in in between it is opened by GET: back to the page."""
    door = own_door(request, pk)
    return _reply(request, door) if request.method == "POST" else redirect(door.page_url)


@require_http_methods(["GET", "HEAD", "POST"])
def own_solved(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one's own request is solved; opened by GET, it leads back to the page."""
    door = own_door(request, pk)
    return _solved(request, door) if request.method == "POST" else redirect(door.page_url)


@require_safe
def own_file(request: SignedInRequest, pk: int, file_id: uuid.UUID) -> FileResponse:
    """Download a file of one's own request."""
    return _file(own_door(request, pk), file_id)


@login_not_required
@never_cache
@require_safe
def linked_request(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a request for whoever holds its link; an expired one offers a new one."""
    opened = links.open_link(token)
    if opened is not None and opened.expired:
        return render(request, "contact/link_expired.html", {"token": token}, status=410)
    return _page(request, _linked(token))


@login_not_required
@require_POST
@with_progress
def linked_reply(request: HttpRequest, token: str) -> HttpResponse:
    """Reply through the link."""
    return _reply(request, _linked(token))


@login_not_required
@require_POST
def linked_solved(request: HttpRequest, token: str) -> HttpResponse:
    """Say through the link that it is solved."""
    return _solved(request, _linked(token))


@login_not_required
@never_cache
@require_safe
def linked_file(request: HttpRequest, token: str, file_id: uuid.UUID) -> FileResponse:
    """Download a file through the link."""
    return _file(_linked(token), file_id)


@login_not_required
@require_POST
def linked_renew(request: HttpRequest, token: str) -> HttpResponse:
    """Mail a fresh link to the address that the expired one was for."""
    opened = links.open_link(token)
    if opened is None or not opened.expired:
        raise Http404
    mentor_request = get_object_or_404(Request.objects.filter(sender=None), pk=opened.request_id)
    emails.send_link(mentor_request, hashlib.sha256(token.encode()).hexdigest()[:16])
    messages.success(request, _("A new link is on its way to the address you wrote from."))
    return redirect("contact:new_request")


def own_door(request: SignedInRequest, pk: int) -> Door:
    """The signed-in door to one's own request; any other answers 404."""
    mentor_request = get_object_or_404(_with_relations().filter(sender=request.user), pk=pk)
    return Door("own", pk, mentor_request, request.user)


def _linked(token: str) -> Door:
    opened = links.open_link(token)
    if opened is None or opened.expired:
        raise Http404
    mentor_request = get_object_or_404(_with_relations().filter(sender=None), pk=opened.request_id)
    return Door("linked", token, mentor_request, None)


def _with_relations() -> RequestQuerySet:
    return (
        Request.objects.with_absence()
        .select_related(
            "path",
            "project",
            "topic",
            "team",
            "assignee",
            "follows",
            "part__guide__project__path",
            "part__guide__current",
            "guide_version",
        )
        .defer("part__guide__draft")
    )


def replied(request: HttpRequest, door: Door, message: Message) -> HttpResponse:
    """On to where the reply stands: on this page, or on that of the follow-up it opened."""
    if message.request_id == door.mentor_request.pk:
        messages.success(request, _("Your reply is sent."))
        return redirect(f"{door.page_url}#message-{message.pk}")
    messages.success(
        request,
        _("%(closed)s is closed, so your reply opened %(new)s, which links back to it.")
        % {"closed": door.mentor_request.reference, "new": message.request.reference},
    )
    if door.user:
        return redirect(message.request)
    return redirect(links.link_to(message.request))


def _page(
    request: HttpRequest, door: Door, form: ReplyForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "door": door,
        "mentor_request": door.mentor_request,
        "conversation": conversation.of(door.mentor_request),
        "form": form or ReplyForm(),
    }
    return render(request, "contact/request.html", context, status=status)


def _reply(request: HttpRequest, door: Door) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid() and (
        limits.are_too_many_replies(request) or limits.are_too_many_files(request)
    ):
        form.add_error(
            None,
            _("More came from you within an hour than we take at once. Send it again in an hour."),
        )
    if not form.is_valid():
        return _page(request, door, form, status=422)
    try:
        message = replying.reply(door.mentor_request.pk, door.user, **form.cleaned_data)
    except NotKept as why:
        form.add_error("files", why)
        return _page(request, door, form, status=422)
    return replied(request, door, message)


def _solved(request: HttpRequest, door: Door) -> HttpResponse:
    replying.mark_solved(door.mentor_request.pk, door.user)
    messages.success(request, _("Marked as solved. A reply opens it again."))
    return redirect(door.page_url)


def _file(door: Door, file_id: uuid.UUID) -> FileResponse:
    attachment = get_object_or_404(conversation.public_files(door.mentor_request), pk=file_id)
    return download(attachment)
