"""What of a page a browser would run, fetch or follow."""

import re
from html.parser import HTMLParser

RUNS = {"script", "iframe", "object", "embed", "base", "applet", "frame", "svg", "math", "style"}
LEADS = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"}
SCHEMES = re.compile(r"^[\x00-\x20]*(javascript|vbscript|data)[\x00-\x20]*:", re.I)


class Markup(HTMLParser):
    """Collects what is dangerous of the HTML that it is fed."""

    def __init__(self, forbidden: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.forbidden = forbidden
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.forbidden:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith(("on", "hx-", "data-hx")) or name in {"style", "srcdoc", "ping"}:
                self.found.append(f"{tag} {name}={value}")
            if name in LEADS and SCHEMES.match(value or ""):
                self.found.append(f"{tag} {name}={value}")


def dangers(html: str, forbidden: set[str] = RUNS | {"form", "input", "meta", "link"}) -> list[str]:
    """The elements, handlers and addresses in it that must not come from what somebody wrote."""
    reader = Markup(forbidden)
    reader.feed(html)
    reader.close()
    return reader.found
