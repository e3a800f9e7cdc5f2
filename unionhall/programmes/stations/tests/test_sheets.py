"""Stations by sheet: what the plan says is what happens, twice changes nothing, and it can be taken back."""

import csv
import json
from argparse import ArgumentParser
from datetime import timedelta
from io import StringIO

import pytest

from unionhall.base.geo import Point, System, bd_from_gcj, gcj_from_wgs, metres
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.files import services as files
from unionhall.programmes.stations import commands
from unionhall.programmes.stations.models import Station, StationImport
from unionhall.programmes.stations.queries import directory as queries
from unionhall.programmes.stations.rules.sheets import Fate
from unionhall.programmes.stations.services import directory, sheets

HEAD = ("站点名称", "所属区县", "详细地址", "经度", "纬度", "营业时间", "服务设施")
ROW = ("东街驿站", "潍城区", "东街 18 号", "119.10", "36.70", "每天 8:00-20:00", "热水、充电、微波炉")
NIGHT = ("南门桥驿站", "潍城区", "南门桥东头", "119.11", "36.71", "24小时", "饮水 卫生间")


def book(*rows, head=HEAD):
    sheet = StringIO()
    csv.writer(sheet).writerows([head, *rows])
    return files.read(content=sheet.getvalue().encode(), filename="驿站.csv")


def planned(actor, *rows, head=HEAD, **more):
    return sheets.plan(book=book(*rows, head=head), by=actor, **{"system": System.WGS84} | more)


def commit(actor, plan, when=None):
    return sheets.commit(plan=plan, file_name="驿站.csv", digest="0" * 64, by=actor, at=when or at())


def test_headings_as_people_write_them_are_understood(register):
    plan = planned(register.actors["clerk"], ROW, NIGHT)
    assert plan.layout.mapping == dict(zip(HEAD, ("name", "district", "address", "lng", "lat", "hours", "offers"), strict=True))
    assert plan.counts()[Fate.NEW] == 2


def test_imported_is_what_was_planned(register):
    commit(register.actors["clerk"], planned(register.actors["clerk"], ROW, NIGHT))
    day, night = Station.objects.order_by("code")
    assert (day.place.hours, day.place.always_open, day.place.region_code) == ("Mo-Su 08:00-20:00", False, "370702")
    assert (night.place.hours, night.place.always_open) == ("", True)
    assert queries.offers([day.pk])[day.pk] == ["charging", "microwave", "water"]


def test_the_same_sheet_twice_changes_nothing(register):
    commit(register.actors["clerk"], planned(register.actors["clerk"], ROW, NIGHT))
    again = planned(register.actors["clerk"], ROW, NIGHT)
    assert [row.changes for row in again.rows] == [{}, {}]
    assert again.counts() == {Fate.NEW: 0, Fate.UPDATE: 0, Fate.SAME: 2, Fate.ERROR: 0}
    commit(register.actors["clerk"], again)
    assert Station.objects.count() == 2


def test_a_blank_cell_leaves_alone_and_a_dash_clears(register):
    commit(register.actors["clerk"], planned(register.actors["clerk"], ROW))
    plan = planned(register.actors["clerk"], ("东街驿站", "潍城区", "-", "", "", "", ""))
    assert plan.rows[0].changes == {"address": ("东街 18 号", "")}
    commit(register.actors["clerk"], plan)
    assert Station.objects.get().place.hours == "Mo-Su 08:00-20:00"


@pytest.mark.parametrize("system", [System.GCJ02, System.BD09])
def test_positions_of_other_maps_come_in_as_gps(register, system):
    drawn = gcj_from_wgs(Point(36.70, 119.10))
    drawn = bd_from_gcj(drawn) if system is System.BD09 else drawn
    row = (*ROW[:3], f"{drawn.lng:.7f}", f"{drawn.lat:.7f}", *ROW[5:])
    found = planned(register.actors["clerk"], row, system=system).rows[0].values
    assert metres(Point(found["lat"], found["lng"]), Point(36.70, 119.10)) < 1


def test_without_the_system_it_asks_and_does_not_import(register):
    plan = planned(register.actors["clerk"], ROW, system=None)
    assert plan.asks_system
    with pytest.raises(Refused, match="system_needed"):
        commit(register.actors["clerk"], plan)


def test_a_column_may_say_the_system_for_each_row(register):
    plan = planned(register.actors["clerk"], (*ROW, "百度"), head=(*HEAD, "坐标系"), system=None)
    assert not plan.asks_system and plan.rows[0].values["system"] == "bd09"


@pytest.mark.parametrize(
    ("at_", "cell", "column"),
    [(0, "", "name"), (1, "朝阳区", "district"), (4, "119.1", "lat"), (3, "东一百", "lat"), (5, "随便", "hours"), (6, "热水、游泳池", "offers")],
)
def test_what_is_wrong_is_said_at_its_cell(register, at_, cell, column):
    row = (*ROW[:at_], cell, *ROW[at_ + 1 :])
    row = row if at_ != 4 else (*ROW[:3], "36.7", "119.1", *ROW[5:])
    found = planned(register.actors["clerk"], row, NIGHT).rows[0]
    assert found.fate is Fate.ERROR and [each.column for each in found.troubles] == [column]


