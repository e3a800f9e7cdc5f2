"""The report to enterprise and union: whole groups of ten or more, published once and never changed."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext, override

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings.rules import State
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, Sheet
from unionhall.kernel.journal import services as journal

from ..models import Arrival, Block, BusRequest, Cell, Group, GroupBlock, Member, Report
from ..queries import results as found
from ..rules import aggregates
from ..rules.bus import BUS
from ..rules.stores import STORE_LABELS, Store
from . import requests

REASON = "report in groups of ten"
CLASS_LABELS = {
    aggregates.REST: _("没有要跟进的（没查的也算在内）"), aggregates.FOLLOW: _("要留心或者要再看的"), aggregates.WATCH: _("要留心的"),
    aggregates.REFER: _("要再看的"), aggregates.AGREED: _("要再看、愿意去或看过的"), aggregates.APART: _("要再看、还没去的"),
}  # fmt: skip


@transaction.atomic
def make(*, case_id: int, by: Actor, at: datetime) -> Report:
    """Make the next report on a visited request. Refused when fewer than ten came, or nothing new may be published."""
    row = requests.load(pk=case_id, by=by, power=BUS)
    case = cases.take_step(case_id=case_id, step="report", says=_("报告出了：十人以上才成组"), by=by, at=at, power=BUS)
    report = Report.objects.create(request=row, path=case.path, number=row.reports.count() + 1, made_at=at)
    _count_arrivals(report, row)
    told = [_publish(report, store) for store in Store]
    if not any(told) and not report.blocks.exists():
        raise Refused("too_few", _("新到场的不够十个人，没有能公布的，不出报告"))
    journal.record(kind="change", verb="services.bus.report", subject=f"services.report:{report.pk}", path=report.path, by=by, at=at, note=REASON)
    return report


def _count_arrivals(report: Report, row: BusRequest) -> None:
    """Put whoever came and is in no block yet into blocks of ten or more."""
    counted = Member.objects.filter(arrival__workshop__request=row).values("arrival_id")
    came: dict[str, list[int]] = {}
    fresh = Arrival.objects.filter(workshop__request=row, slot__stop__visited_at__isnull=False, booking__state=State.ATTENDED).exclude(pk__in=counted)
    for name, pk in fresh.order_by("pk").values_list("workshop__name", "pk"):
        came.setdefault(name, []).append(pk)
    for each in aggregates.blocks({name: len(pks) for name, pks in came.items()}):
        block = Block.objects.create(employer=row.employer, report=report, label="、".join(each.workshops)[:200], people=each.people)
        Member.objects.bulk_create(Member(block=block, arrival_id=pk) for name in each.workshops for pk in came[name])


def _publish(report: Report, store: Store) -> int:
    """Publish one store's groups of the employer's blocks that it has not told of yet; how many."""
    done = GroupBlock.objects.filter(store=store).values("block_id")
    waiting = list(Block.objects.filter(employer=report.request.employer).exclude(pk__in=done).order_by("pk"))
    scope = Scope.system(REASON)
    counted = [found.found(store, block.members.values_list("arrival_id", flat=True), scope=scope) for block in waiting]
    made = aggregates.groups(counted)
    for each in made:
        group = Group.objects.create(report=report, store=store)
        GroupBlock.objects.bulk_create(GroupBlock(group=group, block=waiting[index], store=store) for index in each.blocks)
        Cell.objects.bulk_create(Cell(group=group, code=code, people=people) for code, people in each.classes.items())
    return len(made)


def lines(*, report: Report) -> list[tuple[str, str, str, int]]:
    """A report as lines (store, workshops, class, people) in source text, stores apart; read from published cells alone."""
    rows = []
    for group in report.groups.prefetch_related("cells", "members__block").order_by("pk"):
        label = "、".join(member.block.label for member in group.members.all())
        rows += [(STORE_LABELS[Store(group.store)], label, CLASS_LABELS[cell.code], cell.people) for cell in group.cells.all()]
    return rows


def sheet(*, report: Report) -> bytes:
    """The report as xlsx: who came, and the classes of each group."""
    with override("zh-hans"):
        head = gettext("三合一体检车分组报告")
        title = (f"{report.request.employer.name}　{head}", gettext("十人以上才成组；不够的不写，也推不出来"))
        came = Sheet(gettext("到场"), (Column(gettext("车间"), width=36), Column(gettext("人数"), ColumnKind.INT)), [(block.label, block.people) for block in report.blocks.order_by("pk")], title)
        columns = (Column(gettext("哪一样")), Column(gettext("车间"), width=36), Column(gettext("情况"), width=36), Column(gettext("人数"), ColumnKind.INT))
        told = Sheet(gettext("分组"), columns, [(gettext(store), label, gettext(what), people) for store, label, what, people in lines(report=report)], title)
    target = BytesIO()
    files.write(target=target, sheets=[came, told])
    return target.getvalue()
