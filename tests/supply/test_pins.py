"""The compiled lists hold what was asked for, each package once and by its hashes."""

import pytest

from infra.local import apart
from infra.supply import lists, pins
from infra.trouble import Trouble


def named(listed):
    return str(listed.relative_to(lists.ROOT))


@pytest.mark.parametrize("listed", lists.LISTS, ids=named)
def test_a_list_has_what_was_asked_for_and_a_hash_of_everything(listed):
    text = listed.read_text()
    assert text.startswith(pins.HEADER.format(name=listed.with_suffix(".in").name))
    assert lists.pins(listed.with_suffix(".in")).items() <= lists.pins(listed).items(), "run `make pins`"
    asked = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(asked) == len(lists.PIN.findall(text)), "pinned by =="
    assert all(line.endswith("\\") for line in asked), "with a hash on the next line"


def test_what_runs_is_what_was_tested():
    dev, house, function = map(lists.pins, (lists.DEV, lists.HOUSE, lists.LAMBDA))
    assert function.items() <= house.items() <= dev.items()


def test_every_list_is_compiled():
    found = [path for folder in (lists.ROOT, *(lists.ROOT / "infra").iterdir()) for path in folder.glob("requirements*.txt")]
    assert set(found) == set(lists.LISTS)


def test_pins_that_cannot_be_compiled_are_one_clear_line(monkeypatch, tmp_path):
    (tmp_path / "requirements.in").write_text("nothing that pip could read\n")
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    monkeypatch.setattr(pins, "LISTS", (tmp_path / "requirements.txt",))
    monkeypatch.setattr(pins, "APART", (tmp_path / "requirements.txt",))
    apart.python("supply", lists.TOOLS)
    with pytest.raises(Trouble, match=r"^requirements\.in cannot be compiled: ") as trouble:
        pins.compile_all(upgrade=False)
    assert "\n" not in str(trouble.value)
