"""The mail server of the tests of mail, for account mail that leaves."""

from tests.mail.conftest import running_sink, sink

__all__ = ["running_sink", "sink"]
