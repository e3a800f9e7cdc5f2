"""The demo's bus: a dozen enterprises, an accepted plan, two visited stops whose reports stand, made by the services."""

from django.utils import timezone

from unionhall.programmes.services import commands
from unionhall.programmes.services.demo import bus as demo
from unionhall.programmes.services.models import Arrival, BusPlan, BusRequest, BusStop, Cell, Report, Unserved
from unionhall.web import demo as world


def test_the_demo_world_has_the_bus_on_the_road(db):
    now = timezone.now()
    world.places.seed(at=now)
    world.law.seed(at=now)
    world.load_people(world.load_tree(now), now)
    demo.load(now)
    assert BusRequest.objects.count() == 13
    assert (BusPlan.objects.filter(accepted_at__isnull=False).count(), BusStop.objects.filter(visited_at__isnull=False).count()) == (2, 2)
    assert Arrival.objects.filter(arrived_at__isnull=False).count() >= 30
    assert Report.objects.count() == 2
    assert Cell.objects.exists()
    assert set(Unserved.objects.values_list("why", flat=True)) >= {"yard"}
    assert commands.blocks_whole() == []
    assert {row["login"] for row in world.log_ins(now.date(), now)} >= {"doctor", "counsellor", "grassroots"}
