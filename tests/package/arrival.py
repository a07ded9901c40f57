"""Runs where only the package is: `python -S -I arrival.py FOLDER ANSWERS`, with `{"events": {handler: event}, "services": [name]}` on stdin.

Calls every handler as Lambda does, then what no sample reaches: each import that waits for its moment, each AWS client, the pages.
"""

import ast
import importlib
import json
import sys
import uuid
from pathlib import Path
from types import SimpleNamespace

HERE, ANSWERS = Path(sys.argv[1]), Path(sys.argv[2])


def context(name):
    arn = f"arn:aws:lambda:eu-west-3:000000000000:function:{name}"
    return SimpleNamespace(
        function_name=name, function_version="$LATEST", memory_limit_in_mb="512", aws_request_id=str(uuid.uuid4()), invoked_function_arn=arn,
        get_remaining_time_in_millis=lambda: 30_000,
    )  # fmt: skip


def imports():
    """Every module that our code names, at the top of a module or inside a function."""
    for path in (HERE / "chalicelib").rglob("*.py"):
        yield ".".join(path.relative_to(HERE).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield node.module


def form_page():
    from chalicelib.forms.models import Edition
    from chalicelib.forms.pages import form_page
    from chalicelib.foundation import tenancy

    fields = [{"name": name, "type": name, "label": name, "required": True} for name in ("email", "phone", "country")]
    content = {
        "name": "Devis", "language": "fr", "country": "FR", "company": "Soleil", "sender": "bonjour@exemple.fr", "double_optin": True, "thanks": "",
        "fields": fields, "consent": {"text": "Pour vous rappeler."}, "mail": {}, "link_hours": 72, "allowed_origins": [],
    }  # fmt: skip
    with tenancy.inside("k3x9p2ab", by="visitor"):
        return form_page(Edition("k3x9p2ab#CF", "FE#48tdpebqdj#now", content=content, number=1, published_at=0).in_language("fr"), values={})


def main():
    sys.path.insert(0, str(HERE))
    import app

    asked = json.load(sys.stdin)
    answers = {name: getattr(app, name)(event, context(name)) for name, event in asked["events"].items()}
    for name in sorted(set(imports())):
        importlib.import_module(name)

    from chalicelib.foundation import aws
    from chalicelib.identity import passwords, totp

    kept = passwords.hashed("traverse la passerelle")
    told = {
        "answers": answers,
        "form": form_page(),
        "password": passwords.is_right("traverse la passerelle", kept),
        "totp": totp.enrolment("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "a@exemple.fr").qr_svg,
        "services": [aws.client(name).meta.service_model.service_name for name in asked["services"]],
        "from": sorted({str(Path(module.__file__)) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}),
    }
    ANSWERS.write_text(json.dumps(told))


main()
