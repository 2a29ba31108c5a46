"""What every test shares: quick settings, the order of the tests, the cast."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

pytest_plugins = ["tests.cast", "tests.rig.fixtures"]

LATER = ["processes", "browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Plain tests first, then those that start processes, then those that drive a browser.

    Side by side (pytest -n), those that start processes stay with one worker, one after another.
    """
    for item in items:
        if any(item.get_closest_marker(name) for name in LATER):
            item.add_marker(pytest.mark.xdist_group("processes"))
    items.sort(
        key=lambda item: max(
            (LATER.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in LATER),
            default=0,
        )
    )


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing but speed and a clean disk: rules that a test must see stay as in production."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
    storages = {
        **settings.STORAGES,
        # The manifest is made by collectstatic, which belongs to the build.
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=storages,
        MEDIA_ROOT=tmp_path_factory.mktemp("files"),
    ):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits live in the cache; one test must not use up those of the next."""
    cache.clear()
