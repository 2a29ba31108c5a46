"""A guide of a given size, its readers and its notes, written by the flows that editors use."""

import uuid
from dataclasses import replace

from guides import reading
from guides.content import Content, Criterion, Deliverable, Section
from guides.drafting import save_draft
from guides.models import Guide, Note
from guides.publishing import publish
from mentorhub.paths.models import Project

from .seeding import School

TEXT = (
    "Some **words** for a mentor, with [a link](/help/) and more words to read. " * 3
    + "\n\n- one thing\n- another thing\n- a third thing"
)


def guide_of_size(of: School, sections: int = 30, criteria: int = 60, notes: int = 200) -> Guide:
    """A guide of the school's path in two versions, the first of which the mentor has read.

    The second changed every tenth part.
    """
    number = of.path.projects.count() + 1
    project = Project.objects.create(path=of.path, number=number, title=f"Project {number}")
    guide = Guide(project=project)
    first = content(sections, criteria)
    save_draft(guide, first, None, seen_version=None)
    publish(guide, None, "First version", seen_version=None)
    reading.confirm(guide.current, of.mentor)
    said = guide.current.content
    changed = replace(
        said,
        sections=tuple(
            replace(it, aims=it.aims + " And more.") if n % 10 == 0 else it
            for n, it in enumerate(said.sections)
        ),
    )
    save_draft(guide, changed, None, seen_version=None)
    publish(guide, None, "Every tenth says more", seen_version=None)
    parts = [part for part in guide.parts.all() if part.kind != "deliverable"]
    Note.objects.bulk_create(
        Note(
            part=parts[n % len(parts)],
            author=of.mentor,
            text=f"Note {n}: is that meant strictly? {TEXT[:80]}",
            version=guide.current,
            form_token=uuid.uuid4(),
        )
        for n in range(notes)
    )
    return guide


def content(sections: int, criteria: int) -> Content:
    """As much as that in sections with all their texts, and in criteria of six deliverables."""
    texts = {"aims": TEXT, "questions": TEXT, "difficulties": TEXT, "resources": TEXT}
    each = {"checked": TEXT, "meets": TEXT, "fails": TEXT, "missed": TEXT}
    return Content(
        brief=TEXT * 5,
        assessment=TEXT,
        sections=tuple(Section(f"Session {n}", text=TEXT, **texts) for n in range(sections)),
        deliverables=tuple(
            Deliverable(
                f"Deliverable {d}",
                text=TEXT,
                criteria=tuple(Criterion(f"Criterion {n}", **each) for n in range(d, criteria, 6)),
            )
            for d in range(min(6, criteria))
        ),
    )
