"""The environment's typed readers, and .env.example, which lists every variable."""

import re
from pathlib import Path

import pytest

from mentorhub.env import BadSetting, Env

ROOT = Path(__file__).resolve().parents[2]


def env(**values: str) -> Env:
    return Env(values)


def test_a_missing_setting_is_named_with_its_form() -> None:
    with pytest.raises(BadSetting) as stopped:
        env().text("EMAIL_FROM", "an address")

    assert str(stopped.value) == "mentorhub: the setting EMAIL_FROM is missing. Form: an address"


def test_blanks_are_missing() -> None:
    with pytest.raises(BadSetting, match="is missing"):
        env(EMAIL_FROM="  ").text("EMAIL_FROM", "an address")


def test_s40_a_short_secret_is_refused_without_showing_it() -> None:
    with pytest.raises(BadSetting) as stopped:
        env(SECRET_KEY="hunter2").text("SECRET_KEY", "50 characters", shortest=50)

    assert "has 7 characters, too few" in str(stopped.value)
    assert "hunter2" not in str(stopped.value)


@pytest.mark.parametrize("value", ["1", "true", "Yes", " ON "])
def test_a_flag_is_on(value: str) -> None:
    assert env(DEBUG=value).flag("DEBUG", default=False) is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off", ""])
def test_a_flag_is_off(value: str) -> None:
    assert env(DEBUG=value).flag("DEBUG", default=True) is False


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(BadSetting, match="DEBUG is 'maybe'"):
        env(DEBUG="maybe").flag("DEBUG", default=False)


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "²"])
def test_what_is_no_whole_number_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="a whole number, at least 0"):
        env(N=value).whole("N", 5)


def test_a_number_below_the_least_is_refused() -> None:
    with pytest.raises(BadSetting, match="at least 5"):
        env(N="4").whole("N", 90, least=5)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(BadSetting, match="such as Europe/Paris"):
        env(TIME_ZONE="Paris").zone("TIME_ZONE", "Europe/Paris")


@pytest.mark.parametrize(
    "value",
    [
        "support.example.org",
        "http://support.example.org",  # plain http leaves the machine
        "https://support.example.org/portal",
        "https://support.example.org:port",
        "ftp://support.example.org",
        "https://user:secret@support.example.org",
        "https://support.example.org?x=1",
    ],
)
def test_a_malformed_site_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="SITE_URL"):
        env(SITE_URL=value).site("SITE_URL")


@pytest.mark.parametrize("value", ["https://support.example.org", "http://localhost:8000"])
def test_a_site_is_read(value: str) -> None:
    assert env(SITE_URL=value).site("SITE_URL").geturl() == value


def test_a_database_is_read_with_what_its_password_hides() -> None:
    url = "postgres://mentor:p%40ss@db.example.org:5433/hub?sslmode=require"

    assert env(DATABASE_URL=url).database("DATABASE_URL") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "hub",
        "USER": "mentor",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "value", ["mysql://db/hub", "postgres://db.example.org", "postgres://db/hub?sslmod=require"]
)
def test_a_malformed_database_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL is malformed"):
        env(DATABASE_URL=value).database("DATABASE_URL")


def test_a_redis_socket_has_two_spellings() -> None:
    address = env(REDIS_URL="unix:///run/redis.sock?db=3").redis("REDIS_URL")

    assert address.cache_url == "unix:///run/redis.sock?db=3"
    assert address.broker_url == "redis+socket:///run/redis.sock?virtual_host=3"


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://:secret@redis.example.org:6379/0", "redis://:secret@redis.example.org:6379/1"),
        ("redis://redis.example.org", "redis://redis.example.org/1"),
        ("unix:///run/redis.sock?db=3", "unix:///run/redis.sock?db=4"),
    ],
)
def test_the_cache_is_kept_out_of_the_broker_s_database(broker: str, cache: str) -> None:
    assert env(REDIS_URL=broker).redis("REDIS_URL").next_database == cache


@pytest.mark.parametrize("value", ["redis:foo", "http://redis.example.org", "unix:redis.sock"])
def test_a_malformed_redis_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="REDIS_URL"):
        env(REDIS_URL=value).redis("REDIS_URL")


@pytest.mark.parametrize("value", ["nonsense", "a b@example.org", "Support <support>", "<a@b>"])
def test_a_malformed_sender_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="EMAIL_FROM is malformed"):
        env(EMAIL_FROM=value).sender("EMAIL_FROM")


@pytest.mark.parametrize(
    ("value", "port", "tls"),
    [
        ("smtp://smtp.example.org", 587, "starttls"),
        ("smtp://smtp.example.org?tls=ssl", 465, "ssl"),
        ("smtp://localhost:8025?tls=off", 8025, "off"),
    ],
)
def test_a_mail_server_has_the_port_of_its_tls(value: str, port: int, tls: str) -> None:
    server = env(EMAIL_URL=value).mail_server("EMAIL_URL")

    assert (server.port, server.tls) == (port, tls)


@pytest.mark.parametrize("value", ["smtp://", "smtp://smtp.example.org?tls=maybe", "http://smtp"])
def test_a_malformed_mail_server_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="EMAIL_URL"):
        env(EMAIL_URL=value).mail_server("EMAIL_URL")


def test_the_example_lists_every_variable_and_no_other() -> None:
    code = "\n".join(file.read_text() for file in (ROOT / "mentorhub").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    read |= {f"{name}_CLIENT_{part}" for name in ["GOOGLE", "SLACK"] for part in ["ID", "SECRET"]}

    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_s40_the_examples_secret_is_refused() -> None:
    assert "\nSECRET_KEY=\n" in (ROOT / ".env.example").read_text()
