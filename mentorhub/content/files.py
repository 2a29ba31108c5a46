"""What people upload: the name made harmless, the content checked against it."""

import codecs
import logging
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

logger = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 120
FORBIDDEN_IN_NAMES = '/\\:*?"<>|'

# What may come, by the ending of its name: the content types that the content itself must show.
BINARY = {
    "pdf": {"application/pdf"},
    "png": {"image/png"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "gif": {"image/gif"},
    "webp": {"image/webp"},
    "zip": {"application/zip"},
}
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
PACKED = {  # office files are zip files; a library that looks only at the first bytes may say so
    "docx": {f"{OFFICE}wordprocessingml.document", "application/zip"},
    "xlsx": {f"{OFFICE}spreadsheetml.sheet", "application/zip"},
    "pptx": {f"{OFFICE}presentationml.presentation", "application/zip"},
    "odt": {f"{OPEN_DOCUMENT}text", "application/zip"},
    "ods": {f"{OPEN_DOCUMENT}spreadsheet", "application/zip"},
    "odp": {f"{OPEN_DOCUMENT}presentation", "application/zip"},
}
# What may read as text and is not. Other guesses count less: a table about BMI begins like a bitmap.
SPELLED_OUT = {"application/pdf", "application/rtf"}
TEXT = {"txt", "csv", "md", "json", "ipynb", "py", "sql", "r", "log"}
ALLOWED = sorted({*BINARY, *PACKED, *TEXT})


@dataclass(frozen=True)
class CheckedFile:
    """An upload that may be kept. `key` is that of a file held since the form was sent before."""

    upload: File
    name: str
    content_type: str
    size: int
    key: str = ""


def clean_name(name: str) -> str:
    """The last part of a name, without what is invisible or means something to a system."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        letter
        for letter in name
        if unicodedata.category(letter)[0] != "C"
        and unicodedata.category(letter) not in {"Zl", "Zp"}
    )
    safe = "".join("_" if letter in FORBIDDEN_IN_NAMES else letter for letter in visible)
    safe = " ".join(safe.split()).strip(". ")
    stem, dot, ending = safe.rpartition(".")
    if dot and len(safe) > LONGEST_NAME:
        safe = stem[: LONGEST_NAME - len(ending) - 1].rstrip() + dot + ending
    return safe[:LONGEST_NAME].strip(". ") or "file"


def check(upload: UploadedFile) -> CheckedFile:
    """The file as it will be kept; raises ValidationError, naming it, when it may not be."""
    name = clean_name(upload.name or "")
    size = upload.size or 0
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in ALLOWED:
        raise ValidationError(
            _("“%(name)s”: this kind of file is not taken. Send one of these: %(allowed)s.")
            % {"name": name, "allowed": ", ".join(ALLOWED)},
            code="kind",
        )
    if size == 0:
        raise ValidationError(
            _("“%(name)s” is empty. Choose it again once it has content.") % {"name": name},
            code="empty",
        )
    if size > MOST_BYTES:
        raise ValidationError(
            _("“%(name)s” has %(size)s; at most %(most)s are taken. Send a link to it instead.")
            % {"name": name, "size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)},
            code="size",
        )
    content_type = _type_by_content(upload, ending)
    if content_type is None:
        raise ValidationError(
            _(
                "“%(name)s” is not what its name says. Save it again as %(ending)s and choose it anew."
            )
            % {"name": name, "ending": ending.upper()},
            code="content",
        )
    return CheckedFile(upload, name, content_type, size)


def too_many(most: int) -> str:
    """What to say when more than `most` files come at once."""
    return ngettext("At most %d file.", "At most %d files.", most) % most


def _type_by_content(upload: UploadedFile, ending: str) -> str | None:
    upload.seek(0)
    start = upload.read(8192)
    upload.seek(0)
    found = filetype.guess_mime(start)
    if ending in TEXT:
        return "text/plain" if _is_text(start) and found not in SPELLED_OUT else None
    if ending in BINARY:
        return found if found in BINARY[ending] else None
    if found in PACKED[ending]:
        return next(kind for kind in PACKED[ending] if kind != "application/zip")
    return None


def _is_text(start: bytes) -> bool:
    """Whether bytes read as text: UTF-8 or Latin-1, or UTF-16 as spreadsheets write it, with a mark."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    controls = set(range(32)) - set(b"\t\n\r\f\x1b")
    return not controls & set(start) and not start.startswith((b"MZ", b"\x7fELF"))


class NotKept(ValidationError):
    """A file could not be written: the disk is full, or the store is away. Nothing of it is left."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Files cannot be stored at the moment. Your text is kept: send it without files, or try"
                " again later. We have been told."
            ),
            code="not_kept",
        )


def put(row: Any, content: File) -> None:
    """Write the content of a row's `file`; the row is not saved. Raises NotKept."""
    field = row._meta.get_field("file")
    name = field.generate_filename(row, "file")
    try:
        row.file = field.storage.save(name, content)
    except OSError as error:
        logger.error("A file could not be stored: %s", error)
        with suppress(OSError):
            field.storage.delete(name)  # what was written of it until then
        raise NotKept from error


def store(row: Any, content: bytes) -> None:
    """Save a new row that has a `file`, and take the file away again when the row cannot be saved."""
    put(row, ContentFile(content))
    try:
        row.save()
    except BaseException:
        row.file.storage.delete(row.file.name or "")
        raise
