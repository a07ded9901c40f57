from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from typing import Any

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.foundation import clock, keys, tenancy
from chalicelib.foundation.errors import TooOften, refused
from chalicelib.foundation.records import refused_writes
from chalicelib.shield import seals
from chalicelib.shield.models import HOUR, Allowance, HeldPost, Spent
from chalicelib.shield.seals import Forged
from chalicelib.shield.shapes import Reason, ShieldPlan, Tokens

SEAL, WORK = "_seal", "_work"
"""What a page brings back, under names that no field of a form can have."""
BAIT = "homepage"
SENT_AT_MOST = 3
"""One page may be sent again after the browser's own way back. For more leads than this its work has to be done anew."""
HELD_AN_HOUR = 200
UPLOADS_AN_HOUR = 200
"""Of one form: the posts that are kept, and the files from one network, behind which a whole fair may stand."""
NO_MAIL = ("Ce domaine ne reçoit pas d’e-mail : vérifiez l’adresse.", "This domain takes no e-mail: check the address.")


class UploadsTooMany(TooOften):
    fr = "Trop de fichiers ont été envoyés depuis votre réseau. Réessayez dans {seconds} secondes."
    en = "Too many files were sent from your network. Try again in {seconds} seconds."


class HeldBack(Exception):
    """The shield takes it for a machine's: kept for somebody to look at, and no error to whoever sent it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Visit:
    """A post as it came: everything that was sent, the e-mail in it made clean, the address of the network, the language of the page."""

    form_id: str
    posted: Mapping[str, Any]
    email: str
    address: str
    language: str


def tokens(plan: ShieldPlan, form_id: str, names: Collection[str], posted: Mapping[str, Any]) -> Tokens | None:
    """What the page of a form with these fields carries. A page that is shown again, with its faults, keeps the time of the first (`posted`)."""
    if not (plan.honeypot or plan.asks_for_proof):
        return None
    return Tokens(
        honeypot=_bait(names) if plan.honeypot else None,
        seal=(_seal_again(posted, form_id) or seals.seal(form_id)) if plan.min_seconds else None,
        work=seals.challenge(form_id) if plan.work else None,
    )


def judge(plan: ShieldPlan, visit: Visit, names: Collection[str]) -> tuple[Allowance, ...]:
    """What the lead is to be counted against. Raises `HeldBack`, and `AnswersRefused` for an address that no mail can reach."""
    if plan.honeypot and visit.posted.get(_bait(names)):
        raise HeldBack("honeypot")
    allowances = (*_proof(plan, visit), *_often(plan, visit))
    if visit.email and (plan.disposable or plan.mail_host):
        _expect_reachable(plan, visit)
    return allowances


def count(tx: TransactWrite, allowances: Iterable[Allowance]) -> None:
    """Count the lead in the transaction that opens it: no round trip more, and nothing counted that was not opened."""
    for allowance in allowances:
        Spent.add(tx, allowance)


def look_at(refusal: TransactWriteError) -> None:
    """Raises `HeldBack` where an allowance is what refused the transaction."""
    for write in refused_writes(refusal):
        kind = Spent.kind_of(write)
        if kind:
            raise HeldBack(kind)


def hold(form_id: str, reason: Reason, request: dict[str, Any]) -> None:
    """Keep it for a week, sealed. Of a flood only the first of an hour: a form's others are counted, and gone."""
    if not Spent.is_beyond(Allowance("held", form_id, HELD_AN_HOUR)):
        HeldPost.keep(form_id, reason, request)


def count_upload(form_id: str, address: str) -> None:
    """Count a file that a page is about to send. Raises `UploadsTooMany` where its network has sent so many within the hour."""
    if address and Spent.is_beyond(Allowance("upload", _network(form_id, address), UPLOADS_AN_HOUR)):
        raise UploadsTooMany(HOUR - clock.now_ms() // 1000 % HOUR)


def _expect_reachable(plan: ShieldPlan, visit: Visit) -> None:
    from chalicelib.shield import addresses  # noqa: PLC0415 - asks the DNS, which few functions and few forms do

    if plan.disposable and addresses.is_disposable(visit.email):
        raise HeldBack("disposable")
    if plan.mail_host and not addresses.takes_mail(visit.email):
        raise refused("email", "mail_host", *NO_MAIL, visit.language)


def _proof(plan: ShieldPlan, visit: Visit) -> tuple[Allowance, ...]:
    """Whoever brings what is false is held back. Whoever brings nothing may have no script: the form takes some of them."""
    try:
        waited = plan.min_seconds is None or _waited(plan.min_seconds, visit)
        nonce = _worked(visit) if plan.work else None
    except Forged as forged:
        raise HeldBack("forged") from forged
    if waited and (nonce or not plan.work):
        return (Allowance("work", nonce, SENT_AT_MOST, int(seals.LASTS.total_seconds())),) if nonce else ()
    if plan.unproven_per_hour == 0:
        raise HeldBack("unproven")
    return (Allowance("unproven", visit.form_id, plan.unproven_per_hour),)


def _waited(seconds: int, visit: Visit) -> bool:
    """Raises `HeldBack` for a page that was filled in before anybody could read it."""
    age = seals.age(_brought(visit.posted, SEAL), visit.form_id) if visit.posted.get(SEAL) else None
    if age is not None and age < seconds * 1000:
        raise HeldBack("quick")
    return age is not None


def _worked(visit: Visit) -> str | None:
    return seals.work_of(_brought(visit.posted, WORK), visit.form_id) if visit.posted.get(WORK) else None


def _often(plan: ShieldPlan, visit: Visit) -> tuple[Allowance, ...]:
    allowances = []
    if plan.per_address and visit.address:
        allowances.append(Allowance("address", _network(visit.form_id, visit.address), plan.per_address))
    if plan.per_form:
        allowances.append(Allowance("form", visit.form_id, plan.per_form))
    return tuple(allowances)


def _network(form_id: str, visitor: str) -> str:
    """Nobody reads addresses out of what is counted. A whole network of IPv6 counts as one: a single subscriber has all of it."""
    address = ip_address(visitor.partition("%")[0])
    whose = str(address) if isinstance(address, IPv4Address) else str(int(address) >> 64)
    return keys.of(tenancy.tenant()).blind("visitor", f"{form_id}|{whose}")


def _brought(posted: Mapping[str, Any], name: str) -> str:
    """Raises `Forged` where it is there twice."""
    brought = posted[name]
    if not isinstance(brought, str):
        raise Forged
    return brought


def _seal_again(posted: Mapping[str, Any], form_id: str) -> str | None:
    try:
        brought = _brought(posted, SEAL) if posted.get(SEAL) else ""
        return brought if brought and seals.age(brought, form_id) is not None else None
    except Forged:
        return None


def _bait(names: Collection[str]) -> str:
    """A name that asks to be filled in, and that no field of the form has."""
    bait = BAIT
    while bait in names:
        bait += "_"
    return bait
