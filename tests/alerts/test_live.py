"""An open console hears of an alert at once, where it may."""

from chalicelib.alerts.facts import AgentReminded, AlertRaised
from chalicelib.foundation.facts import Announcement
from chalicelib.live import actions
from tests.live.conftest import company, listens, sockets
from tests.live.told import TENANT

__all__ = ["company", "listens", "sockets"]


def told(fact):
    actions.push(Announcement("AL#centre1#x:1", TENANT, 1_795_000_000_000, "system:sweep", 1, fact))


def test_managers_hear_of_the_alerts_of_their_centre(sockets, listens):
    listens("manager", "boss1", "centre", centre="centre1")
    listens("neighbour", "boss2", "centre", centre="centre2")
    listens("agent", "agent9", "own", centre="centre1")
    told(AlertRaised("a1", "old_pool", "centre", "centre1", 0))
    assert [one["type"] for one in sockets.told.pop("manager")] == ["AlertRaised"]
    assert sockets.told == {}


def test_an_agent_hears_of_their_reminders(sockets, listens):
    listens("mine", "agent1", "own", centre="centre1")
    listens("other", "agent2", "own", centre="centre1")
    told(AgentReminded("a1", "callback_due", "agent", "centre1", 0, agent_id="agent1", lead_id="p000000000000001.1"))
    assert list(sockets.told) == ["mine"]


def test_an_agent_does_not_hear_what_their_manager_is_told_of_them(sockets, listens):
    listens("idle", "agent1", "own", centre="centre1")
    listens("manager", "boss1", "centre", centre="centre1")
    told(AlertRaised("a1", "idle_agent", "centre", "centre1", 0, agent_id="agent1"))
    assert list(sockets.told) == ["manager"]
