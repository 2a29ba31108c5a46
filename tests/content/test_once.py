"""{% once %}: written out once for each language, seeing nothing of the reader."""

from django.template import Context, Template
from django.utils import translation


def test_it_sees_no_variable_of_the_page() -> None:
    page = Template("{% load content %}{% once %}[{{ secret }}]{% endonce %}{{ secret }}")

    assert page.render(Context({"secret": "a heron"})) == "[]a heron"


def test_it_is_written_anew_for_each_language_only() -> None:
    page = Template("{% load content i18n %}{% once %}{% now 'u' %}{% endonce %}")
    kept = Template(
        "{% load content i18n %}{% once %}{% get_current_language as it %}{{ it }}{% endonce %}"
    )

    assert page.render(Context()) == page.render(Context())
    for language in ["en", "fr", "en"]:
        with translation.override(language):
            assert kept.render(Context()) == language


def test_a_page_that_includes_others_can_be_kept() -> None:
    page = Template(
        '{% load content %}{% once %}{% include "search/_box.html" with id="x" value="" %}{% endonce %}'
    )

    assert 'id="x"' in page.render(Context())
