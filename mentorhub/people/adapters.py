"""Our answers to allauth's questions on second factors and providers."""

import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured site, whatever Host header arrives."""
        return {"id": settings.SITE.hostname or "", "name": settings.SITE_NAME}


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A provider signs in who is known here; it makes no accounts unless sign-up is open."""
        return bool(settings.SIGNUP_OPEN)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say so in the log, by kind alone: what a provider answers may hold tokens."""
        what = type(exception).__name__ if exception else error
        logger.warning("Signing in by %s failed: %s", getattr(provider, "id", provider), what)
