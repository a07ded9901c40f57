"""An audit says only what it knows: a fault, none, or that it could not ask."""

import pytest

from infra.supply import audit, lists
from infra.supply.audit import CLEAN, FAULTY, NOT_ASKED

NOBODY = "http://127.0.0.1:9"
VULNERABLE = {"name": "jinja2", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}]}
CLEAN_ONE = {"name": "six", "version": "1.17.0", "vulns": []}
UNKNOWN = {"name": "pynamodb", "skip_reason": "not found on PyPI"}
ADVISORY = {"name": "vite", "range": "<8", "fixAvailable": True, "via": [{"url": "https://github.com/advisories/GHSA-1"}, "esbuild"]}


@pytest.fixture
def told(monkeypatch):
    """What the tools would say of Python's packages and of the console's."""
    said = {"PyPI": {"dependencies": [CLEAN_ONE]}, "npm": {"vulnerabilities": {}}}
    monkeypatch.setattr(audit, "_told", lambda _command, _folder, index: (said[index], ""))
    return said


def test_nothing_known(told, capsys):
    assert audit.main() == CLEAN
    assert "requirements-dev.txt: no known fault\n" in capsys.readouterr().out


def test_a_fault_names_its_remedy(told, capsys):
    told["PyPI"]["dependencies"].append(VULNERABLE)
    told["npm"]["vulnerabilities"]["vite"] = ADVISORY
    assert audit.main() == FAULTY
    out = capsys.readouterr().out
    assert "requirements-dev.txt: 1 known fault\n  jinja2 2.0  PYSEC-1  mended in 2.1, 3.0\n" in out
    assert "  vite <8  https://github.com/advisories/GHSA-1  a newer version mends it\n" in out


def test_a_package_that_was_not_looked_at_is_not_clean(told, capsys):
    told["PyPI"]["dependencies"].append(UNKNOWN)
    assert audit.main() == NOT_ASKED
    assert "requirements-dev.txt: NOT AUDITED. PyPI could not be asked about 1 of 2 packages: pynamodb …\n" in capsys.readouterr().out


def test_a_fault_is_worse_than_an_index_that_is_silent_and_not_hidden_by_it(told, capsys):
    told["PyPI"]["dependencies"] += [UNKNOWN, VULNERABLE]
    told["npm"] = {"message": "405 Method Not Allowed"}
    assert audit.main() == FAULTY
    out = capsys.readouterr().out
    assert "  jinja2 2.0  PYSEC-1" in out
    assert "console/package-lock.json: NOT AUDITED. npm could not be asked: 405 Method Not Allowed\n" in out


@pytest.mark.parametrize("ask", [lambda: audit.of_python(lists.TOOLS), audit.of_console], ids=["python", "console"])
def test_offline_is_said_in_one_line(ask, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "npm_config_registry"):
        monkeypatch.setenv(name, NOBODY)
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    answer = ask()
    assert answer.faults == []
    assert "could not be asked" in answer.silence
    assert "\n" not in answer.silence
