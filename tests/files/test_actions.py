"""A file from the form to whoever may see the lead: sent beforehand or along with the post, looked into, bound once, kept, opened, erased."""

import json
from datetime import timedelta

import botocore.session
import pytest

from chalicelib.contacts import queries as contacts
from chalicelib.files import actions, store
from chalicelib.files.facts import FileErased, FileOpened, FileReceived, FileVanished
from chalicelib.files.models import File
from chalicelib.foundation import clock, config, tenancy
from chalicelib.foundation.errors import AlreadyDone
from chalicelib.foundation.pages import words
from chalicelib.leads.facts import LeadErased
from chalicelib.shield import actions as shield
from tests.builders import ANSWERS, FIELDS, a_company, the_lead
from tests.files.contents import DOCX, GOOD, JPEG, PDF, archive
from tests.isolation.companies import access_token

CV = {"name": "cv", "type": "file", "label": "Votre CV", "kinds": ["pdf", "docx"], "max_megabytes": 1}
PHOTOS = {"name": "photos", "type": "file", "label": "Photos du toit", "kinds": ["jpeg", "png"], "max_files": 3}
PERSON = {name: value for name, value in ANSWERS.items() if name != "consent"} | {"consent": "true"}


@pytest.fixture
def company(world):
    return a_company(fields=[*FIELDS, CV, PHOTOS], double_optin=False, allowed_origins=["https://landing.example"])


@pytest.fixture
def script(ask, company):
    """Sends a file as the page's script does: asks, sends, and answers the ticket."""

    def sends(field, name, content, size=None):
        order = ask("POST", f"{company.form_path}/uploads", {"field": field, "name": name, "size": str(len(content) if size is None else size)})
        assert order.status == 201, order
        bucket().put_object(Bucket=config.FILES_BUCKET, Key=order.json["fields"]["key"], Body=content)
        return order.json["ticket"]

    return sends


def bucket():
    return botocore.session.get_session().create_client("s3", region_name=config.REGION)


def objects(prefix):
    found = bucket().list_objects_v2(Bucket=config.FILES_BUCKET, Prefix=prefix).get("Contents", [])
    return [one["Key"] for one in found]


def posted(ask, company, **answers):
    return ask("POST", company.form_path, PERSON | answers)


def codes(answer):
    return {error["field"]: error["code"] for error in answer.json["errors"]}


def multipart(fields, files):
    parts = b"".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items())
    for name, file, content in files:
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts += head.encode() + content + b"\r\n"
    return parts + b"--x--\r\n"


def browses(ask, company, files, **answers):
    """Posts as a page without a script does."""
    return ask("POST", company.form_path, multipart(PERSON | answers, files), headers={"Content-Type": "multipart/form-data; boundary=x"})


def facts_of(lead, kind):
    from chalicelib.leads import queries as leads

    return [row.data for row in leads.timeline(lead) if row.t == kind.__name__]


def test_a_file_sent_by_script_is_bound_to_its_lead_and_kept(ask, company, script, crier):
    ticket = script("cv", "CV Awa.PDF", PDF)
    assert posted(ask, company, cv=ticket).status == 202
    crier.cry()
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(lead.id)
        assert (file.state, file.kind, file.size) == ("kept", "pdf", len(PDF))
        [received] = facts_of(lead, FileReceived)
        assert received == {"lead_id": lead.id, "file_id": file.id, "kind": "pdf", "size": len(PDF)}
        [request] = contacts.details(lead.person_id)["requests"].values()
    assert request["answers"]["cv"] == ["CV Awa.pdf"]
    assert request["files"] == [{"id": file.id, "field": "cv", "name": "CV Awa.pdf"}]
    assert objects("kept/") == [f"kept/{company.tenant}/{lead.person_id}/{file.id}"]


def test_a_file_sent_along_by_a_page_without_script_is_kept_too(ask, company, crier):
    assert browses(ask, company, [("cv", "C:\\CV.docx", DOCX), ("photos", "toit.jpeg", JPEG), ("photos", "", b"")]).status == 303
    crier.cry()
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        assert {(file.kind, file.state) for file in File.of_lead(lead.id)} == {("docx", "kept"), ("jpeg", "kept")}
        [request] = contacts.details(lead.person_id)["requests"].values()
    assert (request["answers"]["cv"], request["answers"]["photos"]) == (["CV.docx"], ["toit.jpg"])


