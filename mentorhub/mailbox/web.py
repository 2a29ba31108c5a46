"""The mailbox's page: the list, and each letter as its reader sees it."""

import base64
import re
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlsplit

from mentorhub.mailbox.letters import Letter, Letters, Part, header, headers, parse, parts

PAGE = 100
STYLE = (Path(__file__).parent / "page.css").read_bytes()
OURS = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'])")
# A letter's own HTML: nothing from elsewhere, no script; its links open in a new tab.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
THEIRS = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none';"
    f" frame-ancestors 'self'; sandbox {SANDBOX}"
)


def page(title: str, content: str, head: str = "", recipient: str = "") -> str:
    """A whole page around `content`."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/page.css">
{head}</head>
<body>
<header>
<a class="home" href="/">Local mailbox</a>
<form action="/" role="search">
<label for="to">Sent to</label>
<input id="to" name="to" type="search" value="{escape(recipient)}" placeholder="an address">
<button>Search</button>
</form>
</header>
<main>
{content}
</main>
</body>
</html>
"""


def list_page(letters: list[Letter], recipient: str, skipped: int) -> str:
    """The letters, newest first."""
    shown = letters[skipped : skipped + PAGE]
    rows = "\n".join(
        f'<li><a href="/{letter.name}"><b>{escape(letter.subject) or "(no subject)"}</b>'
        f'<time class="muted" datetime="{letter.at.isoformat()}">{letter.at:%d %b %H:%M:%S}</time>'
        f'<span class="muted">to {escape(letter.recipients)}</span></a></li>'
        for letter in shown
    )
    if shown:
        content = f'<ul class="letters">\n{rows}\n</ul>'
    elif recipient:
        content = f'<p class="empty">Nothing was sent to {escape(recipient)}. <a href="/">Show all</a></p>'
    else:
        content = '<p class="empty">Nothing was sent yet. What the site sends shows up here by itself.</p>'
    if skipped + PAGE < len(letters):
        query = f"to={quote(recipient)}&skip={skipped + PAGE}"
        content += f'\n<p><a href="/?{escape(query)}">Older</a></p>'
    content = f"<h1>What the site sent</h1>\n{content}"
    return page("Local mailbox", content, '<meta http-equiv="refresh" content="10">\n', recipient)


def letter_page(letter: Letter, raw: bytes) -> str:
    """One letter: HTML, text, files, headers."""
    message = parse(raw)
    pieces = parts(message)
    html, text = body(pieces, "text/html"), body(pieces, "text/plain")
    content = [f"<h1>{escape(letter.subject) or '(no subject)'}</h1>", "<dl>"]
    for label, value in [
        ("From", letter.sender),
        ("To", letter.recipients),
        ("Reply to", header(message, "Reply-To")),
        ("Received", f"{letter.at:%d %B %Y %H:%M:%S}"),
    ]:
        content += [f"<dt>{label}</dt><dd>{escape(value)}</dd>"] if value else []
    content.append("</dl>")
    if html:
        frame = f'src="/{letter.name}/html" sandbox="{SANDBOX}"'
        content.append(f'<h2>HTML</h2>\n<iframe title="The HTML part" {frame}></iframe>')
    if text:
        content.append(f"<h2>Text</h2>\n<pre>{linked(text.text)}</pre>")
    if not html and not text:
        content.append('<p class="empty">This letter has no text.</p>')
    files = [(number, piece) for number, piece in enumerate(pieces) if piece not in (html, text)]
    if files:
        rows = [
            f'<li><a href="/{letter.name}/{number}">{escape(piece.filename) or "(no name)"}</a>'
            f' <span class="muted">{escape(piece.type)}, {len(piece.content)} bytes</span></li>'
            for number, piece in files
        ]
        content.append("<h2>Files</h2>\n<ul>" + "\n".join(rows) + "</ul>")
    every = "\n".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in headers(message)
    )
    content.append(f"<details><summary>All headers</summary>\n<dl>{every}</dl></details>")
    content.append(f'<p><a href="/{letter.name}/raw">The message as a file</a></p>')
    return page(letter.subject or "(no subject)", "\n".join(content))


