"""Tells where everything is: `.local/house.json` for programs, a few lines for people."""

from __future__ import annotations

import json
from typing import Any

from infra.local import mail
from infra.local.settings import Settings


class Announcement:
    """Made once the house can be used, made again when the demo companies change, withdrawn when it closes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.file = settings.folder / "house.json"
        self.seeded = settings.state / "seeded.json"

    def seeded_at(self) -> float:
        return self.seeded.stat().st_mtime if self.seeded.exists() else 0.0

    def make(self) -> None:
        demo = json.loads(self.seeded.read_text()) if self.seeded.exists() else {}
        told = {
            **{part: self.settings.url(part) for part in ("api", "console", "mail")},
            "accounts": demo.get("accounts", []),
            "forms": demo.get("forms", []),
            "api_key": demo.get("api_key"),
            "sockets": self.settings.url("sockets", "ws"),
            "emulator": self.settings.aws_endpoint,
            "smtp": {"host": "localhost", "port": self.settings.ports["smtp"], "username": mail.USERNAME, "password": mail.PASSWORD},
        }
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        draft.replace(self.file)
        print(_welcome(told), flush=True)

    def withdraw(self) -> None:
        self.file.unlink(missing_ok=True)


def _welcome(told: dict[str, Any]) -> str:
    """One account per role; `house.json` has them all, with their TOTP secrets."""
    lines = ["", *(f"  {part:<8} {told[part]}" for part in ("console", "api", "mail"))]
    lines += [f"  form     {form['url']}" for form in told["forms"][:3]]
    first = {account["role"]: account for account in reversed(told["accounts"])}
    if first:
        lines += ["", f"  {'role':<13} {'company':<16} {'e-mail':<38} password (all accounts and TOTP secrets: .local/house.json)"]
    for role in dict.fromkeys(account["role"] for account in told["accounts"]):
        account = first[role]
        lines.append(f"  {role:<13} {account['tenant'] or '-':<16} {account['email']:<38} {account['password']}")
    return "\n".join([*lines, ""])
