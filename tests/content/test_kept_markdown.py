"""What was rendered is kept, and never longer than what made it safe stays the same."""

import pytest
from django.core.cache import caches

from mentorhub.content import markdown, sanitize
from tests.rig.ports import free_port


@pytest.fixture(autouse=True)
def new_process() -> None:
    markdown.shown.cache_clear()
    markdown._renderer.cache_clear()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were really rendered."""
    texts: list[str] = []
    really = markdown._rendered

    def note(text: str, language: str) -> markdown.Rendered:
        texts.append(text)
        return really(text, language)

    monkeypatch.setattr(markdown, "_rendered", note)
    return texts


def in_another_process(text: str, language: str = "en") -> markdown.Rendered:
    markdown.shown.cache_clear()
    markdown._renderer.cache_clear()
    return markdown.shown(text, language)


def test_a_text_is_rendered_once_for_all_processes(rendered: list[str]) -> None:
    first, second = in_another_process("## A *lynx*"), in_another_process("## A *lynx*")

    assert rendered == ["## A *lynx*"]
    assert second == first and hasattr(second.html, "__html__")


def test_another_text_or_language_is_another_page(rendered: list[str]) -> None:
    for text, language in [("::: note\nx\n:::", "en"), ("::: note\nx\n:::", "fr"), ("x", "en")]:
        in_another_process(text, language)

    assert len(rendered) == 3
    assert "À noter" in in_another_process("::: note\nx\n:::", "fr").html


def test_a_changed_allow_list_or_address_renders_anew(
    rendered: list[str], tmp_path, monkeypatch, settings
) -> None:
    in_another_process("x")
    changed = tmp_path / "sanitize.py"
    changed.write_text("TAGS = {}")
    monkeypatch.setattr(sanitize, "__file__", str(changed))
    in_another_process("x")
    settings.SITE_URL = "https://elsewhere.example"
    in_another_process("x")

    assert rendered == ["x", "x", "x"]


def test_without_redis_it_is_rendered_and_nobody_else_is_asked(
    db, rendered: list[str], settings, django_assert_num_queries
) -> None:
    away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {**settings.CACHES, "default": away}

    with django_assert_num_queries(0):
        for _ in range(2):
            assert "<em>lynx</em>" in in_another_process("A *lynx*").html

    assert rendered == ["A *lynx*"] * 2


def test_what_is_kept_and_is_no_page_is_not_used(rendered: list[str], monkeypatch) -> None:
    monkeypatch.setattr(type(caches["default"]), "recall", lambda self, key: "<script>")

    assert "script" not in in_another_process("A lynx").html
