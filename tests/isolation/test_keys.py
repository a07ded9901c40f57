"""A tenant's keys open inside that tenant only, opened before or not."""

import pytest

from chalicelib.foundation import keys, tenancy
from chalicelib.foundation.fence import FenceBreached
from chalicelib.foundation.tenancy import PLATFORM
from tests.builders import PASSWORD, a_company, an_agent, email_of

OTHER = "k3x9p2ab"


def test_a_foreign_ring_opens_neither_from_the_table_nor_from_memory(world):
    company = a_company()
    for forget in (keys.forget, lambda: None):
        forget()
        with tenancy.inside(OTHER), pytest.raises(FenceBreached):
            keys.of(company.tenant)
        with pytest.raises(FenceBreached):
            keys.of(company.tenant)
        with tenancy.inside(company.tenant):
            keys.of(company.tenant)


def test_the_platforms_ring_opens_for_whoever_is_at_work(world):
    for tenant in (None, OTHER, PLATFORM):
        keys.forget()
        with tenancy.inside(tenant):
            keys.of(PLATFORM)


def test_a_process_that_has_just_started_offers_a_second_factor(world, ask):
    company = a_company()
    an_agent(company, 9, role="admin")
    ticket = ask("POST", "/api/v1/sessions", {"email": email_of(company, 9), "password": PASSWORD}).json["ticket"]
    keys.forget()
    assert ask("POST", "/api/v1/sessions/enrolment", {"ticket": ticket}).status == 200
