"""Following a request at the desk, and what followers are told."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from contact import answering, following, sentences
from contact.models import Follower, Request
from contact.states import Event
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Role, User
from tests.cast import Cast, sign_in
from tests.factories import contact, people

URL = "/admin/contact/request/"


@pytest.fixture
def routed(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    return contact.routed(cast.mentor, cast.path, cast.topic)


@pytest.fixture
def sofia(cast: Cast, routed: Request) -> User:
    """A second manager of the path."""
    return people.manager("Sofia Marchetti", cast.path)


def told(user: User) -> list[str]:
    """What the person was told as a follower, oldest first."""
    emails = OutgoingEmail.objects.filter(kind="contact/followed", to_address=user.email)
    return [email.text.partition(" MH-")[0] for email in emails.order_by("pk")]


def followers(mentor_request: Request) -> set[User]:
    return {row.user for row in Follower.objects.filter(request=mentor_request)}


def test_a_follower_gets_replies_answers_and_notes_once_each(
    cast: Cast, routed: Request, sofia: User
) -> None:
    following.follow(routed, sofia, sofia)

    contact.note(routed, cast.manager)
    contact.answer(routed, cast.manager)
    contact.reply(routed)

    assert told(sofia) == [
        "Camille Laurent wrote a note on",
        "Camille Laurent answered",
        "Amina Berger replied to",
    ]
    assert told(cast.manager) == []


def test_nobody_is_told_what_they_did_themselves_or_hear_otherwise(
    cast: Cast, routed: Request, sofia: User
) -> None:
    for person in [cast.manager, sofia]:
        following.follow(routed, person, person)

    contact.answer(routed, sofia)
    contact.reply(routed)  # its assignee hears of it as such

    assert told(sofia) == ["Amina Berger replied to"]
    assert told(cast.manager) == ["Sofia Marchetti answered"]
    replies = OutgoingEmail.objects.filter(kind="contact/reply")
    assert [email.to_address for email in replies] == [cast.manager.email]


def test_the_link_in_the_email_ends_it_by_one_post_without_signing_in(
    cast: Cast, routed: Request, sofia: User
) -> None:
    following.follow(routed, sofia, cast.manager)
    contact.note(routed, cast.manager)
    email = OutgoingEmail.objects.get(kind="contact/followed")
    link = urlsplit(email.unsubscribe_url).path
    assert email.unsubscribe_url in email.text and email.unsubscribe_url in email.html
    client = Client(enforce_csrf_checks=True)

    shown = client.get(link)
    assert shown.status_code == 200 and routed.subject not in shown.content.decode()
    assert followers(routed) == {sofia}
    for _twice in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert followers(routed) == set()
    contact.note(routed, cast.manager)
    assert len(told(sofia)) == 1
    assert client.post(link.replace("/stop/", "x/stop/")).status_code == 404


def test_colleagues_are_copied_in_listed_and_removed(
    client: Client, cast: Cast, routed: Request, sofia: User
) -> None:
    sign_in(client, cast.manager)

    page = client.post(f"{URL}{routed.pk}/follow/", {"person": sofia.pk}, follow=True)
    assert "copied in by Camille Laurent" in page.content.decode()
    client.post(f"{URL}{routed.pk}/follow/", {"person": sofia.pk})
    client.post(f"{URL}{routed.pk}/follow/", {"person": cast.manager.pk})
    assert followers(routed) == {sofia, cast.manager}

    client.post(f"{URL}{routed.pk}/unfollow/", {"person": sofia.pk})
    client.post(f"{URL}{routed.pk}/unfollow/", {"person": cast.manager.pk})
    assert followers(routed) == set()
    events = routed.timeline.filter(event__in=[Event.FOLLOWED, Event.LEFT])
    assert [sentences.for_staff(event) for event in events] == [
        "Camille Laurent copied in Sofia Marchetti.",
        "Camille Laurent follows it.",
        "Camille Laurent took Sofia Marchetti off the followers.",
        "Camille Laurent follows it no more.",
    ]


def test_following_conflicts_with_nobody_who_writes(
    cast: Cast, routed: Request, sofia: User
) -> None:
    version = Request.objects.get(pk=routed.pk).version
    following.follow(routed, sofia, sofia)
    following.stop(routed, sofia, sofia)

    assert Request.objects.get(pk=routed.pk).version == version


@pytest.mark.parametrize("who", ["other_manager", "mentor", "editor", "assessor"])
def test_nobody_is_copied_in_who_may_not_see_it(
    client: Client, cast: Cast, routed: Request, who: str
) -> None:
    sign_in(client, cast.manager)
    for person in [getattr(cast, who).pk, "", "x", 987_654_321]:
        client.post(f"{URL}{routed.pk}/follow/", {"person": person})
    assert followers(routed) == set()


def test_s06_whoever_loses_sight_of_it_hears_no_more(
    cast: Cast, routed: Request, sofia: User
) -> None:
    helper = people.user("Tom Weber")
    helper_team = people.team("Helpers", helper)
    gone = people.manager("Gus Adler", cast.path)
    for person in [sofia, gone]:
        following.follow(routed, person, person)
    Request.objects.filter(pk=routed.pk).update(team=helper_team)
    routed.refresh_from_db()
    following.follow(routed, helper, cast.manager)

    Role.objects.filter(user=sofia).delete()
    gone.is_active = False
    gone.save()
    Request.objects.filter(pk=routed.pk).update(team=None)
    contact.reply(routed)

    assert [told(person) for person in [sofia, gone, helper]] == [[], [], []]
    assert followers(routed) == set()
    assert set(following.who_sees(Request.objects.get(pk=routed.pk))) == {cast.manager}


def test_s06_a_transfer_takes_the_followers_who_may_not_come_along(
    cast: Cast, routed: Request, sofia: User
) -> None:
    following.follow(routed, sofia, sofia)
    following.follow(routed, cast.administrator, cast.administrator)
    version = Request.objects.get(pk=routed.pk).version

    answering.transfer(routed.pk, cast.manager, cast.other_path, version, "For you.")

    assert followers(routed) == {cast.administrator}
    assert told(sofia) == []
    assert told(cast.administrator) == ["Camille Laurent wrote a note on"]


def test_who_sees_agrees_with_what_each_sees(cast: Cast, routed: Request, sofia: User) -> None:
    cast.other_manager, cast.nadia, cast.finance, cast.editor, cast.administrator  # noqa: B018
    by_team = contact.routed(cast.mentor, cast.path, cast.invoices)
    theirs = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.filter(pk=theirs.pk).update(assignee=cast.other_manager)
    to_a_mentor = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.filter(pk=to_a_mentor.pk).update(assignee=cast.other_mentor)

    covered = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.filter(pk=covered.pk).update(assignee=cast.administrator)
    people.absence(cast.administrator, cover=cast.other_manager)
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    Request.objects.filter(pk=closed.pk).update(assignee=cast.administrator)

    for one in [routed, by_team, theirs, to_a_mentor, covered, closed]:
        one.refresh_from_db()
        sees = {
            user
            for user in User.objects.all()
            if Request.objects.visible_to(user).filter(pk=one.pk).exists()
        }
        assert set(following.who_sees(one)) == sees


def test_a_name_in_a_note_makes_a_follower_and_tells_them(
    cast: Cast, routed: Request, sofia: User
) -> None:
    contact.note(routed, cast.manager, "@Sofia, what do you think? And @Leo Marin, @Nobody?")

    assert followers(routed) == {sofia}
    assert told(sofia) == ["Camille Laurent named you in a note on"]
    assert OutgoingEmail.objects.filter(to_address=cast.other_mentor.email).count() == 0
    assert following.unknown_names(routed, "@Sofia @Leo Marin @Nobody") == ["Leo", "Nobody"]


def test_a_name_in_an_answer_tells_nobody(cast: Cast, routed: Request, sofia: User) -> None:
    contact.answer(routed, cast.manager, "Ask @Sofia.")
    assert (followers(routed), told(sofia)) == (set(), [])


def test_a_name_that_reaches_nobody_is_said(client: Client, cast: Cast, routed: Request) -> None:
    sign_in(client, cast.manager)
    typed = {"version": routed.version, "token": "00000000-0000-4000-8000-000000000001"}

    page = client.post(f"{URL}{routed.pk}/note/", {**typed, "body": "Ask @Zorro"}, follow=True)

    assert "@Zorro" in page.content.decode().partition("Nobody was told")[2]
