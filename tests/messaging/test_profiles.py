"""Profiles: edited from one version on, with a password that stays where its server stays, limits that make mails wait, and a soft end."""

import time
from datetime import UTC, datetime

import pytest

from chalicelib.foundation import clock
from chalicelib.foundation.errors import AnswersRefused, NotFound, VersionLapsed
from chalicelib.messaging import actions, null, queries
from chalicelib.messaging.actions import Mail, MailPaced, NoSender
from chalicelib.messaging.models.senders import Sender
from chalicelib.messaging.shapes import NewSender, NewSmtp
from tests.builders import ANSWERS, a_company
from tests.messaging.conftest import add_sender, add_smtp
from tests.messaging.test_routes import PROFILE, SENDERS, SMTP, marketing_asks, signed_in  # noqa: F401 - a fixture

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def mail(number):
    return Mail(to=f"lea{number}@example.org", subject="Bonjour", text="Bonjour", html="<p>Bonjour</p>")


def send(number, sender):
    return actions.send(mail(number), once=f"optin#{number}", sender_id=sender.id)


def wanted(**server):
    return NewSender(
        kind="smtp", from_name="Acme", from_address="a@acme.example", smtp=NewSmtp(host="localhost", port=2525, username="acme", **server)
    )


class TestPassword:
    def test_it_stays_when_none_is_given(self, company):
        sender = add_smtp(2525)
        actions.edit_sender(sender.id, wanted(), None)
        assert queries.sender(sender.id).password == "s3cret"

    def test_another_one_takes_its_place(self, company):
        sender = add_smtp(2525)
        actions.edit_sender(sender.id, wanted(password="new-one"), None)
        assert queries.sender(sender.id).password == "new-one"

    @pytest.mark.parametrize("change", [{"host": "evil.example"}, {"port": 2526}, {"username": "root"}, {"security": "none"}])
    def test_it_does_not_follow_to_another_server(self, company, change):
        """Whoever may edit would read it there."""
        sender = add_smtp(2525)
        server = wanted().smtp.model_copy(update=change)
        with pytest.raises(AnswersRefused) as refusal:
            actions.edit_sender(sender.id, wanted().model_copy(update={"smtp": server}), None)
        assert [error.field for error in refusal.value.errors] == ["smtp.password"]
        assert queries.sender(sender.id).host == "localhost"

    def test_it_is_gone_with_the_profile_and_with_the_user_name(self, company):
        sender, deleted = add_smtp(2525), add_smtp(2525)
        actions.edit_sender(sender.id, wanted().model_copy(update={"smtp": NewSmtp(host="localhost", port=2525)}), None)
        actions.delete_sender(deleted.id)
        assert [one.sealed for one in Sender.query(sender.pk, Sender.sk.startswith("S#"))] == [None, None]


class TestEditing:
    def test_from_an_older_version_is_refused(self, company):
        sender = add_smtp(2525)
        actions.edit_sender(sender.id, wanted(), 1)
        with pytest.raises(VersionLapsed):
            actions.edit_sender(sender.id, wanted(), 1)

    def test_one_who_was_made_before_there_were_states_is_edited_too(self, company):
        sender = add_smtp(2525)
        sender.update([Sender.state.remove()])
        actions.edit_sender(sender.id, wanted(), 1)
        assert queries.sender(sender.id).state == "on"

    def test_a_fallback_is_another_profile_of_the_company(self, company):
        sender = add_smtp(2525)
        for fallback in (sender.id, "0000000000"):
            with pytest.raises(AnswersRefused):
                actions.edit_sender(sender.id, wanted().model_copy(update={"fallback_id": fallback}), None)


class TestDeletion:
    def test_a_form_that_still_names_it_sends_by_its_fallback_else_by_the_first(self, company):
        first, spare = add_sender("null"), add_sender("null", reply_to="spare@acme.example")
        gone = add_sender("null", fallback_id=spare.id)
        actions.delete_sender(gone.id)
        with pytest.raises(NotFound):
            queries.sender(gone.id)
        send(1, gone)
        assert null.sent[-1].reply_to == "spare@acme.example"
        actions.delete_sender(spare.id)
        send(2, gone)
        assert null.sent[-1].reply_to is None
        actions.delete_sender(first.id)
        with pytest.raises(NoSender):
            send(3, gone)


