"""What may be posted to, and how an answer that does not come is named."""

import socket
import time
from threading import Thread

import pytest

from chalicelib.foundation import config
from chalicelib.foundation.outside import may_reach
from chalicelib.webhooks import outward
from chalicelib.webhooks.outward import Target, Unanswered, post

PRIVATE = [
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.0.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1",
    "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1",
]  # fmt: skip


@pytest.fixture
def abroad(monkeypatch):
    """As in production: no loopback, no http."""
    monkeypatch.setattr(config, "IS_LOCAL", False)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_out_of_reach(abroad, address):
    assert not may_reach(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses_are_within_reach(abroad, address):
    assert may_reach(address)


def test_at_home_the_loopback_is_within_reach_and_nothing_else_private():
    assert may_reach("127.0.0.1")
    assert not may_reach("10.1.2.3")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://partner.example/hook", "https"),
        ("ftp://partner.example/hook", "url"),
        ("https://10.0.0.1/", "private_address"),
        ("https://0x7f.1/", "private_address"),
        ("https://2130706433/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://user:secret@partner.example/", "url"),
        ("https://partner.example/#part", "url"),
        ("partner.example", "url"),
        ("https://", "url"),
    ],
)
def test_an_address_that_cannot_be_posted_to_says_why(abroad, url, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        Target.of(url)


def test_a_name_that_points_inside_is_refused_when_sending(abroad, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))])
    with pytest.raises(Unanswered, match="private_address"):
        post("https://partner.example/", b"{}", {})


def test_the_connection_goes_to_the_address_that_was_looked_at(abroad, monkeypatch):
    asked, opened = [], []

    def look_up(host, *_, **__):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]

    def connect(place, _timeout):
        opened.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unanswered, match="connection_refused"):
        post("https://partner.example/", b"{}", {})
    assert asked == ["partner.example"]
    assert opened == [("93.184.216.34", 443)]


def test_a_redirect_is_an_answer_and_not_followed(partner):
    partner.status = 302
    assert post(partner.url, b"{}", {}) == 302
    assert len(partner.got) == 1


def test_the_request_carries_path_query_host_and_the_very_bytes(partner):
    post(partner.url, b'{"a":"\xc3\xa9"}', {"webhook-id": "x"})
    path, headers, body = partner.got[0]
    assert path == "/hook?of=acme"
    assert headers["Host"] == f"127.0.0.1:{partner.port}"
    assert headers["webhook-id"] == "x"
    assert body == b'{"a":"\xc3\xa9"}'


def test_nobody_listening_is_a_refused_connection(partner):
    partner.close()
    with pytest.raises(Unanswered, match="connection_refused"):
        post(partner.url, b"{}", {})


def test_a_name_that_nobody_knows():
    with pytest.raises(Unanswered, match="dns_lookup_failed"):
        post("http://nowhere.invalid/", b"{}", {})


def test_a_server_that_drips_its_answer_does_not_hold_us(monkeypatch):
    monkeypatch.setattr(outward, "TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_drip, args=(server,), daemon=True).start()
        started = time.monotonic()
        with pytest.raises(Unanswered, match="connection_timeout"):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - started < 1.5


def _drip(server):
    accepted, _ = server.accept()
    with accepted:
        accepted.recv(4096)
        try:
            for letter in b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100:
                accepted.sendall(bytes([letter]))
                time.sleep(0.1)
        except OSError:
            return


def test_an_answer_that_is_not_http_is_unreadable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_mumble, args=(server,), daemon=True).start()
        with pytest.raises(Unanswered, match="answer_unreadable"):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})


def _mumble(server):
    accepted, _ = server.accept()
    with accepted:
        accepted.recv(4096)
        accepted.sendall(b"220 mail.example ESMTP\r\n\r\n")


def test_a_certificate_of_nobody_we_trust_fails(partner, self_signed):
    partner.over_tls(self_signed("127.0.0.1"))
    with pytest.raises(Unanswered, match="tls_failed"):
        post(partner.url.replace("http:", "https:"), b"{}", {})
    assert partner.got == []


def test_a_certificate_is_checked_for_the_name_and_not_the_address(partner, self_signed, monkeypatch):
    certificate = self_signed("localhost")
    partner.over_tls(certificate)
    outward._trust.cache_clear()
    trusting = outward._trust()
    trusting.load_verify_locations(certificate)
    try:
        assert post(f"https://localhost:{partner.port}/", b"{}", {}) == 200
        with pytest.raises(Unanswered, match="tls_failed"):
            post(f"https://127.0.0.1:{partner.port}/", b"{}", {})
    finally:
        outward._trust.cache_clear()
    assert partner.got[0][1]["Host"] == f"localhost:{partner.port}"
