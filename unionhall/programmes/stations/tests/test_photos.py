"""Pictures of a station: hung by its keeper or the office, seen by everybody, without the place where they were taken."""

from io import BytesIO

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.files import services as files
from unionhall.kernel.files.tests.test_traces import DEVICE, PLACE, photo
from unionhall.kernel.journal.models import Entry
from unionhall.programmes.stations.models import StationPhoto, StationReport
from unionhall.programmes.stations.queries import photos as found
from unionhall.programmes.stations.rules import photos as rules
from unionhall.programmes.stations.services import photos, reports

from .conftest import key
from .test_reports import NOBODY, NOW


def hang(station, by, says="临街的门，红色牌子", data=None):
    return photos.hang(station_id=station.pk, content=BytesIO(data or photo()), name="door.jpg", says=says, by=by, at=NOW)


def test_the_public_sees_it_bare_with_its_words_and_may_keep_it(ground, stations, client):
    station = stations["near"]
    row = hang(station, ground.actors["keeper"])
    address = f"/stations/{station.place.uuid}/photos/{row.pk}.photo"
    page = client.get(f"/stations/{station.place.uuid}/").content.decode()
    assert f'src="{address}" alt="临街的门，红色牌子"' in page
    answer = client.get(address)
    shown = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/jpeg" and answer["Cache-Control"].startswith("public") and not answer.cookies
    assert PLACE in photo() and PLACE not in shown and DEVICE not in shown
    photos.take_down(station_id=station.pk, photo_id=row.pk, by=ground.actors["keeper"], at=NOW)
    assert client.get(address).status_code == 404
    other = stations["next"].place.uuid
    assert client.get(f"/stations/{other}/photos/{hang(station, ground.actors['officer']).pk}.photo").status_code == 404


def test_a_photo_of_a_report_is_bare_before_anybody_sees_it(ground, stations):
    told = reports.Told("broken", "微波炉不热")
    receipt, _code = reports.file(station=stations["near"], told=told, client_key=key("gps"), by=NOBODY, at=NOW, photo=BytesIO(photo()), photo_name="a.jpg")
    reports.mend(case_id=receipt.case_id, reply="换了新的微波炉", by=ground.actors["officer"], at=NOW, photo=BytesIO(photo()), photo_name="b.jpg")
    row = StationReport.objects.get()
    for blob in (row.before, row.after):
        with files.opened(blob=blob) as kept:
            assert PLACE not in kept.read()


def test_one_is_first_and_when_it_goes_the_next_one_is(ground, stations):
    station, by = stations["near"], ground.actors["officer"]
    one, two, three = (hang(station, by) for _each in range(3))
    assert found.of(station).first() == one
    photos.put_first(station_id=station.pk, photo_id=three.pk, by=by, at=NOW)
    assert [row.pk for row in found.of(station)] == [three.pk, one.pk, two.pk]
    photos.take_down(station_id=station.pk, photo_id=three.pk, by=by, at=NOW)
    assert list(found.of(station).values_list("pk", "first")) == [(one.pk, True), (two.pk, False)]
    assert Entry.objects.filter(verb__startswith="stations.photo.").count() == 5


def test_without_words_too_many_or_too_heavy_is_refused(ground, stations, monkeypatch):
    station, by = stations["near"], ground.actors["officer"]
    with pytest.raises(Refused, match="says"):
        hang(station, by, says=" 门 ")
    monkeypatch.setattr(rules, "MOST", 1)
    hang(station, by)
    with pytest.raises(Refused, match="too_many"):
        hang(station, by)
    monkeypatch.setattr(rules, "MOST", 2)
    monkeypatch.setattr(rules, "MOST_BYTES", len(photo()) - 1)
    with pytest.raises(Refused, match="too_heavy"):
        hang(station, by)


def test_a_neighbour_hangs_nothing_and_takes_nothing_down(ground, stations):
    row = hang(stations["near"], ground.actors["keeper"])
    with pytest.raises(Refused, match="not_yours"):
        hang(stations["near"], ground.actors["neighbour"])
    with pytest.raises(Refused, match="not_yours"):
        photos.take_down(station_id=stations["near"].pk, photo_id=row.pk, by=ground.actors["neighbour"], at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        photos.put_first(station_id=stations["next"].pk, photo_id=row.pk, by=ground.actors["officer"], at=at())
    assert StationPhoto.objects.get().first
