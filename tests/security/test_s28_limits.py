"""S28: limits limit, also when many come at once and when Redis is gone."""

import threading
import uuid

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from contact.models import Request
from mentorhub.cache import counted
from mentorhub.mail.models import OutgoingEmail
from tests.contact.test_new_request import URL, fields
from tests.factories import contact, people
from tests.reliability.at_once import at_once
from tests.rig.ports import free_port

AT_ONCE = 50
LOGIN = "/accounts/login/"


@pytest.fixture(params=["with Redis", "without Redis"])
def redis(request, settings) -> None:
    """Limits hold in both worlds."""
    if request.param == "without Redis":
        away = {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
        settings.CACHES = {**settings.CACHES, "default": away}


def beyond(most: int) -> int:
    """One in ten more than the most may slip through."""
    return most + most // 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
def test_s28_fifty_who_count_at_once_are_fifty():
    counts = at_once([lambda: counted("heron", 60)] * AT_ONCE)
    assert sorted(counts) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
def test_s28_what_is_counted_lives_no_longer_by_it(settings):
    counted("heron", 3600)
    counted("heron", 60)
    cache = caches["default"]
    if cache.redis_answers():
        left = cache._cache.get_client().ttl(cache.make_key("heron"))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM expires - now()) FROM django_cache")
            left = cursor.fetchone()[0]
    assert 3500 < left <= 3601


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
def test_s28_a_person_sends_ten_requests_an_hour_however_many_at_once(cast):
    mentor, made = cast.mentor, [fields(cast, subject=f"Question {n}") for n in range(AT_ONCE)]
    browsers = [Client() for _ in made]
    for browser in browsers:
        browser.force_login(mentor)

    def send(browser: Client, data: dict[str, object]) -> int:
        return browser.post(URL, data).status_code

    acts = [lambda pair=pair: send(*pair) for pair in zip(browsers, made, strict=True)]
    statuses = at_once(acts)

    assert set(statuses) == {302, 422}
    assert 10 <= Request.objects.count() <= beyond(10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
def test_s28_a_network_guesses_ten_passwords_a_minute_however_many_at_once(cast):
    """Each for another account, so that it is the network that is counted."""
    checked: list[str] = []
    lock = threading.Lock()
    real = people.User.check_password

    def check(user, password):
        with lock:
            checked.append(user.email)
        return real(user, password)

    everybody = [people.user(f"Person{n} Berger") for n in range(AT_ONCE)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people.User, "check_password", check)
        forms = [{"login": person.email, "password": "a wild guess"} for person in everybody]
        at_once([lambda form=form: Client().post(LOGIN, form).status_code for form in forms])

    assert len(checked) <= beyond(10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
def test_s28_an_address_is_sent_five_resets_an_hour_however_many_at_once(cast):
    form = {"email": cast.mentor.email}
    url = "/accounts/password/reset/"
    at_once(
        [
            lambda n=n: Client(REMOTE_ADDR=f"203.0.113.{n}").post(url, form).status_code
            for n in range(AT_ONCE)
        ]
    )
    assert 1 <= OutgoingEmail.objects.count() <= 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
def test_s28_an_unproven_address_is_written_to_five_times_an_hour_however_many_at_once(cast):
    def send(number: int) -> int:
        data = fields(cast, name="R", email="robin@example.net", subject=f"Question {number}")
        return Client(REMOTE_ADDR=f"203.0.113.{number}").post(URL, data).status_code

    made = [lambda number=number: send(number) for number in range(20)]
    cast.path, cast.topic  # noqa: B018 (made before the threads start)
    at_once(made)
    assert Request.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("far", ["2001:db8:1:2::{}", "2001:db8:1:2:{}::1"])
def test_s28_the_addresses_of_one_ipv6_network_are_one(cast, far, monkeypatch):
    """Whoever has one has 2^64 of them."""
    monkeypatch.setattr("contact.limits.MOST_FROM_A_NETWORK", 2)
    codes = []
    for number in range(1, 4):
        data = fields(cast, name="R", email=f"r{number}@example.net", subject=f"Q {number}")
        client = Client(REMOTE_ADDR=far.format(number))
        codes.append(client.post(URL, data).status_code)
    assert codes == [302, 302, 422]


@pytest.mark.django_db
@pytest.mark.usefixtures("redis")
def test_s28_a_minute_has_sixty_searches_and_the_question_is_kept(cast):
    client, signed_in = Client(), Client()
    signed_in.force_login(cast.mentor)
    codes = [client.get("/search/", {"q": f"heron {n}"}).status_code for n in range(61)]
    assert codes == [200] * 60 + [429]
    page = client.get("/search/", {"q": "a <b>heron</b>"}).content.decode()
    assert 'name="q" value="a &lt;b&gt;heron&lt;/b&gt;"' in page
    assert client.get("/search/").status_code == 200
    assert signed_in.get("/search/", {"q": "heron"}).status_code == 200


@pytest.mark.django_db
def test_s28_suggestions_end_too(settings):
    settings.SEARCHES_A_MINUTE = 2
    codes = [Client().get("/search/suggestions/", {"q": "heron"}).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]


@pytest.mark.django_db
def test_s28_files_are_counted_and_the_text_stays(cast, monkeypatch):
    monkeypatch.setattr("contact.limits.MOST_FILES", 4)
    client = Client()
    client.force_login(cast.mentor)
    said = []
    for number in range(3):
        files = [SimpleUploadedFile(f"{n}.txt", b"words", "text/plain") for n in range(2)]
        data = fields(cast, subject=f"Question {number}", body="Kept words", files=files)
        said.append(client.post(URL, data))
    assert [it.status_code for it in said] == [302, 302, 422]
    assert "Kept words" in said[-1].content.decode()


@pytest.mark.django_db
def test_s28_replies_are_counted_and_the_text_stays(cast, monkeypatch):
    monkeypatch.setattr("contact.limits.MOST_REPLIES", 1)
    mentor_request = contact.submitted(cast.mentor, cast.path, cast.topic)
    client = Client()
    client.force_login(cast.mentor)
    url = f"{mentor_request.get_absolute_url()}reply/"
    said = [client.post(url, {"token": uuid.uuid4(), "body": f"Words {n}"}) for n in range(2)]
    assert [it.status_code for it in said] == [302, 422]
    assert "Words 1" in said[-1].content.decode()


@pytest.mark.django_db
def test_s28_the_same_form_again_counts_once_and_a_refused_one_stays_refused(cast, settings):
    settings.REQUESTS_AN_HOUR = 1
    client = Client()
    client.force_login(cast.mentor)
    first, second = fields(cast), fields(cast, subject="Another question")
    codes = [client.post(URL, form).status_code for form in [first, first, second, second]]
    assert codes == [302, 302, 422, 422]
