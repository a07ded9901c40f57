"""The run as a picture: how many leads had come how far, and what struck the house when. An SVG that suits light and dark pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 330, 52, 92, 58, 40
STRIKE_ROWS = 2
COLOURS = {"posted": ("#2563eb", "#60a5fa"), "clicked": ("#0d9488", "#2dd4bf"), "ended": ("#c2410c", "#fb923c")}
"""On a light page, and on a dark one."""
TEXT, GRID, RED = ("#4b5563", "#9ca3af"), "#9ca3af", ("#be123c", "#fb7185")


def _style() -> str:
    return f"""
{_shades(0)}
text {{ font: 12px system-ui, sans-serif }}
.line {{ fill: none; stroke-width: 2; stroke-linejoin: round }}
.grid {{ stroke: {GRID}; stroke-opacity: .35 }}
.begins {{ stroke-dasharray: 3 3 }}
.away {{ fill-opacity: .14 }}
@media (prefers-color-scheme: dark) {{
{_shades(1)}
}}
"""


def _shades(which: int) -> str:
    lines = [f".line.{name} {{ stroke: {shades[which]} }} text.{name} {{ fill: {shades[which]} }}" for name, shades in COLOURS.items()]
    return "\n".join([f"text {{ fill: {TEXT[which]} }} .away, .told {{ fill: {RED[which]} }} .begins {{ stroke: {RED[which]} }}", *lines])


@dataclass(frozen=True)
class Strike:
    name: str
    begins: float
    ends: float


class Picture:
    def __init__(self, diary: list[dict[str, Any]]) -> None:
        self.seconds = running(diary)
        self.marks = {what: [self.seconds(line["at"]) for line in diary if line["what"] == what] for what in ("posted", "clicked")}
        first = {line["lead"]: line["at"] for line in reversed(diary) if line["what"] == "outcome"}
        self.marks["ended"] = sorted(map(self.seconds, first.values()))
        over = {line["name"]: self.seconds(line["at"]) for line in diary if line["what"] == "struck"}
        began = {line["name"]: self.seconds(line["at"]) for line in diary if line["what"] == "strike"}
        self.strikes = [Strike(name, at, over.get(name, at)) for name, at in began.items()]
        self.lasted = max(1.0, *(marks[-1] for marks in self.marks.values() if marks))
        self.most = max(len(marks) for marks in self.marks.values())

    def drawn(self) -> str:
        parts = [*self._grid(), *self._struck(), *self._lines()]
        body = "\n".join(parts)
        label = "Leads over time, and what struck the house"
        opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        return f"{opening}\n<style>{_style()}</style>\n{body}\n</svg>\n"

    def _x(self, seconds: float) -> float:
        return round(LEFT + seconds / self.lasted * (WIDTH - LEFT - RIGHT), 1)

    def _y(self, leads: float) -> float:
        return round(HEIGHT - BOTTOM - leads / self.most * (HEIGHT - TOP - BOTTOM), 1)

    def _grid(self) -> Iterable[str]:
        for quarter in range(5):
            leads = self.most * quarter // 4
            yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self._y(leads)}" y2="{self._y(leads)}"/>'
            yield f'<text x="{LEFT - 8}" y="{self._y(leads) + 4}" text-anchor="end">{leads:,}</text>'
        step = next(step for step in (5, 10, 20, 30, 60, 120, 300) if self.lasted / step <= 10 or step == 300)
        for seconds in range(0, int(self.lasted) + 1, step):
            yield f'<text x="{self._x(seconds)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{seconds} s</text>'

    def _struck(self) -> Iterable[str]:
        for place, strike in enumerate(sorted(self.strikes, key=lambda one: one.begins)):
            x, row = self._x(strike.begins), TOP - 30 + 16 * (place % STRIKE_ROWS)
            width = max(1.0, self._x(strike.ends) - x)
            yield f'<rect class="away" x="{x}" y="{row + 4}" width="{width}" height="{HEIGHT - BOTTOM - row - 4}"/>'
            yield f'<line class="begins" x1="{x}" x2="{x}" y1="{row + 4}" y2="{HEIGHT - BOTTOM}"/>'
            yield f'<text class="told" x="{x}" y="{row}">{strike.name}</text>'

    def _lines(self) -> Iterable[str]:
        taken: list[float] = []
        for name, marks in self.marks.items():
            points = " ".join(f"{self._x(at)},{self._y(count)}" for count, at in [*_thinned(marks), (len(marks), self.lasted)])
            yield f'<polyline class="line {name}" points="{points}"/>'
            y = self._y(len(marks)) + 4
            while any(abs(y - other) < 14 for other in taken):
                y += 2
            taken.append(y)
            yield f'<text class="{name}" x="{WIDTH - RIGHT + 8}" y="{y}">{len(marks):,} {name}</text>'


def _thinned(marks: list[float]) -> Iterable[tuple[int, float]]:
    """Some two hundred points: more are not seen."""
    step = max(1, len(marks) // 200)
    yield 0, marks[0] if marks else 0.0
    for count in range(step, len(marks) + 1, step):
        yield count, marks[count - 1]


def running(diary: list[dict[str, Any]]) -> Any:
    """Turns a moment into seconds of the run, without the time for which it was stopped."""
    began = [line["at"] for line in diary if line["what"] == "began"]
    ended = [line["at"] for line in diary if line["what"] == "ended"]

    def seconds(at: float) -> float:
        stopped = sum(start - end for end, start in zip(ended, began[1:], strict=False) if start <= at)
        return at - began[0] - stopped

    return seconds
