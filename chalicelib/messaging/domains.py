"""What a sender's domain says of itself in the DNS: readers' servers believe a mail, or not, by these four."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from chalicelib.foundation.asked import language
from chalicelib.foundation.names import Asking, NoName, Silent
from chalicelib.messaging.shapes import Check, Checks

PATIENCE = 2.5
"""Seconds for one question."""
LOOKUPS_AT_MOST = 10
"""Of an SPF record: beyond them readers' servers give up."""
LOOKED_UP = ("include:", "redirect=", "exists:", "a", "mx", "ptr")
LABELS_AT_LEAST = 2

State = Literal["ok", "weak", "missing", "wrong", "unknown"]

WORDS: dict[str, tuple[str, str]] = {
    "spf_ok": ("Le domaine dit quels serveurs envoient pour lui.", "The domain says which servers send for it."),
    "spf_missing": ("Rien ne dit quels serveurs envoient pour ce domaine.", "Nothing says which servers send for this domain."),
    "spf_several": ("Il y a plusieurs enregistrements SPF : gardez-en un seul.", "There are several SPF records: keep one only."),
    "spf_open": ("« all » permet à n'importe qui d'envoyer : finissez par ~all.", "“all” lets anybody send: end it with ~all."),
    "spf_lookups": (
        "Plus de dix recherches DNS : les serveurs l'ignorent. Retirez des « include ».",
        "More than ten lookups: servers ignore it. Remove includes.",
    ),
    "spf_ses": ("Amazon SES n'y est pas : ajoutez include:amazonses.com.", "Amazon SES is not in it: add include:amazonses.com."),
    "dkim_ok": ("Le domaine publie des clés de signature.", "The domain publishes keys for signatures."),
    "dkim_missing": (
        "Aucune clé DKIM : activez la signature chez votre hébergeur (ou dans Amazon SES) et publiez l'enregistrement qu'il donne.",
        "No DKIM key: switch signing on at your provider (or in Amazon SES) and publish the record that it gives.",
    ),
    "dmarc_ok": ("Les messages falsifiés à votre nom sont écartés.", "Mails forged in your name are put aside."),
    "dmarc_weak": ("« p=none » observe sans protéger : passez à p=quarantine.", "“p=none” watches and protects nothing: move on to p=quarantine."),
    "dmarc_missing": ("Sans DMARC, Gmail et Yahoo refusent les envois en nombre.", "Without DMARC, Gmail and Yahoo refuse mails in numbers."),
    "dmarc_several": ("Il y a plusieurs enregistrements DMARC : gardez-en un seul.", "There are several DMARC records: keep one only."),
    "mx_ok": ("Le domaine reçoit les réponses et les retours.", "The domain receives answers and returned mails."),
    "mx_missing": ("Le domaine ne reçoit pas de courrier : les réponses se perdent.", "The domain receives no mail: answers get lost."),
    "domain_missing": ("Ce domaine n'existe pas dans le DNS.", "This domain does not exist in the DNS."),
    "unknown": ("Le DNS n'a pas répondu. Réessayez dans un instant.", "The DNS did not answer. Try again in a moment."),
}


def check(domain: str, kind: str) -> Checks:
    """A hint, never a verdict: what cannot be asked is said to be unknown."""
    ask = Asking(PATIENCE)
    checks = [_told(name, look, ask, domain, kind) for name, look in (("spf", _spf), ("dkim", _dkim), ("dmarc", _dmarc), ("mx", _mx))]
    return Checks(domain=domain, checks=checks)


Found = tuple[State, str, str, str]
"""State, key of its words, what was found, and the record to publish."""


def _told(name: str, look: Callable[[Asking, str, str], Found], ask: Asking, domain: str, kind: str) -> Check:
    try:
        state, key, found, wanted = look(ask, domain, kind)
    except NoName:
        state, key, found, wanted = "missing", "domain_missing", "", ""
    except Silent:
        state, key, found, wanted = "unknown", "unknown", "", ""
    return Check(name=name, state=state, found=found, message=WORDS[key][language() == "en"], wanted=wanted)


def _spf(ask: Asking, domain: str, kind: str) -> Found:
    found = [text for text in ask.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return "missing", "spf_missing", "", f"v=spf1 {'include:amazonses.com' if kind == 'ses' else 'mx'} ~all"
    if len(found) > 1:
        return "wrong", "spf_several", " · ".join(found), ""
    terms = found[0].lower().split()[1:]
    if sum(term.lstrip("+-~?").startswith(LOOKED_UP[:3]) or term.lstrip("+-~?").split(":")[0] in LOOKED_UP[3:] for term in terms) > LOOKUPS_AT_MOST:
        return "wrong", "spf_lookups", found[0], ""
    if {"all", "+all", "?all"} & set(terms):
        return "weak", "spf_open", found[0], ""
    if kind == "ses" and "include:amazonses.com" not in terms:
        return "weak", "spf_ses", found[0], ""
    return "ok", "spf_ok", found[0], ""


def _dkim(ask: Asking, domain: str, _kind: str) -> Found:
    """Which selector signs only the signer knows. But where there is any, there is the name above it."""
    try:
        ask.records(f"_domainkey.{domain}", "TXT")
    except NoName:
        return "missing", "dkim_missing", "", ""
    return "ok", "dkim_ok", f"_domainkey.{domain}", ""


def _dmarc(ask: Asking, domain: str, _kind: str) -> Found:
    """Its own, or that of a domain above it."""
    labels = domain.split(".")
    for above in range(len(labels) - LABELS_AT_LEAST + 1):
        found = _policies(ask, ".".join(labels[above:]))
        if len(found) > 1:
            return "wrong", "dmarc_several", " · ".join(found), ""
        if found:
            is_weak = "p=none" in found[0].lower().replace(" ", "").split(";")
            return ("weak", "dmarc_weak", found[0], "") if is_weak else ("ok", "dmarc_ok", found[0], "")
    return "missing", "dmarc_missing", "", "v=DMARC1; p=none"


def _policies(ask: Asking, domain: str) -> list[str]:
    try:
        return [text for text in ask.texts(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")]
    except NoName:
        return []


def _mx(ask: Asking, domain: str, _kind: str) -> Found:
    found = [str(one.exchange).rstrip(".") for one in sorted(ask.records(domain, "MX"), key=lambda one: one.preference)]
    return ("ok", "mx_ok", ", ".join(found), "") if any(found) else ("missing", "mx_missing", "", "")
