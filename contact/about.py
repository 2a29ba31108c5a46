"""The part of a guide that a request is about, as it was published when it was asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.validators import slug_re
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from guides import changes
from guides.content import Criterion, Deliverable, Section
from guides.models import Guide, Part, Version
from mentorhub.content import markdown
from mentorhub.content.revisions import Difference
from mentorhub.people.models import User

from .models import Request

LONG = 600  # characters from which it is folded
LONGEST_IN_AN_EMAIL = 3_000
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class About:
    """One part in one version of its guide."""

    part: Part
    version: Version

    @property
    def text(self) -> Section | Deliverable | Criterion | None:
        """What it said in that version."""
        return self.version.content.part(self.part.anchor)

    @property
    def title(self) -> str:
        return self.text.title if self.text else self.part.title

    @property
    def kind(self) -> str:
        """Section, deliverable or criterion, as a word."""
        return str(Part.Kind(self.part.kind).label)

    @property
    def is_long(self) -> bool:
        return bool(self.text and len(self.text.words) > LONG)

    def texts(self) -> Iterator[tuple[str | Promise, SafeString]]:
        """What each of its texts is called, and the text as HTML."""
        if self.text:
            for name, text in self.text.texts:
                yield self.text.TEXTS[name], markdown.render(text).html

    def in_an_email(self) -> Iterator[tuple[str | Promise, str]]:
        """The same as it was typed, but no more than people read in an email."""
        left = LONGEST_IN_AN_EMAIL
        for name, text in self.text.texts if self.text else ():
            if left > 0:
                yield self.text.TEXTS[name], text if len(text) <= left else f"{text[:left]}…"  # type: ignore[union-attr]
            left -= len(text)

    @cached_property
    def changed_since(self) -> Sequence[Difference]:
        """What readers find there now and did not then."""
        current = self.part.guide.current
        if current is None or current.pk == self.version.pk:
            return []
        return changes.of_part(self.text, current.content.part(self.part.anchor))


def of(mentor_request: Request) -> About | None:
    """What a request is about, if that is a part of a guide."""
    if mentor_request.part is None or mentor_request.guide_version is None:
        return None
    return About(mentor_request.part, mentor_request.guide_version)


def find(user: User | AnonymousUser, guide: str, anchor: str, version: str = "") -> About | None:
    """The part that an address or a form names, in the version named, else the published one.

    None when there is no such part or this person does not read the guide: that stops no request.
    """
    if not slug_re.fullmatch(anchor) or (guide_id := _id(guide)) is None:
        return None
    guides = Guide.objects.visible_to(user).select_related("current", "project__path")
    found = guides.defer("draft").filter(pk=guide_id).first()
    part = found.parts.filter(anchor=anchor).first() if found else None
    if found is None or part is None:
        return None
    part.guide = found
    for one in [_version(found, version), found.current]:
        if one is not None and one.content.part(anchor):
            return About(part, one)
    return None


def _version(guide: Guide, given: str) -> Version | None:
    if guide.current and given == str(guide.current.pk):
        return guide.current
    version_id = _id(given)
    return guide.versions.filter(pk=version_id).first() if version_id else None


def _id(given: str) -> int | None:
    is_number = given.isascii() and given.isdigit() and len(given) < 20
    return int(given) if is_number and int(given) <= LARGEST_ID else None
