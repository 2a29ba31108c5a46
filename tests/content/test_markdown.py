"""Markdown to HTML: what editors can do with it, and what nobody can."""

import pytest

from mentorhub.content import markdown

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div hx-get='/admin/' hx-trigger='load'>x</div>",
    "<p data-url='x' style='position:fixed'>x</p>",
    "<form action='https://evil.example'><input name=password></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "![x](data:image/png;base64,AAAA)",
    "![x](javascript:alert(1))",
    '[x](/a "onmouseover=alert(1) x=\'")',
    '![" onerror="alert(1)](/a.png)',
    '<https://evil.example/" onclick="alert(1)>',
    "<javascript:alert(1)>",
    '```html" onclick="alert(1)\n<script>alert(1)</script>\n```',
    ":::note <script>alert(1)</script>\nx\n:::",
    "# <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n| --- |\n| <script>alert(1)</script> |",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_s17_what_could_do_harm_is_inert(text):
    import nh3  # noqa: PLC0415 (only here, to read what came out)

    html = markdown.render(text).html

    # Read as a browser would: every tag and attribute that is left is on the list.
    seen: list[tuple[str, str, str]] = []
    tags = markdown.clean.__globals__["TAGS"] | {
        "script", "svg", "iframe", "form", "input", "base", "meta", "math", "style", "img",
    }  # fmt: skip

    def note(tag, attribute, value):
        seen.append((tag, attribute, value))
        return value

    attributes = {"*": {"href", "src", "style", "hx-get", "onerror", "onclick", "onload"}}
    nh3.clean(
        str(html),
        tags=tags - {"script", "style"},
        clean_content_tags=set(),
        attributes=attributes,
        attribute_filter=note,
        link_rel=None,
        url_schemes={"javascript", "data", "vbscript", "https", "http"},
    )
    assert [it for it in seen if it[1] not in {"href", "src"}] == []
    assert [it for it in seen if it[2].split(":")[0] in {"javascript", "data", "vbscript"}] == []
    for tag in ["<script", "<svg", "<iframe", "<form", "<base", "<meta", "<math", "<style"]:
        assert tag not in html


def test_an_anchor_is_plain_letters_and_unique():
    text = "## Été à l'œuvre\n\n## Été à l'œuvre\n\n## 日本\n\n## Content"

    headings = markdown.render(text).headings

    assert [heading.id for heading in headings] == [
        "ete-a-l-oeuvre",
        "ete-a-l-oeuvre-2",
        "part",
        "content-2",  # the page itself has one
    ]
    assert [heading.text for heading in headings][:1] == ["Été à l'œuvre"]


def test_the_title_of_the_page_stays_the_only_one_of_its_level():
    html = markdown.render("# One\n\n###### Six").html

    assert '<h2 id="one">One</h2>' in html and '<h4 id="six">Six</h4>' in html


def test_a_picture_is_lazy_and_has_its_size():
    html = markdown.render("![A screen](/help/pictures/x/640x480.png)").html

    assert (
        '<img src="/help/pictures/x/640x480.png" alt="A screen" loading="lazy" decoding="async"'
        ' width="640" height="480">'
    ) in html


def test_a_link_outside_tells_the_other_page_nothing():
    html = markdown.render("[in](/help/) [out](https://example.org/)").html

    assert '<a href="/help/">in</a>' in html
    assert '<a href="https://example.org/" rel="noopener">out</a>' in html


def test_a_callout_says_its_kind_in_the_language_of_the_text():
    assert "Careful" in markdown.render(":::warning\nStop.\n:::", "en").html
    assert "Attention" in markdown.render(":::warning\nStop.\n:::", "fr").html


def test_a_table_scrolls_by_itself_and_is_reached_by_keyboard():
    html = markdown.render("| a | b |\n| - | -: |\n| 1 | 2 |").html

    assert '<div class="table-wrap" role="region" aria-label="Table" tabindex="0"><table>' in html
    assert '<td class="end">2</td>' in html


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (201, 2), (1000, 5)])
def test_the_time_to_read_is_rounded_up(words, minutes):
    assert markdown.render("word " * words).minutes == minutes


def test_plain_text_is_what_one_hears():
    text = "## Late\n\nSee **this** [page](/help/a/b/) and `code`.\n\n- one\n\n| a |\n| - |\n| b |"

    assert markdown.plain_text(text) == "Late\nSee this page and code.\none\na\nb"


def test_links_and_pictures_are_listed_once():
    text = "[a](/help/) [a](/help/) ![p](/x/1x1.png) <https://example.org/>"

    assert markdown.links(text) == ["/help/", "/x/1x1.png", "https://example.org/"]


def test_a_deeply_nested_text_ends_in_time():
    assert markdown.render("> " * 20_000 + "x").minutes == 1
    assert markdown.render("*a_" * 10_000).html
