from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, Self

from pynamodb.attributes import BooleanAttribute, JSONAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError

from chalicelib.foundation import clock, facts, tenancy
from chalicelib.foundation.errors import Conflict
from chalicelib.foundation.records import MainRecord, key, refused_writes, transaction, where_condition_holds
from chalicelib.foundation.states import TRIES
from chalicelib.scoring.facts import NoteLabelled

AT_ONCE = 25
NOBODY = "-"
"""Stands for a centre or an author where there is none."""

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Read:
    """One note as it was read, or what somebody was heard to say in a call (`note_id` is the call's then). `day`: of the company's calendar.
    `spans`: the words that decided, by where they stand; of what was heard none is kept.
    """

    person_id: str
    note_id: str
    lead_id: str
    number: int
    centre: str | None
    author: str
    at: int
    day: str
    label: str
    spans: tuple[tuple[int, int], ...]
    engine: str
    is_heard: bool = False


class Figures(MainRecord, discriminator="NF"):
    """How many notes of a day and centre have which label, by author, and how often a human agreed: ``{tid}#NF`` / ``{day}#{centre}``.

    Counted in the transaction of what is counted, hence exact, and of nobody: an erased person leaves them as they are.
    """

    counts: Any = MapAttribute(attr_name="c")  # type: ignore[no-untyped-call]

    @classmethod
    def place(cls, day: str, centre: str | None) -> tuple[str, str]:
        return key("NF"), f"{day}#{centre or NOBODY}"

    @classmethod
    def begin(cls, day: str, centre: str | None) -> None:
        with where_condition_holds():
            cls(*cls.place(day, centre), counts={}).save(condition=cls.pk.does_not_exist())

    @classmethod
    def change(cls, day: str, centre: str | None, more: Counts) -> Any:
        return cls(*cls.place(day, centre)), [cls.counts[name].set((cls.counts[name] | 0) + number) for name, number in more.items() if number]

    @classmethod
    def between(cls, first: str, last: str) -> Iterator[tuple[str, str, dict[str, int]]]:
        """Day, centre and counts."""
        for one in cls.query(key("NF"), cls.sk.between(first, f"{last}~")):
            day, _, centre = one.sk.partition("#")
            yield day, centre, {name: int(number) for name, number in one.counts.attribute_values.items()}