class TestLimits:
    def test_above_the_days_number_mails_wait_until_tomorrow(self, company):
        sender = add_sender("null", per_day=2)
        with clock.held_at(NOON):
            send(1, sender), send(2, sender)
            with pytest.raises(MailPaced) as waits:
                send(3, sender)
            assert waits.value.seconds == 12 * 3600 + 1
        with clock.held_at(NOON.replace(day=23)):
            send(3, sender)
        assert len(null.sent) == 3

    def test_above_the_seconds_number_mails_wait_a_moment_and_then_in_the_queue(self, company, monkeypatch):
        waited = []
        monkeypatch.setattr(time, "sleep", waited.append)
        sender = add_sender("null", per_second=2)
        with clock.held_at(NOON):
            for number in range(5):
                send(number, sender)
            with pytest.raises(MailPaced) as waits:
                send(5, sender)
        assert waited == [0, 0.5, 1, 1.5, 2]
        assert waits.value.seconds == actions.NO_TURN_SECONDS
        with clock.held_at(NOON.replace(second=1)):
            send(5, sender)
        assert waited[-1] == 1.5

    def test_what_a_server_puts_off_has_not_left(self, company):
        sender = add_smtp(1)
        for number in range(2):
            with pytest.raises(actions.MailDelayed):
                send(number, sender)
        assert [day.sent for day in queries.days(sender.id)] == [0]

    def test_a_mail_that_waits_is_hidden_in_its_queue_and_leaves_when_its_turn_has_come(self, crier, ask, monkeypatch):
        hidden = []
        monkeypatch.setattr("chalicelib.foundation.wires.hide", lambda queue, _record, seconds: hidden.append((queue, seconds)))
        company = a_company(sender=NewSender(kind="null", from_name="Acme", from_address="a@acme.example", per_day=1))
        null.sent.clear()
        for person in (ANSWERS, ANSWERS | {"email": "fatou.sow@example.org", "phone": "06 12 34 56 80"}):
            ask("POST", company.form_path, form=person)
        crier.cry()
        assert len(null.sent) == 1
        [(queue, seconds), *_] = hidden
        assert queue == "mail-optin"
        assert 0 < seconds <= 11 * 3600

    def test_a_sender_without_limits_costs_one_write(self, company):
        from bench.meter import Meter

        sender = add_sender("null")
        with Meter().running() as meter:
            send(1, sender)
        assert [(write.table, write.units) for write in meter.writes] == [("lease", 1), ("lease", 1), ("lease", 1)], "claim, count, sent"


class TestOverHttp:
    def test_edited_with_its_tag_and_deleted(self, marketing_asks):  # noqa: F811
        made = marketing_asks("POST", SENDERS, PROFILE)
        place = f"{SENDERS}/{made.json['id']}"
        read = marketing_asks("GET", place)
        assert (read.headers["ETag"], read.json["version"]) == ('"1"', 1)
        without = {name: value for name, value in SMTP.items() if name != "password"}
        edited = marketing_asks("PUT", place, PROFILE | {"from_name": "Acme Conseil", "smtp": without})
        assert (edited.status, edited.json["from_name"], edited.json["smtp"]["has_password"]) == (200, "Acme Conseil", True)
        assert marketing_asks("DELETE", place).status == 204
        assert marketing_asks("GET", place).status == 404
        assert marketing_asks("GET", SENDERS).json["items"] == []

    def test_only_an_admin_resumes(self, ask, marketing_asks):  # noqa: F811
        made = marketing_asks("POST", SENDERS, PROFILE)
        assert marketing_asks("POST", f"{SENDERS}/{made.json['id']}/resumption").status == 403

    def test_a_trial_goes_to_whoever_asks_and_says_where_it_stopped(self, marketing_asks):  # noqa: F811
        made = marketing_asks("POST", SENDERS, PROFILE | {"smtp": SMTP | {"host": "no-such-host.invalid"}})
        tried = marketing_asks("POST", f"{SENDERS}/{made.json['id']}/trials", {})
        assert tried.status == 200
        assert (tried.json["to"], tried.json["step"], tried.json["reason"]) == ("awa@acme.example", "name", "name_unknown")
        assert tried.json["message"].startswith("Le nom du serveur est introuvable")

    def test_a_trial_that_succeeds_counts_as_a_mail(self, marketing_asks):  # noqa: F811
        made = marketing_asks("POST", SENDERS, {"kind": "null", "from_name": "Acme", "from_address": "a@acme.example"})
        tried = marketing_asks("POST", f"{SENDERS}/{made.json['id']}/trials", {"to": "lea@example.org"})
        assert (tried.json["step"], tried.json["reason"]) == (None, None)
        assert marketing_asks("GET", f"{SENDERS}/{made.json['id']}").json["health"]["counts"]["sent"] == 1


def test_every_reason_that_the_code_gives_is_explained():
    import ast
    from pathlib import Path

    from chalicelib.messaging.reasons import REASONS, STEPS

    rooms = [ast.parse(path.read_text()) for path in Path("chalicelib/messaging").rglob("*.py")]
    calls = [node for room in rooms for node in ast.walk(room) if isinstance(node, ast.Call)]
    given = {
        word.value.value
        for call in calls
        for word in call.keywords
        if word.arg == "reason" and isinstance(word.value, ast.Constant) and word.value.value
    }
    assert given - {"paced"} <= REASONS.keys(), "`paced` is for queues only: a trial has no limits"
    assert {reason.step for reason in REASONS.values()} == set(STEPS)
