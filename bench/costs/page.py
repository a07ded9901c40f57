"""The figures as `docs/costs.md` shows them, and their picture."""

from __future__ import annotations

from bench.costs.bill import MILLION, SHARES, Prices, Standing
from bench.costs.counted import Counted
from bench.figures import ROOT

PAGE, PICTURE = ROOT / "docs" / "costs.md", ROOT / "docs" / "images" / "costs.svg"
BEGIN, END = "<!-- figures, written by `make costs` -->", "<!-- end of figures -->"
Bills = dict[int, dict[str, float]]

COLOURS = (
    "#2563eb", "#ea580c", "#0d9488", "#84cc16", "#7c3aed", "#db2777", "#64748b", "#06b6d4", "#a16207", "#4d7c0f", "#f59e0b", "#9ca3af",
)  # fmt: skip
LEFT, WIDE, BAR, GAP, LINE = 150, 560, 34, 26, 20


def with_figures(text: str, one: Counted, standing: Standing, bills: Bills, prices: Prices) -> str:
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_counts(one, standing)}\n\n{_table(bills)}\n\nPrices of {prices.as_of}, {prices.of}.\n\n{END}{after}"


def _counts(one: Counted, standing: Standing) -> str:
    return "\n".join([
        f"One life takes {one.requests} requests that answer {one.sent_bytes / 1000:.0f} kB, {one.writes + one.writes_ia} write units",
        f"({one.writes_ia} of them in the class Standard-IA), {one.reads:.0f} read units, {one.facts} facts ({one.public_facts} public),",
        f"{sum(one.messages.values())} queue messages and {one.mails} mail, and leaves {sum(one.stored.values()) / 1000:.1f} kB behind.",
        f"There are {standing.alarms} alarms, {standing.keys} keys, {standing.dashboards} dashboard and {standing.firewall_rules} firewall rules.",
    ])  # fmt: skip


def _table(bills: Bills) -> str:
    heads = [f"{leads:,} a month" for leads in bills]
    rows = [[f"{name}: {what}", *(_dollars(each[name] / leads * MILLION) for leads, each in bills.items())] for name, what in SHARES.items()]
    totals = ["**dollars per million leads**", *(f"**{_dollars(sum(each.values()) / leads * MILLION)}**" for leads, each in bills.items())]
    months = ["dollars a month", *(_dollars(sum(each.values())) for each in bills.values())]
    lines = [["", *heads], ["---", *["---:"] * len(heads)], *rows, totals, months]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _dollars(value: float) -> str:
    return f"{value:,.0f}"


def picture(bills: Bills) -> str:
    """A bar for each volume, cut by where the money goes."""
    height = len(bills) * (BAR + GAP) + (len(SHARES) + 1) // 2 * LINE + 20
    bars = [_bar(number, leads, each) for number, (leads, each) in enumerate(bills.items())]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 90} {height}" role="img" '
        'aria-label="Where the money of a lead goes, at three volumes">'
        "<style>text { font: 13px system-ui, sans-serif; fill: #334155 } @media (prefers-color-scheme: dark) { text { fill: #cbd5e1 } }</style>\n"
        + "\n".join([*bars, *(_legend(number, len(bills)) for number in range(len(SHARES)))])
        + "\n</svg>\n"
    )


def _bar(number: int, leads: int, each: dict[str, float]) -> str:
    total, top, place = round(sum(each.values()) / leads * MILLION), number * (BAR + GAP) + 8, float(LEFT)
    cut = []
    for colour, name in zip(COLOURS, SHARES, strict=True):
        wide = round(each[name] / leads * MILLION) / total * WIDE  # whole dollars, as in the table
        cut.append(f'<rect x="{place:.1f}" y="{top}" width="{wide:.1f}" height="{BAR}" fill="{colour}"><title>{name}</title></rect>')
        place += wide
    label = f'<text x="{LEFT - 10}" y="{top + 22}" text-anchor="end">{leads:,} a month</text>'
    return label + "".join(cut) + f'<text x="{place + 8:.0f}" y="{top + 22}">${total:,}/M</text>'


def _legend(number: int, bars: int) -> str:
    column, row = divmod(number, (len(SHARES) + 1) // 2)
    left, top = LEFT + column * WIDE // 2, bars * (BAR + GAP) + 12 + row * LINE
    name = list(SHARES)[number]
    return f'<rect x="{left}" y="{top}" width="12" height="12" fill="{COLOURS[number]}"/><text x="{left + 20}" y="{top + 11}">{name}</text>'
