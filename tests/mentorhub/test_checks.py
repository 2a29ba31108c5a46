"""System checks say what is wrong and what to do."""

import pytest
from pytest_django import Settings

from mentorhub import checks


def test_a_missing_extension_is_named_with_the_package_that_brings_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.extensions_are_available(["default"]) == []
    monkeypatch.setitem(checks.EXTENSIONS, "pg_unheard_of", "postgresql-unheard-of")

    [problem] = checks.extensions_are_available(["default"])

    assert problem.id == "mentorhub.E001"
    assert "pg_unheard_of" in problem.msg
    assert problem.hint is not None and "postgresql-unheard-of" in problem.hint


def test_a_production_without_second_factors_is_warned_of(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True
    assert checks.staff_show_a_second_factor() == []
    settings.STAFF_SECOND_FACTOR = False

    assert [problem.id for problem in checks.staff_show_a_second_factor()] == ["mentorhub.W001"]
