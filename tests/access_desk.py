"""What belongs to a desk beside its requests, for the tests of access."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from contact import bulk, following, saving
from contact.models import BulkAct, Request
from contact.priorities import Priority

from .cast import Cast

Parameters = dict[str, Any]


class DeskWorld:
    """The part of the World that these are."""

    cast: Cast
    request: Request

    def make_desk(self) -> None:
        """Made with the rest, before any test."""
        seen = {self.request.pk: self.request.version}
        act = BulkAct.Act.PRIORITY
        data = {"priority": Priority.NORMAL}
        self.bulk_act = bulk.begin(self.cast.manager, act, data, seen, uuid.uuid4())
        self.saved_view = saving.save(self.cast.manager, "High", {"priority": 3}, None)

    def _saved_view(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.saved_view.pk}, {"pk": 987_654_321}

    def _bulk_act(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.bulk_act.pk}, {"pk": 987_654_321}

    def _stop_following_request(self) -> tuple[Parameters, Parameters]:
        link = following.stop_link(self.request, self.cast.manager)
        return {"token": urlsplit(link).path.split("/")[-3]}, {"token": "no-such-token"}
