from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.foundation import clock, config
from chalicelib.foundation.routes import Id, Shape
from chalicelib.foundation.words import fault
from chalicelib.messaging.limits import SHARES
from chalicelib.messaging.mail import MailRefused, one_address, one_line


def _address(value: str) -> str:
    try:
        return one_address(value)
    except MailRefused as error:
        raise fault("address", "Donnez une adresse complète, comme nom@domaine.fr.", "Give a complete address, like name@domain.com.") from error


Address = Annotated[str, Field(max_length=254), AfterValidator(_address)]
_IN_CLEAR = "A password does not travel in clear: choose starttls or tls."
_ASCII_ONLY = "SMTP servers read letters without accents, digits and common signs only."
Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(one_line)]


def _in_ascii(value: str | None) -> str | None:
    """What SMTP's ways of signing in can carry, as servers understand them."""
    if value and not (value.isascii() and value.isprintable()):
        raise fault("ascii", "Les serveurs SMTP ne lisent que des lettres sans accent, des chiffres et des signes courants.", _ASCII_ONLY)
    return value


class NewSmtp(Shape):
    """`password`: left out where it stays as it is."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: Annotated[str | None, Field(max_length=200), AfterValidator(_in_ascii)] = None
    password: Annotated[str | None, Field(max_length=500), AfterValidator(_in_ascii)] = None

    @model_validator(mode="after")
    def _never_in_clear(self) -> Self:
        if self.password and self.security == "none":
            raise fault("security", "Un mot de passe ne voyage pas en clair : choisissez starttls ou tls.", _IN_CLEAR)
        return self


class NewSender(Shape):
    """`null` sends nothing and remembers it: on the laptop and in tests only, since a promise to write would be lost.

    `per_second`, `per_day`: mails above them wait. `fallback_id`: who sends where this one cannot.
    """

    kind: Literal["ses", "smtp", "null"]
    name: Line | None = None
    from_name: Line
    from_address: Address
    reply_to: Address | None = None
    smtp: NewSmtp | None = None
    per_second: Annotated[int | None, Field(ge=1, le=500)] = None
    per_day: Annotated[int | None, Field(ge=1, le=10_000_000)] = None
    fallback_id: Id | None = None

    @model_validator(mode="after")
    def _server_where_needed(self) -> Self:
        if self.kind == "null" and not config.IS_LOCAL:
            raise fault("kind", "Choisissez ses ou smtp.", "Choose ses or smtp.")
        if (self.kind == "smtp") != (self.smtp is not None):
            raise fault("smtp", "Décrivez le serveur pour smtp, et pour smtp seulement.", "Describe the server for smtp, and for smtp only.")
        return self


class Smtp(Shape):
    """Without the password, which is never shown again."""

    host: str
    port: int
    security: str
    username: str | None
    has_password: bool


class Counts(Shape):
    """`softly`: came back for the moment, from a full mailbox for one."""

    sent: int
    delivered: int
    bounced: int
    softly: int
    complained: int


class Day(Shape):
    day: str
    sent: int
    bounced: int
    complained: int


class Limit(Shape):
    """Above this `share` of the mails of a week the profile pauses by itself; `reached` is where it stands."""

    counted: Literal["bounced", "complained"]
    share: float
    reached: float


class Health(Shape):
    """Of the last 30 days, and day by day; `tells_delivered` where the server says what arrived, as SES does."""

    counts: Counts
    days: list[Day]
    limits: list[Limit]
    tells_delivered: bool


class Pause(Shape):
    """Since when nothing leaves, and which limit was passed (`counted`, above this `share` of the mails of a week)."""

    at: str
    counted: str
    share: float


class Sender(Shape):
    id: str
    version: int
    kind: Literal["ses", "smtp", "null"]
    state: Literal["on", "paused"]
    name: str
    from_name: str
    from_address: str
    reply_to: str | None
    smtp: Smtp | None
    per_second: int | None
    per_day: int | None
    fallback_id: str | None
    pause: Pause | None
    health: Health
    created_at: str

    @classmethod
    def of(cls, sender: Any, days: list[Any], of_the_week: dict[str, int]) -> Self:
        """`of_the_week`: what the limits look at."""
        shown = {name: getattr(sender, name) for name in ("id", "version", "kind", "state", "name", "from_name", "from_address", "reply_to")}
        limits = {name: getattr(sender, name) for name in ("per_second", "per_day", "fallback_id")}
        return cls(
            **shown, **limits, smtp=_smtp(sender), pause=_pause(sender), health=_health(sender, days, of_the_week),
            created_at=clock.iso(sender.created_at),
        )  # fmt: skip


def _smtp(sender: Any) -> Smtp | None:
    if not sender.host:
        return None
    return Smtp(host=sender.host, port=sender.port, security=sender.security, username=sender.username, has_password=bool(sender.sealed))


def _pause(sender: Any) -> Pause | None:
    if not sender.is_paused:
        return None
    return Pause(at=clock.iso(sender.paused_at), counted=sender.paused_for, share=SHARES[sender.paused_for])


def _health(sender: Any, days: list[Any], of_the_week: dict[str, int]) -> Health:
    counts = [one.counts for one in days]
    total = {name: sum(one[name] for one in counts) for name in Counts.model_fields}
    shown = [Day(day=one.day, **{name: one.counts[name] for name in ("sent", "bounced", "complained")}) for one in days]
    sent = max(1, of_the_week["sent"])
    limits = [Limit(counted=name, share=share, reached=of_the_week[name] / sent) for name, share in SHARES.items()]
    return Health(counts=Counts(**total), days=shown, limits=limits, tells_delivered=sender.kind == "ses")


class SenderList(Shape):
    items: list[Sender]
    cursor: str | None = None


class Trial(Shape):
    """To whom a test goes; to whoever asks, where nobody is named."""

    to: Address | None = None


class Tried(Shape):
    """How far a test came. `step`: where it stopped; none: the server took the mail. `answered`: its own words, without addresses."""

    to: str
    steps: list[str]
    step: str | None
    reason: str | None
    message: str
    answered: str


class Check(Shape):
    """What the DNS says under one of the four names. `found`: the record; `wanted`: one to publish, where there is none."""

    name: Literal["spf", "dkim", "dmarc", "mx"]
    state: Literal["ok", "weak", "missing", "wrong", "unknown"]
    found: str
    message: str
    wanted: str


class Checks(Shape):
    domain: str
    checks: list[Check]


class NewTextLine(Shape):
    """`identity`: for SMS a number, a sender name or a pool of End User Messaging; for WhatsApp the id of its phone number there.

    `none` sends nothing and remembers it: on the laptop and in tests only.
    """

    name: Line
    channel: Literal["sms", "whatsapp"]
    provider: Literal["aws", "none"] = "aws"
    identity: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_:/+.-]{1,256}$")] = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.provider == "none" and not config.IS_LOCAL:
            raise fault("provider", "Choisissez aws : « none » n'existe que sur un poste.", "Choose aws: “none” is for laptops only.")
        if self.provider == "aws" and not self.identity:
            raise fault(
                "identity",
                "Donnez le numéro, le nom d'émetteur ou l'identifiant que la console AWS End User Messaging indique.",
                "Give the number, the sender name or the id that the console of AWS End User Messaging shows.",
            )
        if self.provider == "aws" and self.channel == "whatsapp" and "phone-number-id" not in str(self.identity):
            raise fault("identity", "L'identifiant WhatsApp commence par phone-number-id-…", "The id of WhatsApp begins with phone-number-id-…")
        return self


class TextLine(Shape):
    id: str
    name: str
    channel: Literal["sms", "whatsapp"]
    provider: Literal["aws", "none"]
    identity: str | None
    version: int


class TextLineList(Shape):
    items: list[TextLine]
    cursor: str | None = None


class TextTrial(Shape):
    """A telephone of one's own, in international form."""

    to: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{5,14}$")]


class TextTried(Shape):
    """`reason` and `message`: why it did not leave, and what to do."""

    sent: bool
    reason: str | None = None
    message: str | None = None


class StrayText(Shape):
    """What somebody wrote from a number that no person has. `to`: the number or id of ours that they wrote to."""

    id: str
    at: str
    channel: Literal["sms", "whatsapp"]
    number: str
    to: str
    words: str


class StrayTextList(Shape):
    """The newest, for a month."""

    items: list[StrayText]
    cursor: str | None = None
