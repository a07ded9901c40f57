"""What a process knows of a table does not depend on what it meets first."""

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


def test_a_sweep_that_comes_first_hides_no_index():
    told = [
        subprocess.run([sys.executable, "-c", CODE.format(first=first)], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        for first in ("DueRecord", "MainRecord")
    ]
    assert [json.loads(one.stdout) for one in told] == [["day", "due", "work"]] * 2
