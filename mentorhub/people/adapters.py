"""Our answers to allauth's questions on second factors and providers."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class SecondFactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the configured site, whatever Host header arrives."""
        return {"id": settings.SITE.hostname or "", "name": settings.SITE_NAME}


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A provider signs in who is known here; it makes no accounts unless sign-up is open."""
        return bool(settings.SIGNUP_OPEN)
