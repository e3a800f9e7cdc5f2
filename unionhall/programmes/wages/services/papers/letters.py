"""What the further papers say: support of a suit, power of attorney, payment order, production of evidence, demand, transfer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS
from unionhall.kernel.places import queries as places

from ...models import Arrears, Claimant
from ...rules import evidence as pieces
from ...rules.articles import CIVIL_PROCEDURE, Article, Mark
from ...rules.payers import Role
from .. import claims, interviews
from . import facts, making
from .kinds import File, Paper, Values

GENERAL = "一般代理：代为申请、答辩，提交证据，出庭，收法律文书。"
SPECIAL = "特别授权：代为承认、变更、放弃请求，和解，调解，代收款项。要这一项的，委托人在这里另签：＿＿＿＿＿＿"
SPECIAL_RULE = Article(CIVIL_PROCEDURE, "第62条", Mark.UNCONFIRMED)
AS_CHOSEN = "人多、请求相同，推举下面的人为代表人。代表人变更、放弃请求或者和解，要经被代表的人同意。"
AS_AGENT = "委托下面的人为代理人。"
NOTHING_ELSE = "申请人和被申请人之间没有别的债务纠纷，支付令能够送达被申请人。"
INTERRUPTS = "本函替上面写明的职工向贵方主张权利，仲裁时效从贵方收到本函那天起重新计算（{law}）。"
LENIENT = "在刑事立案前、提起公诉前、一审宣判前付清的，依法可以从宽，越早越宽（{law}）。"
UNNAMED = "另有 {n} 名职工，没有授权写明姓名。"
TO_INSPECT = "请贵单位依法核查处理，并把受理情况告诉本会。"
SECRET = "反映人的姓名、联系方式不在本函里。要联系本人，请通过本会。"


def support(file: File) -> Values:
    """To the procuratorate: support this suit. 民事诉讼法 Art.15."""
    rule = law.rule("SUPPORT", file.on, claims.place_of(arrears=file.arrears))
    return {
        "workers": facts.workers_of(file.workers), "respondents": facts.respondents_of(file.arrears),
        "facts": list(facts.story(file.arrears, file.workers)), "support_law": rule.law,
        "support_badges": facts.badges(rule.unconfirmed), **making.sums_of(file), **making.folder_of(file),
    }  # fmt: skip


def authority(file: File) -> Values:
    """Each worker to their lawyer; several workers to the representatives they chose. ID numbers in full."""
    chosen = [worker for worker in file.workers if worker.representative]
    if len(file.workers) > 1 and not chosen:
        raise Refused("which_claimant", _("先选哪一位职工；要推举代表的，先在职工里记下代表"), field="claimant")
    group = len(file.workers) > 1
    agents = [{"name": one.name, "firm": "代表人", "phone": facts.person(one)["phone"]} for one in chosen] if group else _lawyers(file)
    return {
        "principals": [_principal(file, number, worker) for number, worker in enumerate(file.workers, start=1)],
        "agents": agents or [{"name": facts.BLANK, "firm": facts.BLANK, "phone": facts.BLANK}],
        "as_what": AS_CHOSEN if group else AS_AGENT, "matter": _matter(file.arrears), "general": GENERAL, "special": SPECIAL,
        "special_law": str(SPECIAL_RULE), "special_badges": facts.badges(SPECIAL_RULE.mark is Mark.UNCONFIRMED),
        "group_law": law.rule("GROUP-35", file.on, claims.place_of(arrears=file.arrears)).law if group else "",
    }  # fmt: skip


def _principal(file: File, number: int, worker: Claimant) -> dict[str, str]:
    return facts.person(worker) | {"number": str(number), "id_number": file.numbers.get(worker.pk) or facts.BLANK}


def _lawyers(file: File) -> list[dict[str, str]]:
    rows = file.arrears.aids.filter(claimant__in=[worker.pk for worker in file.workers]).select_related("lawyer__person", "agency")
    return [
        {
            "name": row.lawyer.person.name, "firm": row.agency.name if row.agency else facts.BLANK,
            "phone": (row.agency.phone if row.agency else "") or facts.BLANK,
        }
        for row in rows
    ]  # fmt: skip


def _matter(arrears: Arrears) -> str:
    return f"和{arrears.employer_name}追索劳动报酬的仲裁、诉讼和执行"


def order(file: File) -> Values:
    """The application for a payment order on a mediation agreement; refused where PO-COND (民诉法 Art.225) does not hold."""
    if making.unreachable(file.arrears):
        raise Refused("po_unreachable", _("公司找不到，支付令送不到，现在不能申请。走仲裁"))
    note = making.payment_order(file)
    if not note["instalments"]:
        raise Refused("nothing_due", _("协议的钱还没有到期没付的，现在不用申请支付令"))
    rule = law.rule("PO-COND", file.on, claims.place_of(arrears=file.arrears))
    kept = ("signed_on", "agreed", "instalments", "total", "capitals", "clocks")
    return {
        "workers": facts.workers_of(file.workers), "condition": NOTHING_ELSE, "condition_law": rule.law,
        "condition_badges": facts.badges(rule.unconfirmed), **{name: note[name] for name in kept}, **making.folder_of(file),
    }  # fmt: skip


def production(file: File) -> Values:
    """To the commission or court: order the employer to bring what it holds. 调裁法 Art.39(2), 条例 Art.50."""
    site = claims.facts_of(arrears=file.arrears)
    held = interviews.proofs_of(arrears=file.arrears, workers=file.workers)
    found = pieces.to_produce(pieces.puzzle(held), on_site=site.construction)
    if not found:
        raise Refused("nothing_to_produce", _("四样都有证据了，不用再申请"))
    rows = [
        {
            "number": str(number), "label": one.label, "article": str(one.article),
            "shows": "、".join(pieces.ELEMENT_LABELS[each] for each in pieces.Element if each in one.shows),
            "badges": facts.badges(one.article.mark is Mark.UNCONFIRMED),
        }
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip
    return {
        "workers": facts.workers_of(file.workers), "asked": rows, "produce_law": str(pieces.PRODUCE), "burden_law": str(pieces.BURDEN),
        "rural": str(pieces.EMPLOYER_SHOWS) if site.rural_worker is not False else "",
    }  # fmt: skip


def demand(file: File) -> Values:
    """To one payer of the chain: its own duty and nobody else's. Workers are named only as far as they allowed it."""
    if file.payer is None:
        raise Refused("which_payer", _("先查清谁该付钱，再发催告函"), field="payer")
    place = claims.place_of(arrears=file.arrears)
    named = [worker for worker in file.workers if worker.pk in interviews.named_to_employer(workers=file.workers)]
    unnamed, lines = len(file.workers) - len(named), making.sums_of(file)
    lenient = law.rule("CRIM-LENIENT", file.on, place)
    interrupts = law.rule("LIM-INT", file.on, place)
    return {
        "payer": file.payer.name or facts.BLANK, "role": file.payer.label, "reason": file.payer.reason, "article": file.payer.article,
        "payer_badges": facts.badges(file.payer.unconfirmed), "count": str(max(len(file.workers), file.arrears.people)),
        "period": file.arrears.period or facts.BLANK, "named": [{"name": worker.name} for worker in named],
        "unnamed": UNNAMED.format(n=unnamed) if unnamed and named else "",
        "interrupts": INTERRUPTS.format(law=interrupts.law) if named else "",
        "lenient": LENIENT.format(law=lenient.law) if file.payer.role is Role.EMPLOYER else "",
        "phone": file.arrears.case.union.phone or facts.BLANK, "total": lines["total"], "capitals": lines["capitals"],
        **_reply_by("UNION-REPLY", file.on, place),
    }  # fmt: skip


