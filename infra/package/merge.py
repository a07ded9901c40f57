"""What `chalice package --merge-template` merges: `infra/template.yaml`, and every part of `infra/cloud/`.

Two places, since the local house creates all of the first and nothing of the second. A part may add resources, parameters, conditions and
outputs, or say more of a resource that Chalice writes (`Relay`, `RestAPI`, …).
"""

from __future__ import annotations

from functools import reduce
from pathlib import Path

from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

INFRA = Path(__file__).parents[1]
PARTS = (INFRA / "template.yaml", *sorted((INFRA / "cloud").glob("*.yaml")))


def merged(stage: str) -> str:
    """One template. Its parameter can only be the stage whose variables the functions got."""
    yaml = YAMLTemplateSerializer()
    parts = [yaml.load_template(part.read_text(), part.name) for part in PARTS]
    template = reduce(lambda whole, part: TemplateDeepMerger().merge(part, whole), parts)
    template["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    return str(yaml.serialize_template(template))
