"""Which emails about guides one gets, and the one click that ends them."""

import pytest
from django.test import Client

from guides import choosing
from guides.models import EmailChoice

PAGE = "/guides/emails/"


def _chosen(reader) -> tuple[str, bool]:
    choice = choosing.of(reader)
    return choice.often, choice.of_notes


def test_without_a_choice_it_is_once_a_week(client, mentor):
    client.force_login(mentor)

    page = client.get(PAGE)

    assert page.context["form"]["often"].value() == "weekly"
    assert not EmailChoice.objects.exists()


@pytest.mark.parametrize("often", EmailChoice.Often.values)
def test_one_chooses_for_oneself(client, mentor, assessor, often):
    client.force_login(mentor)

    client.post(PAGE, {"often": often})

    assert _chosen(mentor) == (often, False)
    assert _chosen(assessor) == ("weekly", True)


@pytest.mark.parametrize("often", ["", "hourly"])
def test_another_choice_is_refused(client, mentor, often):
    client.force_login(mentor)

    assert client.post(PAGE, {"often": often}).status_code == 422
    assert not EmailChoice.objects.exists()


def test_the_link_in_the_email_asks_and_a_post_to_it_ends_them(mentor, assessor):
    link = choosing.stop_link(mentor.pk)
    stranger = Client(enforce_csrf_checks=True)

    assert "Stop these emails" in stranger.get(link).content.decode()
    assert _chosen(mentor) == ("weekly", True)
    # As a mail program posts it: no cookie, no token of ours (RFC 8058, 3.1).
    answer = stranger.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert _chosen(mentor) == ("never", True)
    assert _chosen(assessor) == ("weekly", True)


def test_a_link_that_was_tampered_with_does_nothing(mentor):
    link = choosing.stop_link(mentor.pk)

    for wrong in [link[:-3] + "x/", link.replace("stop/", "stop/W"), "/guides/emails/stop/0/"]:
        assert Client().post(wrong).status_code == 404

    assert not EmailChoice.objects.exists()
