"""Faults and wishes: told without log-in, laid with the street, mended or refused, read by the receipt code."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from unionhall.base.access import NOBODY, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.programmes.stations.models import StationReport
from unionhall.programmes.stations.queries import reports as found
from unionhall.programmes.stations.queries import today
from unionhall.programmes.stations.rules.reports import FLOW, ReportState
from unionhall.programmes.stations.services import reports, truth

from .conftest import key, staff

ALL = Scope.system("test")
NOW = at("2026-11-23 10:00")
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)


def told(station, number=1, phone="", **more):
    said = reports.Told("broken", "微波炉不热", phone)
    return reports.file(station=station, told=said, client_key=key("r", number), by=NOBODY, at=NOW, **more)


def test_it_lies_with_the_street_with_both_clocks_and_the_district_is_told_where_the_street_has_nobody(ground, stations):
    receipt, code = told(stations["near"])
    assert receipt.case.union == ground.unions["street"] and len(code) == 16
    assert set(receipt.case.deadlines.values_list("code", flat=True)) == {"station_accept", "station_mend"}
    assert Notice.objects.filter(channel="app", person_id=ground.actors["officer"].person_id).count() == 1
    assert cases.find_by_receipt(code=code.lower()).case_id == receipt.case_id
    assert len(today.work(ground.actors["officer"], NOW.date())) == 2


def test_a_double_press_is_one_report_with_one_photo(stations):
    first = told(stations["near"], photo=BytesIO(PICTURE), photo_name="a.png")
    second = told(stations["near"], photo=BytesIO(PICTURE), photo_name="a.png")
    assert first[1] == second[1] and StationReport.objects.count() == 1
    assert StationReport.objects.get().before.mime == "image/png"


def test_what_is_no_picture_is_refused(stations):
    with pytest.raises(Refused):
        told(stations["near"], photo=BytesIO(b"MZ no picture"), photo_name="a.png")
    assert not StationReport.objects.exists()


def test_mended_with_a_photo_and_a_reply_and_whoever_left_a_phone_is_told(ground, stations):
    receipt, _code = told(stations["near"], phone="19900000777")
    officer = ground.actors["officer"]
    reports.accept(case_id=receipt.case_id, by=officer, at=NOW)
    with pytest.raises(Refused, match="reply"):
        reports.mend(case_id=receipt.case_id, reply="好", by=officer, at=NOW)
    row = reports.mend(case_id=receipt.case_id, reply="换了新的微波炉", by=officer, at=NOW, photo=BytesIO(PICTURE), photo_name="b.png")
    row.refresh_from_db()
    assert row.reply == "换了新的微波炉" and row.after and row.case.state == "mended"
    said = [row.text for row in Notice.objects.filter(channel="sms").order_by("pk") if row.address == "19900000777"]
    assert "：在办。" in said[-2] and "有回复了" in said[-1]
    assert not row.case.deadlines.filter(state="running").exists()
    assert not reports.close(case_id=receipt.case_id, by=officer, at=NOW).case.open


def test_refused_with_the_reason(ground, stations):
    receipt, _code = told(stations["near"])
    row = reports.refuse(case_id=receipt.case_id, reply="没有电源，装不了", by=ground.actors["clerk"], at=NOW)
    assert row.case.state == "refused" and row.reply


def test_where_the_street_has_somebody_the_street_is_told_and_the_district_only_when_it_is_late(ground, stations):
    street = staff("clerk_of_the_street", Role.CLERK, ground.unions["street"], "19900007150")
    receipt, _code = told(stations["near"], phone="19900000777")
    who = Notice.objects.filter(channel="app", link=f"/stations/reports/{receipt.case_id}/").values_list("person_id", flat=True)
    assert set(who) == {street.person_id}
    assert found.report(receipt.case_id, scope=street.scope("stations.handle")) and found.report(receipt.case_id, scope=ground.actors["officer"].scope("stations.handle"))
    truth.late(deadline=receipt.case.deadlines.get(code="station_mend"), at=NOW + timedelta(days=8))
    assert {ground.actors[name].person_id for name in ("officer", "clerk", "leader")} <= set(who.all())
    assert [row.address for row in Notice.objects.filter(channel="sms", text__contains="已经告诉区县工会")] == ["19900000777"]


def mended(ground, station, **more):
    receipt, _code = told(station, **more)
    return reports.mend(case_id=receipt.case_id, reply="换了新的微波炉", by=ground.actors["officer"], at=NOW)


def test_once_within_seven_days_the_reporter_says_it_is_not_mended_and_it_is_taken_up_with_a_fresh_clock(ground, stations):
    row, officer = mended(ground, stations["near"]), ground.actors["officer"]
    reports.close(case_id=row.case_id, by=officer, at=NOW)
    row = found.report(row.case_id, scope=ALL)
    with pytest.raises(Refused, match="says"):
        reports.reopen(report=row, says=" ", at=NOW)
    row = reports.reopen(report=row, says="还是不热", at=NOW + timedelta(days=7))
    case = found.report(row.case_id, scope=ALL).case
    assert case.open and case.state == "reopened" and row.again == "还是不热"
    assert list(case.deadlines.filter(state="running").values_list("code", flat=True)) == ["station_again"]
    assert Notice.objects.filter(channel="app", text__contains="报的人说没修好", person_id=officer.person_id).count() == 1
    row = reports.mend(case_id=row.case_id, reply="这回换了插座", by=officer, at=NOW + timedelta(days=8))
    with pytest.raises(Refused, match="step_closed"):
        reports.reopen(report=row, says="还是不热", at=NOW + timedelta(days=8))


def test_neither_after_the_days_nor_when_it_was_refused(ground, stations):
    with pytest.raises(Refused, match="step_closed"):
        reports.reopen(report=mended(ground, stations["near"]), says="还是不热", at=NOW + timedelta(days=7, seconds=1))
    receipt, _code = told(stations["next"], 2)
    row = reports.refuse(case_id=receipt.case_id, reply="没有电源，装不了", by=ground.actors["clerk"], at=NOW)
    with pytest.raises(Refused, match="step_closed"):
        reports.reopen(report=row, says="还是不热", at=NOW)


def test_no_officer_takes_the_step_that_is_the_reporters(ground, stations, client):
    row = mended(ground, stations["near"])
    client.force_login(people.account(ground.actors["officer"].account_id))
    people_services.begin(account=people.account(ground.actors["officer"].account_id), session_key=client.session.session_key, device="d", agent="", at=NOW)
    page = client.get(f"/stations/reports/{row.case_id}/").content.decode()
    assert "step/close/" in page and "step/reopen/" not in page
    assert client.post(f"/stations/reports/{row.case_id}/step/reopen/").status_code == 404


def test_the_receipt_page_tells_the_course_and_takes_the_word_and_a_stranger_gets_neither(ground, stations, client):
    receipt, code = told(stations["near"])
    now = timezone.now()
    reports.mend(case_id=receipt.case_id, reply="换了新的微波炉", by=ground.actors["officer"], at=now, photo=BytesIO(PICTURE), photo_name="b.png")
    address = f"/stations/mine/{receipt.case_id}/"
    assert client.post(address, {"says": "还是不热"}).status_code == 404
    assert client.post("/stations/mine/", {"code": code})["Location"] == address
    page = client.get(address).content.decode()
    assert "换了新的微波炉" in page and "after.photo" in page and 'id="again"' in page and "7 天" in page and page.split('id="again"')[1].split("</details>")[0].count("工会自定") == 1
    assert client.post(address, {"says": "还是不热"}).status_code == 302
    page = client.get(address).content.decode()
    assert "还是不热" in page and 'id="again"' not in page


def test_a_neighbour_district_sees_and_does_nothing(ground, stations):
    receipt, _code = told(stations["near"])
    neighbour = ground.actors["neighbour"]
    assert not found.reports(scope=neighbour.scope("stations.handle"), by=found.Filter()).exists()
    with pytest.raises(Refused, match="not_yours"):
        reports.accept(case_id=receipt.case_id, by=neighbour, at=NOW)


def test_the_list_narrows_by_kind_words_and_state(ground, stations):
    told(stations["near"], 1), told(stations["next"], 2)
    scope = ground.actors["officer"].scope("stations.handle")
    for by, count in ((found.Filter(kind="wish"), 0), (found.Filter(text="next"), 1), (found.Filter(states=("received",)), 2), (found.Filter(open=False), 0), (found.Filter(station=stations["near"].pk), 1)):
        assert found.reports(scope=scope, by=by).count() == count


def test_every_cell_of_the_table():
    opens = {(state, step.code) for state, step, yes in FLOW.cells(ReportState) if yes}
    assert opens == {
        ("received", "accept"), ("received", "mend"), ("accepted", "mend"), ("received", "refuse"), ("accepted", "refuse"),
        ("mended", "close"), ("refused", "close"), ("mended", "reopen"), ("closed", "reopen"), ("reopened", "mend"), ("reopened", "refuse"),
    }  # fmt: skip
