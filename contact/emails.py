"""The emails about requests, one function for each kind."""

from django.conf import settings
from django.utils import timezone

from mentorhub.mail import outbox
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people.models import User

from . import about, links
from .models import Message, Request


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


TO_STAFF = ["contact/routed", "contact/reply"]
TO_SENDER = ["contact/acknowledgement", "contact/answer", "contact/link"]
