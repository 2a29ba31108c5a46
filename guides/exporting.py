"""Guides as the folder of Markdown that import_guides reads."""

from pathlib import Path as Folder

from django.utils.text import slugify

from mentorhub.content import front_matter
from mentorhub.content.reports import Unusable

from . import folders
from .models import Guide


def export_folder(folder: Folder, path: str = "", number: int | None = None) -> list[str]:
    """Write each guide, the draft where there is one; returns the names of their folders.

    A project that stands in the folder already is written anew where it stands: its Markdown files
    that say nothing any more are taken away, all other files stay.
    """
    guides = Guide.objects.select_related("project__path", "current", "editor")
    if path:
        guides = guides.filter(project__path__slug=path)
    if number is not None:
        guides = guides.filter(project__number=number)
    return [_write(folder, guide) for guide in guides.order_by("pk").iterator(chunk_size=20)]


def _write(folder: Folder, guide: Guide) -> str:
    project = guide.project
    made = folders.files(
        folders.Project(
            path=project.path.slug,
            number=project.number,
            title=project.title,
            editor=guide.editor.email if guide.editor else "",
            content=guide.drafted,
        )
    )
    place = _place(folder / project.path.slug, project.number, project.title)
    for name, text in made.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    for file in list(folders.stray(place, {place / name for name in made})):
        file.unlink()
    for empty in sorted(place.glob("**/"), reverse=True):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    return place.relative_to(folder).as_posix()


def _place(shelf: Folder, number: int, title: str) -> Folder:
    """Where the project stands already, else where it will."""
    for file in sorted(shelf.glob("*/project.md")):
        try:
            head, _brief = front_matter.read(file)
        except Unusable:
            continue
        if head.get("number") == number:
            return file.parent
    return shelf / f"{number:02}-{slugify(title)[:80] or 'project'}"
