"""What the first papers of a case say: application, agreement, aid, payment order; and the schedule as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, FileKind, Sheet
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from ...kinds import Answer
from ...models import Agreement, Arrears, Clue
from ...rules import routes
from ...rules.instalments import Standing
from ...rules.lines import ITEM_LABELS, Item
from .. import agreements, claims
from . import facts, lists
from .kinds import PAPER_LABELS, File, Made, Paper, Values, code_of, name_of

NO_HARDSHIP = _("免予核查：进城务工人员申请支付劳动报酬（法律援助法第42条第3项），附身份证明")
HARDSHIP = _("要核查经济困难状况，附收入和家庭情况证明")
HARDSHIP_OPEN = _("还没查清是不是农民工；是的，免予核查（法律援助法第42条第3项）")
ONLY_WAGES = _("本协议只谈工资。公司不付的，职工可以申请支付令，可以直接起诉，也可以申请仲裁。")
NOT_ONLY_WAGES = _("本协议还约定了工资以外的款项：公司不付的，不能凭它直接起诉。工资最好另签一份。")
PERHAPS = _("公司找得到、双方没有别的债，就可以拿协议向基层法院申请。由律师和职工决定。")
NOT_NOW = _("公司找不到，支付令送不到：现在不能申请，走仲裁。")
CLOCKS = ("PO-ACCEPT", "PO-ISSUE", "PO-DEBTOR")


def common_of(file: File) -> Values:
    arrears = file.arrears
    figures = claims.figures_for(on=file.on, place=claims.place_of(arrears=arrears))
    return {
        "reference": arrears.case.reference, "place": arrears.case.union.name, "made_on": facts.day(file.on),
        "version": figures.version, "employer": arrears.employer_name, "project": arrears.project or facts.BLANK,
    }  # fmt: skip


def sums_of(file: File) -> Values:
    """Claims, total and capitals; without any computed or reported sum of a worker, that of the agreement or case."""
    found = facts.claims_of(file.workers)
    if not found["rows"] and (owed := _agreed_or_owed(file.arrears)):
        row = facts.bare(_("全体"), ITEM_LABELS[Item.ARREARS], owed, _("还没有逐人计算"))
        found = {"rows": [row], "total": owed, "bands": 0}
    if not found["rows"]:
        raise Refused("no_claims", _("先算清每个人欠多少，再出这份文书"))
    open_sums = _("加付赔偿金只列范围，没有计入合计。") if found["bands"] else ""
    return {"claims": found["rows"], "open_sums": open_sums, **amount_of(found["total"])}


def _agreed_or_owed(arrears: Arrears) -> int:
    agreement = _agreement(arrears)
    return agreement.total if agreement else arrears.owed or 0


def _agreement(arrears: Arrears) -> Agreement | None:
    return arrears.agreements.filter(superseded=False).order_by("-pk").first()


def require_agreement(arrears: Arrears) -> Agreement:
    agreement = _agreement(arrears)
    if agreement is None:
        raise Refused("no_agreement", _("先登记双方的协议：多少钱、哪天付"))
    return agreement


def amount_of(fen: int) -> Values:
    return {"total": money.yuan(fen), "capitals": money.capitals(fen)}


def folder_of(file: File) -> Values:
    rows = facts.evidence(file.evidence)
    return {"evidence": rows, "no_evidence": "" if rows else _("材料夹里还没有证据。")}


def _arbitration(file: File) -> Values:
    return {
        "workers": facts.workers_of(file.workers), "respondents": facts.respondents_of(file.arrears),
        "facts": list(facts.story(file.arrears, file.workers)), **sums_of(file), **folder_of(file),
    }  # fmt: skip


def _mediation(file: File) -> Values:
    agreement = require_agreement(file.arrears)
    parts = [
        {
            "number": str(one.number), "due": facts.day(one.due), "sum": money.yuan(one.amount),
            "capitals": money.capitals(one.amount),
        }
        for one in agreement.instalments.order_by("number")
    ]  # fmt: skip
    warning = _caution(routes.CautionCode.WAGES_ONLY, routes.RouteFacts(other_items=None))
    return {
        "workers": facts.workers_of(file.workers), "body": agreement.body or facts.BLANK, "instalments": parts,
        "signed_on": facts.day(agreement.signed_on), "wages_only": ONLY_WAGES if agreement.wages_only else NOT_ONLY_WAGES,
        "warning": warning.sentence, "warning_article": "；".join(str(one) for one in warning.articles),
        **amount_of(agreement.total), **_confirmation(file, agreement),
    }  # fmt: skip


def _confirmation(file: File, agreement: Agreement) -> Values:
    """The last day of a joint application for judicial confirmation, with its article and badges."""
    rule = law.rule("CONFIRM-30", agreement.signed_on, claims.place_of(arrears=file.arrears))
    found = law_rules.due(rule, agreement.signed_on, places.calendar())
    last = found.due if isinstance(found.due, date) else None
    return {
        "confirm_by": facts.day(last), "confirm_law": rule.law,
        "confirm_badges": facts.badges(rule.unconfirmed, found.provisional),
    }  # fmt: skip


def _caution(code: routes.CautionCode, given: routes.RouteFacts) -> routes.Caution:
    return next(one for one in routes.cautions(given) if one.code is code)


def _aid(file: File) -> Values:
    if len(file.workers) != 1:
        raise Refused("which_claimant", _("法律援助一人一张，先选哪一位职工"), field="claimant")
    worker, urgent = file.workers[0], [{"text": file.urgent}] if file.urgent else []
    hardship = {Answer.YES: NO_HARDSHIP, Answer.NO: HARDSHIP}.get(Answer(worker.migrant), HARDSHIP_OPEN)
    answer = facts.clock("AID-7", file.on, claims.place_of(arrears=file.arrears))
    ended = facts.day(worker.ended_on) if worker.ended_on else _("现在")
    return {
        **facts.person(worker), "migrant": facts.answer(worker.migrant), "hardship": hardship,
        "employed": f"{facts.day(worker.begun_on)}—{ended}", "answer_days": answer["length"], "answer_law": answer["law"],
        "answer_badges": answer["badges"], "facts": [*urgent, *facts.story(file.arrears, file.workers)],
        **sums_of(file), **folder_of(file),
    }  # fmt: skip


def payment_order(file: File) -> Values:
    agreement = require_agreement(file.arrears)
    rows = [one for one in agreements.standing(agreement=agreement, today=file.on) if one.instalment.due < file.on and one.open]
    lost = unreachable(file.arrears)
    given = routes.RouteFacts(workers=max(1, len(file.workers)), unreachable=lost, mediation_agreement=True, other_items=False)
    place = claims.place_of(arrears=file.arrears)
    return {
        "signed_on": facts.day(agreement.signed_on), "agreed": money.yuan(agreement.total),
        "instalments": [_late(number, one) for number, one in enumerate(rows, start=1)],
        "verdict": NOT_NOW if lost else PERHAPS, "clocks": [facts.clock(code, file.on, place) for code in CLOCKS],
        "cautions": [{"text": f"{one.sentence}（{'；'.join(map(str, one.articles))}）"} for one in routes.cautions(given)],
        **amount_of(sum(one.open for one in rows)),
    }  # fmt: skip


def _late(number: int, one: Standing) -> dict[str, str]:
    part = one.instalment
    sums = {"sum": money.yuan(part.amount), "paid": money.yuan(one.paid), "open": money.yuan(one.open)}
    return {"number": str(number), "due": facts.day(part.due), **sums}


def unreachable(arrears: Arrears) -> bool | None:
    """Whether the boss cannot be reached, as the clue had it."""
    clue = arrears.case.origin_id and Clue.objects.filter(case_id=arrears.case.origin_id).first()
    return {Answer.NO: True, Answer.YES: False}.get(Answer(clue.boss_reachable)) if clue else None


VALUES: Mapping[Paper, Callable[[File], Values]] = {
    Paper.ARBITRATION: _arbitration, Paper.MEDIATION: _mediation, Paper.AID: _aid, Paper.PAYMENT_ORDER: payment_order,
    Paper.REPRESENTATIVES: lists.representatives, Paper.DISTRIBUTION: lists.distribution,
}  # fmt: skip
COLUMNS = (
    Column("序号", ColumnKind.INT, 6), Column("姓名", width=12), Column("证件号", width=14), Column("电话", width=16),
    Column("工种", width=12), Column("项目", width=16), Column("金额（元）", ColumnKind.MONEY, 16), Column("怎么算", width=48),
    Column("依据", width=40), Column("标记", width=12), Column("规则版本", width=28),
)  # fmt: skip


def schedule(file: File) -> Made:
    """Every line of every worker, sums as values; a worker's own sum after their lines, the case's at the end."""
    values = common_of(file)
    rows = _schedule_rows(file)
    code = code_of({**values, "rows": rows})
    title = (
        f"{file.arrears.employer_name} {PAPER_LABELS[Paper.SCHEDULE]}",
        f"编号 {values['reference']}　{values['place']}　{values['made_on']}　核验码 {code}",
    )
    target = BytesIO()
    files.write(target=target, sheets=[Sheet(PAPER_LABELS[Paper.SCHEDULE], COLUMNS, rows, title=title)])
    return Made(Paper.SCHEDULE, target.getvalue(), name_of(file, Paper.SCHEDULE, "xlsx"), FileKind.SHEET, code)


def _schedule_rows(file: File) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, worker in enumerate(file.workers, start=1):
        who = facts.person(worker)
        lead = (number, who["name"], who["id_number"], who["phone"], who["work"])
        lines = [line for line in worker.lines.order_by("pk") if line.available]
        for line in lines:
            tail = (line.arithmetic, line.articles, facts.badges_of(line), line.rule_version)
            rows.append((*lead, ITEM_LABELS[Item(line.item)], line.amount or claims.words(line=line)["sum"], *tail))
        reported = "" if lines else _("按本人所报，还没有逐项计算")
        mark = "" if lines else facts.badges(True)
        rows.append((*lead, _("小计"), worker.owed, reported, "", mark, ""))
    total = sum(worker.owed for worker in file.workers)
    return [*rows, (None, _("合计"), "", "", "", "", total, money.capitals(total), "", "", "")]
