"""Form fields that several channels need."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from mentorhub.content.fields import FilesField, LineField


class Letter(forms.Form):
    """A form with both."""

    subject = LineField(max_length=20)
    files = FilesField(most=3)


def upload(name: str, content: bytes = b"words") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def letter(*uploads: SimpleUploadedFile, subject: str = "Hello") -> Letter:
    return Letter({"subject": subject}, MultiValueDict({"files": list(uploads)}))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_several_files_come_as_a_list(count):
    form = letter(*[upload(f"{number}.txt") for number in range(count)])
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["0.txt", "1.txt", "2.txt"][:count]


def test_more_than_the_most_are_refused():
    form = letter(*[upload(f"{number}.txt") for number in range(4)])
    assert form.errors == {"files": ["At most 3 files."]}


@pytest.mark.parametrize("place", range(3))
def test_one_bad_file_wherever_it_stands_refuses_them_all(place):
    uploads = [upload("a.txt"), upload("b.txt")]
    uploads.insert(place, upload("bad.exe"))
    form = letter(*uploads)
    [error] = form.errors["files"]
    assert error.startswith("“bad.exe”")
    assert "files" not in form.cleaned_data


def test_each_bad_file_has_its_own_message():
    form = letter(upload("bad.exe"), upload("a.txt"), upload("b.pdf", b""))
    assert [error.split("”")[0] for error in form.errors["files"]] == ["“bad.exe", "“b.pdf"]


def test_it_renders_an_input_that_takes_several():
    assert 'type="file" name="files" multiple' in str(letter()["files"])


@pytest.mark.parametrize(
    "subject", ["Hello", "  Hello  ", "Grüße, 日本", "Hello\n", "👩‍💻", "نمی‌دانم"]
)
def test_a_line_is_taken_without_the_blanks_around_it(subject):
    form = letter(subject=subject)
    assert form.is_valid()
    assert form.cleaned_data["subject"] == subject.strip()


@pytest.mark.parametrize(
    "subject",
    ["a\nb", "a\rb", "a\r\nBcc: c", "a\u2028b", "a\u2029b", "a\x85b", "a\x00b", "a\tb", "a\x0bb"]
    + ["a\u202eb", "a\u200bb", "a\u2066b", "a\ufeffb", "a\x1b[31mb"],
    ids=ascii,
)
def test_more_than_one_line_or_what_cannot_be_seen_is_refused(subject):
    form = letter(subject=subject)
    assert form.errors["subject"][0].startswith("This must be one line")


def test_a_list_in_place_of_a_line_is_one_of_its_lines():
    form = Letter(forms.forms.Form().data.__class__(), MultiValueDict())
    assert form.errors["subject"] == ["This field is required."]
    form = Letter(MultiValueDict({"subject": ["one", "two"]}), MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["subject"] == "two"
