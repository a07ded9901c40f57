"""One more visitor for a running house: `python -m infra.local.visitor [which form, from 1]`. The mail to click waits in the inbox page."""

from __future__ import annotations

import json
import sys
import time
from random import Random
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from infra.local.demo.answers import answered
from infra.local.demo.companies import COMPANIES, Company
from infra.local.demo.forms import FormWanted
from infra.local.demo.people import Crowd
from infra.local.settings import Settings


def main(which: int) -> None:
    house = json.loads((Settings().folder / "house.json").read_text())
    told = house["forms"][which - 1]
    company, form = _wanted(told)
    rng = Random(time.time())
    visitor = Crowd(f"visitor:{rng.random()}").visitor(company.origins)
    with urlopen(told["url"], urlencode(answered(rng, visitor, form)).encode()) as answer:
        print(f'{visitor.first_name} {visitor.last_name} posted "{form.name}" of {company.name}: {answer.status}')
    if form.double_optin:
        print(f"the confirmation mail to {visitor.email} is at {house['mail']}")


def _wanted(told: dict[str, Any]) -> tuple[Company, FormWanted]:
    company = next(one for one in COMPANIES if one.name == told["tenant"])
    return company, next(form for form in company.forms if form.name == told["name"])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
