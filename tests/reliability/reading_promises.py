"""R08 for the tasks about what people read: delivered twice, they have one effect."""

import datetime
from collections.abc import Callable

from django.core.cache import cache
from django.utils import timezone

from guides import digest
from guides import tasks as guide_tasks
from guides.models import EmailChoice, Guide, Version
from helpcenter import following
from helpcenter import tasks as help_tasks
from helpcenter.models import Article, Follow
from helpcenter.writing import save_article
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Project
from mentorhub.people.models import User
from mentorhub.search import tasks as search_tasks
from mentorhub.search.models import Collection, Entry, QueryLog
from tests.factories import guides, helpcenter
from tests.rig.mail_sink import MailSink

from .at_once import twice
from .conftest import School

LAST_MONDAY = digest.monday(None, timezone.now())


def words_are_counted_once(school: School, sink: MailSink) -> None:
    twice(search_tasks.refresh_vocabulary)
    assert Collection.objects.filter(language="en").count() == min(Entry.objects.count(), 1)


def articles_are_indexed_once(school: School, sink: MailSink) -> None:
    article = helpcenter.article(f"An answer {Article.objects.count()}", school.path)
    Entry.objects.all().delete()
    twice(help_tasks.index_newly_published)
    assert Entry.objects.filter(kind="article", object_id=article.pk).count() == 1


def old_searches_are_erased_once(school: School, sink: MailSink) -> None:
    kept = QueryLog.objects.create(query="new", language="en", results=1)
    old = QueryLog.objects.create(query="old", language="en", results=1)
    long_ago = timezone.now() - datetime.timedelta(days=400)
    QueryLog.objects.filter(pk=old.pk).update(searched_at=long_ago)
    twice(search_tasks.erase_old_searches)
    assert list(QueryLog.objects.filter(pk__in=[kept.pk, old.pk])) == [kept]


def articles_are_related_once(school: School, sink: MailSink) -> None:
    first, second = (helpcenter.article(f"{name} lynx heron", school.path) for name in ("A", "B"))
    search_tasks.refresh_vocabulary()
    cache.clear()
    twice(help_tasks.relate_articles)
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.pk in first.related_ids and first.pk in second.related_ids
    Article.objects.all().delete()
    Entry.objects.all().delete()


def followers_are_told_once(school: School, sink: MailSink) -> None:
    reader = school.mentor
    article = helpcenter.article(f"Followed {Article.objects.count()}", school.path)
    OutgoingEmail.objects.filter(kind="helpcenter/following").delete()  # a day later
    following.follow(reader, article)
    article.body = "Changed."
    save_article(article, None)
    Follow.objects.update(told_at=timezone.now() - datetime.timedelta(hours=3))
    Article.objects.filter(pk=article.pk).update(
        changed_at=timezone.now() - datetime.timedelta(hours=2),
        published_at=timezone.now() - datetime.timedelta(hours=2),
    )
    twice(help_tasks.tell_followers)
    assert OutgoingEmail.objects.filter(kind="helpcenter/following").count() == 1


def editors_are_told_once(school: School, sink: MailSink) -> None:
    article = helpcenter.article(f"Old {Article.objects.count()}", school.path)
    Article.objects.filter(pk=article.pk).update(review_by="2020-01-01")
    school.mentor.is_editor = True
    school.mentor.save()
    OutgoingEmail.objects.filter(kind="helpcenter/reviews").delete()  # a week later
    twice(help_tasks.tell_editors)
    assert OutgoingEmail.objects.filter(kind="helpcenter/reviews").count() == 1


def versions_are_told_of_once(school: School, sink: MailSink) -> None:
    guide = guide_of(school)
    version = guide.versions.get(number=guide.current.number)
    EmailChoice.objects.get_or_create(reader=school.mentor, often=EmailChoice.Often.EACH)
    twice(lambda: guide_tasks.tell_of_versions([version.pk]))
    assert OutgoingEmail.objects.filter(key__startswith=f"guides.change:{version.pk}:").count() == 1


def digests_are_made_once(school: School, sink: MailSink) -> None:
    """Monday 7:00 was a moment ago for the mentor, whatever day it is here."""
    guide_of(school)
    OutgoingEmail.objects.filter(kind="guides/digest").delete()
    EmailChoice.objects.all().delete()
    Version.objects.update(published_at=LAST_MONDAY - datetime.timedelta(days=1))
    User.objects.update(date_joined=LAST_MONDAY - datetime.timedelta(days=365))
    twice(lambda: digest.make(LAST_MONDAY + datetime.timedelta(minutes=6)))
    assert OutgoingEmail.objects.filter(kind="guides/digest").count() == 3


def guide_of(school: School) -> Guide:
    """The guide of a project of the path, with one more version each time."""
    project, made = Project.objects.get_or_create(path=school.path, number=1, title="Study")
    if made:
        return guides.guide(school.path, 1)
    guide = Guide.objects.select_related("current", "project__path").get(project=project)
    text = f"As in version {guide.current.number}"
    content = guides.reworded(guide.current.content, "notebook", text=text)
    guides.next_version(guide, content)
    return guide


PROMISES: dict[str, Callable[[School, MailSink], None]] = {
    "helpcenter.index_newly_published": articles_are_indexed_once,
    "helpcenter.tell_followers": followers_are_told_once,
    "helpcenter.tell_editors": editors_are_told_once,
    "helpcenter.relate_articles": articles_are_related_once,
    "search.refresh_vocabulary": words_are_counted_once,
    "search.erase_old_searches": old_searches_are_erased_once,
    "guides.tell_of_versions": versions_are_told_of_once,
    "guides.make_digests": digests_are_made_once,
}
