# ruff: noqa: F811  fixtures are taken by name
"""The worker's own interview: resumed by code, reusing the report, nobody else's; names for the office, numbers for workers."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.people import services as people
from unionhall.programmes.wages.models import Clue, Interview, InterviewAnswer
from unionhall.programmes.wages.rules import interview as rules
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, interviews, papers
from unionhall.programmes.wages.tests.test_claim_pages import enter  # noqa: F401  a fixture
from unionhall.programmes.wages.tests.test_papers import PNG, said

NOW = at("2026-11-23 10:00")
KEY = "i" * 40
NUMBER = "110101190001010014"
ANSWERS = {
    "id_number": NUMBER, "address": "示例路 1 号", "employer_address": "", "site": "二期工地", "work": "瓦工", "begun": "2026-06-01",
    "still": "no", "ended": "2026-08-31", "contract": "no", "monthly": "6300", "period": "2026年6月到8月", "has_relation": ["badge", "chat"],
    "has_wage": ["bank"], "has_period": [], "has_arrears": ["iou"], "named": "yes", "witness": "yes", "name": "职工001", "phone": "19900000037",
    "employer": "示例建筑工程有限公司", "owed": "18900",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = settings.STATIC_ROOT = tmp_path


@pytest.fixture
def reported(ground):
    """A report with its enquiry code."""
    report = clues.Report(
        employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001", phone="19900000037",
        project="二期工地", period="2026年6月到8月",
    )  # fmt: skip
    return clues.report(report=report, client_key=KEY, by=SYSTEM, at=NOW)


@pytest.fixture
def opened(ground, reported):
    """The case that the report became, with a second worker who was there from July on, and a third elsewhere in time."""
    clue = Clue.objects.get(case=reported[0].case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    row = wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=NOW)
    for number, begun, ended in ((2, date(2026, 7, 1), date(2026, 9, 30)), (3, date(2026, 10, 1), None)):
        person = people.person_for(name=f"职工00{number}", phone=f"1990000003{number}", by=SYSTEM, at=NOW)
        wage_cases.add_claimant(
            case_id=row.case_id, name=f"职工00{number}", owed=1_000_00, person=person, begun_on=begun, ended_on=ended, by=SYSTEM, at=NOW
        )  # fmt: skip
    return row


def by_code(client, code):
    """Into the interview by the receipt code."""
    return client.post(reverse("wages:interview"), {"code": code})


def walk(client, url: str, stop: str = "") -> tuple[list[str], str]:
    """Answer what is asked, page by page, up to the question `stop`; the codes asked and where it ended."""
    asked = []
    for _page in range(40):
        code = url.rstrip("/").rsplit("/", 1)[-1]
        if code == stop or "/ask/" not in url:
            return asked, url
        asked.append(code)
        assert client.get(url).status_code == 200
        url = client.post(url, {"answer": ANSWERS[code]}).url
    raise AssertionError("the interview does not end")


def test_one_question_a_page_resumed_by_code_to_the_own_application(client, reported):
    receipt, code = reported
    start = by_code(client, code).url
    assert start == reverse("wages:interview_start", args=[receipt.case_id])
    first = client.post(start).url
    asked, where = walk(client, first, stop="monthly")
    assert not {"name", "employer", "owed", "period", "site"} & set(asked), "what the report said is not asked again"
    client.session.flush()
    client.cookies.clear()
    assert client.get(start).status_code == 404, "another phone has nothing without the code"
    assert "答了" in client.get(by_code(client, code).url).content.decode()
    onward = client.post(start).url
    assert onward == where, "and with it goes on at the same question"
    more, end = walk(client, onward)
    assert end == reverse("wages:interview_papers", args=[receipt.case_id]) and len(set(asked + more)) == len(asked + more)
    page = client.get(end).content.decode()
    assert "110***********0014" in page and NUMBER not in page
    assert "18,900 元" in page and "能说清" in page and "考勤记录" in page
    response = client.post(reverse("wages:interview_paper", args=[receipt.case_id]))
    text = said(b"".join(response.streaming_content))
    for words in (NUMBER, "18,900.00 元，大写 壹万捌仟玖佰元", "单位没有和我签书面合同", "2026年6月1日", "二期工地", "欠条、结算单", "第39条第2款", "系统自带"):
        assert words in text, words
    printed = client.get(reverse("wages:interview_print", args=[receipt.case_id])).content.decode()
    assert NUMBER in printed and "壹万捌仟玖佰元" in printed
    made = journal.about(f"cases.case:{receipt.case_id}", scope=SYSTEM.scope("")).filter(verb="wages.interview.paper").get()
    assert made.note.startswith("code ")


def test_without_what_must_be_known_there_is_no_application(client, reported):
    receipt, code = reported
    client.post(by_code(client, code).url)
    response = client.post(reverse("wages:interview_paper", args=[receipt.case_id]))
    assert response.url == reverse("wages:interview_question", args=[receipt.case_id, "still"])
    wrong = client.post(reverse("wages:interview_question", args=[receipt.case_id, "owed"]), {"answer": ""})
    assert wrong.status_code == 422 and "这一项还没填" in wrong.content.decode()
    interview = Interview.objects.get()
    with pytest.raises(Refused, match="must"):
        interviews.say(interview=interview, question="owed", value="", at=NOW)
    with pytest.raises(Refused, match="question"):
        interviews.say(interview=interview, question="nonsense", value="x", at=NOW)


def test_the_number_is_never_shown_again_and_stays_when_left_empty(client, reported):
    receipt, code = reported
    client.post(by_code(client, code).url)
    url = reverse("wages:interview_question", args=[receipt.case_id, "id_number"])
    client.post(url, {"answer": NUMBER})
    page = client.get(url).content.decode()
    assert NUMBER not in page and "已经填过了" in page
    client.post(url, {"answer": ""})
    assert interviews.answers_of(interview=Interview.objects.get())["id_number"] == NUMBER


def test_answers_lie_encrypted(client, reported, db):
    receipt, code = reported
    client.post(by_code(client, code).url)
    client.post(reverse("wages:interview_question", args=[receipt.case_id, "address"]), {"answer": "金丝雀路 1 号"})
    from_table = InterviewAnswer.objects.filter(question="address").extra(select={"raw": "value"}).values_list("raw", flat=True).get()
    assert "金丝雀".encode() not in bytes(from_table) and "金丝雀路 1 号" in interviews.answers_of(interview=Interview.objects.get()).values()


def answer(row, name: str, **said_by) -> Interview:
    """A worker of the case answers."""
    person = row.claimants.get(name=name).person
    interview = interviews.begin(case=row.case, person=person, by=SYSTEM, at=NOW)
    for code, value in said_by.items():
        interviews.say(interview=interview, question=code, value=value, at=NOW)
    return interview


def test_the_office_sees_who_can_testify_by_name_and_a_worker_only_how_many_will(client, opened, enter):
    mine = answer(opened, "职工001", begun="2026-06-01", still="no", ended="2026-08-31", has_wage="bank", owed="1890000")
    count = lambda: interviews.willing_for(interview=mine, case=opened.case, today=date(2026, 11, 23))  # noqa: E731
    assert count() == 0, "nobody was asked yet"
    answer(opened, "职工002", witness="yes")
    answer(opened, "职工003", witness="yes")
    assert count() == 1, "the third was never there at the same time"
    found = interviews.colleagues_of(arrears=opened, today=date(2026, 11, 23))
    names = {worker.name: [one.claimant.name for one in found[worker.pk]] for worker in opened.claimants.all()}
    assert names == {"职工001": ["职工002"], "职工002": ["职工001"], "职工003": []}
    page = enter("officer").get(reverse("wages:case_evidence", args=[opened.case_id])).content.decode()
    assert "职工002" in page and "7月1日" in page
    values = papers.own.values(interview=_complete(mine), case=opened.case, evidence=[], on=date(2026, 11, 23))
    assert "1 名" in values["colleagues"] and "职工002" not in str(values)
    answer(opened, "职工002", witness="no")
    assert count() == 0, "a no takes it back"


def _complete(interview: Interview) -> Interview:
    for code, value in (("name", "职工001"), ("contract", "no"), ("named", "no"), ("witness", "no")):
        interviews.say(interview=interview, question=code, value=value, at=NOW)
    return interview


def test_the_evidence_list_has_the_hash_of_each_file(client, reported):
    receipt, code = reported
    blob = files.keep(content=BytesIO(PNG), name="考勤.png", by=SYSTEM, at=NOW, allow=frozenset({FileKind.IMAGE}))
    cases.add_file(case=receipt.case, blob=blob, label="8月考勤表", by=SYSTEM, at=NOW, shared=True)
    client.post(by_code(client, code).url)
    assert blob.sha256 in client.get(reverse("wages:interview_papers", args=[receipt.case_id])).content.decode()


def test_a_receipt_speaks_for_its_own_reporter_and_for_nobody_who_came_later(client, ground):
    """A report without a name; the office adds a worker to the case; the code opens an interview without that worker's facts."""
    receipt, code = clues.report(
        report=clues.Report(employer_name="示例物流有限公司", region_code="370702001", amount=5_000_00), client_key="a" * 40, by=SYSTEM, at=NOW
    )  # fmt: skip
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=NOW)
    row = wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=NOW)
    other = people.person_for(name="职工009", phone="19900000049", by=SYSTEM, at=NOW)
    wage_cases.add_claimant(case_id=row.case_id, name="职工009", owed=5_000_00, person=other, by=SYSTEM, at=NOW)
    client.post(by_code(client, code).url)
    interview = Interview.objects.get()
    assert interview.person is None
    assert not {"职工009", "19900000049"} & set(interviews.answers_of(interview=interview).values())


def test_a_stranger_finds_no_interview_and_an_office_makes_no_own_application(ground, reported, enter):
    receipt, code = reported
    reporter = Client()
    reporter.post(by_code(reporter, code).url)
    stranger = enter("neighbour")
    for name in ("start", "papers", "print"):
        assert stranger.get(reverse(f"wages:interview_{name}", args=[receipt.case_id])).status_code == 404
    assert stranger.post(reverse("wages:interview_paper", args=[receipt.case_id])).status_code == 404
    with pytest.raises(Refused, match="not_yours"):
        papers.load_file(case_id=receipt.case_id, paper=papers.Paper.OWN, by=ground.actors["officer"], at=NOW)


def test_every_question_can_be_answered_on_its_page(client, reported):
    receipt, code = reported
    client.post(by_code(client, code).url)
    for question in rules.QUESTIONS:
        url = reverse("wages:interview_question", args=[receipt.case_id, question.code])
        assert client.get(url).status_code == 200
        assert client.post(url, {"answer": ANSWERS[question.code]}).status_code == 302, question.code
        assert client.get(url).status_code == 200
