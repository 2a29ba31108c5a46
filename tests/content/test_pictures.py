"""Pictures: pixels come through, and nothing else."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from mentorhub.content import pictures
from tests.factories.helpcenter import png


def test_a_picture_loses_what_it_tells_beside_its_pixels():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "somebody at home")
    made = io.BytesIO()
    Image.new("RGB", (10, 10)).save(made, format="PNG", pnginfo=told)

    checked = pictures.check(SimpleUploadedFile("a.png", made.getvalue() + b"<script>alert(1)"))

    assert b"somebody" in made.getvalue()
    assert b"somebody" not in checked.content and b"script" not in checked.content
    assert (checked.width, checked.height, checked.content_type) == (10, 10, "image/png")


def test_a_wide_picture_is_made_to_fit():
    checked = pictures.check(SimpleUploadedFile("a.png", png(3200, 100)))

    assert (checked.width, checked.height) == (1600, 50)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"),
        ("a.gif", b"GIF89a<script>alert(1)</script>"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"),
        ("a.html", b"<html></html>"),
        ("a.png", b""),
    ],
)
def test_what_is_no_picture_is_refused(name, content):
    with pytest.raises(ValidationError):
        pictures.check(SimpleUploadedFile(name, content))
