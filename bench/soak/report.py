"""The run in figures: on the screen, in `report.json` of its folder, and, for a large run that holds, in `docs/faults.md`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from bench.figures import END, ROOT, described
from bench.soak.picture import Picture, running
from bench.soak.verdict import Verdict

PAGE, PICTURE = ROOT / "docs" / "faults.md", ROOT / "docs" / "images" / "soak.svg"
BEGIN = "<!-- figures, written by `make soak` -->"
SHOWN = 5


class Report:
    def __init__(self, verdict: Verdict) -> None:
        self.verdict, self.found = verdict, verdict.found

    @property
    def text(self) -> str:
        return "\n\n".join([self._figures(), self._claims(), "Everything holds." if self.verdict.holds else "Not everything holds."])

    def keep(self, folder: Path) -> None:
        told = {"holds": self.verdict.holds, "claims": [asdict(claim) for claim in self.verdict.claims], "figures": self.figures()}
        (folder / "report.json").write_text(json.dumps(told, indent=1) + "\n")
        (folder / "soak.svg").write_text(Picture(self.found.diary).drawn())

    def figures(self) -> dict[str, int]:
        found = self.found
        faults = Counter(line["fate"] for line in found.noted("fault"))
        return {
            "posts accepted": len(found.noted("posted")),
            "AWS calls throttled": faults["throttled"],
            "AWS calls timed out": faults["timed out"],
            "answers of AWS lost": faults["answer lost"],
            "of these, however often tried": sum(line["for_good"] for line in found.noted("fault")),
            "records delivered again": len(found.noted("again")),
            "answers other than yes": len(found.noted("turned away")),
            "mails": len(found.mailed),
            "mails that came twice": self.verdict.doubled_mails,
            "deliveries refused by the partner": sum(line["status"] != 200 for line in found.noted("heard")),
            "deliveries taken": len(self.verdict.heard),
            "deliveries taken twice": self.verdict.doubled_deliveries,
            "leads taken back by the manager": sum(line["status"] == 204 for line in found.noted("released")),
            "kills": sum("killed" in line["name"] for line in found.noted("strike")),
            "seconds until the last story ended": round(running(found.diary)(found.noted("lived")[-1]["at"])),
        }

    def _figures(self) -> str:
        return "\n".join(f"{value:>9,} {name}" for name, value in self.figures().items())

    def _claims(self) -> str:
        lines = []
        for claim in self.verdict.claims:
            lines.append(f"{claim.holds:>9,} {claim.says}")
            lines += [] if claim.holds or claim.broken else ["          NOT a single one"]
            lines += [f"          NOT {one}" for one in claim.broken[:SHOWN]]
            lines += [f"          and {len(claim.broken) - SHOWN} more"] if len(claim.broken) > SHOWN else []
        return "\n".join(lines)

    def publish(self) -> None:
        """Into the page that tells of it, with its picture."""
        figures = "\n".join(f"| {name} | {value:,} |" for name, value in self.figures().items())
        claims = "\n".join(f"| {claim.says} | {claim.holds:,} |" for claim in self.verdict.claims)
        run = f"{self.found.plan.leads:,} leads, measured on {described()}."
        told = f"{run}\n\n| what happened | |\n|---|---:|\n{figures}\n\n| what is true afterwards: all of so many | |\n|---|---:|\n{claims}"
        before, _, rest = PAGE.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}")
        PICTURE.write_text(Picture(self.found.diary).drawn())
