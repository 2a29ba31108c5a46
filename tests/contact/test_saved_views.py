"""Saved views of the queue."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contact import saving
from contact.admin.queue import QueueForm, of
from contact.models import Request, SavedView
from mentorhub.people.models import Role, User
from tests.cast import Cast, sign_in
from tests.factories import contact, people

QUEUE = "/admin/contact/request/"
SAVED = f"{QUEUE}saved/"


@pytest.fixture
def tagged(cast: Cast) -> Request:
    cast.manager  # noqa: B018 (made when asked for)
    contact.routed(cast.mentor, cast.path, cast.topic, subject="Plain")
    made = contact.routed(cast.mentor, cast.path, cast.topic, subject="Tagged")
    Request.objects.filter(pk=made.pk).update(tags=["fees"])
    return made


def tabs(user: User) -> list[tuple[str, str]]:
    """The names of the person's saved views, and the counts beside them."""
    user = User.objects.get(pk=user.pk)
    return [(tab.saved.name, tab.count) for tab in of(user, QueueForm({})).saved_tabs]


def change(client: Client, view: SavedView, act: str, **fields: str) -> int:
    return client.post(f"{SAVED}{view.pk}/", {"act": act, **fields}).status_code


def test_a_filtered_queue_is_saved_and_found_again(
    client: Client, cast: Cast, tagged: Request
) -> None:
    sign_in(client, cast.manager)

    saved = client.post(f"{SAVED}?view=mine&tag=Fees&q=tagged&page=1&x=1", {"name": "Fees"})

    assert dict(parse_qsl(urlsplit(saved.url).query)) == {
        "view": "mine", "q": "tagged", "tag": "fees", "saved": str(SavedView.objects.get().pk),
    }  # fmt: skip
    page = client.get(saved.url).content.decode()
    assert "<h1>Fees</h1>" in page and "Tagged" in page and "Plain" not in page
    assert page.count('aria-current="page"') == 2  # the saved view, and the desk itself
    assert tabs(cast.manager) == [("Fees", "1")]


def test_it_is_one_s_own_or_the_path_s(client: Client, cast: Cast, tagged: Request) -> None:
    sofia = people.manager("Sofia Marchetti", cast.path)
    sign_in(client, cast.manager)
    client.post(f"{SAVED}?tag=fees", {"name": "Mine"})
    client.post(f"{SAVED}?tag=fees", {"name": "Ours", "path": cast.path.pk})

    assert [name for name, _count in tabs(cast.manager)] == ["Mine", "Ours"]
    assert tabs(sofia) == [("Ours", "1")]
    assert tabs(cast.other_manager) == tabs(cast.nadia) == []
    response = client.post(f"{SAVED}?tag=x", {"name": "Theirs", "path": cast.other_path.pk})
    assert response.status_code == 422


def test_s03_a_saved_view_finds_what_its_reader_may_see(cast: Cast, tagged: Request) -> None:
    both = people.manager("Tom Weber", cast.path)
    people.role(both, Role.Kind.MANAGER, cast.other_path)
    saving.save(both, "Everything", {"view": "all", "path": cast.path.pk}, cast.other_path)

    assert tabs(both) == [("Everything", "2")]
    assert tabs(cast.other_manager) == [("Everything", "0")]


def test_s03_what_was_never_a_filter_is_no_filter_when_saved(cast: Cast, tagged: Request) -> None:
    odd = {"assignee__password": "x", "older": [], "priority": "9", "q": "tagged", "saved": "x"}
    saving.save(cast.manager, "Odd", odd, None)
    assert tabs(cast.manager) == [("Odd", "1")]


def test_s06_whoever_leaves_the_path_loses_its_views(
    client: Client, cast: Cast, tagged: Request
) -> None:
    view = saving.save(cast.manager, "Ours", {"tag": "fees"}, cast.path)
    people.role(cast.manager, Role.Kind.MANAGER, cast.other_path)
    Role.objects.filter(user=cast.manager, path=cast.path).delete()

    assert tabs(cast.manager) == []
    sign_in(client, cast.manager)
    assert change(client, view, "rename", name="x") == 404


def test_they_are_renamed_moved_and_deleted(client: Client, cast: Cast, tagged: Request) -> None:
    first, second, third = (saving.save(cast.manager, name, {}, None) for name in "ABC")
    sign_in(client, cast.manager)

    change(client, third, "up")
    change(client, first, "up")
    change(client, third, "down")
    change(client, third, "up")
    change(client, first, "rename", name="Z")
    change(client, second, "rename", name=" ")
    change(client, second, "explode")
    assert [name for name, _count in tabs(cast.manager)] == ["Z", "C", "B"]

    change(client, second, "delete")
    assert [name for name, _count in tabs(cast.manager)] == ["Z", "C"]
    sign_in(client, cast.other_manager)
    assert change(client, first, "delete") == 404


def test_at_most_twenty_each(client: Client, cast: Cast) -> None:
    sign_in(client, cast.manager)
    for number in range(saving.MOST):
        saving.save(cast.manager, str(number), {}, None)

    response = client.post(f"{SAVED}?tag=x", {"name": "One more"})

    assert response.status_code == 422
    assert "Delete one first." in response.content.decode()
    saving.save(cast.manager, "Ours", {}, cast.path)
    assert SavedView.objects.count() == saving.MOST + 1


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\0b"])
def test_a_name_is_needed(client: Client, cast: Cast, name: str) -> None:
    sign_in(client, cast.manager)
    assert client.post(f"{SAVED}?tag=x", {"name": name}).status_code == 422
    assert not SavedView.objects.exists()


def test_the_queue_costs_the_same_for_any_number_of_them(
    client: Client, cast: Cast, tagged: Request
) -> None:
    sign_in(client, cast.manager)

    def cost(query: str = "") -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{QUEUE}?{query}").status_code == 200
        return len(queries)

    cost()
    before = [cost(), cost("tag=fees&q=tagged")]
    for number in range(6):
        filters = {"tag": "fees", "q": "priority:normal", "view": "mine"}
        saving.save(cast.manager, str(number), filters, cast.path if number % 2 else None)

    assert [cost(), cost("tag=fees&q=tagged")] == before
    assert max(before) <= 12


def test_words_are_looked_for_once_in_five_minutes(cast: Cast, tagged: Request) -> None:
    saving.save(cast.manager, "Words", {"q": "tagged"}, None)
    saving.save(cast.manager, "Tag", {"q": "tag:fees"}, None)
    assert tabs(cast.manager) == [("Words", "1"), ("Tag", "1")]

    tagged.delete()

    assert tabs(cast.manager) == [("Words", "1"), ("Tag", "0")]
    assert of(cast.manager, QueueForm({"q": "tagged"})).rows == []  # the list itself is never old
