"""A picture that an editor puts into a text."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from mentorhub.content import pictures
from mentorhub.people.models import User

from .models import Picture


def keep_picture(upload: UploadedFile, uploaded_by: User) -> Picture:
    """Store it, made anew; raises ValidationError when it is no picture.

    Until an article that shows it is saved, editors alone see it.
    """
    checked = pictures.check(upload)
    picture = Picture(
        ending=checked.ending,
        content_type=checked.content_type,
        width=checked.width,
        height=checked.height,
        uploaded_by=uploaded_by,
    )
    picture.file.save("picture", ContentFile(checked.content), save=False)
    try:
        picture.save()
    except BaseException:
        picture.file.storage.delete(picture.file.name or "")
        raise
    return picture
