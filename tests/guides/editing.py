"""How the tests of the editors' screens fill in and send a form, as a browser without JavaScript does."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guides.content import Content, Criterion, Deliverable, Section
from guides.drafting import save_draft
from guides.models import Guide, Note, Part, Reading, Version
from tests.factories.guides import reworded


def screen(guide: Guide) -> str:
    return reverse("admin:guides_guide_change", args=[guide.pk])


def sent(response) -> dict[str, str]:
    """What a browser without JavaScript sends of the form on a page, untouched."""
    form = response.context["form"]
    boxes = [*form, *(box for part in form.parts for box in part)]
    values = {box.html_name: box.value() for box in boxes if box.name != "act"}
    return {name: value for name, value in values.items() if value not in (None, False)}


def opened(browser: Client, guide: Guide) -> dict[str, str]:
    return sent(browser.get(screen(guide)))


def drafted(guide: Guide) -> Content:
    return Guide.objects.select_related("current").get(pk=guide.pk).drafted


def titles(content: Content) -> list[str]:
    return [part.title for part in content.parts()]


def long_content() -> Content:
    """As long as guides get: 30 sections and 60 criteria."""
    sections = tuple(Section(f"Session {n}", text="Talk.", aims="Aim.") for n in range(30))
    criteria = tuple(Criterion(f"Criterion {n}", meets="It is.") for n in range(20))
    deliverables = tuple(Deliverable(f"File {n}", "", "Text.", criteria) for n in range(3))
    return Content("Brief.", "Assess.", sections, deliverables)


def note(part: Part, author) -> Note:
    """A thread that nobody resolved."""
    return Note.objects.create(
        part=part,
        author=author,
        text="Is that so?",
        version=part.guide.current,
        form_token="00000000-0000-4000-8000-000000000001",
    )


def page_of(guide: Guide, name: str, *more: object) -> str:
    return reverse(f"admin:guides_guide_{name}", args=[guide.pk, *more])


def change(guide: Guide, by, **fields: str) -> int:
    """Another draft, whose number is returned."""
    content = reworded(Guide.objects.get(pk=guide.pk).drafted, "clean-the-data", **fields)
    save_draft(guide, content, by, seen_version=None)
    return Guide.objects.get(pk=guide.pk).version


def publishing(guide: Guide, **but: object) -> dict[str, object]:
    """What the page Publish sends."""
    version = Guide.objects.get(pk=guide.pk).version
    return {"why": "Said better", "weight": "change", "seen_version": version} | but


def read(guide: Guide, reader, version: Version) -> None:
    now = timezone.now()
    Reading.objects.create(
        guide=guide, reader=reader, seen=version, confirmed=version, confirmed_at=now
    )
