"""What papers say of a case, as strings: claims, workers, respondents, evidence, facts, dates and badges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from unionhall.base import money
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law

from ...kinds import ANSWER_LABELS, Answer
from ...models import Arrears, Claimant, ClaimLine
from ...rules.lines import ITEM_LABELS, Item
from .. import claims

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import CaseFile

UNCONFIRMED, PROVISIONAL = _("待核实"), _("暂定")
BLANK = "＿＿＿＿"
Row = dict[str, str]


class Sums(TypedDict):
    """The claims as rows, their sum in fen, and how many could not be put in one figure."""

    rows: list[Row]
    total: int
    bands: int


def claims_of(workers: Iterable[Claimant]) -> Sums:
    """Each worker's lines; where nothing is computed yet, what was reported, with the badge."""
    rows: list[Row] = []
    total = bands = 0
    for worker in workers:
        lines = [line for line in worker.lines.order_by("pk") if line.available and (line.amount or line.low)]
        rows += [_line(worker, line) for line in lines]
        total += sum(line.amount or 0 for line in lines)
        bands += sum(1 for line in lines if line.amount is None)
        if not lines and worker.owed:
            rows.append(bare(worker.name, ITEM_LABELS[Item.ARREARS], worker.owed, _("按本人所报，还没有逐项计算")))
            total += worker.owed
    return {"rows": rows, "total": total, "bands": bands}


def bare(name: str, item: str, amount: int, arithmetic: str) -> Row:
    """A claim that no calculator stands behind: it wears the badge."""
    return {
        "name": name, "item": item, "sum": money.yuan(amount), "arithmetic": arithmetic, "articles": "", "version": "",
        "badges": UNCONFIRMED,
    }  # fmt: skip


def _line(worker: Claimant, line: ClaimLine) -> Row:
    said = claims.words(line=line)
    return {
        "name": worker.name, "item": ITEM_LABELS[Item(line.item)], "sum": str(said["sum"]), "arithmetic": line.arithmetic,
        "articles": line.articles, "version": line.rule_version, "badges": badges_of(line),
    }  # fmt: skip


def badges_of(line: ClaimLine) -> str:
    """待核实, 暂定, both or nothing."""
    return badges(claims.unconfirmed(line=line), bool(claims.words(line=line)["provisional"]))


def badges(unconfirmed: bool, provisional: bool = False) -> str:
    """The badges in print."""
    return " ".join(f"【{word}】" for word, due in ((UNCONFIRMED, unconfirmed), (PROVISIONAL, provisional)) if due)


def all_badges(rows: Iterable[Row]) -> str:
    """The badges of any row, once each."""
    said = " ".join(row.get("badges", "") for row in rows)
    return badges(UNCONFIRMED in said, PROVISIONAL in said)


def workers_of(workers: Iterable[Claimant]) -> list[Row]:
    """Names in full, numbers masked, sums in yuan."""
    return [person(worker) | {"sum": money.yuan(worker.owed)} for worker in workers]


def person(worker: Claimant) -> Row:
    """A worker as a paper names them."""
    phone, number = (worker.person.masked_phone, worker.person.masked_id) if worker.person else ("", "")
    return {
        "name": worker.name, "phone": phone or BLANK, "id_number": number or BLANK,
        "work": worker.work or BLANK,
    }  # fmt: skip


def respondents_of(arrears: Arrears) -> list[Row]:
    """Whom the application names, in the order of payment; the employer as reported while the site is not known."""
    rows = [
        {
            "number": str(number), "name": one.name or BLANK, "role": one.label, "reason": one.reason, "article": one.article,
            "badges": badges(one.unconfirmed or bool(one.condition)),
        }
        for number, one in enumerate(claims.respondents_of(arrears=arrears), start=1)
    ]  # fmt: skip
    if rows:
        return rows
    reason = _("按反映的单位列，用工情况还没查清")
    return [{"number": "1", "name": arrears.employer_name, "role": "", "reason": reason, "article": "", "badges": badges(True)}]


def story(arrears: Arrears, workers: Iterable[Claimant]) -> Iterator[Row]:
    """The facts as the file has them, one paragraph a worker; what is not known stays blank to be written in."""
    if arrears.summary:
        yield {"text": arrears.summary}
    place = f"（{arrears.project}）" if arrears.project else ""
    for worker in workers:
        begun, ended = day(worker.begun_on), day(worker.ended_on) if worker.ended_on else _("现在")
        monthly = f"{money.short(worker.monthly)} 元" if worker.monthly else BLANK
        yield {
            "text": f"{worker.name}在{arrears.employer_name}{place}干活，工种 {worker.work or BLANK}，"
            f"从 {begun} 干到 {ended}，月工资 {monthly}，欠薪期间 {arrears.period or BLANK}，"
            f"欠 {money.short(worker.owed)} 元。"
        }  # fmt: skip


def evidence(rows: Iterable[CaseFile]) -> list[Row]:
    """The folder's files with the hash that was taken when each came in."""
    return [
        {
            "number": str(number), "label": row.label or row.blob.name, "added": day(row.added_at.astimezone().date()),
            "digest": row.blob.sha256,
        }
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def day(value: date | None) -> str:
    """2026年8月20日, or a blank to be filled in."""
    return f"{value.year}年{value.month}月{value.day}日" if value else BLANK


def answer(value: str) -> str:
    """是, 不是, 说不清."""
    return ANSWER_LABELS[Answer(value)]


def clock(rule_id: str, on: date, place: str) -> Row:
    """A rule of law as a line: what, how long, by which article, with the badge."""
    rule = law.rule(rule_id, on, place)
    length = f"{rule.lengths[0].n} {rule.lengths[0].unit_label}" if rule.lengths and rule.lengths[0].n else "—"
    return {"title": rule.title, "length": length, "law": rule.law, "badges": badges(rule.unconfirmed)}
