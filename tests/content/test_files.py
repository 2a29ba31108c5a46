"""What people may send, and under which name it is kept."""

import io
import unicodedata
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhub.content import files

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)
GIF = b"GIF89a" + bytes(30)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(30)
EXE = b"MZ\x90\x00\x03" + bytes(30)
ELF = b"\x7fELF\x02\x01\x01" + bytes(30)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def packed(*names: str, first: bytes = b"<x/>") -> bytes:
    """A zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return buffer.getvalue()


def check(
    name: str, content: bytes, claimed: str = "application/octet-stream"
) -> files.CheckedFile:
    return files.check(SimpleUploadedFile(name, content, claimed))


def refusal(name: str, content: bytes) -> str:
    """The code of the refusal, or nothing when it is taken."""
    try:
        check(name, content)
    except ValidationError as error:
        return str(error.code)
    return ""


# --- Names -----------------------------------------------------------------------------------

NAMES = {
    "report.pdf": "report.pdf",
    "Résumé final.pdf": "Résumé final.pdf",
    "Re\u0301sume\u0301.pdf": "Résumé.pdf",
    "報告書.pdf": "報告書.pdf",
    "🎉.pdf": "🎉.pdf",
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system.ini",
    "/etc/passwd": "passwd",
    "C:\\Users\\amina\\cv.pdf": "cv.pdf",
    "C:cv.pdf": "C_cv.pdf",
    "a/b\\c/d.pdf": "d.pdf",
    "..": "file",
    ".": "file",
    "...": "file",
    "": "file",
    " ": "file",
    "/": "file",
    "a/": "file",
    ".htaccess": "htaccess",
    ".\u200bhtaccess": "htaccess",
    "\u200b.htaccess": "htaccess",
    "..pdf": "pdf",
    "cv.pdf.": "cv.pdf",
    "cv.pdf ": "cv.pdf",
    "cv.pdf . .": "cv.pdf",
    " cv.pdf": "cv.pdf",
    "cv\x00.pdf": "cv.pdf",
    "cv.pdf\x00.exe": "cv.pdf.exe",
    "cv\r\nContent-Type: text/html.pdf": "html.pdf",
    "cv\r\nX-Evil: yes.pdf": "cvX-Evil_ yes.pdf",
    "cv\t.pdf": "cv.pdf",
    "cv\x1b[31m.pdf": "cv[31m.pdf",
    "cv\x7f.pdf": "cv.pdf",
    "cv\u202efdp.exe": "cvfdp.exe",
    "cv\u2066x\u2069.pdf": "cvx.pdf",
    "cv\u200b\u200c\u200d\u2060\ufeff.pdf": "cv.pdf",
    "cv\u2028x\u2029.pdf": "cvx.pdf",
    "cv\u00ad.pdf": "cv.pdf",
    "cv\ue000.pdf": "cv.pdf",
    "cv\U000e0041.pdf": "cv.pdf",
    'cv"; filename="evil.exe': "cv_; filename=_evil.exe",
    "<script>alert(1)</script>.pdf": "script_.pdf",
    "cv|rm -rf *.pdf": "cv_rm -rf _.pdf",
    "what?.pdf": "what_.pdf",
    "a     b.pdf": "a b.pdf",
    "cv\u00a0x.pdf": "cv x.pdf",
    "%2e%2e%2fpasswd": "%2e%2e%2fpasswd",
    "$(id).pdf": "$(id).pdf",
    "x" * 300 + ".pdf": "x" * 116 + ".pdf",
    "x" * 300: "x" * 120,
    "x." + "y" * 300: "y" * 119,
    "x" * 119 + " y": "x" * 119,
}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_s25_a_name_becomes_harmless(name):
    assert files.clean_name(name) == NAMES[name]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_s25_a_clean_name_is_short_visible_and_the_same_when_cleaned_again(name):
    clean = files.clean_name(name)
    assert 1 <= len(clean) <= files.LONGEST_NAME
    assert not set(clean) & set(files.FORBIDDEN_IN_NAMES)
    assert {unicodedata.category(letter)[0] for letter in clean}.isdisjoint("C")
    assert clean[0] != "." and clean[-1] not in ". "
    assert files.clean_name(clean) == clean


@pytest.mark.parametrize("name", ["cv.pdf\u200b", "cv.\u200bpdf", "\u202ecv.pdf", "../cv.pdf"])
def test_s25_a_name_is_cleaned_before_its_ending_is_looked_at(name):
    assert check(name, PDF).name == "cv.pdf"
    assert refusal(name.replace("pdf", "exe"), PDF) == "kind"


# --- Kinds -----------------------------------------------------------------------------------

TAKEN = {
    "a.pdf": (PDF, "application/pdf"),
    "a.PDF": (PDF, "application/pdf"),
    "a.png": (PNG, "image/png"),
    "a.jpg": (JPEG, "image/jpeg"),
    "a.jpeg": (JPEG, "image/jpeg"),
    "a.gif": (GIF, "image/gif"),
    "a.webp": (WEBP, "image/webp"),
    "a.zip": (packed("a.txt", "b.txt"), "application/zip"),
    "a.docx": (
        packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        f"{files.OFFICE}wordprocessingml.document",
    ),
    "a.xlsx": (
        packed("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
        f"{files.OFFICE}spreadsheetml.sheet",
    ),
    "a.pptx": (
        packed("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"),
        f"{files.OFFICE}presentationml.presentation",
    ),
    "a.odt": (
        packed("mimetype", first=b"application/vnd.oasis.opendocument.text"),
        f"{files.OPEN_DOCUMENT}text",
    ),
    "a.ods": (
        packed("mimetype", first=b"application/vnd.oasis.opendocument.spreadsheet"),
        f"{files.OPEN_DOCUMENT}spreadsheet",
    ),
    "a.txt": (b"Hello", "text/plain"),
    "a.csv": (b"BMI,weight\r\n21,60\r\n", "text/plain"),
    "a.md": (b"# ID3, a decision tree\n", "text/plain"),
    "a.py": ("print('Grüße')\n".encode(), "text/plain"),
    "a.sql": (b"SQLite notes\n", "text/plain"),
    "a.json": (b'{"a": 1}', "text/plain"),
    "a.ipynb": (b'{"cells": []}', "text/plain"),
    "a.log": (b"\x1b[31mERROR\x1b[0m it broke\n", "text/plain"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_its_name_and_its_content_agree_on_is_taken(name):
    content, kind = TAKEN[name]
    checked = check(
        name, content, claimed="text/html"
    )  # what the browser claims counts for nothing
    assert (checked.name, checked.content_type, checked.size) == (name, kind, len(content))
    assert checked.upload.read() == content


def test_every_kind_that_is_offered_was_tried():
    tried = {name.rpartition(".")[2].lower() for name in TAKEN}
    assert set(files.ALLOWED) - tried == {"odp", "r"}


@pytest.mark.parametrize(
    "name",
    ["a.html", "a.htm", "a.xhtml", "a.svg", "a.xml", "a.mht", "a.js", "a.exe", "a.sh", "a.bat", "a"]
    + ["a.pht", "a.php", "a.pdf.exe", "a.docm", "a.jar", "a.swf", ".png", "a.htaccess"],
)
@pytest.mark.parametrize("content", [PDF, HTML, b"words"], ids=["pdf", "html", "text"])
def test_s24_a_kind_that_a_browser_or_a_system_would_run_is_refused(name, content):
    assert refusal(name, content) == "kind"


LIES = {
    "a program as PDF": ("a.pdf", EXE),
    "a Linux program as PDF": ("a.pdf", ELF),
    "a page as PDF": ("a.pdf", HTML),
    "a page before a PDF": ("a.pdf", HTML + PDF),
    "a picture that is a page": ("a.png", HTML),
    "a picture that is a drawing": ("a.png", SVG),
    "a GIF as PNG": ("a.png", GIF),
    "a PNG as JPEG": ("a.jpg", PNG),
    "a program as text": ("a.txt", EXE),
    "a Linux program as text": ("a.py", ELF),
    "a PDF as text": ("a.txt", PDF),
    "a PDF of letters as text": ("a.txt", b"%PDF-1.4\n1 0 obj"),
    "a picture as text": ("a.csv", PNG),
    "a wide bitmap as text": ("a.txt", b"BM\xff\xfe" + bytes(30)),
    "a bitmap as text": ("a.txt", b"BM\x36\x00\x0c\x00" + bytes(30)),
    "an archive as text": ("a.txt", packed("a.txt")),
    "text as an archive": ("a.zip", b"words"),
    "text as a document": ("a.docx", b"words"),
    "a PDF as a document": ("a.docx", PDF),
    "a table as a document": (
        "a.docx",
        packed("[Content_Types].xml", "_rels/.rels", "xl/book.xml"),
    ),
    "a program in a document's clothes": ("a.xlsx", EXE),
    "a NUL in a text": ("a.txt", b"words\x00words"),
}


@pytest.mark.parametrize("lie", LIES)
def test_s26_what_is_not_what_its_name_says_is_refused(lie):
    assert refusal(*LIES[lie]) == "content"


@pytest.mark.parametrize(("name", "content"), [("a.gif", GIF + HTML), ("a.png", PNG + HTML)])
def test_s24_a_page_that_hides_in_a_picture_is_known_as_a_picture_alone(name, content):
    """And it is never shown by us: every file is sent to be saved."""
    assert check(name, content).content_type.startswith("image/")
    assert refusal(name.replace("gif", "html").replace("png", "html"), content) == "kind"


ACCENTS = "Élève: très bien, naïve façade. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_text_may_come_in_any_of_the_usual_encodings(encoding):
    assert check("a.txt", ACCENTS.encode(encoding)).content_type == "text/plain"


@pytest.mark.parametrize("cut", range(8190, 8194))
def test_a_letter_on_the_edge_of_what_is_looked_at_does_no_harm(cut):
    assert check("a.txt", b"x" * cut + "é".encode() * 50).content_type == "text/plain"


# --- Sizes -----------------------------------------------------------------------------------


def test_an_empty_file_is_refused():
    assert refusal("a.txt", b"") == "empty"


def test_r17_a_file_of_just_the_most_is_taken_and_one_byte_more_is_not():
    assert refusal("a.txt", b"x" * files.MOST_BYTES) == ""
    assert refusal("a.txt", b"x" * (files.MOST_BYTES + 1)) == "size"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a<b>.exe",
            b"x",
            "“a_b_.exe”: this kind of file is not taken. Send one of these: csv, docx",
        ),
        ("a.pdf", b"", "“a.pdf” is empty. Choose it again once it has content."),
        ("a.pdf", b"words", "“a.pdf” is not what its name says. Save it again as PDF"),
    ],
)
def test_a_refusal_names_the_file_and_says_what_to_do(name, content, words):
    with pytest.raises(ValidationError) as refused:
        check(name, content)
    assert refused.value.message.startswith(words)
