"""The proof sheet as a PDF: everything of the screen, every letter of every name, and the same bytes twice."""

import base64
import io
import re

import pytest
from pypdf import PdfReader

from chalicelib.foundation import tenancy
from chalicelib.messaging import null
from chalicelib.proofs import typeface
from chalicelib.proofs.models import history
from chalicelib.proofs.paper import Paper, Style
from tests.builders import ANSWERS, a_company, the_lead
from tests.isolation.companies import access_token

PDF = {"Accept": "application/pdf"}


def text_of(document):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document), strict=True).pages)


@pytest.fixture
def printed(crier, ask):
    """The document of a new lead whose answers these are."""

    def posted(language="fr", **answers):
        company = a_company(consent={"text": "Vos données servent à cette étude."})
        ask("POST", company.form_path, form=ANSWERS | answers)
        crier.cry()
        ask("POST", re.search(r"https?://[^/]+(/c/[\w.-]+)", null.sent[-1].text)[1], form={})
        crier.cry()
        address = f"/api/v1/proofs/{the_lead(company).id}/pdf"
        answer = ask("GET", address, token=access_token(company.admin, company.tenant, "admin"), headers=PDF, language=language)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
        return base64.b64decode(answer.text)

    return posted


def test_the_sheet_is_one_page_and_says_what_the_screen_says(printed):
    document = printed()
    assert len(PdfReader(io.BytesIO(document)).pages) == 1
    text = text_of(document)
    for said in ("Feuille de preuve", "Tout concorde.", "awa.diop@example.org", "+33612345678", "203.0.113.7", "Vos données servent à cette étude."):
        assert said in text
    assert len(re.findall(r"^[0-9a-f]{64}$", text, re.MULTILINE)) >= 5, "a hash for each line"


def test_the_sheet_speaks_the_readers_language(printed):
    assert "Everything agrees." in text_of(printed("en"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ɖɔsú Kɔfí-Ọ̀ṣun", "Ɖɔsú Kɔfí-Ọ̀ṣun"),
        ("Łukasz Ğüven", "Łukasz Ğüven"),
        ("Ελένη Жанна", "Ελένη Жанна"),
        ("Awa 😀", "Awa [U+1F600]"),
        ("=cmd()", "=cmd()"),
        ("(\\) <b>", "(\\) <b>"),
        ("ليلى", "[U+0644][U+064A][U+0644][U+0649]"),
    ],
)
def test_every_letter_of_a_name_can_be_read(printed, name, shown):
    """In the typeface, or by its code: nothing is lost, and no name breaks the document."""
    assert shown in text_of(printed(last_name=name)).replace("\n", " ")


def test_the_same_sheet_makes_the_same_bytes(crier, ask):
    company = a_company()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    token = access_token(company.admin, company.tenant, "admin")
    ask("GET", f"/api/v1/proofs/{the_lead(company).id}", token=token)
    crier.cry()
    first, second = (ask("GET", f"/api/v1/proofs/{the_lead(company).id}/pdf", token=token, headers=PDF).text for _ in range(2))
    assert first == second


def test_a_document_must_be_asked_for_by_its_type(crier, ask):
    """API Gateway hands out text to whoever does not."""
    company = a_company()
    ask("POST", company.form_path, form=ANSWERS)
    crier.cry()
    address, token = f"/api/v1/proofs/{the_lead(company).id}/pdf", access_token(company.admin, company.tenant, "admin")
    refused = ask("GET", address, token=token)
    assert (refused.status, refused.json["type"]) == (406, "urn:passerelle:problem:media-type-refused")
    crier.cry()
    with tenancy.inside(company.tenant):
        assert not [row for row in history(the_lead(company).person_id) if row.t == "ProofGiven"]


def test_long_texts_go_on_on_the_next_page_and_endless_words_are_broken():
    paper = Paper(typeface.of_sheets(), "Essai", "fr")
    paper.write("mot " * 6000, Style(9))
    paper.write("x" * 2000, Style(9))
    reader = PdfReader(io.BytesIO(paper.finished("{number}/{count}")), strict=True)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) > 1
    assert (text.count("mot"), text.count("x") >= 2000) == (6000, True)
    assert f"1/{len(reader.pages)}" in text
    face = typeface.of_sheets()
    assert all(face.length(line, 9) <= 495 for line in paper.wrapped("x" * 2000, Style(9), 495))
