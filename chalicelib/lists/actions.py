from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pynamodb.exceptions import TransactWriteError

from chalicelib.contacts import actions as persons
from chalicelib.forms import queries as forms
from chalicelib.foundation import ids
from chalicelib.foundation.asked import language
from chalicelib.foundation.caller import Caller
from chalicelib.foundation.errors import AlreadyDone, Conflict, NotFound, refused
from chalicelib.foundation.records import transaction
from chalicelib.foundation.states import TRIES
from chalicelib.identity import queries as identity
from chalicelib.leads import queries as leads
from chalicelib.lists import queries
from chalicelib.lists.models.lists import MarketingList, list_key
from chalicelib.lists.models.memberships import Membership
from chalicelib.lists.shapes import Condition, LeadListsDraft, ListDraft, MembersAdded, Rule, RuleAsked

AT_MOST = 200
"""Of one company. All of them are read to show one lead."""
CLEARED_AT_ONCE = 50
"""In one transaction, with the count."""
BATCHES = 20
"""Of one ring of the clock: a thousand persons, and the rest a minute later."""


class ListByRule(Conflict):
    fr = "Cette liste suit une règle : personne n'y est ajouté ni retiré à la main."
    en = "This list follows a rule: nobody is put on it or taken off by hand."


# Whoever keeps lists


def make(draft: ListDraft, caller: Caller) -> MarketingList:
    """Raises `AnswersRefused`, and `NotFound` for what the caller may not see."""
    _expect_within_reach(draft, caller)
    kept = [one for one in MarketingList.all() if one.is_kept]
    _expect_free(kept, draft, None)
    if len(kept) >= AT_MOST:
        raise refused(
            "name",
            "too_many_lists",
            f"{AT_MOST} listes au plus : supprimez-en une d'abord.",
            f"{AT_MOST} lists at most: delete one first.",
            language(),
        )
    made = MarketingList.new(name=draft.name, description=draft.description or None, centre=draft.centre_id, rule=_kept(draft.rule))
    made.save(condition=MarketingList.pk.does_not_exist())
    return made


def edit(list_id: str, draft: ListDraft, version: int | None, caller: Caller) -> MarketingList:
    """From one version on. A list by hand stays one, and one by a rule, too. Raises what `make` raises, `VersionLapsed`."""
    found = queries.list_to_edit(list_id, caller)
    _expect_within_reach(draft, caller)
    _expect_free([one for one in MarketingList.all() if one.is_kept], draft, found.id)
    if found.is_by_hand != (draft.rule is None):
        raise refused(
            "rule", "other_kind", "Une liste à la main le reste, une liste par règle aussi : créez-en une autre.",
            "A list by hand stays one, and so does one by a rule: make another.", language(),
        )  # fmt: skip
    found.pin(version)
    found.edit(name=draft.name, description=draft.description or None, centre=draft.centre_id, rule=_kept(draft.rule))
    return found


def delete(list_id: str, caller: Caller) -> None:
    """Nobody is on it from now on. Who was put on it is cleared away by the clock."""
    with suppress(AlreadyDone):
        queries.list_to_edit(list_id, caller).delete_softly()


def _kept(rule: Rule | None) -> dict[str, object] | None:
    return rule.model_dump(mode="json") if rule else None


def _expect_within_reach(draft: ListDraft, caller: Caller) -> None:
    if not caller.may_reach("lists.write", centre=draft.centre_id, owner=None):
        if draft.centre_id is None:
            raise refused(
                "centre_id", "own_centre", "Choisissez votre centre : une liste pour tous se crée par l'administrateur.",
                "Choose your centre: a list for all is made by the administrator.", language(),
            )  # fmt: skip
        raise NotFound
    if draft.centre_id:
        identity.centre_for(caller, draft.centre_id)
    if draft.rule:
        _expect_known(draft.rule, caller)


def _expect_free(kept: Sequence[MarketingList], draft: ListDraft, list_id: str | None) -> None:
    """Two of one name in one menu nobody tells apart. Of two made at the same instant both stay, and one is renamed."""
    named = {one.id for one in kept if one.name.casefold() == draft.name.casefold() and one.centre == draft.centre_id}
    if named - {list_id}:
        raise refused("name", "taken", "Une liste porte déjà ce nom.", "There is a list of this name already.", language())