class Label(MainRecord, discriminator="NL"):
    """What one note was read as, and what somebody said it is: ``{tid}#P#{person}`` / ``NL#{note}``."""

    lead_id = UnicodeAttribute(attr_name="l")
    centre = UnicodeAttribute(attr_name="ce", null=True)
    author = UnicodeAttribute(attr_name="by")
    at = NumberAttribute()
    on = UnicodeAttribute(attr_name="dy")
    read_as = UnicodeAttribute(attr_name="la")
    spans = JSONAttribute(attr_name="sp", null=True)
    engine = UnicodeAttribute(attr_name="en")
    read_at = NumberAttribute(attr_name="ra")
    said_as = UnicodeAttribute(attr_name="sa", null=True)
    said_by = UnicodeAttribute(attr_name="sb", null=True)
    is_heard = BooleanAttribute(attr_name="h", null=True)

    @classmethod
    def of(cls, read: Read) -> Self:
        label = cls(
            *label_key(read.person_id, read.note_id), lead_id=read.lead_id, centre=read.centre, author=read.author, at=read.at, on=read.day,
            read_as=read.label, spans=[list(span) for span in read.spans] or None, engine=read.engine, read_at=clock.now_ms(), version=1,
            is_heard=read.is_heard or None,
        )  # fmt: skip
        if not read.is_heard:
            label.dd, label.dv = day_key(read.day), f"{clock.sortable(read.at)}#{read.person_id}#{read.note_id}"
        return label

    @classmethod
    def known(cls, person_id: str, note_id: str) -> Self:
        """Raises `NotFound`."""
        return cls.existing(*label_key(person_id, note_id), consistent=True)

    @classmethod
    def of_person(cls, person_id: str) -> list[Self]:
        return list(cls.query(key("P", person_id), cls.sk.startswith("NL#")))

    @classmethod
    def are_read(cls, notes: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Which of these notes, by person and note, have been read."""
        return {(one.person_id, one.note_id) for one in cls.batch_get([label_key(*note) for note in notes])}

    @classmethod
    def of_day(cls, day: str, before: str | None, limit: int) -> list[tuple[str, str, str]]:
        """The places of a day's labels and where they stand in it, the latest first."""
        found = MainRecord.day.query(day_key(day), MainRecord.dv < (before or "~"), scan_index_forward=False)
        return [(one.pk, one.sk, one.dv) for one in islice(found, limit)]

    @property
    def person_id(self) -> str:
        return str(self.pk.rpartition("#")[2])

    @property
    def note_id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def label(self) -> str:
        """A human's word wins."""
        return str(self.said_as or self.read_as)

    def say(self, label: str) -> None:
        """Somebody knows better, or as well. The figures go with it. Raises `Conflict` when others are busy with it."""
        for _ in range(TRIES):
            try:
                with transaction() as tx:
                    fact = facts.said_now(NoteLabelled(self.lead_id, self.note_id, label, self.read_as))
                    said: list[Any] = [Label.said_as.set(label), Label.said_by.set(tenancy.actor())]
                    said += [Label.said.set(fact), Label.version.set(int(self.version) + 1)]
                    tx.update(self, said, condition=Label.version == self.version)
                    if moved := self._moved(label):
                        figures, counts = Figures.change(self.on, self.centre, moved)
                        tx.update(figures, counts, condition=Figures.pk.exists())
            except TransactWriteError:
                self.refresh(consistent_read=True)
            else:
                self.refresh(consistent_read=True)
                return
        raise Conflict

    def _moved(self, label: str) -> dict[str, int]:
        """What the day's figures change by: the label's own, and how often a human agreed. They count notes, not what was heard."""
        if self.is_heard:
            return {}
        moved = {f"{self.author}|{self.label}": -1}
        moved[f"{self.author}|{label}"] = moved.get(f"{self.author}|{label}", 0) + 1
        if self.said_as:
            moved[_judged(self.read_as, self.said_as)] = -1
        moved[_judged(self.read_as, label)] = moved.get(_judged(self.read_as, label), 0) + 1
        return {name: number for name, number in moved.items() if number}


class LeadLabel(MainRecord, discriminator="LL"):
    """What lists show of a lead: the label of its latest note or call, and its score then: ``{tid}#P#{person}`` / ``LL#{number}``.

    It stands among all of the company by score, and among those of its label by score.
    """

    note_id = UnicodeAttribute(attr_name="n")
    label = UnicodeAttribute(attr_name="la")
    at = NumberAttribute()
    score = NumberAttribute(attr_name="sc", null=True)
    scored_at = NumberAttribute(attr_name="sa", null=True)

    @classmethod
    def keep(cls, person_id: str, number: int, note_id: str, label: str, at: int, score: int) -> None:
        """Unless a later note has one."""
        latest = cls(*lead_label_key(person_id, number), note_id=note_id, label=label, at=at, score=score, scored_at=clock.now_ms())
        place = f"{score:03d}#{clock.sortable(at)}#{person_id}#{number}"
        latest.wk, latest.ws, latest.dd, latest.dv = _scored_key(), place, _labelled_key(label), place
        with where_condition_holds():
            latest.save(condition=cls.pk.does_not_exist() | (cls.at <= at))

    @classmethod
    def of_leads(cls, leads: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Self]:
        """A hundred a round trip."""
        return {one.lead_place: one for one in cls.batch_get([lead_label_key(*lead) for lead in leads])}

    @classmethod
    def by_score(cls, label: str | None, least: int, most: int, before: str | None) -> Iterator[tuple[str, tuple[str, int]]]:
        """Leads from the highest score of these down, and where each stands."""
        low, high = f"{least:03d}", min(before or "~", f"{most:03d}~")
        if label is None:
            found = MainRecord.work.query(_scored_key(), MainRecord.ws.between(low, high), scan_index_forward=False)
        else:
            found = MainRecord.day.query(_labelled_key(label), MainRecord.dv.between(low, high), scan_index_forward=False)
        for one in found:
            place = one.ws if label is None else one.dv
            if before is None or place < before:
                person, number = place.rsplit("#", 2)[1:]
                yield place, (person, int(number))

    @property
    def lead_place(self) -> tuple[str, int]:
        return str(self.pk.rpartition("#")[2]), int(self.sk.partition("#")[2])


def keep(reads: Sequence[Read]) -> None:
    """Each note once, with its figures. Cut off anywhere, what is not kept is read again."""
    for (day, centre), some in groupby(sorted(reads, key=_cell), key=_cell):
        Figures.begin(day, centre or None)
        left = list(some)
        while left:
            batch, left = left[:AT_ONCE], left[AT_ONCE:]
            left = _kept(day, centre or None, batch) + left


def keep_heard(read: Read) -> None:
    """What was heard in a call, once."""
    with where_condition_holds():
        Label.of(read).save(condition=Label.pk.does_not_exist())


def _kept(day: str, centre: str | None, batch: list[Read]) -> list[Read]:
    """All of them and their figures, or none: then those that nobody else has kept meanwhile, to be tried again."""
    counts: dict[str, int] = {}
    for one in batch:
        counts[f"{one.author}|{one.label}"] = counts.get(f"{one.author}|{one.label}", 0) + 1
    try:
        with transaction() as tx:
            for one in batch:
                tx.save(Label.of(one), condition=Label.pk.does_not_exist())
            figures, actions = Figures.change(day, centre, counts)
            tx.update(figures, actions, condition=Figures.pk.exists())
    except TransactWriteError as error:
        fresh = [one for one, stood in zip(batch, refused_writes(error), strict=False) if stood is None]
        if len(fresh) == len(batch):
            raise
        return fresh
    return []


def _cell(read: Read) -> tuple[str, str]:
    return read.day, read.centre or ""


def _judged(read_as: str, said_as: str) -> str:
    return f"judged|{read_as}|{said_as}"


def label_key(person_id: str, note_id: str) -> tuple[str, str]:
    return key("P", person_id), f"NL#{note_id}"


def lead_label_key(person_id: str, number: int) -> tuple[str, str]:
    return key("P", person_id), f"LL#{number}"


def day_key(day: str) -> str:
    return key("D", "NL", day, "0")


def _scored_key() -> str:
    return key("KS")


def _labelled_key(label: str) -> str:
    return key("D", "LS", label)
