"""Typed readers of the environment: each value is checked where it is read.

A missing or malformed value ends the process with one line that names the
variable, says what its form is and shows an example.
"""

import os
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(SystemExit):
    """Ends the process with one line; not an Exception, so nothing swallows it on the way out."""

    def __init__(self, name: str, problem: str, form: str) -> None:
        super().__init__(f"mentorhub: the setting {name} {problem}. Form: {form}")


@dataclass(frozen=True)
class Env:
    """Reads typed values; `required` is what a setting without a default falls back to."""

    values: Mapping[str, str]

    @classmethod
    def of_process(cls) -> "Env":
        """The environment this process was started with."""
        return cls(os.environ)

    def text(self, name: str, form: str, default: str | None = None, shortest: int = 0) -> str:
        """The value as it is; raises BadSetting when missing or shorter than `shortest`."""
        value = self.values.get(name, "").strip()
        if not value:
            if default is None:
                raise BadSetting(name, "is missing", form)
            return default
        if len(value) < shortest:
            raise BadSetting(name, f"has {len(value)} characters, too few", form)
        return value

    def flag(self, name: str, default: bool) -> bool:
        """on or off; an empty value is off."""
        value = self.values.get(name)
        if value is None:
            return default
        if value.strip().lower() in TRUE:
            return True
        if value.strip().lower() in FALSE:
            return False
        raise BadSetting(name, f"is {value!r}", "on or off")

    def choice(self, name: str, choices: list[str]) -> str:
        """One of some words; the first when empty."""
        value = self.values.get(name, "").strip() or choices[0]
        if value not in choices:
            raise BadSetting(name, f"is {value!r}", f"one of {', '.join(choices)}")
        return value

    def whole(self, name: str, default: int, least: int = 0) -> int:
        """A whole number of at least `least`."""
        value = self.values.get(name, "").strip()
        if not value:
            return default
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise BadSetting(name, f"is {value!r}", f"a whole number, at least {least}")
        return int(value)

    def zone(self, name: str, default: str) -> str:
        """The name of a time zone in the IANA database."""
        value = self.text(name, "an IANA time zone, such as Europe/Paris", default)
        if value not in zoneinfo.available_timezones():
            raise BadSetting(name, f"is {value!r}", "an IANA time zone, such as Europe/Paris")
        return value

    def url(
        self, name: str, form: str, schemes: set[str], default: str | None = None
    ) -> SplitResult:
        """A URL with one of `schemes`; its port, when given, is a number."""
        value = self.text(name, form, default)
        parts = urlsplit(value)
        try:
            _ = parts.port
        except ValueError:
            raise BadSetting(name, "has a port that is no number", form) from None
        if parts.scheme not in schemes or "://" not in value:
            raise BadSetting(name, "is malformed", form)
        return parts

    def site(self, name: str, default: str | None = None) -> SplitResult:
        """The address of the site without a path. Plain http is for this machine only."""
        form = "https://HOST, such as https://support.example.org (http only for localhost)"
        parts = self.url(name, form, {"http", "https"}, default)
        local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        if not parts.hostname or extra or (parts.scheme == "http" and not local):
            raise BadSetting(name, "is malformed", form)
        return parts

    def sender(self, name: str, default: str | None = None) -> str:
        """An address to send from, with or without a name before it."""
        form = "an address, such as MentorHub <support@example.org>"
        value = self.text(name, form, default)
        if not re.fullmatch(r"([^<>]+ <[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)", value):
            raise BadSetting(name, "is malformed", form)
        return value

    def database(self, name: str, default: str | None = None) -> dict[str, Any]:
        """Django's database settings, without OPTIONS other than a unix socket's folder."""
        form = (
            "postgres://USER:PASSWORD@HOST:5432/NAME, or postgres://USER@/NAME?host=/SOCKET/FOLDER"
        )
        parts = self.url(name, form, {"postgres", "postgresql"}, default)
        query = parse_qs(parts.query)
        database = unquote(parts.path.lstrip("/"))
        if not database or set(query) - {"host", "sslmode", "sslrootcert"}:
            raise BadSetting(name, "is malformed", form)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", [parts.hostname or ""])[0],
            "PORT": str(parts.port or ""),
            "OPTIONS": {key: values[0] for key, values in query.items()},
        }

    def redis(self, name: str, default: str | None = None) -> "RedisAddress":
        """The address of Redis, for the cache and for Celery."""
        form = "redis://HOST:6379/0, rediss://... with TLS, or unix:///SOCKET?db=0"
        parts = self.url(name, form, {"redis", "rediss", "unix"}, default)
        if parts.scheme == "unix" and not parts.path:
            raise BadSetting(name, "is malformed", form)
        return RedisAddress(parts)

    def mail_server(self, name: str, default: str | None = None) -> "MailServer":
        """The SMTP server that takes our mail."""
        form = "smtp://USER:PASSWORD@HOST:587?tls=starttls (or tls=ssl, or tls=off for localhost)"
        parts = self.url(name, form, {"smtp"}, default)
        query = parse_qs(parts.query)
        tls = query.get("tls", ["starttls"])[0]
        if not parts.hostname or set(query) - {"tls"} or tls not in {"starttls", "ssl", "off"}:
            raise BadSetting(name, "is malformed", form)
        return MailServer(
            host=parts.hostname,
            port=parts.port or {"ssl": 465, "starttls": 587, "off": 25}[tls],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
        )


@dataclass(frozen=True)
class RedisAddress:
    """One address in the two spellings that its readers want."""

    parts: SplitResult

    @property
    def cache_url(self) -> str:
        """As redis-py spells it. geturl() alone drops the two slashes of a unix socket's."""
        url = self.parts.geturl()
        return url if "://" in url else url.replace("unix:", "unix://", 1)

    @property
    def next_database(self) -> str:
        """The same server's next database: emptying that one leaves this one alone."""
        if self.parts.scheme == "unix":
            return f"unix://{self.parts.path}?db={self._database + 1}"
        return self.parts._replace(path=f"/{self._database + 1}").geturl()

    @property
    def broker_url(self) -> str:
        """As Celery's transport spells it: a unix socket there is redis+socket."""
        if self.parts.scheme != "unix":
            return self.parts.geturl()
        return f"redis+socket://{self.parts.path}?virtual_host={self._database}"

    @property
    def _database(self) -> int:
        number = self.parts.path.strip("/")
        if self.parts.scheme == "unix":
            number = parse_qs(self.parts.query).get("db", ["0"])[0]
        return int(number) if number.isascii() and number.isdigit() else 0


@dataclass(frozen=True)
class MailServer:
    """Where SMTP is spoken to, and how."""

    host: str
    port: int
    user: str
    password: str
    tls: str
