"""With a browser's own posts and reads, as S3 takes them: what is signed is let through, and nothing else."""

import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from chalicelib.files import actions, store
from chalicelib.files.models import File
from chalicelib.foundation import config, tenancy
from chalicelib.foundation.errors import AlreadyDone, Conflict
from tests.builders import ANSWERS, FIELDS, a_company, the_lead
from tests.files.contents import PDF
from tests.isolation.companies import access_token

pytest_plugins = ["tests.emulator"]

CV = {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf"]}
PERSON = {name: value for name, value in ANSWERS.items() if name != "consent"} | {"consent": "true"}


@pytest.fixture
def company(emulated):
    from chalicelib.identity import actions as identity

    identity.found_platform()
    return a_company(fields=[*FIELDS, CV], double_optin=False)


@pytest.fixture
def door(emulated):
    import app
    from tests.client import Client

    return Client(app.app)


def ordered(door, company):
    answer = door("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": str(len(PDF))})
    assert answer.status == 201, answer
    return answer.json


def send(order, content, **changes):
    """As a browser posts a form."""
    fields = order["fields"] | changes
    parts = b"".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items())
    parts += b'--x\r\nContent-Disposition: form-data; name="file"; filename="cv.pdf"\r\nContent-Type: application/pdf\r\n\r\n' + content
    request = urllib.request.Request(order["url"], parts + b"\r\n--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def kept(door, company, meanwhile, order):
    assert door("POST", company.form_path, PERSON | {"cv": order["ticket"]}).status == 202
    lead = the_lead(company)
    with tenancy.inside(company.tenant, by="system:keep-files"):
        [file] = File.of_lead(lead.id)
        meanwhile()
        actions.keep(lead.id, file.id)
        return lead, File.known(lead.id, file.id)


def test_a_browser_sends_what_was_signed_and_nothing_else(door, company):
    order = ordered(door, company)
    assert send(order, PDF) == 204
    assert send(order, PDF + b"x") == 400
    assert send(order, PDF[:-1]) == 400
    assert send(order, PDF, **{"Content-Type": "text/html"}) == 403
    assert send(order, PDF, key=f"kept/{company.tenant}/other") == 403
    assert send(order, PDF, policy=order["fields"]["policy"][:-4]) in {400, 403}


def test_any_site_may_send_there(emulated, door, company):
    """The policy is the leave; a browser asks first, since the page listens to how far it has come."""
    order = ordered(door, company)
    asked = {"Origin": "https://landing.example", "Access-Control-Request-Method": "POST"}
    request = urllib.request.Request(order["url"], headers=asked, method="OPTIONS")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] in {"*", "https://landing.example"}
    assert f"{urlsplit(order['url']).scheme}://{urlsplit(order['url']).netloc}" == config.files_origin()


def test_what_is_kept_is_saved_under_its_name_within_a_minute(door, company):
    order = ordered(door, company)
    send(order, PDF)
    lead, file = kept(door, company, lambda: None, order)
    assert file.state == "kept"
    token = access_token(company.admin, company.tenant, "admin")
    address = door("POST", f"/api/v1/leads/{lead.id}/files/{file.id}/openings", token=token).json["url"]
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.read() == PDF
        assert answer.headers["Content-Disposition"] == "attachment; filename=\"cv.pdf\"; filename*=UTF-8''cv.pdf"
        assert answer.headers["Content-Type"] == "application/pdf"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(address.replace(file.id, "0" * 20), timeout=10)


def test_what_is_changed_after_the_look_is_not_kept(door, company):
    """The policy is good for some minutes more, and the page is the visitor's."""
    order = ordered(door, company)
    send(order, PDF)
    other = PDF.replace(b"Catalog", b"Cataleg")
    _lead, file = kept(door, company, lambda: send(order, other), order)
    assert file.state == "lost"


def at_once(*tasks):
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [one.result() for one in [pool.submit(task) for task in tasks]]


def test_two_posts_at_once_bind_a_file_once(door, company):
    order = ordered(door, company)
    send(order, PDF)
    answers = at_once(*[lambda: door("POST", company.form_path, PERSON | {"cv": order["ticket"]})] * 4)
    assert {answer.status for answer in answers} == {202}
    with tenancy.inside(company.tenant):
        assert len(File.of_lead(the_lead(company).id)) == 1


def test_two_deliveries_at_once_keep_it_once_and_an_erasure_among_them_wins(door, company):
    order = ordered(door, company)
    send(order, PDF)
    door("POST", company.form_path, PERSON | {"cv": order["ticket"]})
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(lead.id)

    def delivered(task, *about):
        with tenancy.inside(company.tenant, by="system:keep-files"), suppress(AlreadyDone, Conflict):
            task(*about)

    at_once(*[lambda: delivered(actions.keep, lead.id, file.id)] * 3)
    with tenancy.inside(company.tenant):
        assert File.known(lead.id, file.id).state == "kept"
    at_once(lambda: delivered(actions.keep, lead.id, file.id), lambda: delivered(actions.erase, lead.id))
    delivered(actions.keep, lead.id, file.id)
    with tenancy.inside(company.tenant):
        assert File.known(lead.id, file.id).state == "erased"
        with pytest.raises(store.Gone):
            store.get(file.kept_as, 1)
