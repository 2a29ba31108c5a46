"""Guides, written and published by the flows that editors use."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from guides import notes
from guides.content import Content, Criterion, Deliverable, Section
from guides.drafting import save_draft
from guides.models import Guide, Note, Picture, Version
from guides.pictures import keep_picture
from guides.publishing import publish
from mentorhub.paths.models import Path
from mentorhub.people.models import User

from .helpcenter import png

CONTENT = Content(
    brief="A food company wants to export its chicken.",
    assessment="Ask for the reasons behind each choice.",
    sections=(
        Section(
            "First session: frame the question",
            text="Begin with the client, not with the data.",
            aims="The student can say the client's need in one sentence.",
            questions="- Who will read the study?",
            difficulties="Many open the data set first.",
            resources="[The data](https://example.com/data)",
        ),
        Section("Second session: group the countries", text="Compare two methods."),
    ),
    deliverables=(
        Deliverable(
            "Notebook",
            text="One notebook that runs from top to bottom.",
            criteria=(
                Criterion(
                    "Clean the data",
                    checked="How missing values are treated.",
                    meets="each choice is explained.",
                    fails="rows vanish without a word.",
                    missed="Countries with two names.",
                ),
                Criterion("Cluster the countries", meets="two methods are compared."),
            ),
        ),
        Deliverable("Slides", criteria=(Criterion("Recommend markets", meets="three are named."),)),
    ),
)


def draft(path: Path, number: int = 2, content: Content = CONTENT, **fields: object) -> Guide:
    """The guide of a project, written but not published."""
    guide = Guide(project=path.projects.get(number=number), **fields)
    save_draft(guide, content, None, seen_version=None)
    return guide


def guide(path: Path, number: int = 2, content: Content = CONTENT, **fields: object) -> Guide:
    """The guide of a project, in its first version."""
    made = draft(path, number, content, **fields)
    publish(made, fields.get("editor"), "First version", seen_version=None)  # type: ignore[arg-type]
    return made


def note(
    of: Guide,
    author: User,
    text: str = "Are three sources enough?",
    *,
    anchor: str = "clean-the-data",
    thread: Note | None = None,
    named: Sequence[User] = (),
) -> Note:
    """A note under a criterion, or an answer to one."""
    part = of.parts.select_related("guide__project__path", "guide__current").get(anchor=anchor)
    return notes.write(part, author, text, uuid.uuid4(), thread=thread, named=named)


def next_version(
    of: Guide, content: Content, why: str = "Better said", by: User | None = None, **more: object
) -> Version:
    """Publish another content."""
    save_draft(of, content, by, seen_version=None)
    return publish(of, by, why, seen_version=None, **more)  # type: ignore[arg-type]


def picture(by: User) -> Picture:
    """A picture that no guide shows yet."""
    return keep_picture(SimpleUploadedFile("screen.png", png()), by)


def reworded(content: Content, anchor: str, **fields: str) -> Content:
    """The same content, where one section or criterion says something else."""

    def changed(part: object) -> object:
        return replace(part, **fields) if part.anchor == anchor else part  # type: ignore

    return replace(
        content,
        sections=tuple(map(changed, content.sections)),
        deliverables=tuple(
            replace(changed(it), criteria=tuple(map(changed, it.criteria)))
            for it in content.deliverables
        ),
    )
