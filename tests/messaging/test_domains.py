"""What a sender's domain says of itself, asked of a real name server."""

import pytest
from dnslib import MX, QTYPE, RCODE, RR, TXT
from dnslib.server import BaseResolver, DNSServer

from chalicelib.foundation import config
from chalicelib.messaging import domains

GOOD = {
    ("good.example", "TXT"): ["google-site-verification=abc", "v=spf1 include:amazonses.com -all"],
    ("s1._domainkey.good.example", "TXT"): ["v=DKIM1; k=rsa; p=MIGf"],
    ("_dmarc.good.example", "TXT"): ["v=DMARC1; p=quarantine"],
    ("good.example", "MX"): [(20, "mx2.good.example"), (10, "mx1.good.example")],
}
SPF = {f"{name}.example": records for name, records in {
    "none": [], "two": ["v=spf1 mx ~all", "v=spf1 a ~all"], "open": ["v=spf1 mx +all"], "bare": ["v=spf1 all"], "noses": ["v=spf1 mx ~all"],
    "long": ["v=spf1 " + " ".join(f"include:n{number}.example" for number in range(11)) + " ~all"],
    "split": ["V=SPF1 " + "ip4:192.0.2.1 " * 30 + "include:amazonses.com ~all"],
}.items()}  # fmt: skip


class Zone(BaseResolver):
    def __init__(self):
        self.records = {**GOOD, **{(name, "TXT"): texts or ["hello"] for name, texts in SPF.items()}}
        self.asked, self.is_silent = [], False

    def resolve(self, request, handler):
        name, kind = str(request.q.qname).rstrip("."), QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        reply = request.reply()
        if self.is_silent:
            reply.header.rcode = RCODE.REFUSED
        for one in self.records.get((name, kind), []):
            data = MX(one[1], one[0]) if kind == "MX" else TXT([one[at : at + 255] for at in range(0, len(one), 255)])
            reply.add_answer(RR(name, request.q.qtype, rdata=data, ttl=1))
        if not any(known == name or known.endswith(f".{name}") for known, _ in self.records):
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@pytest.fixture
def zone(monkeypatch):
    zone = Zone()
    servers = [DNSServer(zone, address="127.0.0.1", port=0, tcp=tcp) for tcp in (False,)]
    for server in servers:
        server.start_thread()
    monkeypatch.setattr(config, "DNS_SERVER", f"127.0.0.1:{servers[0].server.server_address[1]}")
    yield zone
    for server in servers:
        server.server.shutdown()
        server.server.server_close()


def states(domain, kind="ses"):
    return {check.name: check.state for check in domains.check(domain, kind).checks}


def of(domain, name, kind="ses"):
    return next(check for check in domains.check(domain, kind).checks if check.name == name)


def test_a_domain_that_says_everything(zone):
    assert states("good.example") == dict.fromkeys(("spf", "dkim", "dmarc", "mx"), "ok")
    assert of("good.example", "mx").found == "mx1.good.example, mx2.good.example"


def test_a_domain_that_says_nothing_is_told_what_to_publish(zone):
    assert states("none.example") == dict.fromkeys(("spf", "dkim", "dmarc", "mx"), "missing")
    assert of("none.example", "spf").wanted == "v=spf1 include:amazonses.com ~all"
    assert of("none.example", "spf", "smtp").wanted == "v=spf1 mx ~all"
    assert of("none.example", "dmarc").wanted == "v=DMARC1; p=none"


@pytest.mark.parametrize(
    ("name", "state"), [("two", "wrong"), ("long", "wrong"), ("open", "weak"), ("bare", "weak"), ("noses", "weak"), ("split", "ok")]
)
def test_an_spf_record_that_does_not_do(zone, name, state):
    assert of(f"{name}.example", "spf").state == state


def test_amazon_need_not_stand_in_the_record_of_a_server_of_ones_own(zone):
    assert of("noses.example", "spf", "smtp").state == "ok"


def test_a_policy_above_holds_below(zone):
    assert of("mail.good.example", "dmarc").state == "ok"


def test_a_policy_that_only_watches(zone):
    zone.records["_dmarc.none.example", "TXT"] = ["v=DMARC1; p=none; rua=mailto:x@none.example"]
    assert of("none.example", "dmarc").state == "weak"


def test_a_domain_that_is_not_there(zone):
    assert of("nowhere.test", "spf").message == "Ce domaine n'existe pas dans le DNS."


def test_a_name_server_that_refuses_is_asked_no_more_and_nothing_is_made_up(zone, monkeypatch):
    monkeypatch.setattr(domains, "PATIENCE", 0.3)
    zone.is_silent = True
    assert set(states("good.example").values()) == {"unknown"}
    assert {name for name, _ in zone.asked} == {"good.example"}


@pytest.mark.parametrize("domain", ["-.example", "a..example", "x" * 300 + ".example", "*.example"])
def test_a_domain_that_cannot_be_breaks_nothing(zone, domain):
    assert "ok" not in states(domain).values()
