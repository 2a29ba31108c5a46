"""System checks: what is wrong with an installation, said before it does harm."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from .providers import BUCKET

EXTENSIONS = {"pg_trgm": "postgresql-contrib"}  # and the Debian package that brings each


@register(Tags.database)
def extensions_are_available(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Run by migrate, which would else end in an error of PostgreSQL's about a missing file."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name FROM pg_available_extensions")
            available = {name for (name,) in cursor.fetchall()}
        problems += [
            Error(
                f"This PostgreSQL server lacks the extension {name}.",
                hint=f"Install it on the server: apt-get install {EXTENSIONS[name]}",
                id="mentorhub.E001",
            )
            for name in sorted(set(EXTENSIONS) - available)
        ]
    return problems


@register(Tags.security, deploy=True)
def staff_show_a_second_factor(**kwargs: Any) -> list[CheckMessage]:
    """The admin holds what mentors wrote in confidence."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    return [
        Warning(
            "Staff may enter the admin with a password alone.",
            hint="Set STAFF_SECOND_FACTOR=on.",
            id="mentorhub.W001",
        )
    ]


@register()
def the_search_model_is_there(**kwargs: Any) -> list[CheckMessage]:
    """Search goes on without it, by words alone, so that nobody would notice."""
    folder, lacking = settings.SEARCH_MODEL, []
    if folder and not Path(folder).is_dir():
        lacking.append(f"There is no folder {folder}, which SEARCH_MODEL names.")
    if folder and not find_spec("model2vec"):
        lacking.append("SEARCH_MODEL is set, but the package model2vec is not installed.")
    hint = "Search goes by words alone until then."
    return [Warning(message, hint=hint, id="mentorhub.W002") for message in lacking]


@register()
def the_bucket_s_packages_are_there(**kwargs: Any) -> list[CheckMessage]:
    """Else the first upload would say so, to whoever sent it."""
    if settings.STORAGES["default"]["BACKEND"] != BUCKET or find_spec("storages"):
        return []
    message = "S3_BUCKET is set, but the packages django-storages and boto3 are not installed."
    hint = "pip install 'django-storages[s3]'"
    return [Error(message, hint=hint, id="mentorhub.E002")]
