"""Paths with their projects."""

from mentorhub.paths.models import Path, Project


def path(name: str, *titles: str, is_open: bool = True) -> Path:
    """A path whose projects are numbered from 1 in the order of `titles`."""
    made = Path.objects.create(name=name, slug=name.lower().replace(" ", "-"), is_open=is_open)
    for number, title in enumerate(titles, 1):
        Project.objects.create(path=made, number=number, title=title)
    return made


def project(of: Path, number: int = 1) -> Project:
    """The project that was made with the path."""
    return Project.objects.get(path=of, number=number)
