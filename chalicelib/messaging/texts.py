"""One short message to one telephone: by SMS, or by WhatsApp, which takes free words only from whom has written to it within a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Channel = Literal["sms", "whatsapp"]

WINDOW_HOURS = 24
"""How long WhatsApp takes free words after somebody's last message to the company; later it takes approved templates only."""
GSM = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
GSM_TWICE = frozenset("^{}\\[~]|€")
"""The alphabet of telephones; these count for two. Any other character halves what fits into a part."""
ONE_PART, PART, ONE_WIDE_PART, WIDE_PART = 160, 153, 70, 67
MOST_PARTS = 4


@dataclass(frozen=True)
class Template:
    """One that WhatsApp has approved under this name, and what stands in its places, in order."""

    name: str
    language: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """`to` in E.164. `template` instead of the `body`, where WhatsApp would not take free words."""

    channel: Channel
    to: str
    body: str
    template: Template | None = None


def parts(body: str) -> int:
    """How many SMS it is paid as."""
    is_plain = all(letter in GSM or letter in GSM_TWICE for letter in body)
    size = sum(2 if is_plain and letter in GSM_TWICE else 1 for letter in body)
    one, each = (ONE_PART, PART) if is_plain else (ONE_WIDE_PART, WIDE_PART)
    return 1 if size <= one else -(-size // each)
