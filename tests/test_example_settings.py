"""`.env.example` lists what the settings read: all of it, and nothing else."""

import re
import runpy

from mentorhub.env import Env

from .source import ROOT

# Each of these turns a provider on, and with it the settings that the provider needs.
PROVIDERS = {
    "GOOGLE_CLIENT_ID": "x",
    "GOOGLE_CLIENT_SECRET": "x",
    "SLACK_CLIENT_ID": "x",
    "SLACK_CLIENT_SECRET": "x",
    "OIDC_CLIENT_ID": "x",
    "OIDC_CLIENT_SECRET": "x",
    "OIDC_NAME": "x",
    "OIDC_SERVER_URL": "https://id.example.org/",
    "S3_BUCKET": "x",
    "S3_ACCESS_KEY_ID": "x",
    "S3_SECRET_ACCESS_KEY": "x",
}


class Recording(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


def test_every_setting_stands_in_the_example_and_the_other_way_round(monkeypatch):
    values = Recording({"DEBUG": "1", **PROVIDERS})
    monkeypatch.setattr(Env, "of_process", classmethod(lambda cls: cls(values)))

    runpy.run_path(str(ROOT / "mentorhub/settings.py"))

    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.M)) == values.asked
