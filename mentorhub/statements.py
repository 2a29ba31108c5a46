"""Querysets that many pages ask, made into SQL once instead of on every page.

To build a queryset and write its SQL costs Django several times what PostgreSQL needs to answer.
What is kept is the SQL of the very queryset, its visible_to() with it; never an answer.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast

MOST = 500  # kept by a process; then it begins anew


class Blank(str):
    """Stands in a queryset for a text that is filled in at each asking."""


def blank_id(name: str) -> Cast:
    """Stands in a queryset for the id of a row, filled in as its digits."""
    return Cast(Value(Blank(name)), models.BigIntegerField())


@dataclass(frozen=True)
class Statement:
    """The SQL of a queryset, and its parameters with the blanks among them."""

    model: type[models.Model]
    sql: str
    parameters: tuple[Any, ...]

    def ask(self, **texts: str) -> list[Any]:
        """The rows as PostgreSQL has them now, with the blanks filled in by name."""
        filled = [texts[one] if isinstance(one, Blank) else one for one in self.parameters]
        return list(self.model._default_manager.raw(self.sql, filled))


_kept: dict[Hashable, Statement] = {}


def kept(key: Hashable, make: Callable[[], "models.QuerySet[Any]"]) -> Statement:
    """The statement of a queryset. The key holds all that the queryset is made of: what kind of
    question it is, and the access of the person (people.access.of()), the language, the page."""
    statement = _kept.get(key)
    if statement is None:
        queryset = make()
        statement = Statement(queryset.model, *queryset.query.sql_with_params())
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = statement
    return statement
