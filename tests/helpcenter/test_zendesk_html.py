"""HTML of Zendesk's editor shows here as it showed there."""

import pytest

from helpcenter.importing.html import to_markdown
from mentorhub.content.markdown import render


def converted(html: str) -> str:
    return to_markdown(html, lambda address: address, lambda source: None)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>A</h1><h6>B</h6>", "## A\n\n#### B"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<pre><code class='language-sql'>SELECT *\n  FROM a_b</code></pre>",
         "```sql\nSELECT *\n  FROM a_b\n```"),
        ("<p>Use <code>a|b</code>.</p>", "Use `a|b`."),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<blockquote><p>So</p></blockquote>", "> So"),
        ("<div class='note'><p>Mind.</p></div>", ":::note\nMind.\n:::"),
        ("<div class='alert'><p>Mind.</p></div>", ":::warning\nMind.\n:::"),
        ("<p><strong>Note:</strong>text</p>", "**Note:** text"),
        ("<p>a&nbsp;b</p><p>Pourquoi&nbsp;?</p>", "a b\n\nPourquoi\xa0?"),
        ("<iframe src='//video.example/1' title='A film'></iframe>",
         "[A film](https://video.example/1)"),
        ("<a href='/a b(c)'>x</a>", "[x](/a%20b%28c%29)"),
        ("<p>x</p><style>p{}</style><script>1</script>", "x"),
    ],
)  # fmt: skip
def test_an_element_becomes_its_markdown(html, markdown):
    assert converted(html) == markdown


@pytest.mark.parametrize(
    "text",
    ["# 1", "1. one", "- a", "+ a", "2 * 3 * 4", "_x_ and snake_case", "[a](b)", "a ~~b~~",
     "<b>bold</b>", "AT&T &lt; x", "`code`", ":::note", "---", "===", "> x", "C:\\temp\\*"],
)  # fmt: skip
def test_signs_in_a_text_stay_signs(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = render(converted(f"<p>{escaped}</p>")).html
    assert html.strip() == f"<p>{escaped}</p>"


def test_a_table_without_a_head_takes_its_first_row():
    made = converted(
        "<table><tr><td><p>a</p><p>b</p></td><td>c|d</td></tr><tr><td>1</td></tr></table>"
    )
    assert made == "| a b | c\\|d |\n| --- | --- |\n| 1 |"
