"""A wage matter goes to partners with minimal facts; seven mechanisms count by their records; letters carry their clock."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.kinds import REFERRALS
from unionhall.kernel.cases.models import Deadline, Event, Referral
from unionhall.kernel.files import services as files
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.wages.models import Arrears, Clue, JointRecord, StudyItem
from unionhall.programmes.wages.queries import joint as joint_queries
from unionhall.programmes.wages.rules import joint as joint_rules
from unionhall.programmes.wages.rules.joint import TABLE, Mechanism, Reason
from unionhall.programmes.wages.rules.letters import LetterKind
from unionhall.programmes.wages.rules.referrals import WAYS
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, joint, letters, referrals

NOW = at("2026-11-23 10:00")
ID, PHONE = "370702190001010018", "19900000037"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = tmp_path


class Office:
    """A case of two workers, one with a phone; a procuratorate, an inspectorate, an aid centre; officers of two districts."""

    def __init__(self, ground) -> None:
        self.officer, self.neighbour = ground.actors["officer"], ground.actors["neighbour"]
        county = ground.unions["county"]
        self.partners = {
            kind: orgs.add_agency(kind=kind, name=f"示例{kind}", union=county, phone="19900003001", by=SYSTEM, at=NOW)
            for kind in ("procuratorate", "inspectorate", "legal_aid", "court")
        }
        report = clues.Report(
            employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=2, contact="职工001", phone=PHONE, period="3 个月",
            money_kind="wages", project="二期工地",
        )  # fmt: skip
        receipt, _code = clues.report(report=report, client_key="p" * 32, by=SYSTEM, at=NOW)
        clue = Clue.objects.get(case=receipt.case)
        clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=NOW)
        self.arrears = wage_cases.open_from(clue_id=clue.pk, by=self.officer, at=NOW)
        self.pk = self.arrears.case_id
        wage_cases.assign(case_id=self.pk, account_id=self.officer.account_id, role="officer", by=self.officer, at=NOW)
        wage_cases.add_claimant(case_id=self.pk, name="没留电话的", owed=5_000_00, by=self.officer, at=NOW)
        self.worker = self.arrears.claimants.get(person__isnull=False)

    def refer(self, way: str, kind: str, on_paper: bool = True, by=None, moment=NOW) -> Referral:
        """Send the case on."""
        ids = list(Arrears.objects.get(pk=self.arrears.pk).claimants.values_list("pk", flat=True))
        return referrals.refer(
            case_id=self.pk, way=way, agency_id=self.partners[kind].pk, claimant_ids=ids, on_paper=on_paper, by=by or self.officer, at=moment
        )

    def note(self, mechanism: Mechanism, **more):
        """One joint record with what its mechanism wants."""
        wants = TABLE[mechanism]
        asked = {"items": 3 if wants.items else None, "reached": 40 if wants.reached else None, "case_id": self.pk if wants.case else None}
        facts = {"on": date(2026, 11, 1), "title": "一起做了一件事", "by": self.officer, "at": NOW, **asked, **more}
        return joint.record(mechanism=mechanism, agency_id=self.partners["procuratorate"].pk, **facts)


@pytest.fixture
def office(ground) -> Office:
    return Office(ground)


def refused(fault: str, do, /, **values) -> Refused:
    """The call is refused with this code."""
    with pytest.raises(Refused) as caught:
        do(**values)
    assert caught.value.code == fault
    return caught.value


# referrals


def test_each_receiver_gets_its_own_facts_and_no_more(office):
    seen = {}
    for way, kind in (("support", "procuratorate"), ("inspection", "inspectorate"), ("aid", "legal_aid"), ("transfer", "procuratorate")):
        seen[way] = cases.read(referral_id=office.refer(way, kind).pk, by=SYSTEM, at=NOW)[1]
    labels = {way: {label for _name, facts in shown.people for label, _words in facts} for way, shown in seen.items()}
    assert "身份证号" not in labels["inspection"]
    assert "是不是农民工" in labels["aid"]
    assert "是不是农民工" not in labels["support"]
    assert seen["transfer"].people == ()
    assert PHONE in str(seen["support"])
    assert PHONE not in str(seen["transfer"])
    assert "职工001" not in str(seen["transfer"])


def test_a_worker_without_consent_or_phone_is_left_out_and_it_is_said(office):
    row = office.refer("support", "procuratorate")
    _row, shown, left_out = cases.read(referral_id=row.pk, by=SYSTEM, at=NOW)
    assert [name for name, _facts in shown.people] == ["职工001"]
    assert "没留电话的" not in str(shown)
    assert left_out == 0
    assert row.people.count() == 1


def test_without_paper_consent_the_worker_is_asked_first(office):
    row = office.refer("aid", "legal_aid", on_paper=False)
    assert row.state == "asked"
    assert Notice.objects.filter(person=office.worker.person, text__contains="先要您同意").exists()
    refused("not_yours", cases.read, referral_id=row.pk, by=SYSTEM, at=NOW)


def test_going_to_the_inspectorate_moves_the_case_and_starts_both_clocks(office):
    row = office.refer("inspection", "inspectorate")
    office.arrears.case.refresh_from_db()
    assert office.arrears.case.state == "with_hrss"
    rules = set(Deadline.objects.filter(case_id=office.pk, state="running").values_list("rule", flat=True))
    assert {"INS-60", "INS-ACCEPT"} <= rules
    assert row.state == "offered"


def test_a_case_that_only_waits_for_consent_has_not_moved(office):
    office.refer("inspection", "inspectorate", on_paper=False)
    office.arrears.case.refresh_from_db()
    assert office.arrears.case.state == "opened"


def test_the_officer_hears_what_came_back_and_the_timeline_tells_the_worker_without_the_words(office):
    row = office.refer("support", "procuratorate")
    agency = Actor(name="示例检察院")
    cases.move_referral(referral_id=row.pk, step="return", says="缺职工001的欠条", by=agency, at=NOW)
    assert Notice.objects.filter(text__contains="有回音了", link=f"/wages/cases/{office.pk}/referrals/{row.pk}/").exists()
    last = Event.objects.filter(case_id=office.pk, step="referral_return").get()
    assert "职工001" not in last.says
    assert "职工001" in last.inner


def test_a_neighbour_can_neither_refer_nor_read(office):
    refused("not_yours", office.refer, way="support", kind="procuratorate", by=office.neighbour)
    row = office.refer("support", "procuratorate")
    refused("not_yours", referrals.load, case_id=office.pk, pk=row.pk, scope=office.neighbour.scope("wages.view"))


def test_a_way_that_does_not_exist_and_a_foreign_agency_are_refused(office, ground):
    refused("way", office.refer, way="nonsense", kind="court")
    office.partners["far"] = orgs.add_agency(kind="court", name="邻区法院", union=ground.unions["sister"], by=SYSTEM, at=NOW)
    refused("receiver", office.refer, way="suit", kind="far")


def test_every_way_is_registered_names_its_facts_and_its_rule(ground):
    for way in WAYS:
        kind = REFERRALS[f"wages.{way.code}"]
        assert kind.personal == bool(way.worker)
        assert kind.gives[0] == "姓名"
        assert letters.law.rule(kind.rule, NOW.date())


# seven mechanisms


def test_a_mechanism_without_a_record_in_the_year_does_not_count(office):
    scope = office.officer.scope("wages.view")
    assert [one.count for one in joint_queries.left(scope=scope, year=2026)] == [0] * 7
    for mechanism in joint_rules.TYPED:
        office.note(mechanism)
    counted = {one.mechanism: one.count for one in joint_queries.left(scope=scope, year=2026)}
    assert counted[Mechanism.TRANSFER] == counted[Mechanism.STUDY] == 0
    office.refer("transfer", "procuratorate")
    study = joint.prepare_study(agency_id=office.partners["procuratorate"].pk, on=NOW.date(), by=office.officer, at=NOW)
    assert sum(1 for one in joint_queries.left(scope=scope, year=2026) if one.count) == 6
    joint.hold_study(study_id=study.pk, decisions={}, says="都看过了", by=office.officer, at=NOW)
    assert sum(1 for one in joint_queries.left(scope=scope, year=2026) if one.count) == 7
    assert sum(1 for one in joint_queries.left(scope=scope, year=2025) if one.count) == 0


def test_a_record_wants_what_its_mechanism_leaves_behind(office):
    for mechanism, field in ((Mechanism.SHARING, "items"), (Mechanism.PUBLICITY, "reached"), (Mechanism.PARTY, "reached")):
        assert refused("missing", office.note, mechanism=mechanism, **{field: None}).field == field
    assert refused("missing", office.note, mechanism=Mechanism.HANDLING, case_id=None).field == "case"
    assert refused("future", office.note, mechanism=Mechanism.LIAISON, on=date(2026, 12, 1)).field == "on"
    refused("mechanism", office.note, mechanism=Mechanism.TRANSFER)
    assert not JointRecord.objects.exists()


@pytest.mark.parametrize("values", [
    {"mechanism": "transfer"}, {"mechanism": "publicity", "reached": None}, {"mechanism": "sharing", "items": 0}, {"mechanism": "handling"},
    {"mechanism": "liaison", "held": False}, {"mechanism": "chat"},
])  # fmt: skip
def test_the_database_keeps_the_last_promise(office, values):
    agency = office.partners["procuratorate"]
    plain = {"agency": agency, "union": agency.union, "path": agency.union.path, "on": NOW.date(), "title": "x", "recorded_at": NOW, "recorded_by": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        JointRecord.objects.create(**plain, **values)


def test_a_neighbour_sees_and_writes_no_record(office):
    office.note(Mechanism.LIAISON)
    scope = office.neighbour.scope("wages.view")
    assert [one.count for one in joint_queries.left(scope=scope, year=2026)] == [0] * 7
    assert not joint_queries.records(scope=Scope(), mechanism=Mechanism.LIAISON).exists()
    refused("receiver", office.note, mechanism=Mechanism.LIAISON, by=office.neighbour)


def test_a_studys_agenda_builds_itself_from_what_is_late_returned_and_overdue(office):
    late = office.refer("support", "procuratorate")
    wage_cases.take(case_id=office.pk, step="mediate", by=office.officer, at=NOW)
    later = NOW + timedelta(days=40)
    cases.sweep(at=later)
    study = joint.prepare_study(agency_id=office.partners["procuratorate"].pk, on=later.date(), by=office.officer, at=later)
    assert set(study.agenda.values_list("reason", flat=True)) == {Reason.LATE, Reason.OVERDUE}
    assert study.agenda.get(reason=Reason.LATE).referral_id == late.pk
    cases.move_referral(referral_id=late.pk, step="return", says="材料不齐", by=SYSTEM, at=later)
    assert joint.refresh_agenda(row=study, by=office.officer, at=later) == 3
    assert joint.refresh_agenda(row=study, by=office.officer, at=later) == 3


def test_the_agenda_of_a_neighbour_is_empty(office):
    office.refer("support", "procuratorate")
    cases.sweep(at=NOW + timedelta(days=40))
    assert joint_queries.agenda(scope=office.neighbour.scope("wages.handle"), today=NOW.date() + timedelta(days=40)) == []


def test_a_decision_reaches_the_case_and_a_study_of_tomorrow_is_not_held(office):
    office.refer("support", "procuratorate")
    later = NOW + timedelta(days=40)
    study = joint.prepare_study(agency_id=office.partners["procuratorate"].pk, on=later.date(), by=office.officer, at=later)
    item = study.agenda.order_by("pk").first()
    refused("empty", joint.hold_study, study_id=study.pk, decisions={}, by=office.officer, at=later)
    refused("future", joint.hold_study, study_id=study.pk, decisions={item.pk: "提前介入"}, by=office.officer, at=NOW)
    refused("not_yours", joint.hold_study, study_id=study.pk, decisions={item.pk: "提前介入"}, by=office.neighbour, at=later)
    joint.hold_study(study_id=study.pk, decisions={item.pk: "提前介入"}, by=office.officer, at=later)
    assert StudyItem.objects.get(pk=item.pk).decision == "提前介入"
    assert Event.objects.filter(case_id=office.pk, step="study", inner="提前介入").exists()


def test_the_public_page_counts_and_names_nobody(office, client):
    office.note(Mechanism.PUBLICITY, title="金丝雀公司的职工张某", says="金丝雀")
    page = client.get("/wages/joint/public/?year=2026").content.decode()
    assert "金丝雀" not in page
    assert "联合普法" in page
    assert ">40<" in page
    assert client.get("/wages/joint/public/?year=x").status_code == 200


# letters


def words_of(letter) -> str:
    """All that a letter's docx says."""
    with files.opened(blob=letter.file.blob) as file:
        document = Document(BytesIO(file.read()))
    return "\n".join("".join(node.text or "" for node in part.iter() if node.tag.endswith("}t")) for part in document.element.body)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_numbered_kept_and_names_no_worker(office, kind):
    first = letters.issue(case_id=office.pk, kind=kind, points="两名职工的工资没发", by=office.officer, at=NOW)
    second = letters.issue(case_id=office.pk, kind=kind, points="还没发", by=office.officer, at=NOW)
    assert first.number.endswith("〔2026〕第1号")
    assert second.number.endswith("〔2026〕第2号")
    said = words_of(first)
    for words in (first.number, "示例建筑工程有限公司", "两名职工的工资没发", "第51条", "待核实", "法释〔2013〕3号"):
        assert words in said
    assert "{{" not in said
    assert "职工001" not in said


