"""The demo's guides, from the Markdown folders in guides/: the first versions, then what changed.

guides/1 holds every project whole; 2, 3 and draft hold only the files that are not as before.
"""

import datetime
import shutil
import tempfile
from pathlib import Path as Folder

from django.db.models import QuerySet
from django.utils import timezone

from guides.drafting import open_to
from guides.importing import import_folder
from guides.models import Guide, Version
from mentorhub.content.reports import Report
from mentorhub.paths.models import Path
from mentorhub.people.models import User
from mentorhub.search.models import Entry

FOLDER = Folder(__file__).parent / "guides"
FIRST_DAYS_AGO = 210
SMALL, CHANGE = Version.Weight.SMALL, Version.Weight.CHANGE

MARKET = "data-analyst/04-run-a-market-study"
NIGHTLY = "data-engineer/02-load-data-every-night"
PROTOTYPE = "ux-designer/03-draw-and-test-a-prototype"
CASE = "ux-designer/05-present-a-case-to-a-jury"
API = "web-developer/03-write-an-api"
SALES = "data-analyst/01-explore-a-data-set-of-sales"

# Layers, project, days ago, weight, what changed and why; oldest first.
LATER = [
    ("12", SALES, 60, SMALL, "A spelling in the resources of the second session"),
    ("12", MARKET, 35, CHANGE,
     "Methods are compared on the same scaled variables; risks are a criterion of their own"),
    ("12", NIGHTLY, 20, CHANGE,
     "Secrets also count in history, logs and images; every day can be loaded again"),
    ("12", PROTOTYPE, 12, CHANGE,
     "A second round is judged by what it shows; a checklist for the day of the test"),
    ("123", MARKET, 6, CHANGE, "Price and customs, which studies forget, are named"),
    ("12", API, 2, CHANGE,
     "What “written by the student” means for generated code: explained and changed live"),
    ("12", CASE, 1, CHANGE, "A film may accompany the written case, not replace it"),
]  # fmt: skip
DRAFT = ["1", "2", "3", "draft"]


def publish_demo_guides() -> list[Report]:
    """Publish all of them in the name of the demo's editor, and leave one draft open."""
    editor = User.objects.filter(is_editor=True).first()
    reports = [import_folder(FOLDER / "1", editor, why="First version")]
    _date_back(Version.objects.all(), FIRST_DAYS_AGO, CHANGE)
    for layers, project, days, weight, why in LATER:
        reports.append(_import(list(layers), project, editor, why))
        slug, number = _of(project)
        latest = Version.objects.filter(
            guide__project__path__slug=slug, guide__project__number=number
        ).first()
        if latest:
            _date_back(Version.objects.filter(pk=latest.pk), days, weight)
    reports.append(_import(DRAFT, MARKET, editor, ""))
    for guide in Guide.objects.select_related("current"):
        if guide.current:
            entries = Entry.objects.filter(kind="guide", object_id__in=guide.parts.values("pk"))
            entries.update(date=guide.current.published_at)
    guides = Guide.objects.select_related("project__path", "current")
    Guide.objects.filter(project__path__slug__in=["data-analyst", "web-developer"]).update(
        editor=editor
    )
    warehouse = guides.filter(project__path__slug="data-engineer", project__number=1).first()
    if warehouse:
        open_to(warehouse, Path.objects.filter(slug="data-analyst"))
    return reports


def _import(layers: list[str], project: str, editor: User | None, why: str) -> Report:
    """The project as its layers say together, each over the ones before."""
    with tempfile.TemporaryDirectory() as place:
        for layer in layers:
            if (FOLDER / layer / project).is_dir():
                shutil.copytree(FOLDER / layer / project, f"{place}/{project}", dirs_exist_ok=True)
        return import_folder(Folder(place), editor, why=why)


def _of(project: str) -> tuple[str, int]:
    path, name = project.split("/")
    return path, int(name.split("-")[0])


def _date_back(versions: QuerySet[Version], days: int, weight: str) -> None:
    """What is older was told to its readers then, so nobody is written to about it now."""
    moment = timezone.now() - datetime.timedelta(days=days)
    versions.update(published_at=moment, told_at=moment, weight=weight)
