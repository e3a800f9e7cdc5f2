"""Limitation books, roads and one boss behind two firms in the demo world, on the cases that stand there already."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind, Paragraph

from ..models import Arrears, Controller
from ..rules.limitation import Kind
from ..services import claims, controllers, limits, papers, routes
from .settlement import CHINA, actor

if TYPE_CHECKING:
    from unionhall.base.access import Actor
    from unionhall.kernel.cases.models import CaseFile

GARDEN, CANTEEN, WORKS, DECOR, LIVE = "潍坊示例园林有限公司", "潍坊示例餐饮有限公司", "潍坊示例机械厂", "潍坊示例装饰有限公司", "潍坊示例建筑有限公司"
BOSS = {"name": "示例老板甲", "phone": "19900007001", "team": "示例班组"}


def loaded() -> bool:
    """Whether the part is there."""
    return Controller.objects.exists()


def load(at: datetime) -> None:
    """A year that is nearly over, one restarted by a letter with its receipt, and two firms of one boss."""
    today, officer = at.astimezone(CHINA).date(), actor("officer", at.date())
    garden = case_of(GARDEN)
    left(garden, year_before(today + timedelta(days=4)), officer, at)
    for worker in garden.claimants.all():
        papers.draft_before_limit(claimant_id=worker.pk, at=at)
    letter(case_of(CANTEEN), today, officer, at)
    live(case_of(LIVE), today, officer, at)
    one_boss(case_of(DECOR), case_of(WORKS), officer, at)


def case_of(name: str) -> Arrears:
    """The case of one of the demo's firms."""
    return Arrears.objects.select_related("case__union").get(employer_name=name, case__kind="arrears", case__open=True)


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a 29th."""
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def left(arrears: Arrears, day: date, officer: Actor, at: datetime) -> None:
    """Every worker of the case left on a day."""
    for worker in arrears.claimants.all():
        limits.tell_start(case_id=arrears.case_id, claimant_id=worker.pk, employed="no", ended_on=day, known={}, by=officer, at=at)


def receipt(arrears: Arrears, title: str, officer: Actor, at: datetime) -> CaseFile:
    """A paper in the folder that proves something."""
    content = files.paper(title=title, blocks=(Paragraph(f"{arrears.employer_name}已经收到。（示例）"),), foot="")
    blob = files.keep(content=BytesIO(content), name=f"{title}.docx", by=officer, at=at, allow=frozenset({FileKind.WORD}))
    return cases.add_file(case=arrears.case, blob=blob, label=title, by=officer, at=at)


def letter(arrears: Arrears, today: date, officer: Actor, at: datetime) -> None:
    """Left in spring, a letter in the worker's name delivered in summer."""
    left(arrears, today - timedelta(days=240), officer, at)
    paper = receipt(arrears, "函件送达回证", officer, at)
    limits.enter(
        case_id=arrears.case_id, kind=Kind.LETTER, on=today - timedelta(days=150), to_whom=arrears.employer_name,
        note="以职工名义发的催告函", proof_id=paper.pk, by=officer, at=at,
    )  # fmt: skip
    routes.save_answers(case_id=arrears.case_id, answers={"unreachable": "no", "began_elsewhere": "no", "other_debts": "no", "wage_iou": "yes"}, by=officer, at=at)


def live(arrears: Arrears, today: date, officer: Actor, at: datetime) -> None:
    """职工001: the signed agreement lies in the folder, so the promise counts."""
    left(arrears, today - timedelta(days=90), officer, at)
    paper = receipt(arrears, "调解协议原件", officer, at)
    promise = arrears.limit_events.filter(kind=Kind.PROMISE).first()
    if promise:
        limits.prove(event_id=promise.pk, proof_id=paper.pk, by=officer, at=at)


def one_boss(one: Arrears, other: Arrears, officer: Actor, at: datetime) -> None:
    """Two firms, one telephone: a person linked them; the order to pay is still missing."""
    for row in (one, other):
        controllers.say(case_id=row.case_id, by=officer, at=at, **BOSS)
    controllers.link(case_id=one.case_id, other_id=other.case_id, note="两家的工资都是他发的", by=officer, at=at)
    claims.save_elements(case_id=other.case_id, answers={"hid_or_moved": "yes", "controller_known": "yes"}, by=officer, at=at)
    routes.choose(case_id=one.case_id, route="inspection", note="先去监察，再在时效内仲裁", by=officer, at=at)
