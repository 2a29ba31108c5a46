"""The rules of the templates. Each failure names the files that break one."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import get_resolver

from .source import ROOT, modules

FOLDER = ROOT / "templates"
BLOCKTRANSLATE = re.compile(
    r"\{% blocktrans(?:late)? .*?%\}.*?\{% endblocktrans(?:late)? %\}", re.S
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?\{% endcomment %\}|<!--.*?-->", re.S)
FORM = re.compile(r"<form\b(.*?)>(.*?)</form>", re.S)
INCLUDE = re.compile(r"""\{% include ['"]([^'"]+)['"].*?%\}""")
NOT_ESCAPED = re.compile(r"\{% autoescape off %\}.*?\{% endautoescape %\}", re.S)
# Words that no translator changes.
NAMES = {"MentorHub", "Slack", "Google", "HTML", "PDF", "UTC", "MH", "Re"}

# Text that is put into a page as it is, and why that is no danger.
SAFE = {
    "_field_notes.html": "help texts stand in the code; Django's on passwords is a list",
}


def read_all() -> dict[str, str]:
    """The templates by name, without their comments."""
    return {
        str(path.relative_to(FOLDER)): COMMENT.sub("", path.read_text())
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }


TEMPLATES = read_all()
PAGES = {name: text for name, text in TEMPLATES.items() if name.endswith(".html")}
# Their <style> is written into the elements before they leave; there is no CSP in a mail program.
SITE = {name: text for name, text in PAGES.items() if not name.startswith("email/")}
TEXTS = {name: text for name, text in TEMPLATES.items() if name.endswith(".txt")}


def where(pattern: str, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The names of those in which the pattern is found, with what was found."""
    return [
        (name, found[0]) for name, text in texts.items() for found in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_can_be_read(name):
    get_template(name)


def test_a_fragment_stands_alone():
    fragments = {name: text for name, text in PAGES.items() if Path(name).name.startswith("_")}
    assert where(r"\{% extends ", fragments) == []


def test_no_style_or_script_stands_in_a_page():
    assert where(r"<style\b|\sstyle=", SITE) == []
    assert where(r"<script\b(?![^>]*(?:\ssrc=|application/json))[^>]*>", SITE) == []
    assert where(r"<[a-z][^>]*\son[a-z]+\s*=", SITE) == []
    assert where(r"javascript:", SITE) == []


def with_fragments(text: str) -> str:
    """The text with what it includes in place of the tag."""
    return INCLUDE.sub(lambda found: with_fragments(TEMPLATES.get(found[1], "")), text)


def test_a_form_that_changes_something_carries_its_token_and_another_does_not():
    wrong = []
    for name, text in PAGES.items():
        for attributes, content in FORM.findall(text):
            if "{{ attrs.method }}" in attributes:  # allauth's pages say it, and bring the token
                continue
            is_post = re.search(r"method=\W?post", attributes, re.I) is not None
            if is_post != ("{% csrf_token %}" in with_fragments(content)):
                wrong.append((name, attributes.strip()))
    assert wrong == []


def test_a_text_email_is_not_escaped():
    """Django escapes in .txt too: & would arrive as &amp;."""
    assert [
        name for name, text in TEXTS.items() if re.search(r"\{\{", NOT_ESCAPED.sub("", text))
    ] == []


def test_only_text_emails_switch_escaping_off():
    found = {name for name, _ in where(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", PAGES)}
    assert found == set(SAFE)


def queued_kinds() -> set[str]:
    """The kinds of email that the code queues."""
    return {
        call.args[0].value
        for module in modules()
        for name, call in module.calls()
        if name in {"queue", "queue_all"} and call.args and isinstance(call.args[0], ast.Constant)
    }


def test_every_kind_of_email_has_its_three_files_and_is_sent():
    made: dict[str, set[str]] = {}
    for name in TEMPLATES:
        if name.startswith("email/") and "/" in name.removeprefix("email/"):
            kind, _, ending = name.removeprefix("email/").partition(".")
            if not Path(name).name.startswith("_"):
                made.setdefault(kind, set()).add(ending)
    assert {
        kind: files for kind, files in made.items() if files != {"subject.txt", "txt", "html"}
    } == {}
    assert set(made) == queued_kinds()


def test_a_translated_block_is_trimmed():
    assert where(r"\{% blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%\}", TEMPLATES) == []


def test_every_word_can_be_translated():
    wrong = []
    for name, text in TEMPLATES.items():
        text = BLOCKTRANSLATE.sub("", text)
        text = re.sub(
            r"\{% block (?:bodyclass|coltype) %\}.*?\{% endblock %\}", "", text, flags=re.S
        )
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
        text = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.S)
        shown = re.findall(r'\s(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
        shown.append(re.sub(r"<[^>]*>", " ", text))
        words = set(re.findall(r"(?<!&)\b[A-Za-z]{2,}\b", " ".join(shown))) - NAMES
        if words:
            wrong.append(f"{name}: {' '.join(sorted(words))}")
    assert wrong == []


def url_names(resolver, prefix: str = "") -> set[str]:
    names = {f"{prefix}{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    for namespace, (_, inner) in resolver.namespace_dict.items():
        names |= url_names(inner, f"{prefix}{namespace}:")
    return names


def test_every_link_leads_somewhere():
    known = url_names(get_resolver())
    wanted = where(r"""\{% url ['"]([\w:-]+)""", PAGES)
    assert [
        (name, found) for name, found in wanted if re.split("['\"]", found)[1] not in known
    ] == []


def test_every_static_file_is_there():
    wanted = where(r"""\{% static ['"]([^'"]+)['"]""", PAGES)
    assert [
        (name, found) for name, found in wanted if not finders.find(re.split("['\"]", found)[1])
    ] == []


def test_every_included_template_is_there():
    for _name, found in where(r"""\{% (?:include|extends) ['"]([^'"]+)['"]""", TEMPLATES):
        get_template(re.split("['\"]", found)[1])
