"""Markdown to safe HTML. What people wrote is kept as Markdown; it becomes HTML when it is shown."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from mentorhub.cache import SurvivingCache

from . import sanitize
from .sanitize import clean

WORDS_A_MINUTE = 200
# Beyond it a text is shown as it is: the parser would take seconds over a hostile one.
LONGEST = 200_000
A_DAY = 24 * 60 * 60
# Ids that the pages themselves use.
TAKEN = frozenset({"content", "contents", "helpful", "related", "feedback"})
# The kinds of callout: the class each is shown with, and what it is called in either language.
CALLOUTS = {
    "note": ("note", {"en": "Note", "fr": "À noter"}),
    "tip": ("ok", {"en": "Tip", "fr": "Conseil"}),
    "warning": ("warn", {"en": "Careful", "fr": "Attention"}),
}
TABLE = {"en": "Table", "fr": "Tableau"}
SIZE = re.compile(r"/(\d{1,5})x(\d{1,5})\.\w+$")


@dataclass(frozen=True)
class Heading:
    """A heading of the text, with the id that leads to it."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """A text as it is shown."""

    html: SafeString
    headings: Sequence[Heading]
    minutes: int


@lru_cache(maxsize=1024)
def shown(text: str, language: str = "en") -> Rendered:
    """render() for what many read. It costs more than the rest of a page, so the outcome is kept:
    by this process, and for a day by Redis."""
    key = f"markdown:{_digest(_renderer(), language, text)}"
    kept = cast(SurvivingCache, caches["default"])
    rendered = kept.recall(key)
    if not isinstance(rendered, Rendered):
        rendered = _rendered(text, language)
        kept.remember(key, rendered, A_DAY)
    return rendered


@cache
def _renderer() -> str:
    """All that the outcome depends on but the text itself: what this file and the allow-list say,
    the packages, and which address is ours. Where one of them changed, nothing kept is used."""
    files = [Path(__file__).read_text(), Path(sanitize.__file__).read_text()]
    packages = [version(name) for name in ["markdown-it-py", "mdit-py-plugins", "nh3"]]
    return _digest(*files, *packages, settings.SITE_URL)


def _digest(*parts: str) -> str:
    made = blake2b(digest_size=20)
    for part in parts:
        made.update(part.encode(errors="replace") + b"\0")
    return made.hexdigest()


# Rendering costs as much as the rest of a page. The outcome depends on the arguments alone, so it
# is kept in the process, and a new version of the allow-list holds from the next start on.
@lru_cache(maxsize=1024)
def render(text: str, language: str = "en", *, under: int = 1, ids: bool = True) -> Rendered:
    """The text as safe HTML, its headings for a table of contents, and the minutes it takes to read.

    `language` is that of the text: names of callouts are said in it. `under` is the level of the
    heading that it stands below. Where several texts share a page, `ids=False` keeps their
    headings from clashing: these have no ids then, and none are returned.
    """
    return _rendered(text, language, under, ids)


def _rendered(text: str, language: str, under: int = 1, ids: bool = True) -> Rendered:
    if len(text) > LONGEST:
        return Rendered(_as_it_is(text), (), max(1, len(text.split()) // WORDS_A_MINUTE))
    tokens = _parser(language).parse(text)
    headings = _prepare(tokens, language, under, ids)
    html = _parser(language).renderer.render(tokens, _parser(language).options, {})
    words = sum(len(token.content.split()) for token in tokens if not token.hidden)
    return Rendered(clean(html), headings, max(1, math.ceil(words / WORDS_A_MINUTE)))


@lru_cache(maxsize=4096)
def render_note(text: str) -> SafeString:
    """A few lines that stand beside others, as safe HTML: no headings, whose ids the page may
    use itself, and no pictures."""
    if len(text) > LONGEST:
        return _as_it_is(text)
    tokens = _note_parser().parse(text)
    _prepare(tokens, "en")
    return clean(_note_parser().renderer.render(tokens, _note_parser().options, {}))


def _as_it_is(text: str) -> SafeString:
    return clean(f"<pre>{escape(text)}</pre>")


def plain_text(text: str) -> str:
    """The words of the text, without marks and addresses, one block a line."""
    if len(text) > LONGEST:
        return text
    lines = [_words(token) for token in _parser("en").parse(text)]
    return "\n".join(line for line in lines if line)


def links(text: str) -> list[str]:
    """Where its links and pictures lead, in the order of the text, each once."""
    found = [
        str(child.attrs.get("href") or child.attrs.get("src"))
        for token in _parser("en").parse(text)
        for child in token.children or []
        if child.type in {"link_open", "image"}
    ]
    return list(dict.fromkeys(found))


def is_inside(address: str) -> bool:
    """Whether an address leads to this portal."""
    parts = urlsplit(address)
    return (not parts.scheme and not parts.netloc) or f"{parts.scheme}://{parts.netloc}" == (
        settings.SITE_URL
    )


def anchor(text: str, taken: set[str]) -> str:
    """An id of plain letters for a heading, and none that is taken; it is taken from now on."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    plain = plain.encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain)) or "part"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found)
    return found


