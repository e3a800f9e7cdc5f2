"""The worker's own application for arbitration, made of the interview's answers: the ID number in full, for it is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import services as journal

from ...models import Interview
from ...rules import evidence as pieces
from ...rules import interview as rules
from ...rules.articles import Mark
from .. import claims, interviews
from . import facts, templates
from .kinds import PAPER_LABELS, Made, Paper, Values, code_of

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case, CaseFile

ASK_FIRST = "下面的材料在单位手里，请责令单位提交："
WILLING = "同一工地、同一段时间的工友有 {n} 名愿意作证，姓名由工会提供。"


def values(*, interview: Interview, case: Case, evidence: Sequence[CaseFile], on: date) -> Values:
    """What the application prints; Refused while a question that must be answered is open."""
    told = interviews.answers_of(interview=interview)
    if left := rules.missing(told):
        raise Refused("unanswered", _("还有题没答，先答完"), field=left.code)
    amount = int(told["owed"])
    willing = interviews.willing_for(interview=interview, case=case, today=on)
    found = pieces.puzzle(rules.proofs(told), colleagues=willing)
    chosen = templates.chosen(paper=Paper.OWN, path=case.union.path)
    asked = pieces.to_produce(found)
    said: Values = {
        name: told.get(name) or facts.BLANK for name in ("name", "id_number", "phone", "address", "employer", "employer_address", "work")
    }
    figures = claims.figures_for(on=on, place=case.union.region_code)
    rows = facts.evidence(evidence)
    said |= {
        "reference": case.reference, "place": case.union.name, "made_on": facts.day(on), "version": figures.version,
        "project": told.get("site") or facts.BLANK, "template": chosen.stamp, "badges": "", "total": money.yuan(amount),
        "capitals": money.capitals(amount), "facts": [{"text": text} for text in story(told)], "evidence": rows,
        "no_evidence": "" if rows else "还没有交过文件。", "proofs": proofs_in_words(found), "asked": _asked(asked),
        "asked_first": ASK_FIRST if asked else "", "produce_law": str(pieces.PRODUCE), "burden_law": str(pieces.BURDEN),
        "colleagues": WILLING.format(n=willing) if willing else "",
    }  # fmt: skip
    said["badges"] = facts.all_badges(row for one in said.values() if isinstance(one, list) for row in one)
    said["code"] = code_of(said)
    return said


def proofs_in_words(found: Sequence[pieces.Piece]) -> list[dict[str, str]]:
    """The puzzle as rows."""
    return [
        {
            "element": pieces.ELEMENT_LABELS[one.element], "have": "；".join(pieces.PROOF_LABELS[each] for each in one.have) or "—",
            "state": pieces.STATE_LABELS[one.state],
        }
        for one in found
    ]  # fmt: skip


def _asked(found: Sequence[pieces.Held]) -> list[dict[str, str]]:
    return [
        {
            "number": str(number), "label": one.label, "article": str(one.article),
            "badges": facts.badges(one.article.mark is Mark.UNCONFIRMED),
        }
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip


def story(told: rules.Answers) -> list[str]:
    """The facts in the worker's own voice, from what was answered and nothing else."""
    begun = _day(told.get("begun", ""))
    still = told.get("still") == "yes"
    until = "一直干到现在" if still else f"干到 {_day(told.get('ended', ''))}"
    contract = {"yes": "双方签了书面合同。", "no": "单位没有和我签书面合同。"}.get(told.get("contract", ""), "")
    monthly = f"说好的工资每月 {money.short(int(told['monthly']))} 元。" if told.get("monthly") else ""
    site = f"，在{told['site']}" if told.get("site") else ""
    return [
        f"我从 {begun} 开始给{told['employer']}干活{site}，工种 {told.get('work') or facts.BLANK}，{until}。{contract}{monthly}",
        f"单位拖欠我 {told.get('period') or facts.BLANK} 的工资，一共 {money.short(int(told['owed']))} 元，到今天没有付清。",
    ]  # fmt: skip


def _day(text: str) -> str:
    return facts.day(date.fromisoformat(text) if text else None)


@transaction.atomic
def make_own(*, interview: Interview, case: Case, evidence: Sequence[CaseFile], by: Actor, at: datetime) -> Made:
    """The application as docx, journalled; it is not kept: it holds the worker's number in full."""
    found = values(interview=interview, case=case, evidence=evidence, on=at.astimezone().date())
    chosen = templates.chosen(paper=Paper.OWN, path=case.union.path)
    content = files.fill(template=chosen.content, values=found)
    Interview.objects.filter(pk=interview.pk).update(made_at=at)
    code = str(found["code"])
    journal.record(
        kind="change", verb="wages.interview.paper", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at, note=f"code {code}"
    )
    return Made(Paper.OWN, content, f"{case.reference} {PAPER_LABELS[Paper.OWN]}.docx", FileKind.WORD, code, chosen.stamp)
