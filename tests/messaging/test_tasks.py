"""Mails about accounts, from the fact to the inbox."""

import re

import pytest

from chalicelib.foundation import config, tenancy
from chalicelib.identity import actions as identity
from chalicelib.identity.actions import NewUser
from chalicelib.messaging import null
from chalicelib.messaging.models.senders import Sender
from tests.builders import a_company, email_of
from tests.messaging.conftest import add_sender


@pytest.fixture
def company(crier):
    company = a_company("Soleil d'Été")
    crier.cry()
    null.sent.clear()
    return company


def invited(company, language="fr"):
    with tenancy.inside(company.tenant, by=f"user:{company.admin}"):
        identity.invite(NewUser("awa@soleil.example", "Awa", "agent", company.centre, language))


def test_an_invitation_brings_a_link_to_choose_a_password(company, crier):
    invited(company)
    crier.cry()
    [mail] = null.sent
    assert mail.to == "awa@soleil.example"
    assert mail.subject == "Soleil d'Été vous invite sur Passerelle"
    assert mail.sender.endswith("<contact@example.com>")
    link = re.search(rf"{config.CONSOLE_URL}/mot-de-passe\?token=[\w.-]+", mail.text)[0]
    assert link in mail.html


def test_in_the_language_of_the_person(company, crier):
    invited(company, "en")
    crier.cry()
    assert null.sent[0].subject == "Soleil d'Été invites you to Passerelle"


def test_a_password_reset_asked_for_is_mailed_once(company, crier):
    identity.ask_password_reset(email_of(company, 1), "203.0.113.7")
    crier.cry()
    [mail] = null.sent
    assert mail.to == email_of(company, 1)
    assert "/mot-de-passe?token=" in mail.text


def test_a_company_without_a_sender_is_served_by_the_platform(company, crier):
    with tenancy.inside(company.tenant):
        for sender in Sender.all():
            sender.delete()
    with tenancy.inside("sys"):
        add_sender("null")
    invited(company)
    crier.cry()
    assert null.sent[0].sender == "Acme Conseil <bonjour@acme.example>"
