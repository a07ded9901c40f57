"""What a process knows of tables and facts does not depend on what it meets first."""

import json
import subprocess
import sys
from pathlib import Path

CODE = """
import json
from chalicelib.foundation.records import CONNECTION, {first}
{first}._get_connection()
[table] = [known for known in CONNECTION._tables.values()]
print(json.dumps(sorted(index["IndexName"] for index in table.data["GlobalSecondaryIndexes"])))
"""


FACTS = """
import pkgutil, importlib
import app, chalicelib
from chalicelib.foundation.facts import FACTS
known = set(FACTS)
for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    if module.name.endswith(".facts"):
        importlib.import_module(module.name)
print(*sorted(set(FACTS) - known))
"""


def test_the_relay_knows_every_fact_from_its_start():
    """At one that it does not know it stands still, and with it all that happens in the house."""
    asked = subprocess.run([sys.executable, "-c", FACTS], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert asked.stdout.split() == []


def test_a_sweep_that_comes_first_hides_no_index():
    told = [
        subprocess.run([sys.executable, "-c", CODE.format(first=first)], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        for first in ("DueRecord", "MainRecord")
    ]
    assert [json.loads(one.stdout) for one in told] == [["day", "due", "work"]] * 2
