"""The structure itself: whoever opens one room of the house can rely on how all the others are built."""

import ast
import importlib
import json
import re
import subprocess
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from string import Formatter

import pytest
from chalice.app import SQSEventConfig

import app
from chalicelib.foundation import errors, facts
from chalicelib.foundation.relay import Wire
from infra import docs
from infra.local.template import TEMPLATE

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "chalicelib"
SLICES = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))
MODULES = {path.relative_to(ROOT): ast.parse(path.read_text()) for path in [ROOT / "app.py", *sorted(HOUSE.rglob("*.py"))]}
SAMPLES = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "events").glob("*.json"))}
SOURCES = {source.name: source for source in app.app.event_sources}

OPEN_ROOMS = {"actions", "queries", "facts", "shapes", "search", "lines", "heard", "listing", "filters", "rows"}
"""What other slices may enter; `lines` is how texts are sent, as `actions` is for mail, and `heard` what people write to us. The last three are for
whoever lists leads by something of their own: which fit, and how a row looks.

`app.py` also enters `routes` and `tasks`.
"""
ON_THE_PLATFORM = {"identity", "foundation"}
FORBIDDEN_ROOMS = {"service", "services", "utils", "util", "helpers", "helper", "common", "misc", "repository", "manager"}
PERSONAL = re.compile(r"(^|_)(name|mail|e_?mail|phone|address|text|note|body|ip|password|secret|token|url|birth\w*|street|city|postcode)s?$")


def imports(tree):
    """Every name of the house that a module imports: `identity.queries`, `foundation.clock`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chalicelib"):
            inside = node.module.removeprefix("chalicelib").strip(".")
            for alias in node.names:
                yield f"{inside}.{alias.name}".strip(".")
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("chalicelib.") for alias in node.names if alias.name.startswith("chalicelib."))


def slice_of(path):
    return path.parts[1] if len(path.parts) > 2 else None


def below(kind):
    return {one for child in kind.__subclasses__() for one in {child, *below(child)}}


@pytest.mark.parametrize("name", SLICES)
def test_a_slice_says_in_a_few_lines_what_it_is_for(name):
    said = ast.get_docstring(MODULES[Path("chalicelib", name, "__init__.py")]) or ""
    assert 3 <= len(said.splitlines()) <= 6, "purpose, states, facts in and out: 3 to 6 lines"


def test_records_are_touched_at_home_only():
    """A slice enters the open rooms of others; their models, above all, are theirs."""
    strangers = [
        f"{path}: {name}"
        for path, tree in MODULES.items()
        for name in imports(tree)
        if (home := slice_of(path)) and name.split(".")[0] not in {home, "foundation"} and name.split(".")[1] not in OPEN_ROOMS
    ]
    assert strangers == []


def test_the_front_door_enters_no_records():
    assert [name for name in imports(MODULES[Path("app.py")]) if ".models" in name] == []


def test_no_room_is_for_everything():
    assert [str(path) for path in MODULES if path.stem in FORBIDDEN_ROOMS] == []


def test_records_stand_in_models():
    tables = {"MainRecord", "LeaseRecord", "TraceRecord", "FindRecord", "TallyRecord"}
    elsewhere = [
        f"{path}: {node.name}"
        for path, tree in MODULES.items()
        if slice_of(path) not in {None, "foundation"} and "models" not in (path.stem, path.parent.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and tables & {base.id for base in node.bases if isinstance(base, ast.Name)}
    ]
    assert elsewhere == []


def calls(tree, *names):
    return [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node) in names]


def test_the_platforms_ground_is_entered_by_identity_and_the_keys_only():
    entered = {str(path) for path, tree in MODULES.items() if calls(tree, "platform.ground", "fence.platform")}
    assert {path.split("/")[1] for path in entered} <= ON_THE_PLATFORM
    assert {path for path in entered if "/foundation/" in path} == {"chalicelib/foundation/keys.py", "chalicelib/foundation/platform.py"}


def test_one_module_reads_the_environment_and_one_the_time():
    assert [str(path) for path, tree in MODULES.items() if calls(tree, "os.environ", "os.getenv")] == ["chalicelib/foundation/config.py"]
    clocks = [str(path) for path, tree in MODULES.items() if calls(tree, "datetime.now", "datetime.utcnow", "time.time", "date.today")]
    assert clocks == ["chalicelib/foundation/clock.py"]


def test_the_front_door_is_one_page():
    assert len((ROOT / "app.py").read_text().splitlines()) <= 200


PAGES = docs.pages()


@pytest.mark.parametrize("page", PAGES)
def test_what_is_generated_matches_the_code(page):
    assert (ROOT / page).read_text() == PAGES[page](), "run `make docs` and commit it"


def test_the_consoles_types_are_made_from_the_document():
    made = ROOT / "console" / "node_modules" / ".bin" / "openapi-typescript"
    if not made.exists():
        pytest.skip("`make test` installs what the console needs")
    command = [str(made), "openapi.json", "--output", "src/api/schema.d.ts", "--root-types=false", "--check"]
    told = subprocess.run(command, cwd=ROOT / "console", capture_output=True, text=True, check=False)
    assert told.returncode == 0, "run `npm run generate` in console/ and commit it: " + told.stderr


# Wires


def tasks():
    found = [importlib.import_module(f"chalicelib.{path.parent.name}.tasks") for path in HOUSE.glob("*/tasks.py")]
    return {name for module in found for name in vars(module)}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_wire_has_a_sample_a_task_and_its_queues(name):
    assert name in SAMPLES
    assert name in tasks() | {"relay"}
    source = SOURCES[name]
    if isinstance(source, SQSEventConfig):
        queue = source.queue.removeprefix("passerelle-test-")
        plain, suffix = queue.removesuffix(".fifo"), ".fifo" if queue.endswith(".fifo") else ""
        template = TEMPLATE.read_text()
        assert f"passerelle-${{Stage}}-{plain}{suffix}\n" in template
        assert f"passerelle-${{Stage}}-{plain}-dlq{suffix}\n" in template


def test_every_wire_that_hears_facts_is_a_queue_of_its_own():
    queues = {source.queue.removeprefix("passerelle-test-") for source in SOURCES.values() if isinstance(source, SQSEventConfig)}
    heard = [wire.queue for wire in app.WIRES]
    assert len(heard) == len(set(heard))
    no_facts = {"send-webhook.fifo", "mail-events", "connect-contacts"}
    assert set(heard) == queues - no_facts, "send-webhook carries deliveries, which name facts but are none; the others what AWS tells"
    assert all(isinstance(wire, Wire) and bool(wire.group) == wire.queue.endswith(".fifo") for wire in app.WIRES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_sample_of_a_wire_is_handled(world, name):
    """In an empty house: what names things that are not there comes again, and nothing breaks."""
    answer = getattr(app, name)(SAMPLES[name], None)
    records = {record.get("messageId") or record["dynamodb"]["SequenceNumber"] for record in SAMPLES[name].get("Records", [])}
    if records:
        assert set(answer) == {"batchItemFailures"}
        assert {failed["itemIdentifier"] for failed in answer["batchItemFailures"]} <= records
    else:
        assert answer is None or answer["statusCode"] in {200, 401}


# Facts and errors


PLAIN = {"str", "int", "bool", "tuple[str, ...]", "tuple[tuple[str, int, int, int], ...]"}


@pytest.mark.parametrize("name", sorted(facts.FACTS))
def test_a_fact_is_frozen_past_and_impersonal(name):
    fact = facts.FACTS[name]
    said = fact(**dict.fromkeys((field.name for field in fields(fact)), "1"))
    for field in fields(fact):
        with pytest.raises(FrozenInstanceError):
            setattr(said, field.name, "2")
    assert fact.__module__.endswith(".facts")
    assert [field.name for field in fields(fact) if PERSONAL.search(field.name)] == []
    assert {str(field.type).replace(" | None", "") for field in fields(fact)} <= PLAIN
    assert re.search(r"(ed|en|Sent|Made|Back|Away|Unreachable|In|Out|Off|Over|Way|Again)$", name), "past tense"
    assert fact.PUBLIC is None or re.fullmatch(r"[a-z]+\.[a-z_]+", fact.PUBLIC)


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_error_speaks_both_languages():
    for error in below(errors.DomainError):
        if not error.__module__.startswith("chalicelib"):
            continue
        own = vars(error).keys() & {"fr", "en"}
        assert own in (set(), {"fr", "en"}), f"{error.__name__} has one language"
        assert error.fr
        assert error.en
        assert error.fr != error.en, error.__name__
        assert placeholders(error.fr) == placeholders(error.en), error.__name__
        assert 400 <= error.status < 600


def test_errors_have_codes_of_their_own():
    """`type` of a problem is the class's name: two classes of one name would be one problem to whoever reads it."""
    names = [error for error in below(errors.DomainError) if error.__module__.startswith("chalicelib")]
    doubled = {error.__name__ for error in names if [one.__name__ for one in names].count(error.__name__) > 1}
    assert doubled <= {"LinkLapsed"}, "a mailed link is a mailed link, whichever slice sent it"


