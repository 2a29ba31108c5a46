"""Files of a form that is shown again: kept for a day, so that nobody chooses them twice.

Whoever has the form has the keys: each is signed, names one file, and leads nowhere else. What is
sent in the end is copied to where it belongs.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.core import signing
from django.db.models import Sum
from django.db.models.fields.files import FieldFile

from mentorhub.relay.due import ago

from .files import CheckedFile, NotKept, put
from .models import HeldFile

SALT = "content.held"
A_DAY = datetime.timedelta(days=1)
# Of all together: strangers may send forms too. Beyond it, files are chosen again as ever.
MOST_BYTES = 2 * 1024**3


def hold(files: Sequence[CheckedFile]) -> list[CheckedFile]:
    """Keep those that are not kept yet; the same files, each with its key.

    Where there is no room for them, only those that are kept already.
    """
    new = sum(file.size for file in files if not file.key)
    if new and new + (HeldFile.objects.aggregate(all=Sum("size"))["all"] or 0) > MOST_BYTES:
        return [file for file in files if file.key]
    try:
        return [file if file.key else replace(file, key=_keep(file)) for file in files]
    except NotKept:
        return [file for file in files if file.key]


def adopt(file: FieldFile, name: str, content_type: str, size: int) -> str:
    """Keep a file that is stored already and is wanted nowhere else; its key."""
    held = HeldFile.objects.create(file=file.name, name=name, content_type=content_type, size=size)
    return signing.dumps(str(held.pk), salt=SALT)


def take(keys: Iterable[str]) -> list[CheckedFile]:
    """The kept files of these keys, in their order; what is too old, or was made up, is left out."""
    ids = [pk for key in dict.fromkeys(keys) if (pk := _read(key))]
    found = HeldFile.objects.filter(held_at__gt=ago(A_DAY)).in_bulk(ids)
    return [_checked(found[pk]) for pk in ids if pk in found]


def forget_old() -> int:
    """Delete what was kept for a day; how many files those were."""
    old = list(HeldFile.objects.filter(held_at__lte=ago(A_DAY)))
    for held in old:
        held.file.storage.delete(held.file.name or "")
        held.delete()
    return len(old)


def _keep(file: CheckedFile) -> str:
    held = HeldFile(name=file.name, content_type=file.content_type, size=file.size)
    file.upload.seek(0)
    put(held, file.upload)
    held.save()
    return signing.dumps(str(held.pk), salt=SALT)


def _checked(held: HeldFile) -> CheckedFile:
    key = signing.dumps(str(held.pk), salt=SALT)
    return CheckedFile(held.file, held.name, held.content_type, held.size, key)


def _read(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(signing.loads(key, salt=SALT, max_age=A_DAY))
    except (signing.BadSignature, ValueError):
        return None
