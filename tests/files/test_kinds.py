"""A content is of its kind by its bytes, and of no other at once; a name is safe to show and to save."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.files.kinds import ABOUT, KINDS, is_really, kind_of, safe
from tests.files.contents import DOCX, GOOD, JPEG, PDF, PNG, archive


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_of_its_kind_is_taken(kind):
    assert is_really(kind, GOOD[kind])


@pytest.mark.parametrize(("kind", "content"), [(kind, GOOD[other]) for kind in KINDS for other in KINDS if kind != other])
def test_what_is_of_another_kind_is_not(kind, content):
    alike = {"csv", "txt"}
    assert is_really(kind, content) == (kind in alike and content in {GOOD[one] for one in alike})


POLYGLOTS = {
    "a PDF that is an archive": ("pdf", PDF + archive({"a.class": b"x"})),
    "a picture that is an archive": ("jpeg", JPEG + archive({"a.class": b"x"})),
    "a picture with something behind it": ("png", PNG + b"<script>alert(1)</script>"),
    "a picture that is a page": ("jpeg", JPEG.replace(b"JFIF\0", b"JFIF\0<script>alert(1)</script>")),
    "a PDF that is a page": ("pdf", PDF.replace(b"\n", b"\n<html><body>", 1)),
    "an archive that is a PDF": ("docx", archive({"%PDF-1.7": b"", "[Content_Types].xml": b"", "word/document.xml": b"<w/>"})),
    "an archive behind a picture": ("docx", PNG + DOCX),
    "an archive with something behind it": ("docx", DOCX + b"%!PS"),
    "a document with macros": ("docx", archive({"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"})),
    "a document that climbs": ("docx", archive({"word/document.xml": b"<w/>", "../../etc/passwd": b"x"})),
    "a text that is a page": ("txt", b"<!DOCTYPE html><title>Bonjour</title>"),
    "a text that is a drawing": ("csv", b"\n <svg onload=alert(1)>"),
    "a text that is a program": ("txt", b"#!/bin/sh\nrm -rf /"),
    "a text with bytes of no text": ("csv", b"a;b\0c"),
    "a program": ("pdf", b"MZ\x90\0"),
    "nothing": ("pdf", b""),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_what_is_two_things_is_refused(what):
    kind, content = POLYGLOTS[what]
    assert not is_really(kind, content)


def test_a_broken_archive_is_refused():
    for cut in range(0, len(DOCX), 7):
        assert not is_really("docx", DOCX[:cut])
    assert not is_really("docx", b"PK\x03\x04" + b"\xff" * 200 + DOCX[-22:])


@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_no_bytes_whatever_break_the_look(kind, content):
    for whole in (content, GOOD[kind][:60] + content, content + GOOD[kind], GOOD[kind][:-30] + content):
        assert is_really(kind, whole) in {True, False}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CV Awa.PDF", "CV Awa.pdf"),
        ("photo.JPEG", "photo.jpg"),
        ("C:\\Users\\awa\\cv.pdf", "cv.pdf"),
        ("../../etc/cv.pdf", "cv.pdf"),
        ("..pdf", "_.pdf"),
        (".pdf", "_.pdf"),
        ('a"b*c?.pdf', "a_b_c_.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("ligne\r\nde plus.pdf", "lignede plus.pdf"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("سيرة.pdf", "سيرة.pdf"),
        ("sans fin", "sans fin"),
        ("virus.exe", "virus.exe"),
        ("", "_"),
    ],
)
def test_a_name_is_safe(name, said):
    assert safe(name) == said
    assert safe(said) == said


@given(st.text(max_size=150))
def test_any_name_becomes_one_that_can_be_shown_and_saved(name):
    made = safe(name)
    assert made == safe(made)
    assert made.strip(" .")
    assert not set(made) & set('\\/:*?"<>|\r\n\0\u202e')
    assert kind_of(made) == kind_of(name) or kind_of(name) is None or not made.endswith(ABOUT[kind_of(name)].endings[0])


def test_an_office_document_is_known_by_its_parts():
    with ZipFile(BytesIO(DOCX)) as whole:
        assert "word/document.xml" in whole.namelist()
    assert not is_really("xlsx", DOCX)
