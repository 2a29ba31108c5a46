"""How the search knows the guides: each section and each criterion is an entry of its own."""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentorhub.content import markdown
from mentorhub.search import indexing
from mentorhub.search.registry import Document, Source

from .models import Guide, Part, Version


class GuideSource(Source):
    """Parts of published versions, for those who read the guide."""

    kind = "guide"
    label = _("Guides")
    model = Part

    def entries(self) -> Iterator[Document]:
        guides = Guide.objects.exclude(current=None).select_related("current", "project__path")
        for guide in guides.iterator(chunk_size=20):
            yield from filter(None, (_document(guide, part) for part in guide.parts.all()))

    def findable(self, ids: Collection[int]) -> set[int]:
        current = Part.objects.filter(pk__in=ids, is_current=True)
        return set(current.values_list("pk", flat=True))

    def document(self, obj: Part) -> Document | None:
        return _document(obj.guide, obj)


def follow(guide: Guide) -> None:
    """After a publication, or a change of who reads it: the entries of its parts say the same."""
    parts = list(guide.parts.all())
    found = {part: _document(guide, part) for part in parts}
    with transaction.atomic():
        indexing.write(GuideSource.kind, [document for document in found.values() if document])
        for part, document in found.items():
            if document is None:
                indexing.forget(part)


def _document(guide: Guide, row: Part) -> Document | None:
    version = guide.current
    part = version.content.part(row.anchor) if version and row.is_current else None
    if part is None or not isinstance(version, Version):
        return None
    project = guide.project
    return Document(
        object_id=row.pk,
        url=guide.address_at(row.anchor),
        title=part.title,
        body=markdown.plain_text(part.words),
        date=version.published_at,
        paths=guide.path_ids,
        category=f"{project.path}, {project}",
    )