def _reply_by(rule_id: str, on: date, place: str) -> Values:
    """A real day where the rule has a length, a blank to be written in where it has none; the badge with both."""
    rule = law.rule(rule_id, on, place)
    found = law_rules.due(rule, on, places.calendar()) if rule.lengths and rule.lengths[0].n else None
    last = found.due if found is not None and isinstance(found.due, date) else None
    return {
        "reply_by": facts.day(last), "reply_law": rule.law,
        "reply_badges": facts.badges(rule.unconfirmed, bool(found and found.provisional)),
    }  # fmt: skip


def transfer(file: File) -> Values:
    """To the labour bureau: what was found, in sums and places. No worker is named (监察条例 Art.9)."""
    arrears, place = file.arrears, claims.place_of(arrears=file.arrears)
    if not arrears.owed:
        raise Refused("no_claims", _("先算清每个人欠多少，再出这份文书"))
    asked = facts.clock("INS-ACCEPT", file.on, place)
    return {
        "industry": INDUSTRY_LABELS.get(arrears.industry, arrears.industry) or facts.BLANK, "street": arrears.street or arrears.case.union.name,
        "count": str(max(len(file.workers), arrears.people)), "period": arrears.period or facts.BLANK,
        "received": facts.day(arrears.case.received_at.astimezone().date()), "ask": TO_INSPECT, "secret": SECRET,
        "total": money.yuan(arrears.owed), "capitals": money.capitals(arrears.owed), "phone": arrears.case.union.phone or facts.BLANK,
        "accept_days": asked["length"], "accept_law": asked["law"], "accept_badges": asked["badges"],
    }  # fmt: skip


VALUES: Mapping[Paper, Callable[[File], Values]] = {
    Paper.ORDER: order, Paper.SUPPORT: support, Paper.AUTHORITY: authority, Paper.PRODUCTION: production,
    Paper.DEMAND: demand, Paper.TRANSFER: transfer,
}  # fmt: skip
