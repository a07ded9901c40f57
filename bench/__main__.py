"""`python -m bench`: every figure in one run, printed and kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests import emulator  # first: it sets the environment that the app reads when it is imported

os.environ["AWS_ENDPOINT_URL"] = emulator.SETTINGS.aws_endpoint


def main() -> None:
    from bench import classify, figures, house, imports, life, pages, posts, search, starts  # noqa: PLC0415 -- only now is the environment known

    running = emulator.Emulator()
    try:
        found, writes = _in_the_house(running, house, imports, life, pages, posts, search)
    finally:
        running.close()
    everything = [*found[:1], *starts.figures(), *found[1:], *classify.figures()]
    figures.keep(everything, writes)
    print(writes, figures.table(everything), figures.described(), sep="\n\n")


def _in_the_house(running, house, imports, life, pages, posts, search):
    import app  # noqa: PLC0415
    from tests.builders import a_company  # noqa: PLC0415
    from tests.client import Client  # noqa: PLC0415
    from tests.crier import Crier  # noqa: PLC0415
    from tests.isolation.companies import access_token  # noqa: PLC0415

    emulator._found()
    crier = Crier(app)
    company = a_company()
    crier.cry()
    writes, of_post, of_page = life.live(company, Client(app.app), crier.cry)
    found = [life.figure(writes), life.reads(of_page), *posts.figures(app.app, company)]
    assert of_post == ["TransactWriteItems"], of_post
    found += imports.figures(Client(app.app), company, _a_key(company))
    found += search.figures(Client(app.app), company, access_token(company.admin, company.tenant, "admin"))
    running.rewind()
    emulator._found()
    opened = emulator.House(app.app, Path(tempfile.mkdtemp(prefix="passerelle-bench-")))
    opened.open()
    try:
        company = a_company(agents=2)
        opened.settle()
        found += [*pages.figures(opened), *house.figures(opened, company)]
    finally:
        opened.close()
    return found, life.report(writes)


def _a_key(company):
    from chalicelib.foundation import tenancy  # noqa: PLC0415
    from chalicelib.identity import actions as identity  # noqa: PLC0415

    with tenancy.inside(company.tenant, by="system:bench"):
        return identity.make_api_key("Bench", {"leads.write"}).key


if __name__ == "__main__":
    main()
