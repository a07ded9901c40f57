"""What `chalice package --merge-template` merges: `infra/template.yaml`, and every part of `infra/cloud/`.

Two places, since the local house creates all of the first and nothing of the second. A part may add resources, parameters, conditions and
outputs, or say more of a resource that Chalice writes (`Relay`, `RestAPI`, …). The parameters' values stand in `infra/stages/{stage}.json`,
but for the names that the functions know too: these come from the stage's addresses in `.chalice/config.json`. Each of its `partners` makes a part.
"""

from __future__ import annotations

import json
import re
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from infra import partners
from infra.package.bundle import CONFIG
from infra.trouble import Trouble

INFRA = Path(__file__).parents[1]
PARTS = (INFRA / "template.yaml", *sorted((INFRA / "cloud").glob("*.yaml")))
STAGES = INFRA / "stages"
DOMAINS = {"ApiDomainName": "PASSERELLE_API_URL", "SocketsDomainName": "PASSERELLE_SOCKETS_URL", "ConsoleDomainName": "PASSERELLE_CONSOLE_URL"}


def merged(stage: str) -> str:
    """One template, good for one stage: with the variables of the functions come the parameters that belong to them."""
    yaml = YAMLTemplateSerializer()
    parts = [yaml.load_template(part.read_text(), part.name) for part in PARTS]
    said = settings(stage)
    parts.append(partners.part(said["partners"]))
    template = reduce(lambda whole, part: TemplateDeepMerger().merge(part, whole), parts)
    _give(stage, {"Stage": stage} | _domains(stage) | said["parameters"], template["Parameters"])
    return _written(template)


def _give(stage: str, given: dict[str, Any], parameters: dict[str, Any]) -> None:
    if unknown := given.keys() - parameters.keys():
        raise Trouble(f"infra/stages/{stage}.json has parameters that the template does not know: {', '.join(sorted(unknown))}.")
    for name, value in given.items():
        parameters[name]["Default"] = value
    if missing := [name for name, declared in parameters.items() if "Default" not in declared]:
        raise Trouble(f"infra/stages/{stage}.json lacks: {', '.join(sorted(missing))}.")
    for name, declared in parameters.items():
        if not re.fullmatch(declared.get("AllowedPattern", ".*"), str(declared["Default"])):
            raise Trouble(f"infra/stages/{stage}.json: {name} cannot be {declared['Default']}.")
    parameters["Stage"]["AllowedValues"] = [stage]


def settings(stage: str) -> dict[str, Any]:
    """What a stage says to CloudFormation and not to its functions."""
    path = STAGES / f"{stage}.json"
    if not path.exists():
        raise Trouble(f"infra/stages/{stage}.json is missing: write one like infra/stages/production.json.")
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except ValueError as error:
        raise Trouble(f"infra/stages/{stage}.json cannot be read: {error}.") from error
    return {"parameters": {}, "partners": []} | found


def _domains(stage: str) -> dict[str, str]:
    variables = json.loads(CONFIG.read_text())["stages"][stage]["environment_variables"]
    return {name: urlsplit(variables[variable]).hostname or "" for name, variable in DOMAINS.items()}


def without_aliases(template: str) -> str:
    """CloudFormation refuses YAML's aliases, and Chalice writes some."""
    return _written(YAMLTemplateSerializer().load_template(template))


def _written(template: dict[str, Any]) -> str:
    """What was written once and used twice becomes two: our parts use anchors too."""
    return str(YAMLTemplateSerializer().serialize_template(json.loads(json.dumps(template))))
