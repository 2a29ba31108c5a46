"""Guides from a folder of Markdown: <path>/<project>/ as folders.py describes it. They become drafts."""

from collections import defaultdict
from pathlib import Path as Folder

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from mentorhub.content import revisions
from mentorhub.content.reports import Left, Outcome, Report, Unusable, in_words
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import User

from . import folders
from .content import Content
from .drafting import save_draft
from .models import Guide
from .publishing import publish

IMPORTED = "Imported"


def import_folder(
    folder: Folder,
    author: User | None,
    *,
    why: str = "",
    force: bool = False,
    dry_run: bool = False,
) -> Report:
    """Make each guide's draft say what its folder says; with `why`, publish it too.

    A project is taken whole or, with the reason, not at all; the others go on. The same folder a
    second time changes nothing. A draft that was changed here since the last import is left as it
    is, unless `force`. `dry_run` tells what would be done.
    """
    report = Report()
    for name, project in _read(folder, report):
        try:
            with transaction.atomic():
                outcome = _take(project, author, why, force)
                transaction.set_rollback(dry_run)
        except Left as reason:
            report.leave(name, str(reason))
        except Unusable as error:
            report.add(Outcome.SKIPPED, name, str(error))
        except ValidationError as error:
            report.add(Outcome.SKIPPED, name, in_words(error))
        except DatabaseError as error:
            report.add(Outcome.SKIPPED, name, str(error).splitlines()[0])
        else:
            report.add(outcome, name)
    return report


def _read(folder: Folder, report: Report) -> list[tuple[str, folders.Project]]:
    """The projects that can be read, and whose number no other one has."""
    read: dict[str, folders.Project] = {}
    numbers = defaultdict(list)
    places = [it for it in sorted(folder.glob("*/*/")) if it.is_dir()]
    for place in (it for it in places if next(folders.stray(it, set()), None)):
        name = place.relative_to(folder).as_posix()
        if name.startswith("."):
            continue
        try:
            read[name] = folders.read(place)
        except Unusable as error:
            report.add(Outcome.SKIPPED, name, str(error))
        else:
            numbers[read[name].path, read[name].number].append(name)
    for (path, number), names in numbers.items():
        for name in names if len(names) > 1 else ():
            others = ", ".join(it for it in names if it != name)
            report.add(
                Outcome.SKIPPED, name, f"number {number} of {path} is that of {others} as well"
            )
            del read[name]
    return list(read.items())


def _take(wanted: folders.Project, author: User | None, why: str, force: bool) -> Outcome:
    path = Path.objects.filter(slug=wanted.path).first()
    if path is None:
        raise Unusable(f"there is no path {wanted.path}")
    project, _made = Project.objects.get_or_create(
        path=path, number=wanted.number, defaults={"title": wanted.title}
    )
    guides = Guide.objects.select_for_update(of=("self",)).select_related("current")
    guide = guides.filter(project=project).first() or Guide(project=project)
    is_new = guide.pk is None
    is_changed = _write(guide, wanted, author, force)
    is_changed |= _call(project, wanted.title)
    is_changed |= _entrust(guide, wanted.editor)
    guide.refresh_from_db(fields=["draft", "current"])
    if why and guide.draft is not None:
        publish(guide, author, why, seen_version=None)
        is_changed = True
    if is_new:
        return Outcome.MADE
    return Outcome.CHANGED if is_changed else Outcome.SAME


def _write(guide: Guide, wanted: folders.Project, author: User | None, force: bool) -> bool:
    standing = folders.tidied(guide.drafted)
    if guide.pk and standing == wanted.content:
        return False
    if not force and standing != Content() and not _is_as_imported(guide, standing):
        raise Left("changed here since the last import; export it first, or use --force")
    return save_draft(guide, wanted.content, author, seen_version=None, why=IMPORTED)


def _is_as_imported(guide: Guide, standing: Content) -> bool:
    """Whether nobody wrote on it here after the last import."""
    last = revisions.of(guide).filter(why=IMPORTED).first()
    if last is None:
        return False
    if last.number == guide.version:
        return True
    draft = last.data.get("draft")
    return draft is not None and folders.tidied(Content.from_data(draft)) == standing


def _call(project: Project, title: str) -> bool:
    if project.title == title:
        return False
    project.title = title
    project.full_clean(exclude=["path", "number"])
    project.save(update_fields=["title"])
    return True


def _entrust(guide: Guide, address: str) -> bool:
    """Give it the editor that the folder names; where it names none, nobody is changed."""
    if not address:
        return False
    editor = User.objects.filter(email__iexact=address).first()
    if editor is None:
        raise Unusable(f"project.md: nobody has the address {address}")
    if guide.editor_id == editor.pk:
        return False
    guide.editor = editor
    guide.save(update_fields=["editor"])
    return True
