from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from dateutil.tz import gettz  # type: ignore[import-untyped]  # comes with boto3, and with a table of zones, which a Lambda may lack
from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.forms import days, facts, schedule
from chalicelib.forms.definitions import FieldDefinition
from chalicelib.forms.optin import PHONE_CONSENT
from chalicelib.forms.routing import Routes
from chalicelib.forms.translations import translated
from chalicelib.foundation import clock, config, ids, tenancy
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.facts import said_now
from chalicelib.foundation.keys import digest
from chalicelib.foundation.pages import LANGUAGES
from chalicelib.foundation.records import MainRecord, key
from chalicelib.foundation.states import Moves
from chalicelib.shield import actions as shield
from chalicelib.shield.queries import ShieldPlan, Tokens

LARGEST = 380_000
"""Of what an author wrote, as JSON without a letter of other alphabets: DynamoDB keeps no item of more than 400 kB."""


class Definition:
    """What an author wrote, as stored: plain JSON, read through properties so that page, server and mail say the same words."""

    content: Any

    @property
    def name(self) -> str:
        return str(self.content["name"])

    @property
    def language(self) -> str:
        return str(self.content["language"])

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that a visitor may choose."""
        return tuple(code for code in LANGUAGES if code == self.language or code in self.content.get("translations", {}))

    @property
    def country(self) -> str:
        return str(self.content["country"])

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        return tuple(FieldDefinition.model_validate(field) for field in self.content["fields"])

    @property
    def takes_files(self) -> bool:
        return any(field["type"] == "file" for field in self.content["fields"])

    @property
    def mail(self) -> dict[str, Any]:
        mail: dict[str, Any] = self.content["mail"]
        return mail

    @property
    def consent_text(self) -> str:
        return str(self.content.get("consent", {}).get("text") or "")

    @property
    def thanks(self) -> str:
        return str(self.content.get("thanks") or "")

    @property
    def script(self) -> str:
        """What agents say on the telephone."""
        return str(self.content.get("script") or "")

    @property
    def double_optin(self) -> bool:
        return bool(self.content["double_optin"])

    @property
    def link_hours(self) -> int:
        return int(self.content["link_hours"])

    @property
    def reminder_days(self) -> tuple[int, ...]:
        return tuple(self._optin.get("reminders", {}).get("days", ()))

    @property
    def sends_itself_after(self) -> int | None:
        """In minutes since the mail left; None where only a press confirms."""
        minutes: int | None = self._optin.get("sends_itself_after")
        return minutes

    @property
    def phone_consent(self) -> dict[str, Any] | None:
        """The words by which a visitor agrees to be called, and whether they must; None where that is not asked apart."""
        asked: dict[str, Any] = self._optin.get("phone_consent", {})
        return asked if asked.get("text") else None

    @property
    def _optin(self) -> dict[str, Any]:
        plan: dict[str, Any] = self.content.get("optin", {})
        return plan

    @property
    def shield(self) -> ShieldPlan:
        return ShieldPlan.model_validate(self.content.get("shield", {}))

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        return tuple(self.content["allowed_origins"])

    @property
    def opens_at(self) -> int | None:
        opens_at: int | None = self.content.get("opens_at")
        return opens_at

    @property
    def closes_at(self) -> int | None:
        closes_at: int | None = self.content.get("closes_at")
        return closes_at

    @property
    def routes(self) -> Routes:
        return Routes.of(self.content)


class Form(Moves, Definition, MainRecord, discriminator="F"):
    """The author's copy. Publishing freezes it as a numbered `Edition`, which is what visitors see and what leads refer to."""

    MOVES: ClassVar = {
        "draft": frozenset({"published", "archived"}),
        "published": frozenset({"published", "closed"}),  # published again: a new edition
        "closed": frozenset({"published", "archived"}),
        "archived": frozenset({"published"}),
    }

    state = UnicodeAttribute(attr_name="s")
    content = JSONAttribute(attr_name="c")
    called = UnicodeAttribute(attr_name="nm", null=True)
    edition = NumberAttribute(attr_name="en", default=0)
    created_at = NumberAttribute(attr_name="cr")
    published_at = NumberAttribute(attr_name="pu", null=True)

    @classmethod
    def known(cls, form_id: str) -> Self:
        """Raises `NotFound`."""
        if not form_id.isalnum():
            raise NotFound
        return cls.existing(*form_key(form_id), consistent=True)

    @classmethod
    def all(cls) -> list[Self]:
        """Newest first."""
        return sorted(cls.query(key("CF"), cls.sk.startswith("F#")), key=lambda form: -form.created_at)

    @classmethod
    def names(cls) -> dict[str, str]:
        """By id, without what else stands in them. Forms of before their names stood apart are read for it, until they are edited."""
        found = list(cls.query(key("CF"), cls.sk.startswith("F#"), attributes_to_get=["pk", "sk", "t", "nm"]))
        whole = {form.id: form.name for form in cls.batch_get([(form.pk, form.sk) for form in found if not form.called])}
        return {form.id: form.called or whole[form.id] for form in found}

    @classmethod
    def draft(cls, content: dict[str, Any]) -> Self:
        form = cls(*form_key(ids.short_id()), state="draft", content=content, called=content["name"], created_at=clock.now_ms(), version=1)
        form.said = said_now(facts.FormDrafted(form.id))
        return form

    @property
    def id(self) -> str:
        return str(self.sk.partition("#")[2])

    @property
    def public_key(self) -> str:
        """Names the tenant too, so that a visitor's request finds its form without an index."""
        return f"{self.pk.partition('#')[0]}-{self.id}"

    @property
    def url(self) -> str:
        return f"{config.API_URL}/f/{self.public_key}"

    def publish(self, tx: TransactWrite, *, company: str, sender: str, timezone: str, letters: dict[str, Any]) -> None:
        """`company` and `sender` (an address) are what the visitor reads on the page, `timezone` says when its days begin, `letters` are the
        author's mails as they will be sent: frozen with it.
        """
        number = int(self.edition) + 1
        now = clock.now_ms()
        content = self.content | {"company": company, "sender": sender, "timezone": timezone} | ({"letters": letters} if letters else {})
        for place, kept in ((edition_key(self.id), for_visitors(content)), (edition_key(self.id, number), content)):
            tx.save(Edition(*place, content=kept, number=number, published_at=now))
        self.move_to("published", facts.FormPublished(self.id, number, digest(content)), tx=tx, edition=number, published_at=now)

    def close(self, tx: TransactWrite) -> None:
        tx.delete(Edition(*edition_key(self.id)))
        self.move_to("closed", facts.FormClosed(self.id), tx=tx)

    def archive(self) -> None:
        """Raises `Conflict` while visitors see it: it is closed first."""
        self.move_to("archived", facts.FormArchived(self.id))