def test_where_no_length_is_known_there_is_no_clock_and_a_day_that_the_union_sets_wears_the_badge(office):
    bare = letters.issue(case_id=office.pk, kind="notice", points="没发", by=office.officer, at=NOW)
    assert not Deadline.objects.filter(code="union_reply", subject=str(bare.pk)).exists()
    dated = letters.issue(case_id=office.pk, kind="opinion", points="没发", answer_by=date(2026, 12, 4), by=office.officer, at=NOW)
    clock = Deadline.objects.get(code="union_reply", subject=str(dated.pk))
    assert (clock.due, clock.rule, clock.mark) == (date(2026, 12, 4), "UNION-REPLY", "M")
    refused("answer_by", letters.issue, case_id=office.pk, kind="notice", points="没发", answer_by=date(2026, 11, 23), by=office.officer, at=NOW)


def test_a_copy_reaches_the_procuratorate_with_the_paper_and_without_workers(office):
    letter = letters.issue(case_id=office.pk, kind="opinion", points="没发", copy_to=office.partners["procuratorate"].pk, by=office.officer, at=NOW)
    assert letter.copied.state == "offered"
    assert letter.copied.paper_id == letter.file_id
    row, shown, _out = cases.read(referral_id=letter.copied_id, by=SYSTEM, at=NOW)
    assert shown.people == ()
    assert row.says.startswith("工劳意")


