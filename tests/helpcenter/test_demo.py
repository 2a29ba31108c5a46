"""The demo's Help Center: all of it can be used, and every link in it leads somewhere."""

import pytest

from helpcenter.importing.markdown import import_folder
from helpcenter.links import broken_links
from helpcenter.models import Article, Category
from mentorhub.content.reports import Outcome
from mentorhub.home.demo.articles import FOLDER
from mentorhub.home.demo.people import PATHS
from tests.factories import paths

pytestmark = pytest.mark.django_db


def test_the_demo_is_whole() -> None:
    for name in PATHS:
        paths.path(name)

    report = import_folder(FOLDER, None)

    assert [line for line in report.lines if line[0] != Outcome.MADE] == []
    assert Category.objects.count() == 8
    assert Article.objects.filter(language="en").count() >= 60
    assert Article.objects.filter(language="fr").exclude(translation_of=None).count() >= 20
    assert {
        article.slug: broken
        for article in Article.objects.all()
        if (broken := broken_links(article))
    } == {}