class Edition(Definition, MainRecord, discriminator="FE"):
    """One published version, never changed. The current one has a copy without a number, which is what a visit reads."""

    content = JSONAttribute(attr_name="c")
    number = NumberAttribute(attr_name="n")
    published_at = NumberAttribute(attr_name="pu")

    @cached_property
    def fields(self) -> tuple[FieldDefinition, ...]:
        """Made once: an edition never changes, and a process keeps it for many posts. With the box for calls, which is judged as any other."""
        asked = self.phone_consent
        box = FieldDefinition(name=PHONE_CONSENT, type="consent", label=asked["text"], required=asked["required"]) if asked else None
        return super().fields + ((box,) if box else ())

    def letter(self, kind: str) -> dict[str, str] | None:
        """What the author says in this mail himself, in the edition's language; None where we do."""
        letter: dict[str, str] | None = self.content.get("letters", {}).get(kind, {}).get(self.language)
        return letter

    def in_language(self, language: str) -> Edition:
        """As a visitor reads it in one of its languages."""
        if language == self.language or language not in self.languages:
            return self
        if language not in self._translated:
            content = translated(self.content, language)
            self._translated[language] = Edition(self.pk, self.sk, content=content, number=self.number, published_at=self.published_at)
        return self._translated[language]

    @cached_property
    def _translated(self) -> dict[str, Edition]:
        return {}

    @property
    def today(self) -> date:
        """At the company."""
        return self._day_at(clock.now_ms())

    def day_in_words(self, ms: int) -> str:
        return days.spoken(self._day_at(ms), self.language)

    def _day_at(self, ms: int) -> date:
        return clock.from_ms(ms).astimezone(gettz(self.content.get("timezone", "Europe/Paris"))).date()

    @classmethod
    def trial(cls, content: dict[str, Any]) -> Self:
        """What publishing this content would show; stored nowhere."""
        return cls(*edition_key("preview"), content=content, number=0, published_at=clock.now_ms())

    @classmethod
    def all_of(cls, form_id: str) -> list[Self]:
        """Newest first."""
        return list(cls.query(key("CF"), cls.sk.startswith(f"FE#{form_id}#v"), scan_index_forward=False))

    @property
    def form_id(self) -> str:
        return str(self.sk.split("#")[1])

    @property
    def company(self) -> str:
        return str(self.content["company"])

    @property
    def sender(self) -> str:
        return str(self.content["sender"])

    @property
    def post_url(self) -> str:
        """Of a questionnaire: the link of the person who is asked."""
        return str(self.content.get("post_url") or f"{config.API_URL}/f/{self.key}")

    @property
    def key(self) -> str:
        return f"{tenancy.tenant()}-{self.form_id}"

    def tokens(self, posted: Mapping[str, Any]) -> Tokens | None:
        """What its page carries for its shield; where the shield asks for nothing, nothing. `posted`: where the page is shown again."""
        return shield.tokens(self.shield, self.form_id, self.names, posted)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)

    @property
    def is_open(self) -> bool:
        return not self.is_awaited and (self.closes_at is None or clock.now_ms() < self.closes_at)

    @property
    def is_awaited(self) -> bool:
        """Published, and to open later."""
        return clock.now_ms() < (self.opens_at or 0)

    def opening(self, language: str) -> str:
        """When it opens, in words."""
        return schedule.spoken(int(self.opens_at or 0), self.content.get("timezone", "Europe/Paris"), language)


def for_visitors(content: dict[str, Any]) -> dict[str, Any]:
    """Without letters and script: visits read a form far more often than anybody gets a mail or is called."""
    mail = {name: value for name, value in content["mail"].items() if name != "letters"}
    return {name: value for name, value in content.items() if name not in {"letters", "script"}} | {"mail": mail}


def form_key(form_id: str) -> tuple[str, str]:
    return key("CF"), f"F#{form_id}"


def edition_key(form_id: str, number: int | None = None) -> tuple[str, str]:
    return key("CF"), f"FE#{form_id}#" + (f"v{number:05d}" if number else "now")
