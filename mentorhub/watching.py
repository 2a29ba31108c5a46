"""Who watches over the site from outside: Sentry and Prometheus, each only where it is asked for."""

from dataclasses import dataclass
from importlib.util import find_spec

from mentorhub.env import BadSetting, Env

DSN_FORM = "https://KEY@HOST/PROJECT, as Sentry shows it"
TOKEN_FORM = "at least 24 random characters, which Prometheus sends as a bearer token"  # noqa: S105 (its form)


@dataclass(frozen=True)
class Watching:
    """What they need; empty where they are not wanted."""

    sentry_dsn: str = ""
    metrics_token: str = ""


def of_environment(env: Env) -> Watching:
    """Both settings. One that is set without its package ends the process, in one line."""
    dsn = env.text("SENTRY_DSN", DSN_FORM, "")
    if dsn:
        _must_be_installed("SENTRY_DSN", "sentry_sdk", "sentry-sdk")
        parts = env.url("SENTRY_DSN", DSN_FORM, {"https", "http"})
        if not (parts.username and parts.hostname and parts.path.strip("/")):
            raise BadSetting("SENTRY_DSN", "is malformed", DSN_FORM)
    token = env.text("METRICS_TOKEN", TOKEN_FORM, "", shortest=24)
    if token:
        _must_be_installed("METRICS_TOKEN", "prometheus_client", "prometheus-client")
    return Watching(dsn, token)


def _must_be_installed(name: str, module: str, package: str) -> None:
    if find_spec(module) is None:
        problem = f"is set, but the package {package} is not installed"
        raise BadSetting(name, problem, f"empty, or with the package: pip install {package}")
