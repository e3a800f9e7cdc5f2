"""The seven joint mechanisms with the procuratorate: what each leaves behind. One without a record in the period does not count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _

if TYPE_CHECKING:
    from ibis.expr.types import Scalar

    from unionhall.reports.kinds import Tables


class Mechanism(StrEnum):
    """What union and procuratorate do together."""

    LIAISON = "liaison"
    SHARING = "sharing"
    TRANSFER = "transfer"
    STUDY = "study"
    HANDLING = "handling"
    PARTY = "party"
    PUBLICITY = "publicity"


@dataclass(frozen=True, slots=True)
class Wants:
    """What a record of a mechanism must hold besides day, partner and subject."""

    label: str
    leaves: str
    items: bool = False
    case: bool = False
    reached: bool = False
    typed: bool = True


TABLE = {
    Mechanism.LIAISON: Wants(_("联络"), _("哪天、和谁、为了什么事联系过")),
    Mechanism.SHARING: Wants(_("信息共享"), _("哪天、给了或者收到哪些信息、几条"), items=True),
    Mechanism.TRANSFER: Wants(_("线索移送"), _("从案件页送出的移送：编号、哪天送出、什么结果"), typed=False),
    Mechanism.STUDY: Wants(_("联合研判"), _("开过的会：议程从逾期的移送和案件里生成，逐条写结论"), typed=False),
    Mechanism.HANDLING: Wants(_("联合办案"), _("哪一件、哪天、一起做了什么"), case=True),
    Mechanism.PARTY: Wants(_("党建共建"), _("哪天、办了什么、来了多少人"), reached=True),
    Mechanism.PUBLICITY: Wants(_("联合普法"), _("哪天、在哪、讲了什么、多少人听"), reached=True),
}
TYPED = tuple(code for code, wants in TABLE.items() if wants.typed)


class Reason(StrEnum):
    """Why a matter stands on a study's agenda."""

    LATE = "late"
    RETURNED = "returned"
    OVERDUE = "overdue"


REASONS = {Reason.LATE: _("移送过期没答复"), Reason.RETURNED: _("移送被退回"), Reason.OVERDUE: _("案件期限过了")}


def missing(mechanism: Mechanism, *, items: int | None, reached: int | None, case_id: int | None) -> str:
    """The field that a record of this mechanism lacks; '' when it is whole."""
    wants = TABLE[mechanism]
    lacks = (("items", wants.items and not items), ("reached", wants.reached and not reached), ("case", wants.case and not case_id))
    return next((field for field, gone in lacks if gone), "")


def mechanisms(tables: Tables) -> Scalar:
    """How many mechanisms left records in the period."""
    rows = tables["wages_joint"]
    return rows.filter(rows.on.between(tables.first, tables.last)).mechanism.nunique()
