"""Uploaded files in a bucket of anything that speaks S3, as private as on a disk of our own.

Installed with the extra `bucket`; mentorhub/providers.py chooses it when S3_BUCKET is set.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

IN_MEMORY = (
    1024 * 1024
)  # of a file on its way to a reader; the rest of it waits in a temporary file


class Bucket(S3Storage):  # type: ignore[misc]  # it comes without types
    """Keys are the random names that the models give, and no URL is ever made: our views ask for
    permission and pass the content on. What the store refuses is an OSError, as of a full disk.
    """

    def __init__(self, **options: Any) -> None:
        # A store of one's own is found by its name alone, Amazon's by the bucket's name before it.
        style = "path" if options.get("endpoint_url") else "virtual"
        config = Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=15,
            retries={"total_max_attempts": 3},
            request_checksum_calculation="when_required",  # not every store knows the newer ones
            response_checksum_validation="when_required",
        )
        super().__init__(
            client_config=config, max_memory_size=IN_MEMORY, default_acl=None, **options
        )

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """There is none; raises NotImplementedError."""
        raise NotImplementedError("Files are private: link to the view that asks for permission.")

    def _open(self, name: str, mode: str = "rb") -> File:
        """The whole file is here before the first byte leaves: what fails, fails in time."""
        with _as_of_a_disk():
            file: File = super()._open(name, mode)
            file.open()
            return file

    def _save(self, name: str, content: File) -> str:
        with _as_of_a_disk():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_of_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_of_a_disk():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_of_a_disk():
            folders, files = super().listdir(path)
            return list(folders), list(files)


@contextmanager
def _as_of_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise OSError(f"the bucket: {error}") from error
