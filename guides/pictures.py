"""Pictures that editors put into guides."""

import re

from django.core.files.uploadedfile import UploadedFile

from mentorhub.content import pictures
from mentorhub.people.models import User

from .content import Content
from .models import Guide, Picture

ADDRESS = re.compile(r"/guides/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


def keep_picture(upload: UploadedFile, uploaded_by: User) -> Picture:
    """Store it, made anew; raises ValidationError when it is no picture.

    Until a version that shows it is published, editors alone see it.
    """
    picture = Picture()
    pictures.keep(picture, upload, uploaded_by)
    return picture


def show(guide: Guide, content: Content) -> None:
    """Let the readers of the guide see the pictures that its content shows."""
    texts = [content.brief, content.assessment, *(part.words for part in content.parts())]
    ids = {found for text in texts for found in ADDRESS.findall(text)}
    if not ids:
        return
    through = Picture.shown_in.through
    rows = [
        through(picture_id=pk, guide_id=guide.pk)
        for pk in Picture.objects.filter(pk__in=ids).values_list("pk", flat=True)
    ]
    through._default_manager.bulk_create(rows, ignore_conflicts=True)
