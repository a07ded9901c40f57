from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from chalicelib.contacts import queries as contacts
from chalicelib.forms import queries as forms
from chalicelib.forms.queries import Edition
from chalicelib.foundation import clock
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.keys import digest
from chalicelib.foundation.records import TraceRecord
from chalicelib.leads import queries as leads
from chalicelib.leads.queries import Lead
from chalicelib.proofs import models
from chalicelib.proofs.chain import Link, chained
from chalicelib.proofs.shapes import Verdict

ON_ITS_WAY_MS = 24 * 60 * 60_000
"""What was said last may not have reached the history yet: the relay tries for 22 hours."""


@dataclass(frozen=True)
class Sheet:
    """All that a proof rests on, as it is kept now.

    `request`: what was posted; `click`: where it was confirmed from; each None once the person is erased.
    """

    lead: Lead
    edition: Edition | None
    request: dict[str, Any] | None
    click: dict[str, str] | None
    links: list[Link]
    told: list[TraceRecord]
    """The lead's own facts, in the order of its versions."""
    given: list[str]
    """The last hash of each whole sheet that somebody was given before."""
    shows_others: bool
    """Whether the reader may know of the centres and agents that did not get the lead."""

    @property
    def head(self) -> str:
        return self.links[-1].hash if self.links else ""

    @property
    def is_whole(self) -> bool:
        """Whether the publication and every change of the lead has its line: what is still on its way changes the hashes behind it."""
        return len(self.links) == int(self.lead.version) + (self.edition is not None)

    def place_of(self, hash_: str) -> int | None:
        """The number of the line with this hash."""
        return next((link.number for link in self.links if link.hash == hash_), None)

    @cached_property
    def checks(self) -> dict[str, Verdict]:
        return {"history": self._history, "form": self._form, "request": self._request, "click": self._click, "given": self._given}

    @property
    def verdict(self) -> Verdict:
        verdicts = self.checks.values()
        return "broken" if "broken" in verdicts else "good" if "good" in verdicts else "unknown"

    @property
    def _history(self) -> Verdict:
        """Every change of the lead has its line, from the first to the one that it stands at; only the last may be late."""
        versions, version = [int(row.version) for row in self.told], int(self.lead.version)
        if versions != list(range(1, len(versions) + 1)) or len(versions) > version:
            return "broken"
        if len(versions) < version:
            return "unknown" if clock.now_ms() - self.lead.said["at"] < ON_ITS_WAY_MS else "broken"
        last = self.told[-1]
        if self.lead.said != {"t": last.t, "at": last.at, "by": last.by, "d": last.data}:
            return "broken"
        return "good" if self.is_whole else "unknown"

    @property
    def _form(self) -> Verdict:
        """The edition is the one that was published then."""
        published = next((link.data.get("digest") for link in self.links if link.type == "FormPublished"), None)
        return _same(published, digest(self.edition.content) if self.edition else None)

    @property
    def _request(self) -> Verdict:
        """What is kept of the request is what the lead answers for."""
        return _same(self._digest_of("LeadOpened"), digest(self.request) if self.request else None)

    @property
    def _click(self) -> Verdict:
        """Where the click came from is what the confirmation answers for."""
        return _same(self._digest_of("LeadEmailConfirmed"), digest(self.click) if self.click else None)

    def _digest_of(self, fact: str) -> str | None:
        return next((row.data.get("digest") for row in reversed(self.told) if row.t == fact), None)

    @property
    def _given(self) -> Verdict:
        """Every whole sheet that was given before is a beginning of this one."""
        if not self.given:
            return "unknown"
        return "good" if all(self.place_of(head) for head in self.given) else "broken"


def sheet(lead_id: str, caller: Caller) -> Sheet:
    """Raises `NotFound` for a lead out of the caller's reach. That its person is erased hides nothing more: what is left is nobody's."""
    lead = leads.fresh(lead_id)
    if not caller.may_reach("proofs.read", centre=lead.centre, owner=lead.agent):
        raise NotFound
    person, history = contacts.kept(lead.person_id), models.history(lead.person_id)
    edition = forms.stored_edition(lead.form, int(lead.form_version))
    told = sorted((row for row in history if _is_of(row, lead)), key=lambda row: row.version)
    published = edition and models.publication(lead.form, int(edition.number), int(edition.published_at))
    return Sheet(
        lead=lead,
        edition=edition,
        request=person.read()["requests"][str(lead.number)] if person else None,
        click=lead.read_click(person.cipher) if person else None,
        links=chained([*([published] if published else []), *told]),
        told=told,
        given=[row.data["head"] for row in history if row.t == "ProofGiven" and row.data["lead_id"] == lead.id and row.data["head"]],
        shows_others=caller.reach("centres.read") == "all",
    )


def _is_of(row: TraceRecord, lead: Lead) -> bool:
    """Whether it was the lead's own item that said it."""
    return bool(row.sk.partition("#")[2] == f"{lead.sk}#{int(row.version)}")


def _same(said: str | None, now: str | None) -> Verdict:
    if said is None or now is None:
        return "unknown"
    return "good" if said == now else "broken"
