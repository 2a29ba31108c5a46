"""Pictures that go into texts: made anew from their pixels, so that nothing else comes along."""

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from mentorhub.people.models import User

from . import files
from .models import PictureModel

WIDEST = 1600
MOST_PIXELS = 40_000_000
KINDS = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "WEBP": ("webp", "image/webp"),
    "GIF": ("gif", "image/gif"),
}


@dataclass(frozen=True)
class CheckedPicture:
    """A picture that may be kept and shown."""

    content: bytes
    ending: str
    content_type: str
    width: int
    height: int


def check(upload: UploadedFile) -> CheckedPicture:
    """The picture without its metadata, at most WIDEST wide; raises ValidationError when it is none.

    SVG is refused as any other file: it can hold scripts.
    """
    checked = files.check(upload)
    if not checked.content_type.startswith("image/"):
        raise ValidationError(
            _("“%(name)s” is no picture. Send PNG, JPEG, WebP or GIF.") % {"name": checked.name},
            code="kind",
        )
    try:
        return _made_anew(upload)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning):
        raise ValidationError(
            _("“%(name)s” cannot be read as a picture. Save it again and choose it anew.")
            % {"name": checked.name},
            code="content",
        ) from None


def _made_anew(upload: UploadedFile) -> CheckedPicture:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        upload.seek(0)
        picture: Image.Image
        with Image.open(upload, formats=list(KINDS)) as picture:
            kind = picture.format or ""
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            ending, content_type = KINDS[kind]
            picture.seek(0)  # of moving ones the first frame: readers need not be made to look
            still = ImageOps.exif_transpose(picture)
            still.thumbnail((WIDEST, WIDEST * 4))
            made = io.BytesIO()
            still.info.clear()
            still.save(made, format=kind)
    return CheckedPicture(made.getvalue(), ending, content_type, still.width, still.height)


def keep(made: PictureModel, upload: UploadedFile, uploaded_by: User | None) -> None:
    """Store an upload as this new row of a channel's; raises ValidationError when it is no picture."""
    checked = check(upload)
    made.ending, made.content_type = checked.ending, checked.content_type
    made.width, made.height = checked.width, checked.height
    made.uploaded_by = uploaded_by
    files.store(made, checked.content)
