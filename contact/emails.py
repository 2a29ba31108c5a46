"""The emails about requests, one function for each kind."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.models import User

from . import about, links, sentences
from .models import BulkAct, Message, Request

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


def acknowledge(mentor_request: Request, message: Message) -> OutgoingEmail:
    """Tell the sender that it arrived. A public sender's own words are not repeated to them:
    the address is not proven, and this would make a relay for anybody's text."""
    return outbox.queue(
        "contact/acknowledgement",
        _address_of(mentor_request),
        {
            "mentor_request": mentor_request,
            "message": message if mentor_request.sender_id else None,
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
        key=f"contact.followed:{message.pk}:{person.pk}",
        path=mentor_request.path,
        about=mentor_request.desk_url,
        reply_to=_thread_of(mentor_request, person),
        unsubscribe_url=stop,
    )


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
TO_SENDER = ["contact/acknowledgement", "contact/answer", "contact/link", "contact/closing"]