@lru_cache
def _parser(language: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for kind in CALLOUTS:
        container_plugin(parser, kind, render=_callout(kind, language))
    return parser


@lru_cache
def _note_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
    return parser.disable(["heading", "lheading", "image"])


def _callout(kind: str, language: str) -> Callable[..., str]:
    """How the plugin has a callout of this kind written."""
    css_class, names = CALLOUTS[kind]
    name = names.get(language, names["en"])

    def write(
        renderer: RendererProtocol,
        tokens: Sequence[Token],
        index: int,
        options: OptionsDict,
        env: EnvType,
    ) -> str:
        if tokens[index].nesting != 1:
            return "</div>\n"
        return f'<div class="callout {css_class}"><p class="callout-name">{name}</p>\n'

    return write


def _prepare(tokens: list[Token], language: str, under: int = 1, ids: bool = True) -> list[Heading]:
    """Change what the parser made into what the pages need; returns the headings."""
    headings: list[Heading] = []
    taken = set(TAKEN)
    for index, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            # The title above the text is the first level; nobody writes a fifth, HTML knows six.
            level = min(max(int(token.tag[1]), 2), 4) + under - 1
            token.tag = f"h{min(level, 6)}"
        if token.type == "heading_open" and ids:
            words = _words(tokens[index + 1])
            token.attrs["id"] = anchor(words, taken)
            headings.append(Heading(int(token.tag[1]), str(token.attrs["id"]), words))
        elif token.type in {"th_open", "td_open"}:
            _align(token)
        if token.children:
            token.children = [one for child in token.children for one in _prepared(child)]
    _wrap_tables(tokens, language)
    return headings


def _align(token: Token) -> None:
    """A class in place of the style, which the CSP forbids."""
    style = str(token.attrs.pop("style", ""))
    if css_class := {"text-align:right": "end", "text-align:center": "middle"}.get(style):
        token.attrs["class"] = css_class


def _prepared(token: Token) -> Iterator[Token]:
    """The token as the pages need it. A picture of another site becomes a link: shown, it would
    tell that site who reads what."""
    if token.type == "link_open" and not is_inside(str(token.attrs["href"])):
        token.attrs["rel"] = "noopener"
    if token.type == "image" and not is_inside(str(token.attrs["src"])):
        address = str(token.attrs["src"])
        yield Token("link_open", "a", 1, attrs={"href": address, "rel": "noopener"})
        yield Token("text", "", 0, content=token.content or address)
        yield Token("link_close", "a", -1)
        return
    if token.type == "image":
        token.attrs |= {"loading": "lazy", "decoding": "async"}
        if size := SIZE.search(str(token.attrs["src"])):
            token.attrs |= {"width": size[1], "height": size[2]}
    yield token


def _wrap_tables(tokens: list[Token], language: str) -> None:
    """Give each table a frame of its own to scroll in, which a keyboard can reach."""
    wrapped: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            frame: dict[str, Any] = {
                "class": "table-wrap",
                "role": "region",
                "aria-label": TABLE.get(language, TABLE["en"]),
                "tabindex": "0",
            }
            wrapped.append(Token("frame_open", "div", 1, attrs=frame))
        wrapped.append(token)
        if token.type == "table_close":
            wrapped.append(Token("frame_close", "div", -1))
    tokens[:] = wrapped


def _words(token: Token) -> str:
    if token.type in {"fence", "code_block"}:
        return token.content.strip()
    return "".join(_spoken(token.children or [])).strip()


def _spoken(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "code_inline", "image"}:
            yield child.content
        elif child.type in {"softbreak", "hardbreak"}:
            yield " "
