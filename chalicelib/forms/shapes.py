from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.forms.definitions import FieldDefinition, Fields, Language, asks_for_email
from chalicelib.forms.letters import Letters
from chalicelib.forms.models import Edition
from chalicelib.forms.models import Form as FormRecord
from chalicelib.forms.optin import OptInPlan, expect_sound
from chalicelib.forms.routing import CentreShare, Routing, expect_each_centre_once
from chalicelib.forms.schedule import TIMES, expect_in_order
from chalicelib.forms.translations import FormWords
from chalicelib.foundation import clock
from chalicelib.foundation.routes import Id, Moment, Shape
from chalicelib.foundation.words import fault
from chalicelib.shield.queries import ShieldPlan

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Script = Annotated[str, StringConstraints(strip_whitespace=True, max_length=6000)]
"""What agents say on the telephone. No visitor reads it."""
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$", to_lower=True)]
MAX_BYTES = 128 * 1024
"""Of one form, in all its languages. A visit reads it whole, and DynamoDB keeps no record of more than 400 kB."""


class ConsentText(Shape):
    text: Text = ""


class OptInMail(Shape):
    """Who the confirmation mail is from, and what it says. Without a sender: the first one of the company.

    `subject`: of the mail that asks, in the form's language, where `letters` has none.
    """

    sender_id: Id | None = None
    from_name: Name | None = None
    subject: Name | None = None
    letters: Letters | None = None


class FormDraft(Shape):
    name: Name
    language: Language = "fr"
    translations: Annotated[dict[Language, FormWords], Field(default_factory=dict)]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "FR"
    centres: Annotated[list[CentreShare], Field(min_length=1, max_length=20)]
    routing: Annotated[Routing, Field(default_factory=Routing)]
    double_optin: bool = True
    link_hours: Annotated[int, Field(ge=1, le=720)] = 72
    allowed_origins: Annotated[list[Origin], Field(max_length=50, default_factory=list)]
    fields: Fields
    consent: Annotated[ConsentText, Field(default_factory=ConsentText)]
    mail: Annotated[OptInMail, Field(default_factory=OptInMail)]
    optin: Annotated[OptInPlan, Field(default_factory=OptInPlan)]
    shield: Annotated[ShieldPlan, Field(default_factory=ShieldPlan)]
    opens_at: Moment | None = None
    closes_at: Moment | None = None
    thanks: Text = ""
    script: Script = ""

    @model_validator(mode="after")
    def _can_be_confirmed(self) -> FormDraft:
        if self.double_optin and not asks_for_email(self.fields):
            raise fault(
                "email_needed",
                "Le double opt-in demande un champ e-mail obligatoire.",
                "Double opt-in needs a required e-mail field.",
            )
        return self

    @model_validator(mode="after")
    def _has_a_sound_plan(self) -> FormDraft:
        expect_sound(self.optin, self.link_hours, {field.name for field in self.fields})
        return self

    @model_validator(mode="after")
    def _names_each_centre_once(self) -> FormDraft:
        expect_each_centre_once(self.centres, self.routing)
        return self

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> FormDraft:
        expect_in_order(self.opens_at, self.closes_at)
        return self

    @model_validator(mode="after")
    def _fits_in_one_record(self) -> FormDraft:
        size = len(self.model_dump_json(exclude_none=True).encode())
        if size > MAX_BYTES:
            raise fault(
                "form_too_large",
                f"Ce formulaire pèse {size // 1024} ko, et {MAX_BYTES // 1024} ko sont possibles : raccourcissez ses listes de choix.",
                f"This form weighs {size // 1024} kB, and {MAX_BYTES // 1024} kB are possible: shorten its lists of options.",
            )
        return self

    def content(self) -> dict[str, Any]:
        """As stored."""
        content = self.model_dump(mode="json", exclude_none=True, exclude=set(TIMES))
        times = {"opens_at": self.opens_at, "closes_at": self.closes_at}
        return content | {name: clock.to_ms(at) for name, at in times.items() if at}