def test_a_sister_districts_stations_are_refused(register):
    found = planned(register.actors["clerk"], ("驿站一", "寒亭区", *ROW[2:])).rows[0]
    assert found.fate is Fate.ERROR
    assert planned(register.actors["cityclerk"], ("驿站一", "寒亭区", *ROW[2:])).rows[0].fate is Fate.NEW  # the twin


def test_rows_in_the_error_sheet_are_the_rows_at_fault(register):
    plan = planned(register.actors["clerk"], ROW, ("坏驿站", "潍城区", "路 1 号", "", "", "随便", ""), NIGHT)
    back = files.read(content=sheets.error_sheet(plan=plan), filename="errors.xlsx").sheets[0].rows
    assert [row[0] for row in back] == ["站点名称", "坏驿站"] and "看不懂" in back[1][-1]


def test_an_import_is_taken_back_but_not_what_somebody_changed_since(register):
    clerk = register.actors["clerk"]
    commit(clerk, planned(clerk, ROW), at("2026-11-20 10:00"))
    run = commit(clerk, planned(clerk, (*ROW[:2], "西街 2 号", *ROW[3:]), NIGHT))
    touched = Station.objects.get(place__name="南门桥驿站")
    directory.put_station(pk=touched.pk, values={"phone": "12351", "address": "南门桥西头"}, offers=frozenset({"water"}), by=clerk, at=at())
    assert sheets.undo(run_id=run.pk, by=clerk, at=at() + timedelta(days=1)) == (1, 1)
    assert Station.objects.get(place__name="东街驿站").place.address == "东街 18 号"
    assert Station.objects.filter(pk=touched.pk).exists()


def test_after_seven_days_and_for_a_stranger_nothing_is_taken_back(register):
    clerk = register.actors["clerk"]
    run = commit(clerk, planned(clerk, ROW))
    with pytest.raises(Refused, match="not_yours"):
        sheets.undo(run_id=run.pk, by=register.actors["neighbour"], at=at())
    with pytest.raises(Refused, match="too_late"):
        sheets.undo(run_id=run.pk, by=clerk, at=at() + timedelta(days=8))
    assert sheets.undo(run_id=run.pk, by=clerk, at=at()) == (1, 0) and not Station.objects.exists()


def test_a_corrected_column_is_remembered(register):
    clerk, head = register.actors["clerk"], ("站点名称", "所属区县", "详细地址", "经度", "纬度", "营业时间", "里面有啥")
    assert "offers" not in planned(clerk, ROW, head=head).layout.mapping.values()
    sheets.remember(mapping={"里面有啥": "offers"}, by=clerk)
    assert planned(clerk, ROW, head=head).layout.mapping["里面有啥"] == "offers"
    assert "offers" not in planned(register.actors["officer"], ROW, head=head).layout.mapping.values()


def test_a_sheet_of_three_costs_the_queries_of_one(register, django_assert_max_num_queries):
    rows = [(f"驿站{number}", *ROW[1:]) for number in range(300)]
    with django_assert_max_num_queries(30):
        commit(register.actors["clerk"], planned(register.actors["clerk"], *rows))
    assert Station.objects.count() == 300


def in_terminal(capsys, folder, *rows, options=()):
    """What `unionhall import stations` prints, and its exit code."""
    (folder / "驿站.csv").write_text("\n".join(",".join(row) for row in (HEAD, *rows)), encoding="utf-8")
    parser = ArgumentParser()
    commands.arguments(parser)
    code = commands.run(parser.parse_args([str(folder / "驿站.csv"), *options]))
    return code, capsys.readouterr()


def test_in_a_terminal_the_dry_run_is_the_pages_plan_and_changes_nothing(register, capsys, tmp_path):
    wrong = ("无名区驿站", "无名区", *ROW[2:6], "游泳池")
    code, said = in_terminal(capsys, tmp_path, ROW, wrong, options=("--system", "gps", "--dry-run", "--json", "--errors", str(tmp_path / "改.xlsx")))
    shown = json.loads(said.out)
    assert code == 0 and shown["counts"] | {"new": 1, "error": 1} == shown["counts"] and shown["run"] is None
    assert shown["mapping"]["所属区县"] == "district" and "游泳池" in shown["rows"][1]["errors"][1]["sentence"]
    assert not Station.objects.exists() and not StationImport.objects.exists()
    again = files.read(content=(tmp_path / "改.xlsx").read_bytes(), filename="改.xlsx")
    assert [row.values["name"] for row in sheets.plan(book=again, by=register.actors["cityclerk"], system=System.WGS84).rows] == ["无名区驿站"]


def test_in_a_terminal_it_is_imported_at_the_desk_that_is_named(register, capsys, tmp_path):
    assert in_terminal(capsys, tmp_path, ROW)[0] == 2, "nobody said which coordinates"
    code, said = in_terminal(capsys, tmp_path, ROW, options=("--system", "gps", "--login", "neighbour"))
    assert code == 0 and not Station.objects.exists() and "不归您管" in said.out.replace("\n", "")
    assert in_terminal(capsys, tmp_path, ROW, options=("--system", "gps", "--login", "nobody"))[0] == 2
    code, said = in_terminal(capsys, tmp_path, ROW, options=("--system", "gps"))
    assert code == 0 and Station.objects.get().place.name == "东街驿站"
    assert StationImport.objects.latest("pk").account_id == register.actors["cityclerk"].account_id
