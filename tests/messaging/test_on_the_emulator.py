"""SES as the local house has it: what is sent can be read in the inbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.errors import TooOften
from chalicelib.messaging import actions
from chalicelib.messaging.actions import Mail
from chalicelib.messaging.models.dispatches import Trials
from chalicelib.messaging.models.health import SenderDay
from tests.messaging.conftest import TENANT, add_sender


def test_a_mail_by_ses_is_in_the_inbox(house):
    with tenancy.inside(TENANT, by="user:boss"):
        keys.make(TENANT)
        add_sender("ses")
        mail = Mail(to="lea@example.org", subject="Confirmez, Léa", text="Bonjour Léa", html="<p>Bonjour Léa</p>", headers={"X-Lead": "1"})
        receipt = actions.send(mail, once="optin#1")
    assert receipt.message_id
    kept = house.mail_to("lea@example.org")
    assert (kept["subject"], kept["text"], kept["html"]) == ("Confirmez, Léa", "Bonjour Léa", "<p>Bonjour Léa</p>")
    assert "bonjour@acme.example" in kept["from"]


def test_however_many_send_at_once_no_more_leave_in_a_day_than_may(house):
    def turns():
        with tenancy.inside(TENANT, by="system:mail-optin"):
            return [SenderDay.take_turn("sender0001", None, 20).wait_ms for _ in range(6)]

    with ThreadPoolExecutor(8) as pool:
        taken = [wait for one in [pool.submit(turns) for _ in range(8)] for wait in one.result()]
    assert (taken.count(0), taken.count(None)) == (20, 28)


def test_however_many_try_their_letters_at_once_an_hour_has_no_more_than_it_has(house):
    def tried():
        with tenancy.inside(TENANT, by="user:boss"), clock.held_at(datetime(2026, 11, 22, 12, 59, tzinfo=UTC)):
            try:
                Trials.take_one("user000001")
            except TooOften as refused:
                return refused.values["seconds"]
        return 0

    with ThreadPoolExecutor(8) as pool:
        waits = [one.result() for one in [pool.submit(tried) for _ in range(Trials.MOST + 8)]]
    assert (waits.count(0), waits.count(60)) == (Trials.MOST, 8)


def test_however_many_send_at_once_they_leave_one_after_the_other(house):
    def turns():
        with tenancy.inside(TENANT, by="system:mail-optin"), clock.held_at(datetime(2026, 11, 22, 12, tzinfo=UTC)):
            return [SenderDay.take_turn("sender0002", 20, None).wait_ms for _ in range(6)]

    with ThreadPoolExecutor(8) as pool:
        waits = [wait for one in [pool.submit(turns) for _ in range(8)] for wait in one.result()]
    assert sorted(wait for wait in waits if wait is not None) == [50 * place for place in range(41)], "twenty a second, for two seconds"
    assert waits.count(None) == 7