# Words


def leaves(words, path=""):
    for name, value in words.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


CATALOGUES = sorted(path.parent.relative_to(ROOT) for path in [*ROOT.glob("templates/*/fr.json"), *ROOT.glob("console/src/locales/fr.json")])


@pytest.mark.parametrize("folder", CATALOGUES, ids=str)
def test_a_catalogue_says_the_same_in_both_languages(folder):
    french, english = (dict(leaves(json.loads((ROOT / folder / f"{language}.json").read_text()))) for language in ("fr", "en"))
    # French knows "many" where English does not.
    plural = re.compile(r"_(one|many|other)$")
    assert {plural.sub("", name) for name in french} == {plural.sub("", name) for name in english}
    assert all(str(text).strip() for text in [*french.values(), *english.values()])
    place = r"{{\w+}}" if folder.parts[0] == "console" else r"{\w+}"
    for name in french.keys() & english.keys():
        assert set(re.findall(place, str(french[name]))) == set(re.findall(place, str(english[name]))), name


def test_a_page_uses_words_that_exist():
    """`t.some.word` in a template of a folder stands in the folder's catalogues; what is behind any link, in those of all who send links."""
    speakers = {"linked": ["optin", "surveys"]}
    pages = [(page, name) for page in ROOT.glob("templates/*/*.j2") for name in speakers.get(page.parent.name, [page.parent.name])]
    for template, speaker in pages:
        if "macro" in template.read_text() and template.stem.startswith("controls"):
            continue
        words = json.loads((ROOT / "templates" / speaker / "fr.json").read_text())
        for path in re.findall(r"\bt((?:\.[a-z_]+)+)", template.read_text()):
            known = words
            for name in path.strip(".").split("."):
                if name in {"format", "items", "get"}:
                    break
                assert name in known, f"{template.name}: t{path}"
                known = known[name]
