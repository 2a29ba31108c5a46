"""The guides by path and number, as one person finds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from mentorhub.paths.models import Path, Project
from mentorhub.people import access
from mentorhub.people.models import User

from . import reading
from .models import Guide


@dataclass(frozen=True)
class Row:
    """A project of a path. Without a guide yet, its guide is being written."""

    project: Project
    guide: Guide | None
    changed: int  # parts, since this person read it


@dataclass(frozen=True)
class Shelf:
    """A path with its projects; `is_own` when the person is something on it."""

    path: Path
    rows: Sequence[Row]
    is_own: bool

    @property
    def changed(self) -> int:
        return sum(row.changed > 0 for row in self.rows)


def of(user: User, slug: str | None = None) -> list[Shelf]:
    """The paths that they read guides of, their own first; or the one of that address.

    Of a path that they are not on, only what was opened to them.
    """
    rights = access.of(user)
    guides = Guide.objects.visible_to(user)
    paths = Path.objects.filter(slug=slug) if slug is not None else Path.objects.all()
    whole = Q() if rights.is_staff else Q(path__in=rights.paths)
    found = guides.filter(project__path__in=paths).select_related("current", "project__path")
    by_project = {it.project_id: it for it in found.defer("draft", "current__data")}
    projects = Project.objects.filter(whole | Q(pk__in=by_project), path__in=paths)
    numbers = reading.numbers(user, by_project.values()) if by_project else {}
    rows: dict[int, list[Row]] = {}
    for project in projects.order_by("number"):
        guide = by_project.get(project.pk)
        row = Row(project, guide, numbers.get(guide.pk, 0) if guide else 0)
        rows.setdefault(project.path_id, []).append(row)
    own = set(rights.paths)
    seen = paths if rights.is_staff else paths.filter(Q(pk__in=own) | Q(pk__in=rows))
    shelves = [Shelf(path, rows.get(path.pk, []), path.pk in own) for path in seen]
    return sorted(shelves, key=lambda shelf: not shelf.is_own)