def test_what_has_reached_us_is_not_asked_for_again(ask, company, crier):
    page = browses(ask, company, [("cv", "cv.pdf", PDF)], email="nobody")
    assert page.status == 422
    ticket = page.text.split('name="cv" value="')[1].split('"')[0]
    assert "cv.pdf" in page.text
    assert browses(ask, company, [("cv", "", b"")], cv=ticket).status == 303
    crier.cry()
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(the_lead(company).id)
    assert file.state == "kept"


def test_a_new_file_is_instead_of_the_one_before(ask, company, crier):
    page = browses(ask, company, [("cv", "old.pdf", PDF)], email="nobody")
    ticket = page.text.split('name="cv" value="')[1].split('"')[0]
    assert browses(ask, company, [("cv", "new.docx", DOCX)], cv=ticket).status == 303
    crier.cry()
    with tenancy.inside(company.tenant):
        assert [file.kind for file in File.of_lead(the_lead(company).id)] == ["docx"]


@pytest.mark.parametrize(
    ("field", "name", "size", "code"),
    [
        ("cv", "cv.exe", 100, "file_kind"),
        ("cv", "cv", 100, "file_kind"),
        ("cv", "photo.jpg", 100, "file_kind"),
        ("cv", "cv.pdf", 0, "file_empty"),
        ("cv", "cv.pdf", 1024**2 + 1, "file_size"),
    ],
)
def test_a_file_that_the_field_would_not_take_is_not_even_prepared(ask, company, field, name, size, code):
    answer = ask("POST", f"{company.form_path}/uploads", {"field": field, "name": name, "size": size})
    assert (answer.status, codes(answer)) == (422, {field: code})
    sent = b"x" * size
    assert browses(ask, company, [(field, name, sent)]).status == 422
    assert objects("incoming/") == []


@pytest.mark.parametrize("size", ["", "-1", "1.5", "many", "9" * 13, "²"])
def test_a_size_is_a_number(ask, company, size):
    assert ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": size}).status == 400


def test_only_fields_for_files_take_some(ask, company, world):
    assert ask("POST", f"{company.form_path}/uploads", {"field": "email", "name": "cv.pdf", "size": "9"}).status == 404
    plain = a_company("Sans fichier", double_optin=False)
    assert browses(ask, plain, [("cv", "cv.pdf", PDF)]).status == 400


def test_more_than_the_field_takes_is_refused(ask, company, script):
    tickets = [script("photos", f"{number}.jpg", JPEG) for number in range(4)]
    answer = posted(ask, company, photos=tickets)
    assert codes(answer) == {"photos": "files_most"}
    assert posted(ask, company, photos=tickets[:3] + tickets[:1]).status == 202


def test_more_files_than_the_field_takes_are_not_even_put_down(ask, company):
    answer = browses(ask, company, [("photos", f"{number}.jpg", JPEG) for number in range(4)])
    assert (answer.status, objects("incoming/")) == (422, [])
    assert PERSON["email"] in answer.text, "what was typed is still there"
    page = browses(ask, company, [("photos", f"{number}.jpg", JPEG) for number in range(2)], email="nobody")
    tickets = page.text.split('name="photos" value="')[1:]
    sent_again = [("photos", f"{number}.jpg", JPEG) for number in range(3)]
    assert browses(ask, company, sent_again, photos=tickets[0].split('"')[0]).status == 422
    assert len(objects("incoming/")) == 2


def test_so_many_files_an_hour_from_one_network(ask, company, monkeypatch):
    monkeypatch.setattr(shield, "UPLOADS_AN_HOUR", 2)

    def sends(name="cv.pdf"):
        order = {"field": "cv", "name": name, "size": "500"}
        return ask("POST", f"{company.form_path}/uploads", order, headers={"Origin": "https://landing.example"})

    assert sends("cv.exe").status == 422, "what is not taken is not counted"
    assert [sends().status for _ in range(3)] == [201, 201, 429]
    refused = sends()
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["Access-Control-Allow-Origin"] == "https://landing.example"
    assert "Trop de fichiers" in refused.json["detail"]
    with clock.held_at(clock.now() + timedelta(hours=1)):
        assert sends().status == 201


