"""What is deployed: the package and its template, as `infra.package` made them for one stage."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra.deploy.artefacts import Artefact
from infra.trouble import Trouble

TEMPLATE_BYTES = 1_048_576
"""What CloudFormation reads from a bucket at most."""


@dataclass(frozen=True)
class Release:
    stage: str
    package: bytes
    template: dict[str, Any]

    @classmethod
    def of(cls, stage: str, folder: Path) -> Release:
        template = YAMLTemplateSerializer().load_template((folder / "sam.yaml").read_text(), "sam.yaml")
        release = cls(stage, (folder / "deployment.zip").read_bytes(), template)
        release.written()
        return release

    @property
    def variables(self) -> dict[str, str]:
        """What its functions are told."""
        said: dict[str, str] = self.template["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]
        return said

    def written(self, code: Artefact | None = None) -> bytes:
        """The template, its functions pointing at the package that was sent. Without spaces, since CloudFormation counts bytes."""
        template = copy.deepcopy(self.template)
        for resource in template["Resources"].values():
            if code and resource["Type"] == "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = {"Bucket": code.bucket, "Key": code.key}
        text = json.dumps(template, separators=(",", ":"), sort_keys=True).encode()
        if len(text) > TEMPLATE_BYTES:
            raise Trouble(f"the template has {len(text):,} bytes and CloudFormation takes {TEMPLATE_BYTES:,}: shorten it, or make it two stacks.")
        return text

    def literal(self, name: Any, account: str) -> str:
        """A physical name that the template makes of the stage and the account."""
        text = name["Fn::Sub"] if isinstance(name, dict) else str(name)
        return str(text).replace("${Stage}", self.stage).replace("${AWS::AccountId}", account)
