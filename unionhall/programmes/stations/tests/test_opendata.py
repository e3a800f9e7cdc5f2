"""Open data: GeoJSON by box, HSDS 3.0 that keeps its schema, and nothing that is for staff alone."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from unionhall.base.testing import at
from unionhall.programmes.stations.services import directory

from .register import VALUES

HSDS = Path(__file__).parent / "hsds"
SCHEMAS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HSDS.glob("*.json"))}
BASE = "https://schema.invalid/"  # where the files refer to one another; nothing is fetched
REGISTRY = jsonschema_rs.Registry([(f"{BASE}{name}.json", schema) for name, schema in SCHEMAS.items()], draft=jsonschema_rs.Draft202012)
OPENAPI = SCHEMAS["openapi"]


def check(name, value):
    """Against the published file; formats (uuid, date, time, uri) count."""
    schema = {"$schema": OPENAPI["jsonSchemaDialect"], "$ref": f"{BASE}{name}.json"}
    jsonschema_rs.validator_for(schema, registry=REGISTRY, validate_formats=True).validate(value)


def inside(name):
    """A schema that stands in the published description of the interface."""
    found = OPENAPI["components"]["schemas"]["Page"] if name == "page" else OPENAPI["paths"][name]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return {**found, "required": sorted(found["properties"])}


def strict(name, value):
    """Valid, and every member is one that the schema names, all the way down."""
    check(name, value)
    _named(SCHEMAS[name], value, name)


def _named(schema, value, where):
    for key, member in value.items():
        assert key in schema["properties"], f"{where}.{key}"
        each = schema["properties"][key]
        ref = (each.get("items") or each).get("$ref")
        for one in (member if isinstance(member, list) else [member]) if ref else ():
            _named(SCHEMAS[ref.removesuffix(".json")], one, f"{where}.{key}")


@pytest.fixture
def two(register, station):
    directory.put_station(pk=station.pk, values={"duty_name": "值班示例人", "duty_phone": "19900009999"}, offers=frozenset({"water", "step_free"}), by=register.actors["officer"], at=at())
    values = VALUES | {"name": "远处", "lat": 36.9, "hours": "", "always_open": True}
    return station, directory.put_station(values=values, offers=frozenset(), union_id=register.unions["county"].pk, by=register.actors["officer"], at=at())


def test_a_box_gives_the_stations_inside_it_longitude_first(client, two):
    answer = client.get("/stations.geojson?bbox=119.0,36.6,119.2,36.8")
    (feature,) = answer.json()["features"]
    assert feature["geometry"]["coordinates"] == [119.1, 36.7] and feature["properties"]["opening_hours"] == "Mo-Su 08:00-20:00"
    assert answer["Content-Type"] == "application/geo+json" and len(client.get("/stations.geojson").json()["features"]) == 2


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "119.2,36.6,119.0,36.8", "119,36,120,nan"])
def test_a_wrong_box_is_said(client, two, box):
    assert client.get(f"/stations.geojson?bbox={box}").status_code == 400


def test_it_is_packed_when_the_caller_can_unpack(client, two):
    assert client.get("/stations.geojson", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_the_root_tells_version_profile_and_interface(client):
    found = client.get("/hsds/").json()
    jsonschema_rs.validator_for(inside("/"), validate_formats=True).validate(found)
    assert found["version"] == "3.0" and set(found) == set(inside("/")["properties"])


def test_services_and_locations_keep_the_schema_in_the_page_wrapper(client, two):
    for name in ("services", "locations"):
        page = client.get(f"/hsds/{name}/").json()
        jsonschema_rs.validator_for(inside("page")).validate(page)
        assert page["total_items"] == 2
        for one in page["contents"]:
            strict(name[:-1], one)


def test_the_list_of_services_leaves_out_what_there_may_be_several_of(client, two):
    several = {name for name, each in SCHEMAS["service"]["properties"].items() if each.get("type") == "array"}
    for one in client.get("/hsds/services/").json()["contents"]:
        assert not several & set(one)


def test_pages_follow_each_other_and_end(client, two):
    first, last = (client.get(f"/hsds/services/?per_page=1&page={number}").json() for number in (1, 2))
    assert (first["first_page"], first["last_page"], last["last_page"]) == (True, False, True)
    assert first["contents"][0]["id"] != last["contents"][0]["id"] and client.get("/hsds/services/?per_page=1&page=3").status_code == 404


def test_one_service_brings_its_location_with_hours_for_each_day(client, two):
    day, always = (client.get(f"/hsds/services/{row.place.uuid}/").json() for row in two)
    strict("service", day), strict("service", always)
    place = day["service_at_locations"][0]["location"]
    assert next((one["byday"], one["opens_at"], one["closes_at"]) for one in place["schedules"]) == ("MO", "08:00", "20:00") and len(place["schedules"]) == 7
    assert always["service_at_locations"][0]["location"]["schedules"][0]["closes_at"] == "23:59"
    assert place["accessibility"][0]["description"] == "没有台阶"


def test_a_suspended_station_says_so(client, two):
    row = two[0]
    row.state, row.state_reason = "suspended", "装修"
    row.save()
    found = client.get(f"/hsds/services/{row.place.uuid}/").json()
    assert (found["status"], found["alert"]) == ("temporarily closed", "装修")


@pytest.mark.parametrize("wrong", [
    {"status": "open"}, {"organization": {"id": "1"}}, {"schedules": [{"id": "x"}]}, {"location": {"latitude": "36,7"}}, {"seats": 3},
])  # fmt: skip
def test_what_the_schema_does_not_know_would_be_refused(client, two, wrong):
    """The twin: a wrong word, a short object, an id that is none three levels down, a member of our own."""
    found = client.get(f"/hsds/services/{two[0].place.uuid}/").json()
    strict("service", found)
    (name, value), there = next(iter(wrong.items())), found["service_at_locations"][0]
    if name == "location":
        there[name] |= value
    else:
        (there["location"] if name == "schedules" else found)[name] = value
    with pytest.raises((jsonschema_rs.ValidationError, AssertionError)):
        strict("service", found)
    del found["status"]
    with pytest.raises(jsonschema_rs.ValidationError):
        check("service", found)


def test_nothing_of_the_duty_contact_leaves(client, two):
    for address in ("/stations.geojson", "/hsds/locations/", f"/hsds/services/{two[0].place.uuid}/"):
        text = client.get(address).content.decode()
        assert "值班示例人" not in text and "19900009999" not in text
