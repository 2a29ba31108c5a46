"""A picture that an editor puts into a text, and a file that an import brings."""

from django.core.files.uploadedfile import UploadedFile

from mentorhub.content import files, pictures
from mentorhub.people.models import User

from .models import Attachment, Picture


def keep_picture(upload: UploadedFile, uploaded_by: User | None) -> Picture:
    """Store it, made anew; raises ValidationError when it is no picture.

    Until an article that shows it is saved, editors alone see it.
    """
    picture = Picture()
    pictures.keep(picture, upload, uploaded_by)
    return picture


def keep_attachment(upload: UploadedFile) -> Attachment:
    """Store a file of an article; raises ValidationError when such a file is not taken."""
    checked = files.check(upload)
    attachment = Attachment(name=checked.name, content_type=checked.content_type, size=checked.size)
    upload.seek(0)
    files.store(attachment, upload.read())
    return attachment
