"""The bill of a lead: counted on one life, and added up as AWS does."""

from dataclasses import replace

import pytest

from bench.costs import bill, counted, page
from bench.costs.bill import SHARES, Prices, Standing
from bench.costs.counted import Counted
from bench.life import GATE

NOTHING = Counted()
BARE = Standing(alarms=0, dashboards=0, keys=0, firewall_rules=0)
PRICES = Prices.read()


def test_one_life_is_counted_whole(world):
    one = counted.life()
    assert (one.requests, one.facts, one.public_facts, one.mails) == (11, 6, 5, 1)
    assert 0 < one.writes_ia < one.writes < GATE
    assert one.reads > one.requests, "each request reads who asks"
    assert (one.messages["mail-optin"], one.messages["send-webhook.fifo"], one.messages["mail-account"]) == (1, 1, 0)
    assert one.stored["main"] > 1000
    assert one.stored["trace"] > 1000


def test_a_share_is_what_was_counted_times_its_price():
    shares = bill.bill(replace(NOTHING, writes=10, writes_ia=2, mails=1), BARE, 1000, PRICES)
    assert shares["writes"] == pytest.approx(1000 * (10 * PRICES.dollars["write_unit"] + 2 * PRICES.dollars["write_unit_ia"]))
    assert shares["mail"] == pytest.approx(0.10)
    assert shares.keys() == SHARES.keys()


def test_what_stands_costs_the_same_at_every_volume():
    standing = Standing(alarms=10, dashboards=1, keys=2, firewall_rules=3)
    small, large = (bill.bill(NOTHING, standing, leads, PRICES) for leads in (1, 1_000_000))
    assert small["standing"] == large["standing"] == pytest.approx(2 + 5 + 3)
    assert small["watch"] == large["watch"] > 1


def test_the_template_is_counted():
    found = Standing.of_template()
    assert min(found.alarms, found.dashboards, found.keys, found.firewall_rules) > 0


def test_the_page_shows_every_share_and_the_picture_is_a_whole_bar():
    one = replace(NOTHING, writes=10, mails=1, requests=5)
    bills = {leads: bill.bill(one, Standing.of_template(), leads, PRICES) for leads in bill.VOLUMES}
    text = page.with_figures(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n", one, Standing.of_template(), bills, PRICES)
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert all(f"| {name}: " in text for name in SHARES)
    assert page.picture(bills).count("<rect") == len(SHARES) * (len(bills) + 1)
