"""The emails about guides, one function for each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorhub.mail import outbox, rendering
from mentorhub.mail.models import OutgoingEmail
from mentorhub.mail.outbox import Letter
from mentorhub.people.models import User
from mentorhub.relay import lanes

from . import changes, choosing
from .content import Content
from .models import Guide, Note, Version

# Why somebody is told of a note; the templates say it.
NAMED, TAKES_PART, EDITS = "named", "takes part", "edits"
NOBODY = "0"  # whose link stands in a text that many readers share, until it is made theirs

WORDS = {
    "added": _("new"),
    "changed": _("changed"),
    "moved": _("moved"),
    "removed": _("removed"),
}


@dataclass(frozen=True)
class ChangedPart:
    """A line of an email: what became of a part, and where it stands. No url: it is gone."""

    anchor: str
    title: str
    words: Any
    url: str


def full(address: str) -> str:
    """An address of ours as an email needs it."""
    return f"{settings.SITE_URL}{address}"


def changed_parts(version: Version, before: Content | None) -> list[ChangedPart]:
    """What a version changed; nothing for the first one, which is new as a whole."""
    if before is None:
        return []
    return [
        ChangedPart(change.anchor, change.title, WORDS[change.kind], _place(version.guide, change))
        for change in changes.between(before, version.content)
    ]


def tell_of_note(note: Note, people: Mapping[User, str]) -> None:
    """Bring a note to each of these people, with the reason why to them."""
    thread = note.thread or note
    about = thread.get_absolute_url()
    earlier = _earlier(about, people)
    letters = [
        Letter(
            to=person.email,
            key=f"guides.note:{note.pk}:{person.pk}",
            content=rendering.render("guides/note", {**_of_note(note), "reason": reason}),
            reply_to=earlier.get(person.email),
        )
        for person, reason in people.items()
    ]
    path = note.part.guide.project.path
    outbox.queue_all("guides/note", letters, lane=lanes.ACCOUNT, path=path, about=about)


def tell_of_report(thread: Note, reader: User, editors: Iterable[User]) -> None:
    """Tell those who edit the guide what a reader wants changed."""
    about = thread.get_absolute_url()
    context = {**_of_note(thread), "reader": reader, "desk": full(reverse("guides:open_notes"))}
    letters = [
        Letter(
            to=editor.email,
            key=f"guides.report:{thread.pk}:{editor.pk}",
            content=rendering.render("guides/report", context),
        )
        for editor in editors
    ]
    path = thread.part.guide.project.path
    outbox.queue_all("guides/report", letters, lane=lanes.ACCOUNT, path=path, about=about)


def tell_of_change(version: Version, before: Content | None, readers: Iterable[User]) -> None:
    """Tell those who want to know each change what this version changed and why."""
    guide = version.guide
    context = {
        "guide": guide,
        "version": version,
        "is_new": before is None,
        "parts": changed_parts(version, before),
        "link": full(guide.get_absolute_url()),
        **_choices(),
    }
    content = rendering.render("guides/change", context)
    letters = [
        _personal(content, reader.pk, reader.email, f"guides.change:{version.pk}:{reader.pk}")
        for reader in readers
    ]
    path, about = guide.project.path, guide.address_of("history")
    outbox.queue_all("guides/change", letters, lane=lanes.BULK, path=path, about=about)


def weekly(guides: Sequence[Any]) -> rendering.Rendered:
    """The email of a week in which these guides changed; personal() makes it somebody's."""
    return rendering.render("guides/digest", {"guides": guides, **_choices()})


def send_weekly(letters: Iterable[tuple[User, str, rendering.Rendered]]) -> None:
    """Queue what weekly() made, each for its reader, under its key."""
    personal = [_personal(content, it.pk, it.email, key) for it, key, content in letters]
    outbox.queue_all("guides/digest", personal, lane=lanes.BULK)


def _of_note(note: Note) -> dict[str, Any]:
    return {
        "note": note,
        "part": note.part,
        "guide": note.part.guide,
        "is_answer": note.thread_id is not None,
        "link": full(note.get_absolute_url()),
        "choices": full(reverse("guides:emails")),
    }


def _earlier(about: str, people: Iterable[User]) -> dict[str, OutgoingEmail]:
    """The latest email about a thread to each, which the next one answers."""
    addresses = [person.email for person in people]
    told = OutgoingEmail.objects.filter(
        about=about, kind="guides/note", to_address__in=addresses
    ).defer("text", "html")
    return {email.to_address: email for email in told.order_by("pk")}


def _place(guide: Guide, change: changes.Change) -> str:
    """Where readers find the part; the texts of the whole guide are tabs of their own."""
    if change.kind == "removed":
        return ""
    at = guide.address_at if change.part_kind else guide.address_of
    return full(at(change.anchor))


def _choices() -> dict[str, str]:
    return {"choices": full(reverse("guides:emails")), "stop": _nobodys_link()}


def _nobodys_link() -> str:
    return full(reverse("guides:stop_emails", args=[NOBODY]))


def _personal(content: rendering.Rendered, reader_id: int, to: str, key: str) -> Letter:
    """The same words for this reader, with their own link to stop such emails."""
    link = choosing.stop_link(reader_id)
    shared = _nobodys_link()
    return Letter(
        to=to,
        key=key,
        content=rendering.Rendered(
            content.subject,
            content.text.replace(shared, link),
            content.html.replace(shared, link),
        ),
        unsubscribe_url=link,
    )
