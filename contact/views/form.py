"""Submitting a request."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contact import limits, promises, replying, routing
from contact.asked_before import AddForm, TypedForm, resembling
from contact.forms import (
    LONGEST_PREFILL,
    MentorRequestForm,
    PublicRequestForm,
    RequestForm,
    prefilled,
)
from contact.models import Request, Topic
from contact.offering import OFFERED, AnswersForm, answers_to, articles_of
from contact.submitting import SentAlready, sent_just_now, submit
from mentorhub.content.files import NotKept
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import Absence, User
from mentorhub.search import log

from .door import own_door, replied
from .uploading import with_progress

SENT_SALT = "contact.request-sent"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_progress
def new_request(request: HttpRequest) -> HttpResponse:
    """The contact form, for a signed-in person or for anybody."""
    form = _form(request)
    unseen: Sequence[Request] = ()
    if request.method == "POST" and form.is_valid() and _may_send(request, form):
        searched = log.before(request, form.cleaned_data["offered"])
        submission = replace(form.submission(), searched=searched)
        earlier = sent_just_now(submission)
        if earlier is None and isinstance(form, MentorRequestForm):
            unseen = form.not_yet_shown()
        if unseen:
            return _page(request, form, unseen)
        try:
            return _sent(request, earlier or submit(submission))
        except NotKept as why:
            form.add_error("files", why)
        except SentAlready as again:
            if again.same:
                return _sent(request, again.mentor_request)
            form.with_new_token()
            form.remember_shown([again.mentor_request])
            form.add_error(
                None,
                _(
                    "You sent this form already, as %(reference)s. To send what it says now as a "
                    "second request, send it again."
                )
                % {"reference": again.mentor_request.reference},
            )
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@with_progress
def own_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take what was typed for a new request as a reply to one's own request.

    After a sign-in in between it is opened by GET: back to the form.
    """
    door = own_door(request, pk)
    if request.method != "POST":
        return redirect("contact:new_request")
    form, shown_again = AddForm(request.POST, request.FILES), _form(request)
    if not form.is_valid():
        return _page(request, shown_again, [door.mentor_request])
    try:
        message = replying.reply(pk, request.user, **form.reply_to(door.mentor_request))
    except NotKept as why:
        shown_again.add_error("files", why)
        return _page(request, shown_again, [door.mentor_request])
    response = replied(request, door, message)
    log.forget(response)
    return response


@login_not_required
@never_cache
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What may answer a question while it is typed into the form."""
    entries, offer = answers_to(AnswersForm(request.GET), request.user)
    context = {"entries": entries, "offer": offer}
    return render(request, "contact/_answers.html", context)


@require_safe
def asked_before(request: SignedInRequest) -> HttpResponse:
    """One's own requests that ask what is being typed."""
    found = resembling(request.user, TypedForm(request.GET).asked())
    return render(request, "contact/_asked_before.html", {"asked_before": found})


@login_not_required
@never_cache
@require_safe
def request_sent(request: HttpRequest, token: str) -> HttpResponse:
    """What a public sender sees next: the reference, and where the answer goes."""
    try:
        reference, email = signing.loads(token, salt=SENT_SALT)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    return render(request, "contact/request_sent.html", {"reference": reference, "email": email})


def _page(
    request: HttpRequest, form: RequestForm, asked_before: Sequence[Request] = ()
) -> HttpResponse:
    """The form; with `asked_before`, it was stopped to show these, and goes on when it comes again."""
    if asked_before:
        form.remember_shown(asked_before)
    context = {
        "form": form,
        "topics": _topics(form, request.user),
        "searched": log.before(request),
        "away": _away(form),
        "back_here": _back_here(request),
        "asked_before": asked_before,
        "stopped": True,
    }
    status = 422 if form.is_bound else 200
    return render(request, "contact/new_request.html", context, status=status)


def _form(request: HttpRequest) -> MentorRequestForm | PublicRequestForm:
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = prefilled(request.GET)
    if isinstance(request.user, User):
        return MentorRequestForm(*bound, user=request.user, initial=initial)
    return PublicRequestForm(*bound, initial=initial)


def _may_send(request: HttpRequest, form: RequestForm) -> bool:
    """Whether it may be taken now; else the form says when."""
    token, email = form.cleaned_data["token"], form.cleaned_data.get("email", "")
    if limits.are_too_many_files(request) or limits.is_too_often(request, token, email):
        form.add_error(None, _too_often(request))
        return False
    return True


def _too_often(request: HttpRequest) -> str:
    again = {"time": date_format(timezone.localtime() + limits.AN_HOUR, "TIME_FORMAT")}
    if request.user.is_authenticated:
        said = _(
            "You sent more within an hour than we take at once. What you wrote stays here: send it"
            " again after %(time)s."
        )
    else:
        said = _(
            "Too many requests came from your network or address within an hour. What you wrote"
            " stays here: send it again after %(time)s, or sign in and send it now."
        )
    return said % again


def _back_here(request: HttpRequest) -> str:
    """Where a sign-in leads back to: to the form as the address filled it in, unless absurdly long."""
    here = request.get_full_path()
    return here if len(here) <= LONGEST_PREFILL else request.path


def _sent(request: HttpRequest, mentor_request: Request) -> HttpResponse:
    """To the page of the request. A public sender gets there only by the link in the email,
    for until then nobody has proven that the address is theirs."""
    response = _next_page(request, mentor_request)
    log.forget(response)
    return response


def _next_page(request: HttpRequest, mentor_request: Request) -> HttpResponse:
    if mentor_request.sender_id:
        messages.success(
            request,
            _("We have your request: %(reference)s. The answer comes by email and shows here.")
            % {"reference": mentor_request.reference},
        )
        return redirect(mentor_request)
    token = signing.dumps([mentor_request.reference, mentor_request.email], salt=SENT_SALT)
    return redirect(reverse("contact:request_sent", args=[token]))


def _away(form: RequestForm) -> Iterable[tuple[Absence, User | None]]:
    """Who of the path's managers is away today; a public sender, or one of several paths, is told later."""
    paths = getattr(form, "paths", [])
    return routing.away_on(paths[0]) if len(paths) == 1 else []


def _topics(form: RequestForm, user: User | AnonymousUser) -> Iterable[Topic]:
    """The topics, each with its articles, who answers it and how long that usually takes."""
    topics = list(form.fields["topic"].queryset)  # type: ignore[attr-defined]
    paths = getattr(form, "paths", [])
    usual = promises.usual_times(topics, paths[0] if len(paths) == 1 else None)
    articles = articles_of(topics, user)
    for topic in topics:
        topic.usual_time = usual.get(topic.pk)
        topic.read_first = articles.get(topic.pk, [])[:OFFERED]
    return topics
