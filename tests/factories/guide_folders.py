"""A guide as a folder of Markdown."""

from pathlib import Path as Folder

from guides.exporting import export_folder
from guides.models import Guide
from mentorhub.content.reports import Report
from mentorhub.paths.models import Path

from . import guides

PROJECT = "data-analyst/02-run-a-market-study"
CRITERION = f"{PROJECT}/deliverables/01-notebook/criteria/02-cluster-the-countries.md"


def exported(path: Path, folder: Folder) -> Folder:
    """The folder of one guide, which the database has no more."""
    guides.draft(path)
    export_folder(folder)
    Guide.objects.all().delete()
    return folder


def why(report: Report) -> str:
    """What an import of one project said about it."""
    (line,) = report.lines
    return line[2]
