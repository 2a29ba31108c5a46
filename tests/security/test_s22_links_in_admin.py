"""S22: no address that somebody stores is one that a browser would run."""

from html import unescape

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.factories import contact, helpcenter, mail

from .markup import dangers

HOSTILE = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"]


def test_s22_no_model_takes_an_address_that_a_browser_would_run():
    """Links stand in Markdown, whose schemes are on a list. A URL field needs a row here first."""
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField)
    }
    assert {it for it in fields if not it.startswith("socialaccount.")} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", HOSTILE)
def test_s22_a_stored_one_is_shown_as_text(cast: Cast, address):
    email = mail.failed("amina@example.net", path=cast.path)
    OutgoingEmail.objects.filter(pk=email.pk).update(
        unsubscribe_url=address, about=address, text=address
    )
    asked = contact.routed(cast.mentor, cast.path, cast.topic, body=f"{address} [x]({address})")
    article = helpcenter.article("A no-show", cast.path, body=f"[x]({address}) <{address}>")
    client = sign_in(Client(), cast.administrator)
    for page in [
        f"/admin/mail/outgoingemail/{email.pk}/change/",
        "/admin/mail/outgoingemail/",
        asked.desk_url,
        article.get_absolute_url(),
        f"/admin/helpcenter/article/{article.pk}/change/",
    ]:
        body = client.get(page).content.decode()
        assert [it for it in dangers(body, set()) if address[:8] in unescape(it)] == [], page