def test_files_that_go_along_with_a_post_are_counted_too(ask, company, monkeypatch):
    monkeypatch.setattr(shield, "UPLOADS_AN_HOUR", 2)
    sent = [("photos", f"{number}.jpg", JPEG) for number in range(2)]
    assert browses(ask, company, sent, email="nobody").status == 422
    refused = browses(ask, company, sent, email="nobody")
    assert (refused.status, len(objects("incoming/"))) == (429, 2)
    assert "Trop de fichiers" in refused.text
    assert PERSON["first_name"] in refused.text, "what was typed is still there"


@pytest.mark.parametrize(("language", "said"), [("fr", "Trop de fichiers"), ("en", "Too many files")])
def test_the_page_says_in_its_language_that_too_many_were_sent(language, said):
    assert said in words("forms", language)["files"]["often"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("cv.pdf", JPEG), ("cv.pdf", PDF + archive({"a.class": b"x"})), ("cv.docx", archive({"a.txt": b"x"})), ("cv.pdf", b"MZ\x90\0program")],
)
def test_a_polyglot_is_refused_however_it_comes(ask, company, script, name, content):
    assert codes(posted(ask, company, cv=script("cv", name, content))) == {"cv": "file_unlike"}
    page = browses(ask, company, [("cv", name, content)])
    assert page.status == 422
    assert "pas ce que son nom annonce" in page.text


def test_what_was_never_sent_or_is_of_another_size_is_asked_for_again(ask, company, script):
    order = ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": "500"}).json
    assert codes(posted(ask, company, cv=order["ticket"])) == {"cv": "file_lost"}
    assert codes(posted(ask, company, cv=script("cv", "cv.pdf", PDF, size=len(PDF) - 1))) == {"cv": "file_lost"}


def test_a_ticket_is_good_for_its_form_its_field_and_a_day(ask, company, script):
    ticket = script("cv", "cv.pdf", PDF)
    assert codes(posted(ask, company, photos=ticket)) == {"photos": "file_lost"}
    for other in (ticket[:-2] + "AA", ticket[:20], "é", "A" * 2000, "[1]"):
        assert codes(posted(ask, company, cv=other)) == {"cv": "file_lost"}
    elsewhere = a_company("Ailleurs", fields=[*FIELDS, CV], double_optin=False)
    assert codes(posted(ask, elsewhere, cv=ticket)) == {"cv": "file_lost"}
    with clock.held_at(clock.now() + timedelta(hours=25)):
        assert codes(posted(ask, company, cv=ticket)) == {"cv": "file_lost"}
    assert posted(ask, company, cv=ticket).status == 202


def test_a_field_that_is_not_shown_keeps_no_file(ask, world, crier):
    hidden = CV | {"shown_if": {"field": "project", "values": ["heat"]}}
    company = a_company(fields=[*FIELDS, hidden], double_optin=False)
    assert browses(ask, company, [("cv", "cv.pdf", PDF)]).status == 303
    crier.cry()
    with tenancy.inside(company.tenant):
        assert File.of_lead(the_lead(company).id) == []


def test_a_required_file_is_required(ask, world):
    company = a_company(fields=[*FIELDS, CV | {"required": True}], double_optin=False)
    assert codes(posted(ask, company)) == {"cv": "required"}
    assert codes(posted(ask, company, cv="")) == {"cv": "required"}


def test_a_double_click_binds_once(ask, company, script, crier):
    ticket = script("cv", "cv.pdf", PDF)
    assert {posted(ask, company, cv=ticket).status for _ in range(2)} == {202}
    crier.cry()
    assert len(objects("kept/")) == 1


def test_a_second_delivery_and_a_cut_change_nothing(ask, company, script, crier, monkeypatch):
    posted(ask, company, cv=script("cv", "cv.pdf", PDF))
    crier._relay()
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(lead.id)
        with monkeypatch.context() as cut:
            cut.setattr(File, "keep", lambda _: pytest.fail("cut off after the copy", pytrace=False))
            with pytest.raises(pytest.fail.Exception):
                actions.keep(lead.id, file.id)
        actions.keep(lead.id, file.id)
        with pytest.raises(AlreadyDone):
            actions.keep(lead.id, file.id)
        assert File.known(lead.id, file.id).state == "kept"
    assert len(objects("kept/")) == 1