class Form(Shape):
    """`version` is the author's copy's, for If-Match; `edition` counts the publications."""

    id: str
    key: str
    url: str
    name: str
    state: Literal["draft", "published", "closed", "archived"]
    version: int
    edition: int
    language: str
    translations: Annotated[dict[Language, FormWords], Field(default_factory=dict)]
    country: str
    centres: list[CentreShare]
    routing: Annotated[Routing, Field(default_factory=Routing)]
    double_optin: bool
    link_hours: int
    allowed_origins: list[str]
    fields: list[FieldDefinition]
    consent: ConsentText
    mail: OptInMail
    optin: Annotated[OptInPlan, Field(default_factory=OptInPlan)]
    shield: Annotated[ShieldPlan, Field(default_factory=ShieldPlan)]
    opens_at: str | None
    closes_at: str | None
    thanks: str
    script: str = ""
    published_at: str | None
    created_at: str


class FormList(Shape):
    items: list[Form]
    cursor: str | None = None


class PreviewOrder(Shape):
    """The page that visitors would see, if this draft were published."""

    draft: FormDraft
    page: Literal["form", "thanks"] = "form"


class Preview(Shape):
    """`page`: the whole document, for a frame that runs nothing."""

    page: str


class Changed(Shape):
    """What one version says otherwise than the one before. Fields by their labels, settings by their names in `FormDraft`."""

    added: list[str]
    removed: list[str]
    altered: list[str]
    settings: list[str]
    moved: bool


class EditionShown(Shape):
    """`changed`: since the edition before; the first one has none."""

    number: int
    published_at: str
    changed: Changed | None


class EditionList(Shape):
    """`unpublished`: what the author's copy says otherwise than the newest edition; nothing where they agree."""

    items: list[EditionShown]
    unpublished: Changed | None


class Snippets(Shape):
    """What to copy: the address of the hosted page, our script, plain HTML, and a post by program. `unproven_per_hour`: how many posts the shield
    takes that bring nothing for it, as the last two; None where it asks for nothing.
    """

    page: str
    script: str
    html: str
    program: str
    unproven_per_hour: int | None


class Accepted(Shape):
    status: Literal["accepted"] = "accepted"


class Webmail(Shape):
    name: str
    url: str


class Posted(Shape):
    """The same whatever is known of the address. `webmail`: where its confirmation mail can be opened, for the large providers.

    ``held``: the form's shield keeps it for somebody to look at, and no mail is on its way; `message` says so to the visitor.
    """

    status: Literal["accepted", "held"] = "accepted"
    message: str | None = None
    webmail: Webmail | None = None


class Embedded(Shape):
    """A form for our own script: two pieces of HTML, and what the script needs to know."""

    language: str
    form: str
    thanks: str
    rules: dict[str, Any]


class Sending(Shape):
    """How a script sends one file: `fields`, then the file as ``file``, posted to `url`. The form's post then says `ticket` for the field."""

    ticket: str
    url: str
    fields: dict[str, str]


def form(record: FormRecord) -> Form:
    content = {name: value for name, value in record.content.items() if name not in {"fields", *TIMES}}
    return Form(
        id=record.id, key=record.public_key, url=record.url, state=record.state, version=int(record.version), edition=int(record.edition),
        fields=list(record.fields), opens_at=None if record.opens_at is None else clock.iso(record.opens_at),
        closes_at=None if record.closes_at is None else clock.iso(record.closes_at),
        published_at=None if record.published_at is None else clock.iso(int(record.published_at)),
        created_at=clock.iso(int(record.created_at)), **content,
    )  # fmt: skip


def editions(record: FormRecord, newest_first: Sequence[Edition]) -> EditionList:
    contents = [record.content, *(edition.content for edition in newest_first)]
    changes = [_changed(before, after) for after, before in pairwise(contents)]
    return EditionList(
        items=[
            EditionShown(number=int(edition.number), published_at=clock.iso(int(edition.published_at)), changed=changed)
            for edition, changed in zip(newest_first, [*changes[1:], None], strict=True)
        ],
        unpublished=changes[0] if changes and changes[0] != UNCHANGED else None,
    )


UNCHANGED = Changed(added=[], removed=[], altered=[], settings=[], moved=False)
SETTINGS = FormDraft.model_fields.keys() - {"fields"}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changed:
    old, new = ({field["name"]: field for field in content["fields"]} for content in (before, after))
    kept = [name for name in new if name in old]
    return Changed(
        added=[field["label"] for name, field in new.items() if name not in old],
        removed=[field["label"] for name, field in old.items() if name not in new],
        altered=[new[name]["label"] for name in kept if new[name] != old[name]],
        settings=sorted(name for name in SETTINGS if (before.get(name) or None) != (after.get(name) or None)),
        moved=kept != [name for name in old if name in new],
    )
