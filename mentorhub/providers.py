"""What others provide, each when the environment names it: sign-in, a store of files, a virus scanner."""

from dataclasses import dataclass, field
from typing import Any

from mentorhub.env import BadSetting, Env

ORIGINS = {"google": "https://accounts.google.com", "slack": "https://slack.com"}
BUCKET = "mentorhub.content.bucket.Bucket"
AMAZON = "https://s3.amazonaws.com"
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


def storage(env: Env) -> dict[str, Any]:
    """Where uploaded files lie: under DATA_DIR, or in a bucket of anything that speaks S3."""
    bucket = env.text("S3_BUCKET", "the name of the bucket", "")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    server = env.url("S3_ENDPOINT_URL", "https://HOST of the store", {"https", "http"}, AMAZON)
    return {
        "BACKEND": BUCKET,
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": None if server.geturl() == AMAZON else server.geturl(),
            "region_name": env.text("S3_REGION", "the region's name", "us-east-1"),
            "access_key": env.text("S3_ACCESS_KEY_ID", "the id of the access key"),
            "secret_key": env.text("S3_SECRET_ACCESS_KEY", SECRET_FORM),
        },
    }


def virus_scanner(env: Env) -> str | tuple[str, int]:
    """The socket of ClamAV's daemon: a path, or host and port; empty without one."""
    form = "/run/clamav/clamd.ctl, or HOST:3310"
    value = env.text("CLAMAV_SOCKET", form, "")
    if not value or value.startswith("/"):
        return value
    host, _colon, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise BadSetting("CLAMAV_SOCKET", "is malformed", form)
    return host.strip("[]"), int(port)
