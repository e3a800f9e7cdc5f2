"""The API: which key opens what, how it says no, one receipt for one form, and a document that tells all of it."""

from datetime import date, timedelta

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import ApiToken
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues
from unionhall.web.api import CLOSED, HallAPI, api, doors

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")

NOW = at("2026-11-23 10:00")
DOORS = {
    ("GET", "/law/clock/{rule}"): "public",
    ("GET", "/wages/cases"): "wages.view",
    ("GET", "/wages/cases/{int:case_id}"): "wages.view",
    ("GET", "/wages/clues"): "wages.view",
    ("POST", "/wages/reports"): "public",
    ("POST", "/wages/receipts"): "public",
    ("GET", "/voice/matters"): "voice.view",
    ("GET", "/voice/matters/{int:case_id}"): "voice.view",
    ("POST", "/voice/matters"): "public",
    ("GET", "/services"): "public",
    ("GET", "/services/{int:service}/sessions"): "public",
    ("GET", "/services/bookings"): "services.serve",
    ("POST", "/services/bookings"): "services.serve",
    ("POST", "/services/bookings/{int:booking}/cancel"): "services.serve",
    ("POST", "/services/bookings/{int:booking}/move/{int:session}"): "services.serve",
    **{(method, "/{path:rest}"): "public" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
}
LOCKED = ("/api/v1/wages/cases", "/api/v1/wages/cases/1", "/api/v1/wages/clues")
REPORT = {
    "employer_name": "示例建筑工程有限公司", "region_code": "370702001", "amount": 18_900_00, "contact": "职工001",
    "phone": "19900000037",
}  # fmt: skip
CONFORMS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
KEY = "a-key-of-the-client-0123456789-abcdef"


@pytest.fixture
def ground(db, time_machine) -> Ground:
    """A district and its sister, an officer in each, and the hour standing still."""
    time_machine.move_to(NOW, tick=False)
    first, made = date(2020, 1, 1), Ground()
    law.seed(at=NOW)
    city = orgs.found(name="示例市总工会", level="city", parent=None, valid_from=first, by=SYSTEM, at=NOW)
    for name, code in (("own", "370702"), ("sister", "370703")):
        union = orgs.found(name=f"示例{name}", level="county", parent=city, region_code=code, valid_from=first, by=SYSTEM, at=NOW)
        person = people.person_for(name=f"示例{name}", phone=f"1990000600{len(made.unions)}", by=SYSTEM, at=NOW)
        account = people.open_account(person=person, login=name, by=SYSTEM, at=NOW)
        people.give_post(account=account, role="officer", union=union, valid_from=first, by=SYSTEM, at=NOW)
        made.unions[name], made.actors[name] = union, people_queries.actor_for(account, NOW.date())
    return made


def token(ground, name="own", powers=("wages.view",), days=30):
    """A key of an officer: (row, headers that carry it)."""
    account = people_queries.account(ground.actors[name].account_id)
    row, text = people.issue_token(
        account=account, label="示例程序", powers=powers, valid_to=NOW + timedelta(days=days), by=ground.actors[name], at=NOW
    )
    return row, {"Authorization": f"Bearer {text}"}


def opened(number=1):
    """A case of the own district."""
    report = clues.Report(
        employer_name="示例建筑有限公司", region_code="370702001", contact="职工001", phone=f"199000050{number:02d}"
    )
    receipt, _code = clues.report(report=report, client_key=f"case-{number}".ljust(40, "k"), by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    return wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=NOW)


def post(client, path, body, key=None, **more):
    """A JSON body, with or without an Idempotency-Key."""
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers, **more)