def test_what_has_gone_is_lost_and_said_so(ask, company, script, crier):
    posted(ask, company, cv=script("cv", "cv.pdf", PDF))
    [place] = objects("incoming/")
    bucket().delete_object(Bucket=config.FILES_BUCKET, Key=place)
    crier.cry()
    with tenancy.inside(company.tenant):
        lead = the_lead(company)
        [file] = File.of_lead(lead.id)
        assert file.state == "lost"
        assert facts_of(lead, FileVanished) == [{"lead_id": lead.id, "file_id": file.id}]
    answer = ask("POST", f"/api/v1/leads/{lead.id}/files/{file.id}/openings", token=access_token(company.admin, company.tenant, "admin"))
    assert (answer.status, answer.json["type"].rpartition(":")[2]) == (410, "file-gone")


def test_who_may_see_the_lead_saves_the_file_and_it_is_told(ask, company, script, crier):
    posted(ask, company, cv=script("cv", "Résumé d'Awa.pdf", PDF))
    lead = the_lead(company)
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(lead.id)
    path, admin = f"/api/v1/leads/{lead.id}/files/{file.id}/openings", access_token(company.admin, company.tenant, "admin")
    assert ask("POST", path, token=admin).status == 409
    crier.cry()
    answer = ask("POST", path, token=admin)
    assert answer.status == 201
    address = answer.json["url"]
    assert f"kept/{company.tenant}/{lead.person_id}/{file.id}?" in address
    assert "X-Amz-Expires=60" in address
    assert "response-content-disposition=attachment%3B%20filename%3D%22R_sum_%20d%27Awa.pdf%22" in address
    crier.cry()
    assert facts_of_opened(company, lead) == [({"lead_id": lead.id, "file_id": file.id}, f"user:{company.admin}")]
    stranger = access_token(company.agents[0], company.tenant, "agent", company.centre)
    with tenancy.inside(company.tenant):
        holder = the_lead(company).agent
    assert ask("POST", path, token=stranger).status == (201 if holder == company.agents[0] else 404)
    assert ask("POST", path, key="no").status == 401
    assert ask("POST", f"/api/v1/leads/{lead.id}/files/nothing/openings", token=admin).status == 404


def facts_of_opened(company, lead):
    from chalicelib.leads import queries as leads

    with tenancy.inside(company.tenant):
        return [(row.data, row.by) for row in leads.timeline(lead) if row.t == FileOpened.__name__]


def test_the_lead_page_lists_the_files(ask, company, script, crier):
    posted(ask, company, cv=script("cv", "cv.pdf", PDF), photos=[script("photos", "toit.jpg", JPEG)])
    lead, admin = the_lead(company), access_token(company.admin, company.tenant, "admin")
    before = ask("GET", f"/api/v1/leads/{lead.id}", token=admin).json["files"]
    assert [(file["name"], file["state"]) for file in before] == [("cv.pdf", "received"), ("toit.jpg", "received")]
    crier.cry()
    page = ask("GET", f"/api/v1/leads/{lead.id}", token=admin).json
    assert [(file["label"], file["name"], file["kind"], file["size"], file["state"]) for file in page["files"]] == [
        ("Votre CV", "cv.pdf", "pdf", len(PDF), "kept"),
        ("Photos du toit", "toit.jpg", "jpeg", len(JPEG), "kept"),
    ]
    assert not {"Votre CV", "Photos du toit"} & {answer["label"] for answer in page["answers"]}


def test_whoever_is_forgotten_leaves_no_file(ask, company, script, crier):
    posted(ask, company, cv=script("cv", "cv.pdf", PDF))
    crier.cry()
    lead = the_lead(company)
    with tenancy.inside(company.tenant, by="system:test"):
        lead.move_to("erased", lead._fact(LeadErased, "erased"))
    crier.cry()
    assert objects("") == []
    with tenancy.inside(company.tenant):
        [file] = File.of_lead(lead.id)
        assert file.state == "erased"
        actions.erase(lead.id)
        assert facts_of(lead, FileErased) == [{"lead_id": lead.id, "file_id": file.id}]


