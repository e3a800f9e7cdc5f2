"""The rounds on the first page: an inspector's own week, areas that say nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from unionhall.base.access import Actor
from unionhall.kernel.law.rules import MARK_LABELS
from unionhall.web.kinds import WorkRow

from ..models import Check, Visit
from ..rules.rounds.checks import week_of
from . import rounds

PUBLIC = ("work", "left")


def left(actor: Actor, week: date) -> int:
    """How many places of an inspector's week nobody has reported from."""
    if not actor.account_id:
        return 0
    mine = Visit.objects.filter(inspector_id=actor.account_id, week=week, dropped_at=None)
    said = Check.objects.filter(inspector_id=actor.account_id, week=week).values("site_id")
    return mine.exclude(site_id__in=said).count()


def work(actor: Actor, today: date) -> Sequence[WorkRow]:
    """What is left of an inspector's week, due on its Sunday; silent areas for who watches the coverage."""
    return [*_own_week(actor, today), *_silent(actor, today)]


def _own_week(actor: Actor, today: date) -> list[WorkRow]:
    week = week_of(today)
    count = left(actor, week) if actor.may("wages.round") else 0
    if not count:
        return []
    title = ngettext("这一周还有 %(n)s 家没看", "这一周还有 %(n)s 家没看", count) % {"n": count}
    return [WorkRow(title, gettext("没报就一直是未知"), gettext("巡查计划"), week + timedelta(days=6), "/wages/rounds/", gettext("去看"))]


def _silent(actor: Actor, today: date) -> list[WorkRow]:
    if not actor.may("wages.coverage"):
        return []
    figure = rounds.figure("round_silent_weeks", today)
    mark = gettext(MARK_LABELS[figure.mark]) if figure.mark in ("M", "D") and not figure.confirmed_by else ""
    rows = []
    for each in rounds.quiet(scope=actor.scope("wages.coverage"), today=today):
        said = gettext("{places} 家单位，{weeks} 周看了 {looked} 次，一条线索也没有") if each.looked else gettext("{places} 家单位，{weeks} 周没有人看过")
        line = said.format(places=each.places, weeks=each.weeks, looked=each.looked)
        title = gettext("{area}：静默").format(area=each.area)
        rows.append(WorkRow(title, line, gettext(figure.source), today, "/wages/rounds/coverage/", gettext("去看"), mark=mark))
    return rows