def test_an_answer_is_recorded_once_ends_the_clock_and_lies_between_issue_and_today(office):
    letter = letters.issue(case_id=office.pk, kind="notice", points="没发", answer_by=date(2026, 12, 4), by=office.officer, at=NOW)
    facts = {"case_id": office.pk, "letter_id": letter.pk, "says": "下月付", "by": office.officer, "at": NOW + timedelta(days=3)}
    refused("on", letters.answer, **facts, on=date(2026, 11, 20))
    refused("on", letters.answer, **facts, on=date(2026, 11, 29))
    refused("not_yours", letters.answer, **{**facts, "by": office.neighbour}, on=date(2026, 11, 25))
    letters.answer(**facts, on=date(2026, 11, 25))
    refused("answered", letters.answer, **facts, on=date(2026, 11, 25))
    assert Deadline.objects.get(code="union_reply").state == "met"


def test_the_shipped_letters_are_what_the_builder_makes(tmp_path):
    built = letters.ship(folder=tmp_path)
    assert {path.stem for path in built} == {str(kind) for kind in LetterKind}
    for path in built:
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(letters.TEMPLATES / path.name) as old:
            assert {name: new.read(name) for name in new.namelist()} == {name: old.read(name) for name in old.namelist()}
        assert files.lint(template=path).forbidden == ()


# the same rights on paper


def test_what_comes_back_on_paper_takes_the_same_steps_and_gives_the_same_receipt(office, client):
    paper, online = office.refer("suit", "court"), office.refer("support", "procuratorate")
    cases.move_referral(referral_id=online.pk, step="accept", by=Actor(name="示例检察院"), at=NOW)
    cases.move_referral(referral_id=online.pk, step="answer", says="支持", by=Actor(name="示例检察院"), at=NOW)
    client.force_login(people_queries.account(office.officer.account_id))
    people.begin(account=people_queries.account(office.officer.account_id), session_key=client.session.session_key, device="t", agent="", at=NOW)
    here = f"/wages/cases/{office.pk}/referrals/{paper.pk}/"
    assert client.post(f"{here}back/", {"step": "answer", "says": "支持"}).status_code == 422
    for data in ({"step": "accept"}, {"step": "answer", "says": "支持"}):
        assert client.post(f"{here}back/", data).status_code == 302
    rows = Referral.objects.in_bulk([paper.pk, online.pk])
    assert {row.state for row in rows.values()} == {"answered"}
    assert all(row.signature and row.statement.startswith(f"UH1|{row.reference}|") for row in rows.values())
    assert "支持" in client.get(here).content.decode()
