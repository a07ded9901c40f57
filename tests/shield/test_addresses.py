"""E-mail addresses by their domains, against a real name server."""

import pytest
from dnslib import MX, QTYPE, RCODE, RR, A
from dnslib.server import BaseResolver, DNSServer

from chalicelib.foundation import config
from chalicelib.shield import addresses

RECORDS = {
    ("post.example", "MX"): [MX("mx.post.example", 10)],
    ("bare.example", "A"): [A("192.0.2.1")],
    ("null.example", "MX"): [MX(".", 0)],
    ("null.example", "A"): [A("192.0.2.1")],
    ("mute.example", "TXT"): [],
}


class Zone(BaseResolver):
    def __init__(self):
        self.asked, self.is_silent = [], False

    def resolve(self, request, handler):
        name, kind = str(request.q.qname).rstrip("."), QTYPE[request.q.qtype]
        self.asked.append(name)
        reply = request.reply()
        if self.is_silent:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        for data in RECORDS.get((name, kind), []):
            reply.add_answer(RR(name, request.q.qtype, rdata=data, ttl=1))
        if name not in {known for known, _ in RECORDS}:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@pytest.fixture
def zone(monkeypatch):
    zone = Zone()
    server = DNSServer(zone, address="127.0.0.1", port=0)
    server.start_thread()
    monkeypatch.setattr(config, "DNS_SERVER", f"127.0.0.1:{server.server.server_address[1]}")
    monkeypatch.setattr(addresses, "PATIENCE", 0.3)
    addresses._answered.clear()
    yield zone
    addresses._answered.clear()
    server.server.shutdown()
    server.server.server_close()


@pytest.mark.parametrize(("domain", "takes"), [("post", True), ("bare", True), ("null", False), ("mute", False), ("nowhere", False)])
def test_a_domain_takes_mail_where_the_dns_says_so(zone, domain, takes):
    assert addresses.takes_mail(f"awa@{domain}.example") is takes


def test_a_domain_is_asked_for_once_in_a_while(zone):
    for name in ("awa", "AWA", "sam"):
        assert addresses.takes_mail(f"{name}@Post.example")
    assert zone.asked == ["post.example"]


def test_a_silent_dns_holds_nobody_back_and_is_asked_again(zone):
    zone.is_silent = True
    assert addresses.takes_mail("awa@nowhere.example")
    zone.is_silent = False
    assert not addresses.takes_mail("awa@nowhere.example")


@pytest.mark.parametrize("name", ["a@" + "x" * 80 + ".example", "a@é.example", "a@-.example"])
def test_a_domain_that_cannot_be_asked_for_breaks_nothing(zone, name):
    assert addresses.takes_mail(name) in {True, False}


@pytest.mark.parametrize("email", ["a@mailinator.com", "a@MAILINATOR.com", "a@box.mailinator.com"])
def test_addresses_that_are_thrown_away_are_known_by_their_domain_and_those_above(email):
    assert addresses.is_disposable(email)


@pytest.mark.parametrize("email", ["a@gmail.com", "a@mailinator.com.example", "mailinator.com@free.fr"])
def test_other_addresses_are_kept(email):
    assert not addresses.is_disposable(email)
