"""The emails about requests, one function for each kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.models import User

from . import about, handover_sentences, links, sentences
from .models import Attachment, BulkAct, Handover, Message, Request

MOST_LISTED = 100


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
            "attachments": list(message.attachments.all()) if mentor_request.sender_id else [],
            "who_answers": who_answers if mentor_request.sender_id else "",
            "link": _page_of(mentor_request),
        },
        key=f"contact.acknowledgement:{mentor_request.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
    )


def send_answer(message: Message) -> OutgoingEmail:
    """Send an answer to the mentor, in the thread of the acknowledgement, once it is final."""
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
        not_before=message.final_at,
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


def tell_of_quarantine(attachment: Attachment) -> OutgoingEmail:
    """Tell who sent a file that nobody can open it: the mentor, or the colleague who answered.

    A public sender's file is not named: its name is their own words, and the address is not proven.
    """
    message = attachment.message
    mentor_request, author = message.request, message.author
    to_staff = message.from_staff and author is not None
    link = f"{settings.SITE_URL}{mentor_request.desk_url}" if to_staff else _page_of(mentor_request)
    return outbox.queue(
        "contact/quarantined",
        author.email if to_staff and author else _address_of(mentor_request),
        {
            "mentor_request": mentor_request,
            "file": attachment.name if author else "",
            "link": link,
        },
        key=f"contact.quarantined:{attachment.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=None if to_staff else _thread(mentor_request),
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


def tell_follower(message: Message, person: User, *, is_named: bool, stop: str) -> OutgoingEmail:
    """Bring a reply, an answer or a note to somebody who follows; `stop` ends these emails."""
    mentor_request = message.request
    return outbox.queue(
        "contact/followed",
        person.email,
        {
            "mentor_request": mentor_request,
            "message": message,
            "attachments": list(message.attachments.all()),
            "what": sentences.who_wrote_what(message, is_named=is_named),
            "link": f"{settings.SITE_URL}{mentor_request.desk_url}",
            "stop": stop,
        },
        key=f"{_followed(message)}{person.pk}",
        not_before=message.final_at if message.from_staff else None,
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread_of(mentor_request, person),
        unsubscribe_url=stop,
    )


def to_followers(message: Message) -> QuerySet[OutgoingEmail]:
    """What tell_follower() queued for this message."""
    return OutgoingEmail.objects.filter(key__startswith=_followed(message))


def _followed(message: Message) -> str:
    return f"contact.followed:{message.pk}:"


def tell_of_many(bulk: BulkAct, person: User, requests: Sequence[Request]) -> OutgoingEmail:
    """Tell somebody in one email of all that a colleague did at once and that concerns them."""
    return outbox.queue(
        "contact/many",
        person.email,
        {
            "what": sentences.who_did_many(bulk, len(requests)),
            "more": max(len(requests) - MOST_LISTED, 0),
            "listed": [
                (one, f"{settings.SITE_URL}{one.desk_url}") for one in requests[:MOST_LISTED]
            ],
            "link": f"{settings.SITE_URL}{reverse('admin:contact_request_changelist')}",
        },
        key=f"contact.many:{bulk.pk}:{person.pk}",
    )


def tell_of_closing(mentor_request: Request, days: int) -> OutgoingEmail:
    """Ask the sender of a solved request whether it is; once each time that it is solved."""
    solved = mentor_request.solved_at.isoformat() if mentor_request.solved_at else ""
    return outbox.queue(
        "contact/closing",
        _address_of(mentor_request),
        {"mentor_request": mentor_request, "days": days, "link": _page_of(mentor_request)},
        key=f"contact.closing:{mentor_request.pk}:{solved}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread(mentor_request),
    )


TO_STAFF = ["contact/routed", "contact/reply", "contact/followed"]
TO_SENDER = [
    "contact/acknowledgement",
    "contact/answer",
    "contact/link",
    "contact/closing",
    "contact/quarantined",
    "contact/handed_over",
    "contact/moved_along",
]
