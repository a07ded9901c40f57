"""What `chalice package --merge-template` merges: `infra/template.yaml`, and what Chalice cannot say of the wires (`wires.yaml`).

Two files, since the local house creates all of the first one and nothing of the second.
"""

from __future__ import annotations

from pathlib import Path

from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

PARTS = (Path(__file__).parents[1] / "template.yaml", Path(__file__).with_name("wires.yaml"))


def merged(stage: str) -> str:
    """One template. Its parameter can only be the stage whose variables the functions got."""
    yaml = YAMLTemplateSerializer()
    template, wires = (yaml.load_template(part.read_text(), part.name) for part in PARTS)
    template = TemplateDeepMerger().merge(wires, template)
    template["Parameters"]["Stage"] |= {"Default": stage, "AllowedValues": [stage]}
    return str(yaml.serialize_template(template))
