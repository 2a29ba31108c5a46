"""Following a request at the desk: by oneself, copied in by a colleague, or named in a note.

Following changes nothing that an answer could conflict with, so it raises no version.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from mentorhub.people import mentions
from mentorhub.people.models import Absence, Role, User

from . import emails
from .models import Follower, Message, Request, TimelineEvent
from .states import Event

STOP_SALT = "contact.stop-following"


def who_sees(mentor_request: Request) -> QuerySet[User]:
    """Whoever finds the request at their desk today: the other side of visible_to()."""
    managers = Role.objects.current().managing()
    works = Q(is_superuser=True) | Q(pk__in=managers.values("user")) | Q(teams__isnull=False)
    sees = Q(pk__in=managers.filter(path=mentor_request.path_id).values("user"))
    sees |= Q(is_superuser=True)
    if mentor_request.team_id is not None:  # teams=None would mean: whoever is in no team
        sees |= Q(teams=mentor_request.team_id)
    if mentor_request.assignee_id is not None:
        sees |= Q(works, pk=mentor_request.assignee_id)
        if not mentor_request.is_closed:
            away = Absence.objects.on().filter(user=mentor_request.assignee_id, cover__isnull=False)
            sees |= Q(works, pk__in=away.values("cover"))
    return User.objects.filter(sees, is_active=True).distinct()


@transaction.atomic
def follow(mentor_request: Request, user: User, by: User) -> bool:
    """Let `user`, who sees the request, hear of it from now on. False when they do already."""
    _follower, is_new = Follower.objects.get_or_create(
        request=mentor_request, user=user, defaults={"added_by": by}
    )
    if is_new:
        _note(mentor_request, Event.FOLLOWED, by, user)
    return is_new


@transaction.atomic
def stop(mentor_request: Request, user: User, by: User) -> bool:
    """They hear of it no more. False when they did not follow it."""
    gone, _by_model = Follower.objects.filter(request=mentor_request, user=user).delete()
    if gone:
        _note(mentor_request, Event.LEFT, by, user)
    return bool(gone)


def let_go(mentor_request: Request) -> None:
    """Whoever lost sight of the request follows it no more, were they to see it again."""
    followers = Follower.objects.filter(request=mentor_request)
    followers.exclude(user__in=who_sees(mentor_request)).delete()


def tell(message: Message, told: Collection[User] = ()) -> None:
    """Write to the followers of a reply, an answer or a note, once each and never to its author.

    `told` heard of it by another email. Who is named in a note follows from now on. What they
    may see is asked now.
    """
    mentor_request, author = message.request, message.author
    let_go(mentor_request)
    named = _named_in(message)
    for person in named if author else []:
        follow(mentor_request, person, author or person)
    followers = User.objects.filter(
        pk__in=Follower.objects.filter(request=mentor_request).values("user")
    ).exclude(pk__in=[person.pk for person in told])
    if author is not None:
        followers = followers.exclude(pk=author.pk)
    for person in followers:
        link = stop_link(mentor_request, person)
        emails.tell_follower(message, person, is_named=person in named, stop=link)


def unknown_names(mentor_request: Request, text: str) -> list[str]:
    """What stands after an @ in a note and names nobody, or several, who see the request."""
    found = mentions.find(text, who_sees(mentor_request))
    return [*found.unknown, *found.ambiguous]


def _named_in(message: Message) -> list[User]:
    if not message.is_internal or "@" not in message.body:
        return []
    people = mentions.find(message.body, who_sees(message.request)).people
    return [person for person in people if person.pk != message.author_id]


def _note(mentor_request: Request, event: Event, by: User, user: User) -> None:
    version = mentor_request.version
    TimelineEvent.objects.create(
        request=mentor_request, event=event, actor=by, version=version, data={"name": str(user)}
    )


def stop_link(mentor_request: Request, user: User) -> str:
    """The full address that ends it for this person; signed in or not."""
    token = signing.dumps([mentor_request.pk, user.pk], salt=STOP_SALT)
    return f"{settings.SITE_URL}{reverse('contact:stop_following', args=[token])}"


@dataclass(frozen=True)
class Stopped:
    """What a genuine link is about; `follows` is whether they still do."""

    mentor_request: Request
    user: User
    follows: bool


def of_link(token: str) -> Stopped | None:
    """Whose link it is; None for one that stop_link() did not make."""
    try:
        match signing.loads(token, salt=STOP_SALT):
            case [int(request_id), int(user_id)]:
                mentor_request = Request.objects.filter(pk=request_id).first()
                user = User.objects.filter(pk=user_id).first()
            case _:
                return None
    except (signing.BadSignature, ValueError):
        return None
    if mentor_request is None or user is None:
        return None
    follows = Follower.objects.filter(request=mentor_request, user=user).exists()
    return Stopped(mentor_request, user, follows)
