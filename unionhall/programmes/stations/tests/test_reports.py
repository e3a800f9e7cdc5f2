"""Faults and wishes: told without log-in, laid with the district, mended or refused, read by the receipt code."""

from io import BytesIO

import pytest

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.stations.models import StationReport
from unionhall.programmes.stations.queries import reports as found
from unionhall.programmes.stations.queries import today
from unionhall.programmes.stations.rules.reports import FLOW, ReportState
from unionhall.programmes.stations.services import reports

from .conftest import key

NOW = at("2026-11-23 10:00")
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)


def told(station, number=1, phone="", **more):
    said = reports.Told("broken", "微波炉不热", phone)
    return reports.file(station=station, told=said, client_key=key("r", number), by=NOBODY, at=NOW, **more)


def test_it_lies_with_the_district_with_both_clocks_and_the_district_is_told(ground, stations):
    receipt, code = told(stations["near"])
    assert receipt.case.union == ground.unions["county"] and len(code) == 16
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
    assert [row.address for row in Notice.objects.filter(channel="sms", text__contains="有回复了")] == ["19900000777"] * 2
    assert not row.case.deadlines.filter(state="running").exists()
    assert not reports.close(case_id=receipt.case_id, by=officer, at=NOW).case.open


def test_refused_with_the_reason(ground, stations):
    receipt, _code = told(stations["near"])
    row = reports.refuse(case_id=receipt.case_id, reply="没有电源，装不了", by=ground.actors["clerk"], at=NOW)
    assert row.case.state == "refused" and row.reply


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
        ("mended", "close"), ("refused", "close"),
    }  # fmt: skip