def problem(answer, status, code, field=None):
    """A problem+json answer as it must be."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    body = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:unionhall:{code}")
    assert body["title"]
    assert field is None or body["field"] == field
    return body


# doors


def test_every_operation_declares_who_may_call_it_and_stands_in_the_table():
    assert doors(api) == DOORS


def test_an_operation_that_declares_nothing_is_closed_and_falls_out_of_the_table():
    other = HallAPI(urls_namespace="other", auth=CLOSED)
    other.get("/forgotten")(lambda request: "")
    assert doors(other) == {("GET", "/forgotten"): "closed"}
    assert not Actor(account_id=1).may(CLOSED.power)


def test_the_document_names_every_operation_its_lock_and_its_problems():
    document = api.get_openapi_schema()
    assert document["openapi"] == "3.1.0"
    told = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            told[method.upper(), path.removeprefix("/api/v1")] = operation
            secured = operation.get("security") == [{"Token": []}]
            assert {400, 404, 422, 429} <= set(operation["responses"])
            assert ({401, 403} <= set(operation["responses"])) == secured
            assert operation["description"]
    wanted = {key: policy for key, policy in DOORS.items() if "path:rest" not in key[1]}
    assert {key: "security" in operation for key, operation in told.items()} == {
        (method, path.replace("{int:", "{")): policy != "public" for (method, path), policy in wanted.items()
    }
    assert document["components"]["securitySchemes"]["Token"] == {"type": "http", "scheme": "bearer"}


def test_the_document_is_served_without_a_key_and_there_is_no_page_that_loads_from_elsewhere(ground, client):
    assert client.get("/api/v1/openapi.json").json()["info"]["title"].startswith("UnionHall")
    problem(client.get("/api/v1/docs"), 404, "not_found")


@pytest.mark.parametrize("path", LOCKED)
def test_without_a_live_key_nothing_opens(ground, client, path):
    refused = client.get(path)
    problem(refused, 401, "no_key")
    assert refused["WWW-Authenticate"] == "Bearer"
    for header in ("Bearer", "Bearer ", "Bearer uh_00000000_x", "Basic eDp5", "uh_00000000_x"):
        problem(client.get(path, headers={"Authorization": header}), 401, "no_key")


@pytest.mark.parametrize("path", LOCKED)
def test_a_browsers_session_opens_nothing(ground, client, path):
    account = people_queries.account(ground.actors["own"].account_id)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    people.begin(account=account, session_key=client.session.session_key, device="", agent="", at=NOW)
    problem(client.get(path), 401, "no_key")


@pytest.mark.parametrize("path", LOCKED)
def test_a_key_without_the_power_is_refused(ground, client, path):
    _row, headers = token(ground, powers=("wages.check",))
    problem(client.get(path, headers=headers), 403, "no_power")


# keys


def test_only_the_keyed_hash_of_a_key_is_kept(ground):
    row, headers = token(ground)
    text = headers["Authorization"].removeprefix("Bearer ")
    assert text.startswith(row.prefix)
    assert text not in str(ApiToken.objects.values())
    assert len(row.secret_hash) == 64


def test_a_revoked_and_an_expired_key_open_nothing(ground, client, time_machine):
    row, headers = token(ground)
    assert client.get(LOCKED[0], headers=headers).status_code == 200
    assert people.revoke_token(token_id=row.pk, by=ground.actors["own"], at=NOW) == 1
    problem(client.get(LOCKED[0], headers=headers), 401, "no_key")
    _row, headers = token(ground, days=1)
    time_machine.move_to(NOW + timedelta(hours=23, minutes=59), tick=False)
    assert client.get(LOCKED[0], headers=headers).status_code == 200
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    problem(client.get(LOCKED[0], headers=headers), 401, "no_key")


def test_a_key_ends_with_the_post_and_with_the_account(ground, client):
    _row, headers = token(ground)
    account = people_queries.account(ground.actors["own"].account_id)
    account.posts.update(valid_to=NOW.date())
    problem(client.get(LOCKED[0], headers=headers), 401, "no_key")
    account.posts.update(valid_to=None)
    assert client.get(LOCKED[0], headers=headers).status_code == 200
    account.is_active = False
    account.save(update_fields=["is_active"])
    problem(client.get(LOCKED[0], headers=headers), 401, "no_key")


def test_the_neighbour_cannot_revoke_and_a_key_is_given_only_for_ones_own_account_powers_and_a_year(ground):
    row, _headers = token(ground)
    assert people.revoke_token(token_id=row.pk, by=ground.actors["sister"], at=NOW) == 0
    account = people_queries.account(row.account_id)
    own, tomorrow = ground.actors["own"], NOW + timedelta(days=1)
    ask = {"account": account, "label": "x", "powers": ["wages.view"], "valid_to": tomorrow, "by": own}
    for change, code in (
        ({"by": ground.actors["sister"]}, "not_yours"), ({"powers": ["people.admin"]}, "powers"), ({"powers": []}, "powers"),
        ({"valid_to": NOW}, "valid_to"), ({"valid_to": NOW + timedelta(days=367)}, "valid_to"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=code):
            people.issue_token(**{**ask, **change}, at=NOW)


def test_the_use_of_a_key_is_noted_at_most_once_a_minute(ground, client, time_machine):
    row, headers = token(ground)
    noted = []
    for seconds in (0, 59, 60):
        time_machine.move_to(NOW + timedelta(seconds=seconds), tick=False)
        client.get(LOCKED[0], headers=headers)
        row.refresh_from_db()
        noted.append((row.last_used_at - NOW).total_seconds())
    assert noted == [0, 0, 60]


# scope


def test_the_sister_districts_key_sees_nothing_of_ours(ground, client):
    arrears = opened()
    _row, ours = token(ground)
    _row, theirs = token(ground, "sister")
    assert [len(client.get(f"/api/v1/wages/{name}", headers=ours).json()["items"]) for name in ("cases", "clues")] == [1, 1]
    assert [client.get(f"/api/v1/wages/{name}", headers=theirs).json()["items"] for name in ("cases", "clues")] == [[], []]
    path = f"/api/v1/wages/cases/{arrears.case_id}"
    assert client.get(path, headers=ours).status_code == 200
    there, nowhere = client.get(path, headers=theirs), client.get("/api/v1/wages/cases/987654321", headers=theirs)
    assert problem(there, 404, "not_yours") == problem(nowhere, 404, "not_yours")


def test_persons_are_masked_and_a_hidden_informant_is_not_shown(ground, client):
    arrears = opened()
    secret = clues.Report(
        employer_name="示例公司", region_code="370702001", contact="职工077", phone="19900005077", informant_hidden=True
    )
    clues.report(report=secret, client_key="s" * 32, by=SYSTEM, at=NOW)
    _row, headers = token(ground)
    listed = client.get("/api/v1/wages/clues", headers=headers).json()["items"]
    assert {row["contact"]: row["phone"] for row in listed} == {"职*1": "199****5001", "": ""}
    detail = client.get(f"/api/v1/wages/cases/{arrears.case_id}", headers=headers)
    assert [row["name"] for row in detail.json()["workers"]] == ["职*1"]
    assert "19900005001" not in detail.content.decode()
    assert detail["Cache-Control"] == "no-store"


def test_looking_at_a_case_by_key_is_journalled_for_the_worker_to_see(ground, client):
    arrears = opened()
    _row, headers = token(ground)
    client.get(f"/api/v1/wages/cases/{arrears.case_id}", headers=headers)
    entry = journal.about(f"cases.case:{arrears.case_id}", scope=SYSTEM.scope("x")).filter(kind="read").get()
    assert (entry.account_id, entry.reason) == (ground.actors["own"].account_id, "API")


# lists


def test_pages_by_position_show_every_case_once_in_order(ground, client):
    wanted = {opened(number).case_id for number in range(1, 8)}
    _row, headers = token(ground)
    seen, after = [], ""
    for _page in range(4):
        body = client.get("/api/v1/wages/cases", {"limit": 2, "after": after}, headers=headers).json()
        seen += [(row["next_due"] or "9999", row["id"]) for row in body["items"]]
        after = body["next"]
    assert after is None
    assert seen == sorted(seen)
    assert {pk for _due, pk in seen} == wanted
    assert len(seen) == 7


def test_a_forged_cursor_and_a_greedy_page_are_refused(ground, client):
    _row, headers = token(ground)
    for after in ("x", "WzEsMl0:AAAA", "é"):
        problem(client.get(LOCKED[0], {"after": after}, headers=headers), 422, "cursor", "after")
    problem(client.get(LOCKED[0], {"limit": 101}, headers=headers), 422, "invalid", "limit")
    problem(client.get(LOCKED[0], {"state": "no_such"}, headers=headers), 422, "invalid", "state")


def test_cases_are_narrowed_by_state_and_due_day(ground, client):
    first, second = opened(1), opened(2)
    wage_cases.take(case_id=second.case_id, step="mediate", by=SYSTEM, at=NOW)
    due = second.case.deadlines.order_by("due").last().due
    word = first.case.deadlines.get(code="next_word").due  # a case that has just been opened owes its workers a word by this day
    _row, headers = token(ground)

    def ids(**asked):
        return [row["id"] for row in client.get(LOCKED[0], asked, headers=headers).json()["items"]]

    assert ids(state="opened") == [first.case_id]
    assert ids(due_before=word.isoformat()) == []
    assert ids(due_before=due.isoformat()) == [first.case_id]
    assert ids(due_before=(due + timedelta(days=1)).isoformat()) == [first.case_id, second.case_id]


@pytest.mark.parametrize("name", ["cases", "clues"])
def test_a_list_of_three_asks_no_more_of_the_database_than_a_list_of_one(ground, client, name, django_assert_num_queries):
    _row, headers = token(ground)
    opened(1)
    client.get(f"/api/v1/wages/{name}", headers=headers)
    counts = []
    for number in (2, 3):
        with django_assert_num_queries(3):
            counts.append(len(client.get(f"/api/v1/wages/{name}", headers=headers).json()["items"]))
        opened(number)
    assert counts == [1, 2]


# reports and receipts


def test_the_same_key_files_once_and_gets_the_same_receipt(ground, client):
    first, second = (post(client, "/wages/reports", REPORT, KEY) for _try in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Clue.objects.count() == 1
    assert len(first.json()["code"].replace(" ", "")) == 16
    other = post(client, "/wages/reports", REPORT, KEY[::-1])
    assert other.json()["code"] != first.json()["code"]


def test_a_key_used_for_another_report_is_a_conflict_and_gives_no_code_away(ground, client):
    code = post(client, "/wages/reports", REPORT, KEY).json()["code"]
    answer = post(client, "/wages/reports", {**REPORT, "amount": 1}, KEY)
    problem(answer, 409, "key_reused", "Idempotency-Key")
    assert code not in answer.content.decode()
    assert Clue.objects.count() == 1


def test_a_report_wants_a_key_of_32_characters_and_fields_as_documented(ground, client):
    for key in (None, "", "k" * 31, "k" * 201):
        problem(post(client, "/wages/reports", REPORT, key), 422, "invalid", "Idempotency-Key")
    for field, value in (
        ("employer_name", ""), ("amount", -1), ("amount", "x"), ("people", 0), ("told", "\x00"), ("region_code", "37"),
        ("money_kind", "gold"), ("surprise", 1), ("contact", "\ud800"),
    ):  # fmt: skip
        problem(post(client, "/wages/reports", {**REPORT, field: value}, KEY), 422, "invalid", field)
    problem(post(client, "/wages/reports", {**REPORT, "phone": "123"}, KEY), 422, "phone", "phone")
    problem(post(client, "/wages/reports", "{", KEY), 400, "malformed")
    assert Clue.objects.count() == 0


def test_a_receipt_code_in_the_body_tells_where_it_stands(ground, client):
    code = post(client, "/wages/reports", REPORT, KEY).json()["code"]
    found = post(client, "/wages/receipts", {"code": code.lower()}).json()
    assert (found["state"], found["reference"][:3]) == ("received", "XS-")
    clue = Clue.objects.get()
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=NOW)
    after = post(client, "/wages/receipts", {"code": code}).json()
    assert (after["state"], after["reference"][:3], after["statement"]) == ("opened", "AX-", found["statement"])
    assert client.get(f"/api/v1/wages/receipts?code={code}").status_code == 405


def test_guessing_codes_is_slowed_and_says_for_how_long(ground, client, time_machine):
    codes = [f"{number:016d}" for number in range(5)]
    for code in codes[:4]:
        problem(post(client, "/wages/receipts", {"code": code}), 422, "code", "code")
    slowed = post(client, "/wages/receipts", {"code": codes[4]})
    problem(slowed, 429, "slow_down")
    time_machine.move_to(NOW + timedelta(seconds=int(slowed["Retry-After"])), tick=False)
    problem(post(client, "/wages/receipts", {"code": codes[4]}), 422, "code", "code")


# the law, and addresses that are none


def test_the_clock_of_a_rule_is_public_and_names_its_law(ground, client):
    body = client.get("/api/v1/law/clock/ARB-ACCEPT", {"start": "2026-02-12"}).json()
    assert body["rule"] == "ARB-ACCEPT"
    assert body["due"] >= body["safe_day"] > "2026-02-12"
    assert body["law"]
    problem(client.get("/api/v1/law/clock/NO-SUCH", {"start": "2026-02-12"}), 404, "unknown_rule", "rule")
    problem(client.get("/api/v1/law/clock/ARB-ACCEPT", {"start": "2026-02-30"}), 422, "bad_start", "start")
    problem(client.get("/api/v1/law/clock/ARB-ACCEPT"), 422, "invalid", "start")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_is_none_is_a_problem_too(ground, client, method):
    problem(getattr(client, method)("/api/v1/no/such"), 404, "not_found")


# whatever is sent


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_the_api_answers_as_its_document_says(ground, mode):
    opened()
    _row, headers = token(ground, powers=("wages.view", "services.serve"))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    operations = [found.ok() for found in schema.get_all_operations()]
    answered = {operation.path: exercise(operation, mode, headers) for operation in operations}
    assert len(answered) == 13
    assert all(200 <= status < 500 for statuses in answered.values() for status in statuses), answered
    assert mode is GenerationMode.NEGATIVE or {200, 201} & set().union(*answered.values())


def exercise(operation, mode, headers):
    """Call one operation with what its description allows, or with what it does not; the statuses that came back."""
    statuses = set()

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(mode))
    def call(case):
        answer = case.call(headers={"Authorization": headers["Authorization"], "Accept-Encoding": "identity"})
        case.validate_response(answer, checks=CHECKS.get_by_names(CONFORMS))
        statuses.add(answer.status_code)

    call()
    return statuses
