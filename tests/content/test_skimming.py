"""What the search reads of a Markdown text is what the parser would read."""

import time
from pathlib import Path

import pytest
from django.conf import settings

from mentorhub.content import markdown
from mentorhub.content.skimming import skim
from mentorhub.search import tokens

ARTICLES = sorted(Path(settings.BASE_DIR, "mentorhub/home/demo/help").rglob("*.md"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_article_of_the_demo_has_the_same_words(path: Path) -> None:
    body = path.read_text().split("---\n", 2)[2]

    skimmed = skim(body)

    assert tokens.words(skimmed.text) == tokens.words(markdown.plain_text(body))
    assert skimmed.headings == [heading.text for heading in markdown.render(body).headings]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("## A **bold** title ##", "A bold title"),
        ("- one\n- two\n  1. three\n> said", "one\ntwo\nthree\nsaid"),
        (
            'See [the *form*](/contact/ "x") or ![a screen](/a/1x1.png).',
            "See the form or a screen.",
        ),
        ("Snake_case and `code_here` and _this_", "Snake_case and code_here and this"),
        ("| a | b |\n|---|:-:|\n| c | d |", "a   b\nc   d"),
        ("::: note\nMind this.\n:::", "Mind this."),
        ("```python\nx = *y*\n```\nafter", "x = *y*\nafter"),
        ("5 \\* 3 &amp; <https://example.org/a_b> --", "5 * 3 & https://example.org/a_b --"),
        ("---\n\n***\n\n[1]: https://example.org", ""),
    ],
)
def test_marks_are_no_words(source: str, text: str) -> None:
    assert skim(source).text == text


@pytest.mark.parametrize(
    "mark", ["[", "![a](", "[a](b", "*", "`", "> ", "- ", "\\", "&", "<a", "#", "|"]
)
def test_no_text_takes_long(mark: str) -> None:
    begun = time.process_time()

    skim(mark * (100_000 // len(mark)))

    assert time.process_time() - begun < 2  # a second would be a thousand times too much
