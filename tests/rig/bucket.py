"""A store that speaks S3 over HTTP: moto's server, as a process of its own."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import requests

from .ports import free_port
from .stack import wait_until

NAME = "mentorhub-files"


class BucketServer:
    """Listens while it is entered, with one empty bucket. `settings` is what the environment says."""

    def __init__(self, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "bucket.log"
        self.settings = {
            "S3_BUCKET": NAME,
            "S3_ENDPOINT_URL": self.url,
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY_ID": "key",
            "S3_SECRET_ACCESS_KEY": "secret",
        }

    def __enter__(self) -> "BucketServer":
        port = self.url.rpartition(":")[2]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port],
                stdout=log,
                stderr=log,
            )
        wait_until(self._answers, "the bucket's server to answer")
        self._client().create_bucket(Bucket=NAME)
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def keys(self) -> list[str]:
        """The names under which files lie there."""
        with closing(self._client()) as client:
            listed = client.list_objects_v2(Bucket=NAME)
        return sorted(one["Key"] for one in listed.get("Contents", []))

    def _answers(self) -> bool:
        try:
            return requests.get(self.url, timeout=1).ok
        except requests.RequestException:
            return False

    def _client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
