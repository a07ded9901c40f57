"""`python -m bench.costs` writes the figures of `docs/costs.md` and its picture anew; `--check` only compares them."""

from __future__ import annotations

import sys
from pathlib import Path

from moto import mock_aws

from tests import emulator  # noqa: F401 -- sets the environment that the app reads when it is imported

ROOT = Path(__file__).parents[2]


def main() -> int:
    from bench.costs import bill, counted, page  # noqa: PLC0415 -- only now is the environment known
    from infra.local import stack  # noqa: PLC0415

    with mock_aws():
        stack.create("test", None)
        one = counted.life()
    prices, standing = bill.Prices.read(), bill.Standing.of_template()
    bills = {leads: bill.bill(one, standing, leads, prices) for leads in bill.VOLUMES}
    wanted = {page.PAGE: page.with_figures(page.PAGE.read_text(), one, standing, bills, prices), page.PICTURE: page.picture(bills)}
    drifted = [file for file, content in wanted.items() if not file.exists() or file.read_text() != content]
    if "--check" in sys.argv[1:]:
        for file in drifted:
            print(f"{file.relative_to(ROOT)} does not match what is counted: run `make costs` and commit it.")
        return 1 if drifted else 0
    for file in drifted:
        file.write_text(wanted[file])
        print(f"written: {file.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
