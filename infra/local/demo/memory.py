"""What a run leaves for the house and the next run. Believed only as far as the data agrees: an emulator may have lost its last seconds."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pynamodb.exceptions import DoesNotExist

from chalicelib.contacts import queries as contacts
from chalicelib.foundation import config, tenancy


class Memory:
    def __init__(self, state: Path) -> None:
        self.told, self.lived = state / "seeded.json", state / "history.json"
        self.smtp_port = int(os.environ["PASSERELLE_SMTP_PORT"])

    def holds_all(self) -> bool:
        """Whether nothing is left to do."""
        return self.told.exists() and _read(self.lived).get("smtp_port") == self.smtp_port and self.holds_history()

    def holds_history(self) -> bool:
        """People are loaded one after the other: who has the last one of each company has all."""
        return bool(_read(self.lived).get("whole")) and all(email == self.last(tenant) for tenant, email in _read(self.lived)["last"].items())

    def last(self, tenant: str) -> str | None:
        """The address of the person loaded last, if the data holds them."""
        email = _read(self.lived).get("last", {}).get(tenant)
        return email if email and _is_known(tenant, email) else None

    def note(self, last: dict[str, str], *, whole: bool) -> None:
        """How far each company has come: tenant → the address of the person loaded last."""
        _write(self.lived, {"smtp_port": self.smtp_port, "last": last, "whole": whole})

    def note_port(self) -> None:
        _write(self.lived, _read(self.lived) | {"smtp_port": self.smtp_port})

    def tell(self, accounts: list[dict[str, Any]], forms: list[dict[str, Any]], api_key: str) -> None:
        """What `.local/house.json` says of the demo companies."""
        forms = [{**form, "url": f"{config.API_URL}/f/{form['key']}"} for form in forms]
        _write(self.told, {"accounts": accounts, "forms": forms, "api_key": api_key})

    def tell_again(self) -> None:
        """The same at today's address."""
        told = _read(self.told)
        self.tell(told["accounts"], told["forms"], told["api_key"])

    @property
    def api_key(self) -> str | None:
        return _read(self.told).get("api_key")


def _is_known(tenant: str, email: str) -> bool:
    try:
        with tenancy.inside(tenant):
            return contacts.known_by_email(email) is not None
    except DoesNotExist:
        return False


def _read(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content


def _write(file: Path, content: dict[str, Any]) -> None:
    """Whole or not at all, and only when it says something new."""
    if _read(file) == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    draft.replace(file)
