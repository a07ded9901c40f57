"""From the post to the hit, over a whole house: stream, queue, table, filter and all; and two who index one person at once."""

import threading

import app
from chalicelib.contacts.search import index
from chalicelib.contacts.search.models import Sheet, Token
from chalicelib.foundation import tenancy
from tests.builders import ANSWERS, a_company, the_lead
from tests.client import Client
from tests.isolation.companies import access_token


def test_who_posts_is_found_within_moments_by_two_beginnings(house):
    company, ask = a_company(agents=0, double_optin=False), Client(app.app)
    others = [("Fatou", "Sow"), ("Aminata", "Diop")]
    for number, (first, last) in enumerate(others):
        person = {"first_name": first, "last_name": last, "email": f"x{number}@example.org", "phone": f"06 12 34 56 8{number}"}
        assert ask("POST", company.form_path, form=ANSWERS | person).status == 303
    assert ask("POST", company.form_path, form=ANSWERS).status == 303
    house.settle()
    token = access_token(company.admin, company.tenant, "admin")

    def names(text):
        return sorted(row["name"] for row in ask("GET", "/api/v1/leads/search", query={"q": text}, token=token).json["items"])

    assert names("dio") == ["Aminata Diop", "Awa Diop"]
    assert names("diop aw") == ["Awa Diop"]
    assert names("5678") == ["Awa Diop"]
    assert names("awa.diop@example.org") == ["Awa Diop"]


def test_two_who_index_one_person_at_once_leave_what_one_would(emulated):
    company, ask = a_company(agents=0, double_optin=False), Client(app.app)
    assert ask("POST", company.form_path, form=ANSWERS).status == 303
    person_id = the_lead(company).person_id

    def at_once():
        with tenancy.inside(company.tenant, by="system:test"):
            together.wait()
            index.index(person_id)

    together = threading.Barrier(2)
    both = [threading.Thread(target=at_once) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    with tenancy.inside(company.tenant):
        places = Sheet.of(person_id).places()
        assert len(places) == 5
        assert len(list(Token.batch_get(list(places)))) == 5
