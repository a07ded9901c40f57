from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pynamodb.attributes import MapAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.foundation.records import MainRecord, key

Counts = Mapping[str, int | float]


class Figures(MainRecord, discriminator="SR"):
    """How many stand where, and what was answered how often. Counted in the transaction of what is counted, hence exact, and of nobody: an
    erased person leaves them as they are.
    """

    counts: Any = MapAttribute(attr_name="c")  # type: ignore[no-untyped-call]

    @classmethod
    def begin(cls, tx: TransactWrite, survey_id: str) -> None:
        tx.save(cls(*figures_key(survey_id), counts={}), condition=cls.pk.does_not_exist())

    @classmethod
    def add(cls, tx: TransactWrite, survey_id: str, more: Counts) -> None:
        actions = [cls.counts[name].set((cls.counts[name] | 0) + number) for name, number in more.items()]
        tx.update(cls(*figures_key(survey_id)), actions=actions, condition=cls.pk.exists())

    @classmethod
    def of(cls, survey_id: str) -> dict[str, float]:
        return cls._read(cls.find(*figures_key(survey_id), consistent=True))

    @classmethod
    def of_each(cls, survey_ids: list[str]) -> dict[str, dict[str, float]]:
        """A hundred a round trip."""
        found = {str(one.pk.rpartition("#")[2]): one for one in cls.batch_get([figures_key(one) for one in survey_ids])}
        return {survey_id: cls._read(found.get(survey_id)) for survey_id in survey_ids}

    @staticmethod
    def _read(found: Self | None) -> dict[str, float]:  # type: ignore[misc]
        return dict(found.counts.attribute_values) if found else {}


def figures_key(survey_id: str) -> tuple[str, str]:
    return key("SV", survey_id), "R"
