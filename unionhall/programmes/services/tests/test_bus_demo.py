"""The demo's bus: a dozen enterprises, an accepted plan, two visited stops whose reports stand, made by the services."""

from django.utils import timezone

from unionhall.base.access import Scope
from unionhall.kernel.bookings.queries import imbalances
from unionhall.programmes.services import commands
from unionhall.programmes.services.demo import bus as demo
from unionhall.programmes.services.models import Arrival, BusPlan, BusRequest, BusStop, Cell, Report, Unserved
from unionhall.programmes.services.queries import bus_facts
from unionhall.web import demo as world


def test_the_demo_world_has_the_bus_on_the_road(db):
    now = timezone.now()
    world.places.seed(at=now)
    world.law.seed(at=now)
    world.load_people(world.load_tree(now), now)
    demo.load(now)
    assert BusRequest.objects.count() == 14
    assert (BusPlan.objects.filter(accepted_at__isnull=False).count(), BusStop.objects.filter(visited_at__isnull=False).count()) == (3, 2)
    assert Arrival.objects.filter(booking__state="attended").count() >= 38
    assert set(Arrival.objects.filter(slot=None).values_list("missing", flat=True)) == {"full"}
    assert imbalances() == []
    assert Report.objects.count() == 2
    assert Cell.objects.exists()
    assert set(Unserved.objects.values_list("why", flat=True)) >= {"yard"}
    assert [came for *_rest, came in bus_facts.stop_rows(Scope.system("demo"))] == [sum(block.people for block in report.blocks.all()) for report in Report.objects.order_by("pk")]
    assert commands.blocks_whole() == []
    assert {row["login"] for row in world.log_ins(now.date(), now)} >= {"doctor", "counsellor", "grassroots"}
