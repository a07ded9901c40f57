"""In which order the console's files leave, and what of them stays here."""

import json

import pytest

from infra.deploy import console
from infra.local import console_build


@pytest.fixture
def built(tmp_path, monkeypatch):
    for name in ("index.html", "icon.svg", "assets/index-1.js", "assets/font-2.woff2", ".vite/manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(console_build, "DIST", tmp_path)
    monkeypatch.setattr(console_build, "build", lambda: False)


def test_the_first_page_leaves_last_and_what_it_names_first(built):
    content = console.content({"PASSERELLE_API_URL": "https://api.passerelle.fr"})
    assert [*content] == ["assets/font-2.woff2", "assets/index-1.js", "icon.svg", "config.json", "index.html"]
    assert json.loads(content["config.json"]) == {"api": "https://api.passerelle.fr"}
