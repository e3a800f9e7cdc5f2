"""The rota on the desk's first page: days without anybody, and leave that waits."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.web.kinds import WorkRow

from ..models import Leave
from ..rules.rota.leave import LeaveState
from . import rota

PUBLIC = ("count", "work")
BARE, WAITS, ASKED = _("{place}：这天没有人"), _("{place}：班还没人确认"), _("{name}请假，等您定")


def count(actor: Actor) -> int:
    """What the sidebar says: open alarms and leave that waits."""
    scope = actor.scope("services.plan")
    return rota.alarms(scope=scope).count() + Leave.objects.filter(rota.within(scope), state=LeaveState.WAITING).count()


def work(actor: Actor, today: date) -> list[WorkRow]:
    """One row per alarm and per request that waits for the office."""
    if not actor.may("services.plan"):
        return []
    scope, rows = actor.scope("services.plan"), []
    for alarm in rota.alarms(scope=scope).filter(day__gte=today)[:20]:
        here = alarm.guarantee.rota
        title = gettext(WAITS if alarm.unconfirmed else BARE).format(place=here.place.name)
        rows.append(WorkRow(title, f"{here.title} · {alarm.guarantee.title}", "", alarm.day, f"/services/rota/{here.pk}/?month={alarm.day:%Y-%m}", gettext("去安排")))
    waiting = Leave.objects.filter(rota.within(scope), state=LeaveState.WAITING).select_related("provider__account__person", "provider__rota__place")
    for leave in waiting.order_by("first", "pk")[:20]:
        title = gettext(ASKED).format(name=leave.provider.account.person.name)
        rows.append(WorkRow(title, leave.provider.rota.place.name, "", leave.first, f"/services/rota/leave/{leave.pk}/", gettext("看后果")))
    return rows
