from __future__ import annotations

from datetime import timedelta

from chalicelib.foundation import tenancy
from chalicelib.identity import closing
from chalicelib.scoring.models.rules import Rules


def test_of_a_company_that_leaves_nothing_rings_for_ever(calls):
    calls.switches_on()
    with tenancy.inside(calls.company.tenant):
        closing.begin()
        calls.reads(later=timedelta(minutes=15))
        assert Rules.here().dk is None
