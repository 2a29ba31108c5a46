"""Drafts: what is typed at the desk is kept here until it is sent or thrown away."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from mentorhub.people.models import User

from .models import AnswerDraft, Message, Request


@dataclass(frozen=True)
class Typed:
    """What stands in a box, and the stamp of the draft that its tab knew of."""

    author: User
    kind: str
    body: str
    token: uuid.UUID  # of the form: one for each opening of the screen
    known: uuid.UUID | None = None


class TypedElsewhere(Exception):
    """Another tab has saved something else meanwhile. Both are kept: `draft` holds them."""

    def __init__(self, draft: AnswerDraft) -> None:
        super().__init__(str(draft.stamp))
        self.draft = draft


def save(request_id: int, typed: Typed) -> AnswerDraft | None:
    """Keep what is typed. None when there is nothing to keep: nothing typed, or sent by now.

    Raises TypedElsewhere when the tab did not know what it would write over.
    """
    with transaction.atomic():
        # Waits for a sending under way, so that what was sent does not come back as a draft.
        Request.objects.select_for_update(no_key=True).get(pk=request_id)
        if Message.objects.filter(form_token=typed.token).exists():
            return None
        draft = AnswerDraft.objects.filter(
            request=request_id, author=typed.author, kind=typed.kind
        ).first()
        if draft is None:
            return _begin(request_id, typed)
        knows = typed.token == draft.form_token or typed.known == draft.stamp
        if knows or typed.body == draft.body:
            return _go_on(draft, typed)
        if typed.body:
            draft.aside = typed.body
            draft.save(update_fields=["aside"])
    raise TypedElsewhere(draft)


def _begin(request_id: int, typed: Typed) -> AnswerDraft | None:
    if not typed.body:
        return None
    draft = AnswerDraft.objects.create(
        request_id=request_id,
        author=typed.author,
        kind=typed.kind,
        body=typed.body,
        form_token=typed.token,
    )
    draft.refresh_from_db(fields=["saved_at"])
    return draft


def _go_on(draft: AnswerDraft, typed: Typed) -> AnswerDraft | None:
    if not (typed.body or draft.aside or draft.held):
        draft.delete()
        return None
    draft.body, draft.form_token = typed.body, typed.token
    _stamped(draft, "body", "form_token")
    return draft


def _stamped(draft: AnswerDraft, *changed: str) -> None:
    """Save it under a new stamp: tabs that know the old one have not seen this."""
    draft.stamp, draft.saved_at = uuid.uuid4(), Now()
    draft.save(update_fields=[*changed, "stamp", "saved_at"])
    draft.refresh_from_db(fields=["saved_at"])


def discard(request_id: int, author: User, kind: str) -> None:
    """Throw one's own draft away."""
    AnswerDraft.objects.filter(request=request_id, author=author, kind=kind).delete()


@transaction.atomic
def give_back(
    mentor_request: Request, author: User, kind: str, body: str, held: list[str]
) -> AnswerDraft:
    """Put words and files into somebody's draft, above what they have typed there since."""
    draft, made = AnswerDraft.objects.select_for_update().get_or_create(
        request=mentor_request, author=author, kind=kind, defaults={"body": body, "held": held}
    )
    if not made:
        draft.body = "\n\n".join(filter(None, [body, draft.body]))
        draft.held = list(dict.fromkeys([*held, *draft.held]))
        draft.form_token = None
        _stamped(draft, "body", "held", "form_token")
    return draft


def sent(mentor_request: Request, written_in: Typed) -> None:
    """Take away the draft of what was sent. One that another tab saved meanwhile stays, and so
    does what stood beside it."""
    for draft in AnswerDraft.objects.filter(
        request=mentor_request, author=written_in.author, kind=written_in.kind
    ):
        if written_in.token != draft.form_token and written_in.known != draft.stamp:
            continue
        if not draft.aside:
            draft.delete()
            continue
        draft.body, draft.aside, draft.held, draft.form_token = draft.aside, "", [], None
        _stamped(draft, "body", "aside", "held", "form_token")