def body(pieces: list[Part], kind: str) -> Part | None:
    """The first piece of that type that is no file."""
    return next((piece for piece in pieces if piece.type == kind and not piece.attached), None)


def linked(text: str) -> str:
    """Text escaped, its addresses as links."""
    pieces = ADDRESS.split(text)  # every second one is an address
    return "".join(
        f'<a href="{escape(piece)}" target="_blank" rel="noopener noreferrer">{escape(piece)}</a>'
        if position % 2
        else escape(piece)
        for position, piece in enumerate(pieces)
    )


def html_part(pieces: list[Part]) -> str:
    """The HTML part with its own images inside, and links that leave the frame."""
    html = body(pieces, "text/html")
    images = {
        piece.content_id: piece
        for piece in pieces
        if piece.content_id and piece.type.startswith("image/")
    }

    def inside(found: re.Match[str]) -> str:
        image = images.get(found[1])
        return (
            f"data:{image.type};base64,{base64.b64encode(image.content).decode()}"
            if image
            else found[0]
        )

    text = re.sub(r"cid:([^\"'\s>)]+)", inside, html.text if html else "")
    doctype = re.match(r"\s*<!doctype[^>]*>", text, re.IGNORECASE)
    start = doctype.end() if doctype else 0
    return f'{text[:start]}<base target="_blank">{text[start:]}'


class Handler(BaseHTTPRequestHandler):
    """Answers the browser of this machine."""

    letters: ClassVar[Letters]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Any page."""
        # Another site's name that resolves to this machine must not read the mail.
        if (self.headers.get("Host") or "").rpartition(":")[0] not in {"localhost", "127.0.0.1"}:
            return self.answer(
                "open it as http://localhost", "text/plain", status=HTTPStatus.FORBIDDEN
            )
        url = urlsplit(self.path)
        name, _, piece = url.path.strip("/").partition("/")
        letter = self.letters.find(name)
        if url.path == "/page.css":
            return self.answer(STYLE, "text/css")
        if not name:
            query = parse_qs(url.query)
            recipient, skip = query.get("to", [""])[0].strip(), query.get("skip", ["0"])[0]
            found = self.letters.newest_first(recipient)
            return self.answer(
                list_page(found, recipient, int(skip) if re.fullmatch("[0-9]{1,6}", skip) else 0)
            )
        if letter:
            return self.answer_letter(letter, piece)
        return self.missing()

    def answer_letter(self, letter: Letter, piece: str) -> None:
        """A letter's page, its HTML part for the frame, itself as a file, or a file of it."""
        try:
            raw = self.letters.path(letter.name).read_bytes()
        except FileNotFoundError:
            return self.missing()
        if not piece:
            return self.answer(letter_page(letter, raw))
        if piece == "raw":
            return self.answer(raw, "message/rfc822", download=f"{letter.name}.eml")
        pieces = parts(parse(raw))
        if piece == "html":
            return self.answer(html_part(pieces), policy=THEIRS)
        if re.fullmatch("[0-9]{1,4}", piece) and int(piece) < len(pieces):
            file = pieces[int(piece)]
            return self.answer(
                file.content, "application/octet-stream", download=file.filename or "file"
            )
        return self.missing()

    def missing(self) -> None:
        """Says that there is no such page."""
        content = '<p class="empty">There is no such letter. <a href="/">Show all</a></p>'
        self.answer(page("Not found", content), status=HTTPStatus.NOT_FOUND)

    def answer(
        self,
        content: str | bytes,
        kind: str = "text/html",
        policy: str = OURS,
        download: str = "",
        status: HTTPStatus = HTTPStatus.OK,
    ) -> None:
        """Sends a whole response."""
        body = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self.send_response(status)
        self.send_header(
            "Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        )
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        if download:
            self.send_header(
                "Content-Disposition", f"attachment; filename*=UTF-8''{quote(download, safe='')}"
            )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the browser asks every few seconds."""


def serve(letters: Letters, host: str, port: int) -> None:
    """Shows `letters` until the process ends."""
    handler = type("LettersHandler", (Handler,), {"letters": letters})
    with ThreadingHTTPServer((host, port), handler) as server:
        server.serve_forever()
