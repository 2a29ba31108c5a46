"""An email for each change: to those who chose it and may read the guide."""

import datetime

import pytest
from django.utils import timezone

from guides import telling
from guides.drafting import open_to
from guides.models import EmailChoice, Reading, Version
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Role, User
from mentorhub.relay import lanes, stuck
from tests.factories import guides as factory
from tests.factories import people
from tests.factories.guides import reworded

from .conftest import told

EACH = EmailChoice.Often.EACH


@pytest.fixture
def changed(cast, guide) -> Version:
    """The second version, in which a criterion says something else."""
    telling.tell_of(guide.current_id)
    content = reworded(guide.current.content, "clean-the-data", missed="Units.")
    return factory.next_version(guide, content, why="Units & <currencies> are often missed")


def _wants_each(*readers: User) -> None:
    EmailChoice.objects.bulk_create(EmailChoice(reader=it, often=EACH) for it in readers)


def test_who_chose_it_is_told_what_changed_and_why(changed, mentor, assessor, manager):
    _wants_each(mentor)

    telling.tell_of(changed.pk)

    [(address, text)] = told("guides/change").items()
    assert address == mentor.email
    assert "Units & <currencies> are often missed" in text
    assert "Clean the data (changed)" in text
    assert "/guides/data-analyst/2/at/clean-the-data/" in text
    assert "Cluster" not in text
    email = OutgoingEmail.objects.get(kind="guides/change")
    assert "Units &amp; &lt;currencies&gt;" in email.html
    assert email.lane == lanes.BULK


def test_the_email_carries_its_readers_own_way_out(client, changed, mentor, assessor):
    _wants_each(mentor, assessor)
    telling.tell_of(changed.pk)

    emails = {it.to_address: it for it in OutgoingEmail.objects.filter(kind="guides/change")}
    links = {emails[who.email].unsubscribe_url for who in [mentor, assessor]}
    assert len(links) == 2
    for email in emails.values():
        assert email.unsubscribe_url in email.text
        assert email.unsubscribe_url in email.html
        assert email.header_fields["List-Unsubscribe"] == f"<{email.unsubscribe_url}>"
        assert email.header_fields["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_told_twice_it_is_one_email(changed, mentor):
    _wants_each(mentor)

    for _time in range(2):
        telling.tell_of(changed.pk)

    assert len(told("guides/change")) == 1
    assert not Version.objects.to_be_told().exists()


def test_a_small_change_tells_nobody(guide, mentor):
    _wants_each(mentor)
    telling.tell_of(guide.current_id)
    OutgoingEmail.objects.all().delete()
    content = reworded(guide.current.content, "clean-the-data", missed="Spelling.")
    version = factory.next_version(guide, content, weight=Version.Weight.SMALL)

    assert not Version.objects.to_be_told().exists()
    telling.tell_of(version.pk)

    assert told("guides/change") == {}


def test_a_new_guide_is_told_of_as_new(guide, mentor):
    _wants_each(mentor)

    telling.tell_of(guide.current_id)

    [text] = told("guides/change").values()
    assert "There is a guide for" in text
    assert "Clean the data" not in text


def test_nobody_else_is_told(cast, changed, mentor, other_mentor, editor):
    """Asked when the emails are made: who lost the right since the publication gets nothing."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    left, retired = people.mentor("Lou Left", cast.path), people.mentor("Rosa", cast.path)
    never = people.assessor("Nora Never", cast.path)
    has_read = people.assessor("Rita Reader", cast.path)
    people.assessor("Wanda Weekly", cast.path)
    User.objects.filter(pk=left.pk).update(is_active=False)
    Role.objects.filter(user=retired).update(ends_on=yesterday)
    _wants_each(other_mentor, left, retired, has_read)
    EmailChoice.objects.create(reader=never, often=EmailChoice.Often.NEVER)
    guide = changed.guide
    Reading.objects.create(guide=guide, reader=has_read, seen=changed, confirmed=changed)

    telling.tell_of(changed.pk)

    assert told("guides/change") == {}


def test_people_of_a_path_it_is_open_to_are_told(cast, changed, other_mentor):
    _wants_each(other_mentor)
    open_to(changed.guide, [cast.other_path])

    telling.tell_of(changed.pk)

    assert list(told("guides/change")) == [other_mentor.email]


def test_who_published_it_is_not_told(guide, manager):
    _wants_each(manager)
    telling.tell_of(guide.current_id)
    OutgoingEmail.objects.all().delete()
    content = reworded(guide.current.content, "notebook", text="Two.")
    version = factory.next_version(guide, content, by=manager)

    telling.tell_of(version.pk)

    assert told("guides/change") == {}


def test_many_readers_take_as_many_statements_as_one(
    cast, changed, mentor, django_assert_num_queries
):
    for number in range(30):
        email = f"reader{number}@mentorhub.example"
        _wants_each(people.user("A Reader", email=email))
    Role.objects.bulk_create(
        Role(user=it, path=cast.path, kind=Role.Kind.MENTOR)
        for it in User.objects.filter(name="A Reader")
    )

    with django_assert_num_queries(10):
        telling.tell_of(changed.pk)

    assert len(told("guides/change")) == 30


def test_a_version_that_waits_for_long_is_on_the_page_of_what_is_stuck(changed, editor, mentor):
    long_ago = timezone.now() - datetime.timedelta(minutes=11)
    Version.objects.filter(pk=changed.pk).update(published_at=long_ago)

    [group] = stuck.visible_to(editor)

    assert [row.url for row in group.rows] == ["/guides/data-analyst/2/history/"]
