"""What axe-core finds wrong with a page for people who see, hear or move otherwise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"


FAULTS = """async () => {
  const { violations } = await axe.run();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


@cache
def _script() -> str:
    assert SCRIPT.exists(), "axe-core is missing: `make console-deps` brings it."
    return SCRIPT.read_text()


def faults(page: Page) -> list[str]:
    """One line for each fault of the page as it stands."""
    page.evaluate(_script())
    return page.evaluate(
        """async () => (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))"""
    )
