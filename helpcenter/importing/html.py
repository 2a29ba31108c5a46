"""HTML as Zendesk's editor writes it, as the Markdown that our editors write.

By markdownify: it is typed, kept up, and each element is a method to override; html2text wraps
lines and leaves tables as HTML.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from mentorhub.content import markdown
from mentorhub.content.reports import Unusable

_USUAL: Any = MarkdownConverter  # its type stubs do not name the methods for single elements

LONGEST = 2_000_000
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
CALLOUTS = {
    "note": {"note", "info", "callout", "callout-note", "callout-info"},
    "tip": {"tip", "success", "callout-tip", "callout-success"},
    "warning": {"warning", "warn", "alert", "danger", "caution", "important", "callout-warning"},
}
# What Markdown would take for its own: everywhere, and at the start of a line.
MARKS = re.compile(r"([\\`*\[\]]|~~|<(?=[a-z!/?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w))", re.IGNORECASE)
STARTS = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|[-+>](?=\s|$)|=+\s*$|:::|---|(\d{1,9})([.)])(?=\s|$))", re.M
)
# Blanks that hold words together stay where French wants them.
HARD_BLANK = re.compile(r"(?<!«)\xa0(?![:;?!»%€\d])")


def to_markdown(html: str, link: Callable[[str], str], picture: Callable[[str], str | None]) -> str:
    """The same text; `link` and `picture` say where an address leads now, None for no picture.

    Raises Unusable for what is too long or too deep.
    """
    if len(html) > LONGEST:
        raise Unusable(f"its text is longer than {LONGEST} characters of HTML")
    try:
        soup = BeautifulSoup(html, "html.parser")
        anchors = _anchors(soup)
        text = _Converter(link, picture, anchors).convert_soup(soup)
    except RecursionError:
        raise Unusable("its HTML is nested too deeply") from None
    lines = [line if line.endswith("\\") else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _anchors(soup: BeautifulSoup) -> dict[str, str]:
    """Where the addresses inside the text lead: to the heading that has the id, or comes next."""
    taken = set(markdown.TAKEN)
    of: dict[int, str] = {}
    for heading in soup.find_all(HEADINGS):
        if words := " ".join(heading.get_text().split()):
            of[id(heading)] = markdown.anchor(words, taken)
    found = {}
    for marked in soup.find_all(lambda tag: tag.get("id") or (tag.name == "a" and tag.get("name"))):
        name = str(marked.get("id") or marked.get("name"))
        its = marked if marked.name in HEADINGS else marked.find_parent(HEADINGS)
        its = its or marked.find_next(HEADINGS)
        if its is not None and id(its) in of:
            found[name] = of[id(its)]
    return found


class _Converter(MarkdownConverter):
    """markdownify with the house's headings, callouts, links and pictures."""

    def __init__(
        self,
        link: Callable[[str], str],
        picture: Callable[[str], str | None],
        anchors: dict[str, str],
    ) -> None:
        super().__init__(
            heading_style="atx",
            bullets="-",
            newline_style="backslash",
            table_infer_header=True,
            code_language_callback=_language_of_code,
        )
        self.link, self.picture, self.anchors = link, picture, anchors

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        return str(_USUAL.process_text(self, el, parent_tags=parent_tags)).replace("\u200b", "")

    def escape(self, text: str, parent_tags: Any) -> str:
        text = HARD_BLANK.sub(" ", text)
        text = MARKS.sub(r"\\\1", text)
        text = STARTS.sub(_escaped_start, text)
        return text.replace("|", r"\|") if {"td", "th"} & set(parent_tags or ()) else text

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        href = str(el.get("href") or "").strip()
        words = " ".join(text.split())
        if not href or "_noformat" in parent_tags:
            return text
        if href.startswith("#"):
            href = f"#{self.anchors[href[1:]]}" if href[1:] in self.anchors else ""
        else:
            href = self.link(href)
        if not words or not href:
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before and ' '}[{words}]({_safe(href)}){after and ' '}"

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        source = str(el.get("src") or el.get("data-src") or "").strip()
        words = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        if not source:
            return words
        address = self.picture(source)
        if address:
            return f"![{words}]({_safe(address)})"
        outside = self.link(source)
        return f"[{words or 'Picture'}]({_safe(outside)})" if outside else words

    def convert_iframe(self, el: Tag, text: str, parent_tags: Any) -> str:
        source = str(el.get("src") or "").strip()
        outside = self.link(f"https:{source}" if source.startswith("//") else source)
        words = self.escape(" ".join(str(el.get("title") or "Video").split()), parent_tags)
        return f"\n\n[{words}]({_safe(outside)})\n\n" if outside else ""

    def convert_video(self, el: Tag, text: str, parent_tags: Any) -> str:
        inside = el.find("source")
        source = el.get("src") or (inside.get("src") if isinstance(inside, Tag) else "")
        outside = self.link(str(source or "").strip())
        return f"\n\n[Video]({_safe(outside)})\n\n" if outside else text

    convert_audio = convert_video

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Any) -> str:
        text = " ".join(text.split())
        if not text or "_inline" in parent_tags:
            return text
        return f"\n\n{'#' * min(max(n, 2), 4)} {text}\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: Any) -> str:
        kind = _callout(el)
        if kind and text.strip() and not {"_inline", "li", "blockquote"} & set(parent_tags):
            return f"\n\n:::{kind}\n{text.strip()}\n:::\n\n"
        return str(_USUAL.convert_div(self, el, text, parent_tags))

    convert_aside = convert_div

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        return (
            self.convert_div(el, text, parent_tags)
            if _callout(el)
            else str(_USUAL.convert_p(self, el, text, parent_tags))
        )

    def convert_dt(self, el: Tag, text: str, parent_tags: Any) -> str:
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: Any) -> str:
        return f"\n\n{text.strip()}\n\n"

    convert_summary = convert_dt

    def convert_b(self, el: Tag, text: str, parent_tags: Any) -> str:
        return self._emphasis("**", el, text, parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: Any) -> str:
        return self._emphasis("*", el, text, parent_tags)

    convert_strong, convert_i = convert_b, convert_em

    def _emphasis(self, mark: str, el: Tag, text: str, parent_tags: Any) -> str:
        """Marks must touch their words, and a mark after a colon must not touch the next ones."""
        words = text.strip()
        same = {"**": {"b", "strong"}, "*": {"i", "em"}}[mark]
        if not words or "_noformat" in parent_tags or same & set(parent_tags) or "\n\n" in words:
            return text
        if mark == "**" and set(HEADINGS) & set(parent_tags):
            return text  # a heading is bold already
        after = " " if text[-1].isspace() else ""
        following = str(el.next_sibling or "")
        if not after and not words[-1].isalnum() and following[:1].isalnum():
            after = " "
        return f"{' ' if text[0].isspace() else ''}{mark}{words}{mark}{after}"

    def convert_code(self, el: Tag, text: str, parent_tags: Any) -> str:
        made = str(_USUAL.convert_code(self, el, text, parent_tags))
        return made.replace("|", r"\|") if {"td", "th"} & set(parent_tags) else made

    convert_kbd = convert_samp = convert_code

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        return str(_USUAL.convert_td(self, el, " ".join(text.split()), parent_tags))

    convert_th = convert_td

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        made = str(_USUAL.convert_pre(self, el, text, parent_tags))
        return made.replace("```", "````") if "```" in text else made

    def _nothing(self, el: Tag, text: str, parent_tags: Any) -> str:
        return ""

    convert_script = convert_style = convert_template = convert_svg = convert_object = _nothing
    convert_noscript = convert_form = _nothing


def _escaped_start(found: re.Match[str]) -> str:
    if found[3]:
        return f"{found[1]}{found[3]}\\{found[4]}"
    return f"{found[1]}\\{found[2]}"


def _callout(el: Tag) -> str:
    classes = {str(one).lower() for one in el.get("class") or []}
    return next((kind for kind, known in reversed(CALLOUTS.items()) if classes & known), "")


def _language_of_code(el: Tag) -> str:
    inside = el.find("code")
    classes = [*(el.get("class") or [])]
    classes += (inside.get("class") or []) if isinstance(inside, Tag) else []
    found = [
        one.removeprefix("language-") for one in map(str, classes) if one.startswith("language-")
    ]
    return found[0] if found and re.fullmatch(r"[\w+-]{1,20}", found[0]) else ""


def _safe(address: str) -> str:
    """As a target in Markdown: no blanks, no brackets of its own."""
    return quote(address, safe="/:?#@!$&'*+,;=%~._-")
