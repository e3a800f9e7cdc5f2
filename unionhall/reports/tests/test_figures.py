"""The published figures, the snapshot they are computed on, its export, the command and the public page."""

import json
from argparse import Namespace

import pytest
from django.core.cache import cache

from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import services as people
from unionhall.reports import commands, queries, rules, services
from unionhall.reports.kinds import INDICATORS, Indicator

# The engine is ahead of Ibis: it warns of its own older names.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_.* is deprecated:DeprecationWarning", "ignore:No directory at:UserWarning")


def heads(tables):
    """A test's own indicator: posts held at any time."""
    return tables["posts"].count()


HEADS = Indicator("test.heads", "岗位", "个", "所有岗位", "posts", ("posts",), heads)


@pytest.fixture
def tree(db):
    """A district with a clerk, its sister with another; the clerk's post ended in 2025."""
    now, first = at(), at("2020-01-01 00:00").date()
    city = orgs.found(name="示例市总工会", level="city", parent=None, region_code="370700", valid_from=first, by=SYSTEM, at=now)
    for code, number in (("370702", 1), ("370703", 2)):
        union = orgs.found(name=f"示例{code}", level="county", parent=city, region_code=code, valid_from=first, by=SYSTEM, at=now)
        person = people.person_for(name=f"示例{number}", phone=f"1990000800{number}", by=SYSTEM, at=now)
        account = people.open_account(person=person, login=f"one{number}", by=SYSTEM, at=now)
        people.give_post(account=account, role="clerk", union=union, valid_from=first, by=SYSTEM, at=now)
    cache.delete(services.SEEN)
    yield city
    cache.delete(services.SEEN)


@pytest.fixture
def counted(monkeypatch):
    """The test's indicator in the registry, for as long as the test runs."""
    rows = {**INDICATORS._rows, HEADS.code: HEADS}
    monkeypatch.setattr(INDICATORS, "_rows", rows)


def test_43_figures_are_published_each_with_period_place_how_and_definition():
    figures = queries.published()
    assert len({figure.id for figure in figures}) == len(figures) == 43
    for figure in figures:
        assert rules.days(figure.period)[0] <= rules.days(figure.period)[1]
        assert rules.How(figure.how)
        assert all((figure.place, figure.unit, figure.measure, figure.says, figure.label, figure.definition)), figure.id
        assert figure.kind in {"record", "plan", "rule"}


def test_an_indicator_counts_what_lies_at_or_below_the_place_and_nothing_beside_it(tree, counted):
    taken = services.snapshot(at=at())

    def count(place):
        return services.compute(indicator="test.heads", period="2024", place=place, taken=taken)

    assert (count("370702"), count("370703"), count("370700")) == (1, 1, 2)
    assert count("370704") is None
    assert count("130000") is None
    assert count("") is None


def test_the_same_records_give_the_same_snapshot_and_one_more_gives_another(tree):
    first = services.snapshot(at=at())
    assert services.snapshot(at=at("2026-12-01 00:00")).id == first.id
    person = people.person_for(name="示例三", phone="19900008003", by=SYSTEM, at=at())
    account = people.open_account(person=person, login="three", by=SYSTEM, at=at())
    people.give_post(account=account, role="clerk", union=tree, valid_from=at().date(), by=SYSTEM, at=at())
    again = services.snapshot(at=at())
    assert again.id != first.id
    assert again.counts["posts"] == first.counts["posts"] + 1


def test_facts_hold_no_name_and_no_number_of_a_person(tree):
    rows = list(queries.posts(Scope.system("test")))
    assert len(rows) == 2
    assert all("示例" not in str(row) and "1990000" not in str(row) for row in rows)
    assert list(queries.posts(Scope())) == []


def test_what_was_exported_gives_row_for_row_the_same_and_is_written_once(tree, counted, tmp_path):
    manifest = services.export_facts(folder=tmp_path, at=at())
    folder = tmp_path / manifest["snapshot"]
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert services.export_facts(folder=tmp_path, at=at("2026-12-01 00:00")) == manifest
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written
    assert [path.name for path in tmp_path.iterdir()] == [manifest["snapshot"]]
    there, here = services.open_export(folder=folder), services.snapshot(at=at())
    assert (there.id, there.at, there.counts) == (here.id, at(), dict(here.counts))
    for code, table in here.tables.items():
        key = table.columns[0]
        assert there.tables[code].order_by(key).to_pyarrow().equals(table.order_by(key).to_pyarrow()), code
    for place in ("370702", "370700"):
        both = [services.compute(indicator="test.heads", period="2024", place=place, taken=taken) for taken in (here, there)]
        assert both[0] == both[1] is not None


def test_an_altered_export_is_refused(tree, tmp_path):
    manifest = services.export_facts(folder=tmp_path, at=at())
    path = tmp_path / manifest["snapshot"] / "posts.parquet"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Refused, match="export_altered"):
        services.open_export(folder=path.parent)


def test_the_command_prints_43_rows_for_programs_and_a_table_for_people(tree, capsys):
    assert commands.figures(Namespace(json=True)) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 43
    for row in rows:
        assert set(row) == {"id", "wanted", "computed", "ok", "definition"}
        assert row["computed"] is None or isinstance(row["computed"], int | float)
        assert row["computed"] is not None or row["ok"] is False
    assert commands.figures(Namespace(json=False)) == 0
    text = capsys.readouterr().out
    assert "劳动法律监督员" in text
    assert len(text.splitlines()) == 45


def test_the_command_writes_an_export(tree, capsys, tmp_path):
    assert commands.export_facts(Namespace(to=tmp_path, json=True)) == 0
    manifest = json.loads(capsys.readouterr().out)
    assert manifest["facts"]["posts"]["rows"] == 2
    assert (tmp_path / manifest["snapshot"] / "posts.parquet").exists()
    assert commands.export_facts(Namespace(to=tmp_path, json=False)) == 0
    assert manifest["snapshot"] in capsys.readouterr().out


def test_a_figure_without_an_indicator_is_not_computed_and_not_borne_out(tree):
    found = {row.figure.id: row for row in services.report(at=at()).findings}
    members = found["beijing.members"]
    assert (members.computed, members.ok) == (None, False)
    assert members.definition == members.figure.definition


def test_anybody_reads_the_figures_with_definition_period_place_and_snapshot(tree, client, django_assert_max_num_queries):
    page = client.get("/figures/")
    text = page.content.decode()
    report = services.shown(at=at())
    assert page.status_code == 200
    assert report.id in text
    for figure in queries.published():
        assert f'id="{figure.id}"' in text
        assert figure.place in text
        assert figure.period in text
    assert client.get("/figures/", headers={"Accept-Language": "en"}).status_code == 200
    rows = client.get("/figures/figures.json").json()
    assert (rows["snapshot"], len(rows["figures"])) == (report.id, 43)
    with django_assert_max_num_queries(2):
        assert client.get("/figures/").status_code == 200
