"""`translate.py SAM OUT` in the emulator's environment, which has AWS's own translator: what CloudFormation makes of our template."""

import json
import sys
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


source, out = map(Path, sys.argv[1:])
# The deployment puts the package into a bucket, and names it here.
document = yaml_parse(source.read_text().replace("CodeUri: ./deployment.zip", "CodeUri: s3://artefacts/deployment.zip"))
values = {name: declared.get("Default") for name, declared in document["Parameters"].items()}
out.write_text(json.dumps(transform(document, values, NoManagedPolicies()), indent=1))
