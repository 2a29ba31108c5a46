"""What we hold about a person, for themselves: a ZIP of one JSON file and the files they sent.

Each app says what it holds, as it does for the search. Left out is what is about others as much as
about them: notes among staff, and what somebody did at the desk to other people's requests.
"""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Now

from mentorhub.relay.due import wake

from .models import PersonalExport, User
from .signals import export_ready

Rows = Iterable[dict[str, Any]]
NAME = "mentorhub.json"


@dataclass(frozen=True)
class Holding:
    """One kind of what an app holds about people. `files` gives each with its name in the ZIP."""

    name: str
    rows: Callable[[User], Rows]
    files: Callable[[User], Iterable[tuple[str, FieldFile]]] = lambda person: []


registry: list[Holding] = []


def register(*holdings: Holding) -> None:
    """Have these in every export; called from AppConfig.ready()."""
    registry.extend(holdings)


@transaction.atomic
def ask(person: User) -> PersonalExport:
    """Have an export packed in the background, or return the one that waits already."""
    try:
        with transaction.atomic():
            export = PersonalExport.objects.create(person=person)
    except IntegrityError:
        return PersonalExport.objects.waiting().get(person=person)
    wake(PersonalExport)
    return export


def pack(pk: int) -> None:
    """Write the ZIP and say that it is ready. Twice at once makes one; again does nothing."""
    with transaction.atomic():
        waiting = PersonalExport.objects.waiting().select_for_update(skip_locked=True)
        export = waiting.select_related("person").filter(pk=pk).first()
        if export is None:
            return
        with tempfile.TemporaryFile() as written:
            _write(export.person, written)
            export.size = written.tell()
            written.seek(0)
            export.file.save(NAME, File(written), save=False)
        try:
            with transaction.atomic():
                PersonalExport.objects.filter(pk=pk).update(
                    file=export.file.name, size=export.size, ready_at=Now()
                )
                export_ready.send(sender=PersonalExport, export=export)
        except BaseException:
            export.file.storage.delete(export.file.name or "")
            raise


def forget_old() -> None:
    """Delete the exports that are kept no longer, each with its file."""
    for export in PersonalExport.objects.old():
        if export.file:
            export.file.storage.delete(export.file.name or "")
        export.delete()


def values(row: Model, *names: str) -> dict[str, Any]:
    """Columns of a row as JSON takes them; what is named `path` or such is said in words."""
    found = {name: getattr(row, name) for name in names}
    return {name: str(it) if isinstance(it, Model) else it for name, it in found.items()}


def _write(person: User, to: Any) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        data = {holding.name: list(holding.rows(person)) for holding in registry}
        packed.writestr(NAME, json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for holding in registry:
            for name, file in holding.files(person):
                with file.storage.open(file.name or "") as content, packed.open(name, "w") as copy:
                    for chunk in iter(lambda: content.read(1 << 20), b""):
                        copy.write(chunk)
