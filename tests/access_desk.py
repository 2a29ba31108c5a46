"""What belongs to a desk beside its requests, for the tests of access."""

from typing import Any
from urllib.parse import urlsplit

from contact import following
from contact.models import Request

from .cast import Cast

Parameters = dict[str, Any]


class DeskWorld:
    """The part of the World that these are."""

    cast: Cast
    request: Request

    def make_desk(self) -> None:
        """Made with the rest, before any test."""

    def _stop_following_request(self) -> tuple[Parameters, Parameters]:
        link = following.stop_link(self.request, self.cast.manager)
        return {"token": urlsplit(link).path.split("/")[-3]}, {"token": "no-such-token"}
