"""Pictures in guides."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guides.models import Picture
from tests.factories.helpcenter import png

from .editing import change, page_of, publishing


def test_a_picture_is_seen_by_whoever_reads_a_version_that_shows_it(browser, guide, cast):
    upload = reverse("admin:guides_guide_upload")
    answer = browser.post(upload, {"picture": SimpleUploadedFile("s.png", png())}).json()
    picture = Picture.objects.get()
    assert answer == {"markdown": f"![]({picture.get_absolute_url()})"}
    mentor, other = Client(), Client()
    mentor.force_login(cast.mentor)
    other.force_login(cast.other_mentor)
    change(guide, cast.editor, missed=answer["markdown"])
    assert b"PNG" in browser.get(picture.get_absolute_url()).getvalue()
    assert mentor.get(picture.get_absolute_url()).status_code == 404

    browser.post(page_of(guide, "publish"), publishing(guide))

    response = mentor.get(picture.get_absolute_url())
    assert response["Content-Type"] == "image/png" and b"PNG" in response.getvalue()
    assert "sandbox" in response["Content-Security-Policy"]
    assert other.get(picture.get_absolute_url()).status_code == 404


def test_what_is_no_picture_is_not_kept(browser, cast):
    bad = SimpleUploadedFile("drawing.svg", b"<svg onload=alert(1)></svg>")

    response = browser.post(reverse("admin:guides_guide_upload"), {"picture": bad})

    assert response.status_code == 422 and "drawing.svg" in response.json()["error"]
    assert not Picture.objects.exists()