def expect_askable(asked: RuleAsked, caller: Caller) -> None:
    """Raises `AnswersRefused`, and `NotFound` for what the caller may not see."""
    if asked.centre_id:
        identity.centre_for(caller, asked.centre_id)
    _expect_known(asked.rule, caller)


def _expect_known(rule: Rule, caller: Caller) -> None:
    """Refuses, by its field, a tag, form or centre that the caller does not know."""
    for place, condition in enumerate(rule.conditions):
        field = f"rule.conditions.{place}.values"
        if condition.about == "tag":
            persons.expect_tags(condition.values, field)
        elif not _is_known(condition, caller):
            raise refused(
                field,
                "unknown",
                "Un de ces choix n'existe plus : choisissez-en un autre.",
                "One of these is not there any more: choose another.",
                language(),
            )


def _is_known(condition: Condition, caller: Caller) -> bool:
    try:
        for value in condition.values:
            if condition.about == "form":
                forms.form_for(caller, value)
            elif condition.about == "centre":
                identity.centre_for(caller, value)
    except NotFound:
        return False
    return True


# Whoever puts people on lists


def add(list_id: str, lead_ids: Sequence[str], caller: Caller) -> MembersAdded:
    """The persons of these leads, once each, all or none. Raises `ListByRule`."""
    queries.list_for(list_id, caller)
    wanted = list(dict.fromkeys(lead_ids))
    seen = leads.seen([place for lead_id in wanted if (place := ids.lead_key(lead_id))], caller)
    people = {lead.person_id: lead.id for lead in seen}
    added = _join(list_id, people) if people else 0
    return MembersAdded(added=added, already=len(people) - added, unknown=len(wanted) - len(seen))


def put(lead_id: str, draft: LeadListsDraft, caller: Caller) -> None:
    """The lead's person on some lists and off others. Each is kept by itself; a repeat changes nothing."""
    lead = leads.visible(lead_id, caller, "leads.read")
    for list_id in {*draft.add, *draft.remove}:
        _expect_by_hand(queries.list_for(list_id, caller))
    for list_id in draft.add:
        _join(list_id, {lead.person_id: lead.id})
    for list_id in draft.remove:
        _leave(list_id, lead.person_id, lead.id)


def _join(list_id: str, people: dict[str, str]) -> int:
    """Answers how many were not on it. Whoever puts some of them on at the same time counts for those."""
    for _ in range(TRIES):
        found = _expect_by_hand(MarketingList.known(list_id))
        known = Membership.among(people, list_id)
        off = {person: lead for person, lead in people.items() if person not in known or not known[person].is_on}
        if not off:
            return 0
        try:
            with transaction() as tx:
                found.welcome(len(off), tx)
                for person, lead in off.items():
                    if person in known:
                        known[person].rejoin(tx, lead)
                    else:
                        Membership.join(tx, list_id, lead)
        except TransactWriteError:
            continue
        return len(off)
    raise Conflict


def _leave(list_id: str, person_id: str, lead_id: str) -> None:
    for _ in range(TRIES):
        found = MarketingList.known(list_id)
        member = Membership.among([person_id], list_id).get(person_id)
        if member is None or not member.is_on:
            return
        try:
            with transaction() as tx:
                found.welcome(-1, tx)
                member.leave(tx, lead_id)
        except TransactWriteError:
            continue
        return
    raise Conflict


def _expect_by_hand(found: MarketingList) -> MarketingList:
    if not found.is_by_hand:
        raise ListByRule
    return found


# The clock


def clear(list_id: str) -> None:
    """Those who were on a deleted list go, some hundreds a minute. The count tells whether all are gone: the index may be late to show one."""
    for _ in range(BATCHES):
        found = MarketingList.existing(*list_key(list_id), consistent=True)
        if found.members <= 0:
            found.be_cleared()
            return
        some, _before = Membership.of_list(list_id, limit=CLEARED_AT_ONCE)
        if not some:
            break
        try:
            with transaction() as tx:
                found.dismiss(len(some), tx)
                for member in some:
                    member.clear(tx)
        except TransactWriteError:
            break
    MarketingList.existing(*list_key(list_id), consistent=True).go_on_clearing()
