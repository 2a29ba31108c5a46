"""Publishing a guide: the draft becomes a version, all of it at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhub.content import revisions
from mentorhub.people.models import User
from mentorhub.relay.due import wake

from . import pictures, search
from .content import Content
from .models import Guide, Part, Version


class NothingToPublish(Exception):
    """The draft says what is published already."""


@transaction.atomic
def publish(
    guide: Guide,
    author: User | None,
    why: str,
    *,
    seen_version: int | None,
    weight: Version.Weight = Version.Weight.CHANGE,
) -> Version:
    """Give readers the draft as a new version.

    Raises revisions.Conflict when the draft is not as `seen_version` any more, NothingToPublish,
    and ValidationError when the draft is not fit for readers. Then nothing is changed.
    """
    revisions.lock(guide, seen_version)
    guide.refresh_from_db(fields=["draft", "current"])
    if guide.draft is None:
        raise NothingToPublish
    content = guide.drafted
    content.check_publishable()
    number = guide.current.number + 1 if guide.current else 1
    version = Version.objects.create(
        guide=guide,
        number=number,
        data=content.as_data(),
        why=why,
        weight=weight,
        published_by=author,
    )
    guide.current, guide.draft = version, None
    guide.save(update_fields=["current", "draft"])
    revisions.keep(guide, author, _("Version %d published") % number)
    _know_parts(guide, content)
    pictures.show(guide, content)
    search.follow(guide)
    wake(Version)
    return version


def _know_parts(guide: Guide, content: Content) -> None:
    """Have a row for each part, and mark those that are gone."""
    rows = [
        Part(guide=guide, kind=part.kind, anchor=part.anchor, title=part.title, place=place)
        for place, part in enumerate(content.parts())
    ]
    Part.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["guide", "anchor"],
        update_fields=["kind", "title", "place", "is_current"],
    )
    gone = guide.parts.exclude(anchor__in=[row.anchor for row in rows])
    gone.update(is_current=False)
