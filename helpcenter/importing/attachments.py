"""Pictures and other files of imported articles, found by name in a folder."""

import base64
import binascii
import hashlib
import re
import unicodedata
from pathlib import Path as Folder
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from helpcenter.models import Attachment, Imported, Picture
from helpcenter.pictures import keep_attachment, keep_picture
from mentorhub.content.files import MOST_BYTES
from mentorhub.content.reports import Unusable

from .records import Record, Records

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp"}
IN_ADDRESS = re.compile(r"/article_attachments/(\d+)(?:/([^/?#]+))?")
INLINE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,(.+)", re.DOTALL)


class Files:
    """The files beside the JSON. What is stored is content-addressed, so twice is once."""

    def __init__(self, folder: Folder, records: Records) -> None:
        self.folder = folder
        self.attachments = records.of("attachment")
        self.by_name: dict[str, list[Folder]] = {}
        self.stored: list[Picture | Attachment] = []
        found = sorted(folder.rglob("*")) if folder.is_dir() else []
        for file in found:
            if file.is_file() and not file.is_symlink() and file.suffix.lower() != ".json":
                self.by_name.setdefault(_folded(file.name), []).append(file)

    def address_of(self, source: str, article: str) -> str | None:
        """Where the file behind an address of Zendesk's stands now; None for what is not one.

        Raises Unusable when it is one and is not there, or may not be kept.
        """
        if inline := INLINE.match(source):
            try:
                content = base64.b64decode(inline[2], validate=False)
            except (binascii.Error, ValueError):
                raise Unusable("a picture in the text cannot be read") from None
            return self._kept(f"picture.{inline[1]}", content)
        path = unquote(urlsplit(source).path)
        found = IN_ADDRESS.search(path)
        name = PurePosixPath(path).name
        if not found:
            return self._kept_file(name, "", article) if _folded(name) in self.by_name else None
        record = self.attachments.get(found[1], {})
        name = str(record.get("file_name") or found[2] or "")
        return self._kept_file(name, found[1], str(record.get("article_id") or article))

    def address_of_attachment(self, record: Record) -> str:
        """The same for a record of an attachment; raises Unusable."""
        article, name = str(record.get("article_id")), str(record.get("file_name") or "")
        return self._kept_file(name, str(record["id"]), article)

    def take_back(self, after: int = 0) -> None:
        """The rows that were made after so many others were rolled back: their files go too."""
        for row in self.stored[after:]:
            row.file.storage.delete(row.file.name or "")
        del self.stored[after:]

    def _kept_file(self, name: str, number: str, article: str) -> str:
        file = self._find(name, number, article)
        if file.stat().st_size > MOST_BYTES:
            raise Unusable(f"{file.name} is larger than {MOST_BYTES // 1024**2} MB")
        return self._kept(name or file.name, file.read_bytes())

    def _find(self, name: str, number: str, article: str) -> Folder:
        ending = PurePosixPath(name).suffix
        numbered = [number, f"{number}{ending}", f"{number}-{name}", f"{number}_{name}"]
        for each in numbered if number else []:
            if found := self.by_name.get(_folded(each)):
                return found[0]
        found = self.by_name.get(_folded(name), []) if name else []
        for folder in (number, article):
            if inside := [file for file in found if file.parent.name == folder]:
                return inside[0]
        if not found:
            raise Unusable(f"no file {name or number} in {self.folder.name}")
        if len({file.read_bytes() for file in found if file.stat().st_size <= MOST_BYTES}) > 1:
            raise Unusable(
                f"several files are called {name}; put each into a folder named after its id"
            )
        return found[0]

    def _kept(self, name: str, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        is_picture = PurePosixPath(name).suffix.lower() in PICTURES
        key = f"zendesk:{'picture' if is_picture else 'attachment'}:{digest}"
        known = Imported.objects.filter(key=key).select_related("picture", "attachment").first()
        row = known and (known.picture or known.attachment)
        if not row:
            upload = SimpleUploadedFile(name, content)
            try:
                row = keep_picture(upload, None) if is_picture else keep_attachment(upload)
            except ValidationError as error:
                raise Unusable(" ".join(error.messages)) from None
            self.stored.append(row)
            here = {"picture": row} if is_picture else {"attachment": row}
            Imported.objects.update_or_create(key=key, defaults=here)
        return row.get_absolute_url()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
