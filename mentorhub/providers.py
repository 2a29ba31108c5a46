"""Who else may sign people in: each provider is installed when the environment names its client."""

from dataclasses import dataclass, field
from typing import Any

from mentorhub.env import Env

ORIGINS = {"google": "https://accounts.google.com", "slack": "https://slack.com"}
ID_FORM = "the id that the provider gave"
SECRET_FORM = "the secret that belongs to the id"  # noqa: S105 (says what it looks like)


@dataclass(frozen=True)
class Providers:
    """What settings.py needs of them: apps, allauth's settings, the origins that forms lead to."""

    apps: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    origins: list[str] = field(default_factory=list)

    def add(self, name: str, origin: str, client: dict[str, Any], **options: Any) -> None:
        """Install one."""
        self.apps.append(f"allauth.socialaccount.providers.{name}")
        self.settings[name] = {"APPS": [client], **options}
        self.origins.append(origin)


def of_environment(env: Env) -> Providers:
    """Google, Slack, and any provider that speaks OpenID Connect."""
    providers = Providers()
    for name, origin in ORIGINS.items():
        client_id = env.text(f"{name.upper()}_CLIENT_ID", ID_FORM, "")
        if client_id:
            secret = env.text(f"{name.upper()}_CLIENT_SECRET", SECRET_FORM)
            providers.add(name, origin, {"client_id": client_id, "secret": secret})
    client_id = env.text("OIDC_CLIENT_ID", ID_FORM, "")
    if client_id:
        server = env.url("OIDC_SERVER_URL", "https://HOST/PATH of the provider", {"https"})
        client = {
            "provider_id": "oidc",
            "name": env.text("OIDC_NAME", "the provider's name on the sign-in page"),
            "client_id": client_id,
            "secret": env.text("OIDC_CLIENT_SECRET", SECRET_FORM),
            "settings": {"server_url": server.geturl()},
        }
        origin = f"https://{server.netloc}"
        providers.add("openid_connect", origin, client, OAUTH_PKCE_ENABLED=True)
    return providers
