"""Writing a guide: the draft beside what is published. Nothing here reaches a reader."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhub.content import revisions
from mentorhub.content.models import Revision
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import User

from . import search
from .content import Content
from .models import Guide, Version


@transaction.atomic
def save_draft(
    guide: Guide, content: Content, author: User | None, *, seen_version: int | None, why: str = ""
) -> bool:
    """Keep what an editor wrote; whether there was anything new in it.

    Parts without an anchor get one. Raises ValidationError when it cannot be kept, and
    revisions.Conflict when somebody else saved the draft since `seen_version`.
    """
    content.check()
    if guide.pk is None:
        guide.save()
    revisions.lock(guide, seen_version)
    guide.refresh_from_db(fields=["draft", "current"])
    former = set(guide.parts.values_list("anchor", flat=True))
    content = content.with_anchors(former)
    if content == guide.drafted:
        return False
    is_published = guide.current is not None and guide.current.content == content
    guide.draft = None if is_published else content.as_data()
    guide.save(update_fields=["draft"])
    revisions.keep(guide, author, why)
    return True


def begin(project: Project, editor: User | None) -> Guide:
    """The guide of a project, with nothing in it yet; the one there is when somebody was quicker."""
    guide, _made = Guide.objects.get_or_create(project=project, defaults={"editor": editor})
    return guide


def discard_draft(guide: Guide, author: User, *, seen_version: int) -> None:
    """Let the draft say what is published again. It stays in the history of drafts."""
    published = guide.current.content if guide.current else Content()
    save_draft(guide, published, author, seen_version=seen_version, why=_("Draft discarded"))


def restore(guide: Guide, version: Version, author: User, *, seen_version: int) -> None:
    """Make what an old version says the draft; readers have it when that is published."""
    why = _("Version %d restored") % version.number
    save_draft(guide, version.content, author, seen_version=seen_version, why=why)


def take_back(guide: Guide, save: Revision, author: User, *, seen_version: int) -> None:
    """Make the draft say what it said at an earlier save, which must have been a draft."""
    why = _("Draft %d taken back") % save.number
    content = Content.from_data(save.data["draft"])
    save_draft(guide, content, author, seen_version=seen_version, why=why)


@transaction.atomic
def open_to(guide: Guide, paths: Iterable[Path]) -> None:
    """Let mentors and assessors of other paths read it, and nobody else of those who could."""
    paths = list(paths)
    guide.opened_ids = sorted(path.pk for path in paths if path.pk != guide.project.path_id)
    guide.save(update_fields=["opened_ids"])
    guide.opened_to.set(guide.opened_ids)
    search.follow(guide)
