from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.foundation import clock, config
from chalicelib.foundation.routes import Shape
from chalicelib.foundation.words import fault
from chalicelib.messaging.mail import MailRefused, one_address, one_line


def _address(value: str) -> str:
    try:
        return one_address(value)
    except MailRefused as error:
        raise fault("address", "Donnez une adresse complète, comme nom@domaine.fr.", "Give a complete address, like name@domain.com.") from error


Address = Annotated[str, Field(max_length=254), AfterValidator(_address)]
_IN_CLEAR = "A password does not travel in clear: choose starttls or tls."
Line = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(one_line)]


class NewSmtp(Shape):
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: Annotated[str | None, Field(max_length=200)] = None
    password: Annotated[str | None, Field(max_length=500)] = None

    @model_validator(mode="after")
    def _never_in_clear(self) -> Self:
        if self.password and self.security == "none":
            raise fault("security", "Un mot de passe ne voyage pas en clair : choisissez starttls ou tls.", _IN_CLEAR)
        return self


class NewSender(Shape):
    """`null` sends nothing and remembers it: on the laptop and in tests only, since a promise to write would be lost."""

    kind: Literal["ses", "smtp", "null"]
    name: Line | None = None
    from_name: Line
    from_address: Address
    reply_to: Address | None = None
    smtp: NewSmtp | None = None

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


class Sender(Shape):
    id: str
    kind: str
    name: str
    from_name: str
    from_address: str
    reply_to: str | None
    smtp: Smtp | None
    created_at: str

    @classmethod
    def of(cls, sender: Any) -> Self:
        server = {"host": sender.host, "port": sender.port, "security": sender.security, "username": sender.username}
        shown = {name: getattr(sender, name) for name in ("id", "kind", "name", "from_name", "from_address", "reply_to")}
        return cls(**shown, smtp=Smtp(**server) if sender.host else None, created_at=clock.iso(sender.created_at))


class SenderList(Shape):
    items: list[Sender]
    cursor: str | None = None