def test_what_is_erased_while_it_is_being_kept_does_not_come_back(ask, company, script, crier, monkeypatch):
    posted(ask, company, cv=script("cv", "cv.pdf", PDF))
    lead = the_lead(company)
    copy = store.copy

    def slowly(*asked):
        copy(*asked)
        with monkeypatch.context() as now:
            now.setattr(store, "copy", copy)
            content = bucket().get_object(Bucket=config.FILES_BUCKET, Key=asked[1])["Body"].read()
            actions.erase(lead.id)
            bucket().put_object(Bucket=config.FILES_BUCKET, Key=asked[1], Body=content)  # the copy arrives after the deletion

    monkeypatch.setattr(store, "copy", slowly)
    crier._relay()
    [message] = crier.sqs.receive_message(QueueUrl=crier.queues["keep-files"], MessageSystemAttributeNames=["All"])["Messages"]
    assert crier._invoke("keep-files", [message]) == {message["MessageId"]}
    assert crier._invoke("keep-files", [message]) == set()
    assert objects("kept/") == []


def test_a_plain_post_asks_s3_for_nothing(ask, company, monkeypatch):
    monkeypatch.setattr(store.aws, "client", lambda name, *_: pytest.fail(name) if name == "s3" else None)
    assert posted(ask, company).status == 202


def test_what_is_signed_for_a_browser_names_one_object_its_type_and_size(ask, company):
    from base64 import b64decode

    order = ask("POST", f"{company.form_path}/uploads", {"field": "cv", "name": "cv.pdf", "size": "500"}).json
    conditions = json.loads(b64decode(order["fields"]["policy"]))["conditions"]
    assert ["content-length-range", 500, 500] in conditions
    assert {"Content-Type": "application/pdf"} in conditions
    assert {"bucket": config.FILES_BUCKET} in conditions
    [key] = [one["key"] for one in conditions if "key" in one]
    assert key.startswith(f"incoming/{company.tenant}/")
    assert order["url"].rstrip("/") == config.files_origin()


def test_only_allowed_sites_may_send(ask, company):
    order = {"field": "cv", "name": "cv.pdf", "size": "500"}
    allowed = ask("POST", f"{company.form_path}/uploads", order, headers={"Origin": "https://landing.example"})
    assert (allowed.status, allowed.headers["Access-Control-Allow-Origin"]) == (201, "https://landing.example")
    assert ask("POST", f"{company.form_path}/uploads", order, headers={"Origin": "https://evil.example"}).status == 403


def test_good_files_of_every_kind_go_through(ask, world, crier):
    fields = [{"name": f"f_{kind}", "type": "file", "label": kind, "kinds": [kind]} for kind in GOOD]
    company = a_company(fields=[*FIELDS, *fields], double_optin=False)
    ending = {"jpeg": "jpg"}
    assert browses(ask, company, [(f"f_{kind}", f"a.{ending.get(kind, kind)}", content) for kind, content in GOOD.items()]).status == 303
    crier.cry()
    with tenancy.inside(company.tenant):
        assert {(file.kind, file.state) for file in File.of_lead(the_lead(company).id)} == {(kind, "kept") for kind in GOOD}


def test_the_fence_stands_before_objects_too(company):
    from chalicelib.foundation.fence import FenceBreached

    with tenancy.inside(company.tenant):
        for name in ("kept/k3x9p2ab/p/f", "kept", "incoming//x", f"{company.tenant}/x"):
            with pytest.raises(FenceBreached):
                store.get(name, 1)
            with pytest.raises(FenceBreached):
                store.copy(f"incoming/{company.tenant}/x", name, "e")
            with pytest.raises(FenceBreached):
                store.copy(name, f"kept/{company.tenant}/x", "e")
            with pytest.raises(FenceBreached):
                store.reading_address(name, "a.pdf", "application/pdf")
            with pytest.raises(FenceBreached):
                store.policy(name, "application/pdf", 1)
