"""Keeping answers right: once a week editors hear what to read through. Nothing is unpublished."""

from django.utils import timezone

from mentorhub.people.models import User

from . import emails
from .models import Article


def tell_editors() -> int:
    """Write to every editor while something waits to be read through; how many emails that are."""
    due = Article.objects.to_review().select_related("category").defer("body")
    behind = Article.objects.published().behind().select_related("category").defer("body")
    to_review, to_translate = list(due.order_by("review_by", "pk")), list(behind.order_by("pk"))
    if not to_review and not to_translate:
        return 0
    year, week, _day = timezone.localdate().isocalendar()
    editors = User.objects.filter(is_active=True, is_editor=True)
    for editor in editors:
        emails.send_reviews(editor, to_review, to_translate, f"{year}-{week}")
    return len(editors)
