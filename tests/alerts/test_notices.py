"""The notification centre: who reads what, what was read, and how each wants to be told."""

from datetime import timedelta

import pytest

from chalicelib.alerts.rules import LIMITS
from tests.alerts.conftest import rules
from tests.builders import an_agent
from tests.team.conftest import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def late(at_work, looked):
    """Both agents have a lead that nobody called, and so the managers hear of it, too."""
    rules(
        at_work,
        {"kind": "lead_waiting", "after": 30, "audience": "agent"},
        {"id": "for-us", "kind": "lead_waiting", "after": 30},
        {"id": "above", "kind": "slow_lead", "after": 30, "audience": "company"},
    )
    looked(31 * MINUTE)
    return at_work


def manager(team, centre=None):
    from tests.isolation.companies import access_token

    user = an_agent(team.company, 8, role="manager")
    return access_token(user, team.company.tenant, "manager", centre or team.company.centre)


def audiences(read):
    return sorted(one["audience"] for one in read["items"])


def test_each_reads_what_is_theirs(late, notices):
    assert audiences(notices(1)) == ["agent"]
    assert audiences(notices(0, token=manager(late))) == ["centre", "centre"]
    assert audiences(notices(0)) == ["centre", "centre", "company", "company"]


def test_a_manager_of_another_centre_reads_none_of_it(late, notices):
    from chalicelib.foundation import tenancy
    from chalicelib.identity import actions as identity

    with tenancy.inside(late.company.tenant, by="system:test"):
        far = identity.open_centre("Centre de Brest", "push")
    assert notices(0, token=manager(late, far))["items"] == []


def test_what_is_late_longest_comes_first(late, notices, looked):
    with late.at(NOON + 40 * MINUTE):
        late.comes(60)
    looked(75 * MINUTE)
    since = [one["since_at"] for one in notices(0, 75 * MINUTE)["items"]]
    assert since == sorted(since)
    assert len(set(since)) == 2


def test_read_one_by_one_or_all_at_once(late, notices):
    read = notices(0)
    assert (read["unread"], {one["unread"] for one in read["items"]}) == (4, {True})
    with late.at(NOON + 32 * MINUTE):
        for _ in range(2):
            late.ask("POST", "/api/v1/me/notices/readings", {"ids": [read["items"][0]["id"]]}, token=late.token(0))
        assert notices(0, 32 * MINUTE)["unread"] == 3
        late.ask("POST", "/api/v1/me/notices/readings", {"until": notices(0, 32 * MINUTE)["at"]}, token=late.token(0))
    assert notices(0, 33 * MINUTE)["unread"] == 0
    assert notices(1, 33 * MINUTE)["unread"] == 1


def test_what_comes_up_while_one_reads_is_not_read_with_the_rest(late, notices, looked):
    at = notices(0, 32 * MINUTE)["at"]
    with late.at(NOON + 32 * MINUTE):
        late.comes(60)
    looked(64 * MINUTE)
    with late.at(NOON + 65 * MINUTE):
        late.ask("POST", "/api/v1/me/notices/readings", {"until": at}, token=late.token(0))
    assert notices(0, 65 * MINUTE)["unread"] == 2


def test_what_somebody_wants_to_hear_nothing_of_is_left_out(late, notices):
    wish = {"mail": True, "muted": ["slow_lead"], "centres": True}
    assert late.ask("PUT", "/api/v1/me/notice-settings", wish, token=late.token(0)).json == wish
    assert audiences(notices(0)) == ["centre", "centre"]
    late.ask("PUT", "/api/v1/me/notice-settings", wish | {"muted": [], "centres": False}, token=late.token(0))
    assert audiences(notices(0)) == ["company", "company"]
    assert late.ask("GET", "/api/v1/me/notice-settings", token=late.token(1)).json == {"mail": True, "muted": [], "centres": True}


def test_sentences_are_in_the_readers_language(late):
    [one] = late.ask("GET", "/api/v1/me/notices", token=late.token(1), language="en").json["items"]
    assert (one["title"], one["detail"]) == ("Awa Diop waits for a first call", "This lead is yours, and nobody has contacted it yet")


class TestRules:
    def path(self, team):
        return f"/api/v1/centres/{team.company.centre}/alert-rules"

    def test_a_centre_begins_with_one_of_each_kind(self, at_work):
        told = at_work.ask("GET", self.path(at_work), token=at_work.token(0)).json
        assert ([one["kind"] for one in told["rules"]], told["version"]) == (list(LIMITS), 0)
        assert {one["kind"] for one in told["rules"] if one["audience"] == "agent"} == {"callback_due", "lead_waiting"}

    def test_they_are_kept_whole_and_two_editors_do_not_overwrite_one_another(self, at_work):
        mine = {"rules": [{"id": "a", "kind": "old_pool", "on": False, "after": 45, "audience": "company", "mail": True}]}
        answer = at_work.ask("PUT", self.path(at_work), mine, token=at_work.token(0), headers={"If-Match": '"0"'})
        assert (answer.status, answer.json, answer.headers["ETag"]) == (200, mine | {"version": 1}, '"1"')
        assert at_work.ask("PUT", self.path(at_work), mine, token=at_work.token(0), headers={"If-Match": '"0"'}).status == 412
        assert at_work.ask("PUT", self.path(at_work), {"rules": []}, token=at_work.token(0)).json == {"rules": [], "version": 2}
        assert at_work.ask("GET", self.path(at_work), token=at_work.token(0)).json["rules"] == []

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"after": 0}, "rules.0"),
            ({"after": -1}, "rules.0.after"),
            ({"kind": "weather"}, "rules.0.kind"),
            ({"audience": "agent"}, "rules.0"),
            ({"audience": "everybody"}, "rules.0.audience"),
            ({"id": "Ä"}, "rules.0.id"),
        ],
    )
    def test_a_rule_that_makes_no_sense_is_refused_by_its_field(self, at_work, wrong, field):
        rule = {"id": "a", "kind": "old_pool", "on": True, "after": 30, "audience": "centre"} | wrong
        answer = at_work.ask("PUT", self.path(at_work), {"rules": [rule]}, token=at_work.token(0))
        assert (answer.status, [one["field"] for one in answer.json["errors"]]) == (422, [field])

    def test_two_rules_of_one_id_are_refused(self, at_work):
        rule = {"id": "a", "kind": "old_pool", "on": True, "after": 30, "audience": "centre"}
        assert at_work.ask("PUT", self.path(at_work), {"rules": [rule, rule]}, token=at_work.token(0)).status == 422

    def test_a_rule_that_is_switched_off_ends_what_it_raised(self, late, looked, notices):
        rules(late, {"kind": "lead_waiting", "after": 30, "audience": "agent", "on": False})
        looked(34 * MINUTE)
        assert [one for one in notices(1, 34 * MINUTE)["items"] if one["ended_at"] is None] == []
