"""The search table is made anew from `main`: stopped, begun again, beside a company that is gone."""

from threading import Event

import botocore.session
import pytest

from chalicelib.contacts.search.models import Sheet, Token
from chalicelib.foundation import fence, keys, tenancy
from chalicelib.foundation.records import transaction
from chalicelib.leads import queries as leads
from infra.moves.reindex import Reindexer
from infra.moves.stopping import Stopped
from tests.builders import ANSWERS, a_company

PEOPLE = 7


@pytest.fixture
def dynamodb(world):
    return botocore.session.get_session().create_client("dynamodb")


@pytest.fixture
def company(ask):
    company = a_company(agents=0, double_optin=False)
    for number in range(PEOPLE):
        ask("POST", company.form_path, form=ANSWERS | {"email": f"awa{number}@example.org", "phone": f"06 12 34 56 8{number}"})
    return company


@pytest.fixture
def written(monkeypatch):
    monkeypatch.setattr(fence, "_leading_keys", lambda *_: [])
    return lambda: (len(list(Token.scan())), len(list(Sheet.scan())))


class StoppedAfter(Event):
    def __init__(self, pages):
        super().__init__()
        self.left = pages

    def is_set(self):
        self.left -= 1
        return self.left < 0


def test_it_is_made_anew_stopped_and_gone_on_with_and_a_repeat_writes_nothing(dynamodb, company, written):
    with pytest.raises(Stopped):
        Reindexer(dynamodb, "test", page=5, stop=StoppedAfter(3)).begin()
    assert written() < (PEOPLE * 6, PEOPLE)
    Reindexer(dynamodb, "test", page=5).begin()
    assert written() == (PEOPLE * 6, PEOPLE)
    before = {(token.pk, token.sk, token.row) for token in Token.scan()}
    Reindexer(dynamodb, "test", parts=2).begin()
    assert {(token.pk, token.sk, token.row) for token in Token.scan()} == before


def test_one_who_may_not_be_called_yet_and_a_company_that_is_gone_have_no_tokens(dynamodb, ask, written):
    waits = a_company("Patience", agents=0)
    ask("POST", waits.form_path, form=ANSWERS)
    gone = a_company("Partie", agents=0, double_optin=False)
    ask("POST", gone.form_path, form=ANSWERS)
    with tenancy.inside(gone.tenant), transaction() as tx:
        keys.destroy(gone.tenant, tx)
    Reindexer(dynamodb, "test").begin()
    assert written() == (0, 0)
    with tenancy.inside(waits.tenant, by="visitor"):
        [[lead], _] = leads.newest(lambda _: True, limit=1, cursor=None)
        lead.confirm_email()
    Reindexer(dynamodb, "test").begin()
    assert written() == (5, 1)
