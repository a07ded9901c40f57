from __future__ import annotations

from chalicelib.contacts import queries
from chalicelib.contacts.models import Person, person_key
from chalicelib.contacts.search.models import Place, Sheet, Token
from chalicelib.contacts.search.words import Known
from chalicelib.foundation import keys, tenancy


def index(person_id: str) -> None:
    """Make the tokens what the person is called now. A repeat writes nothing; who is erased is forgotten."""
    known = _known(person_id)
    if known is None:
        forget(person_id)
        return
    wanted = {(token.pk, token.sk): token for token in Token.all_of(person_id, known)}
    sheet, says = Sheet.of(person_id), _digest(known)
    if sheet.says == says and _are_all_there(wanted):
        return
    stale = sheet.places() - wanted.keys()
    # The sheet comes before what it names: whatever happens between the two, nothing is in the table that no sheet names.
    Sheet.about(person_id, [*wanted, *sorted(stale)], "" if stale else says).save()
    with Token.batch_write() as batch:
        for token in wanted.values():
            batch.save(token)
        for place in stale:
            batch.delete(Token(*place))
    if stale:
        Sheet.about(person_id, wanted, says).save()


def forget(person_id: str) -> None:
    """Nobody finds the person by parts of a name any more. A repeat changes nothing."""
    sheet = Sheet.of(person_id)
    places = sheet.places()
    if not places:
        return
    with Token.batch_write() as batch:
        for place in places:
            batch.delete(Token(*place))
    sheet.delete()


def _known(person_id: str) -> Known | None:
    """What the person and each of their requests say now."""
    person: Person | None = Person.find(*person_key(person_id), consistent=True)
    if person is None or not person.salt:
        return None
    details = person.read()
    return Known.of(details, (queries.answers(details, int(number)) for number in details["requests"]))


def _are_all_there(wanted: dict[Place, Token]) -> bool:
    """A delivery may have been cut off between the sheet and its tokens."""
    return len(list(Token.batch_get(list(wanted)))) == len(wanted)


def _digest(known: Known) -> str:
    return keys.of(tenancy.tenant()).blind("known", repr(known.packed()))
