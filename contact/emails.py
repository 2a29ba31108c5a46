"""The emails about requests, one function for each kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.models import User

from . import about, handover_sentences, links
from .models import Handover, Message, Request


def _page_of(mentor_request: Request) -> str:
    """Where the sender reads it: their own page, or by the signed link."""
    if mentor_request.sender_id:
        return f"{settings.SITE_URL}{mentor_request.get_absolute_url()}"
    return links.link_to(mentor_request)


def _address_of(mentor_request: Request) -> str:
    """Where the sender is reached today; somebody without an account only where they wrote from."""
    return mentor_request.sender.email if mentor_request.sender else mentor_request.email


def _thread(mentor_request: Request) -> OutgoingEmail | None:
    """The latest email to the sender, whose thread the next one joins."""
    of_request = OutgoingEmail.objects.filter(about=mentor_request.desk_url, kind__in=TO_SENDER)
    return of_request.order_by("-pk").first()


def was_told(request_id: int, address: str) -> bool:
    """Whether this request was brought to a colleague at `address`."""
    key = f"contact.routed:{request_id}:"
    return OutgoingEmail.objects.filter(key__startswith=key, to_address=address).exists()


def follow_to(mentor_request: Request, path: Path) -> None:
    """Let the emails of a request that changes its path be seen there, and no longer where it was."""
    OutgoingEmail.objects.filter(about=mentor_request.desk_url).update(path=path)


def _thread_of(mentor_request: Request, person: User) -> OutgoingEmail | None:
    """The latest email about the request to this colleague."""
    told = OutgoingEmail.objects.filter(
        about=mentor_request.desk_url, to_address=person.email, kind__in=TO_STAFF
    )
    return told.order_by("-pk").first()


def acknowledge(mentor_request: Request, message: Message, who_answers: str = "") -> OutgoingEmail:
    """Tell the sender that it arrived, and while somebody is away, who answers. A public sender's
    own words are not repeated to them: the address is not proven, and this would make a relay for
    anybody's text."""
    return outbox.queue(
        "contact/acknowledgement",
        _address_of(mentor_request),
        {
            "mentor_request": mentor_request,
            "message": message if mentor_request.sender_id else None,
            "who_answers": who_answers if mentor_request.sender_id else "",
            "link": _page_of(mentor_request),
        },
        key=f"contact.acknowledgement:{mentor_request.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
    )


def send_answer(message: Message) -> OutgoingEmail:
    """Send an answer to the mentor, in the thread of the acknowledgement."""
    mentor_request = message.request
    return outbox.queue(
        "contact/answer",
        _address_of(mentor_request),
        {
            "mentor_request": mentor_request,
            "message": message,
            "attachments": list(message.attachments.all()),
            "link": _page_of(mentor_request),
        },
        key=f"contact.answer:{message.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread(mentor_request),
        automatic=False,
    )


def send_link(mentor_request: Request, spent: str) -> OutgoingEmail:
    """Send a public sender a fresh link in place of the expired one, once for each."""
    return outbox.queue(
        "contact/link",
        mentor_request.email,
        {"mentor_request": mentor_request, "link": links.link_to(mentor_request)},
        key=f"contact.link:{mentor_request.pk}:{spent}:{timezone.localdate()}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread(mentor_request),
    )


def tell_of_request(mentor_request: Request, person: User, reason: str) -> OutgoingEmail:
    """Bring the whole request to who shall answer it, with the reason and a link to the desk."""
    messages = list(mentor_request.messages.prefetch_related("attachments"))
    return outbox.queue(
        "contact/routed",
        person.email,
        {
            "mentor_request": mentor_request,
            "person": person,
            "reason": reason,
            "messages": messages,
            "about": about.of(mentor_request),
            "link": f"{settings.SITE_URL}{mentor_request.desk_url}",
        },
        key=f"contact.routed:{mentor_request.pk}:{mentor_request.version}:{person.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread_of(mentor_request, person),
    )


def tell_of_reply(message: Message, person: User) -> OutgoingEmail:
    """Tell who answers that the mentor wrote again."""
    mentor_request = message.request
    return outbox.queue(
        "contact/reply",
        person.email,
        {
            "mentor_request": mentor_request,
            "message": message,
            "attachments": list(message.attachments.all()),
            "link": f"{settings.SITE_URL}{mentor_request.desk_url}",
        },
        key=f"contact.reply:{message.pk}:{person.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread_of(mentor_request, person),
    )


def tell_who_answers(handover: Handover, mentor_requests: Iterable[Request]) -> None:
    """Tell each sender once who answers them now, however many of their requests went along."""
    theirs = defaultdict[str, list[Request]](list)
    for mentor_request in mentor_requests:
        theirs[_address_of(mentor_request)].append(mentor_request)
    for address, of_one in theirs.items():
        outbox.queue(
            "contact/handed_over",
            address,
            {
                "handover": handover,
                "is_back": handover.why == Handover.Why.RETURN,
                "away": handover_sentences.why_away(handover),
                "rows": [(it, _page_of(it), it.assignee or it.team) for it in of_one],
                "greeted": of_one[0].sender,
            },
            key=f"contact.handed_over:{handover.pk}:{of_one[0].pk}",
            **_of_one(of_one),
        )


def tell_of_move(mentor_requests: Sequence[Request], path: Path) -> None:
    """Tell a mentor that these requests of theirs came along to another path."""
    first = mentor_requests[0]
    outbox.queue(
        "contact/moved_along",
        _address_of(first),
        {
            "rows": [(it, _page_of(it)) for it in mentor_requests],
            "path": path,
            "greeted": first.sender,
        },
        key=f"contact.moved_along:{first.pk}:{first.version}",
        **_of_one(mentor_requests),
    )


def _of_one(mentor_requests: Sequence[Request]) -> dict[str, Any]:
    """Where the email belongs. One about several is of no path: any of them may move away alone."""
    if len(mentor_requests) > 1:
        return {}
    only = mentor_requests[0]
    return {"path": only.path, "about": only.desk_url, "reply_to": _thread(only)}


TO_STAFF = ["contact/routed", "contact/reply"]
TO_SENDER = [
    "contact/acknowledgement",
    "contact/answer",
    "contact/link",
    "contact/handed_over",
    "contact/moved_along",
]
