"""A company on Amazon Connect, a lead in its agent's hands, and Connect as botocore knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from botocore.stub import Stubber

from chalicelib.foundation import aws, config, tenancy
from chalicelib.telephony import connect
from tests.builders import ANSWERS, Company, a_company, the_lead

INSTANCE = "8f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e"
AWAS = "2c3d4e5f-6a7b-4c8d-9e0f-1a2b3c4d5e6f"
CONTACT = "5e0f1a2b-3c4d-4e5f-8a9b-0c1d2e3f4a5b"
KEY = "01JCALLCALLCALLCALLCALL01"


@pytest.fixture
def stubbed(world: None) -> Iterator[Stubber]:
    """Each answer is checked against the service's own model, and so is each question."""
    connect.forget()
    with Stubber(aws.client("connect", endpoint=config.CONNECT_ENDPOINT)) as stub:
        yield stub


@dataclass
class Office:
    company: Company
    lead_id: str

    @property
    def agent(self) -> str:
        return self.company.agents[0]

    @property
    def person(self) -> str:
        return self.lead_id.partition(".")[0]

    def inside(self):
        return tenancy.inside(self.company.tenant, by=f"user:{self.agent}")


@pytest.fixture
def office(crier, ask) -> Office:
    company = a_company(double_optin=False)
    crier.cry()
    assert ask("POST", company.form_path, form=ANSWERS).status in {200, 303}
    crier.cry()
    return Office(company, the_lead(company).id)
