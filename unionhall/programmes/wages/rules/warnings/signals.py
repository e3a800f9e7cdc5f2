"""The signals: what each one measures, in which words it is said, and which duty the visit looks at (handbook §9, §12.10).

A measure is None when a figure that it needs is unknown: then the rule says nothing, and nothing is said to be in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from unionhall.base.words import gettext_noop as _

from .facts import Facts, Month

FEN = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure, and the numbers that its sentence names."""

    figure: Decimal
    seen: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule's name, its sentence with {names}, the visit to make, the duty's article, and the measure.

    `lasting`: it comes from the records and holds on from month to month, so an unanswered warning is carried on.
    """

    title: str
    says: str
    visit: str
    article: str
    measure: Callable[[Facts], Reading | None]
    union_only: bool = False
    lasting: bool = False


def share(part: int, whole: int) -> Decimal:
    """A part of a whole, to four places."""
    return (Decimal(part) / whole).quantize(Decimal("0.0001"))


def percent(value: Decimal) -> str:
    """12.5 for 0.125."""
    return f"{(value * 100).normalize():f}"


def yuan(fen: int) -> str:
    """Whole fen as yuan."""
    return f"{fen // FEN:,}" if fen % FEN == 0 else f"{fen / FEN:,.2f}"


def before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def no_pay(facts: Facts) -> Reading | None:
    """Attendance months in a row, back from the period, in which people worked and nobody was paid."""
    if facts.month is None or facts.month.attended is None or facts.month.paid is None:
        return None
    run, wanted = 0, facts.month.month
    for month in facts.months:
        if month.month != wanted or not month.attended or month.paid != 0:
            break
        run, wanted = run + 1, before(wanted)
    return Reading(Decimal(run), {"n": run, "attended": facts.month.attended})


def _left_out(month: Month | None, counted: int | None) -> Reading | None:
    if month is None or not month.attended or counted is None:
        return None
    left = max(0, month.attended - counted)
    found = share(left, month.attended)
    return Reading(found, {"attended": month.attended, "n": counted, "left": left, "percent": percent(found)})


def paid_share(facts: Facts) -> Reading | None:
    """The share of those who worked and were not paid."""
    return _left_out(facts.month, facts.month.paid if facts.month else None)


def no_record(facts: Facts) -> Reading | None:
    """The share of those who worked and have no pay record."""
    return _left_out(facts.month, facts.month.recorded if facts.month else None)


def below_minimum(facts: Facts) -> Reading | None:
    """By how many yuan the average pay lies below the minimum wage. Nobody paid of those who worked is an average of nought."""
    month, least = facts.month, facts.minimum_wage
    if month is None or least is None or month.paid is None or (month.payroll is None and month.paid):
        return None
    if not month.paid and not month.attended:
        return None
    average = (month.payroll or 0) // month.paid if month.paid else 0
    return Reading(Decimal(max(0, least - average)) / FEN, {"average": yuan(average), "least": yuan(least)})


def one_payee(facts: Facts) -> Reading | None:
    """The largest sum that one person got in the month, in yuan."""
    if facts.month is None or facts.month.top_payee is None:
        return None
    return Reading(Decimal(facts.month.top_payee) / FEN, {"sum": yuan(facts.month.top_payee)})


def leaver(facts: Facts) -> Reading | None:
    """Those who left without being settled with."""
    if facts.month is None or facts.month.leavers is None or facts.month.settled is None:
        return None
    left = max(0, facts.month.leavers - facts.month.settled)
    return Reading(Decimal(left), {"leavers": facts.month.leavers, "n": left})


PAPERS = (("real_name", _("实名制")), ("account", _("工资专户")), ("deposit", _("工资保证金")))


def site_papers(facts: Facts) -> Reading | None:
    """How many of real-name register, wage account and deposit are missing."""
    if facts.month is None:
        return None
    said = [(name, getattr(facts.month, code)) for code, name in PAPERS]
    if all(answer is None for _name, answer in said):
        return None
    missing = [name for name, answer in said if answer is False]
    return Reading(Decimal(len(missing)), {"n": len(missing), "which": "、".join(missing)})


def _counted(value: int | None) -> Reading | None:
    return None if value is None else Reading(Decimal(value), {"n": value})


def dues_late(facts: Facts) -> Reading | None:
    """Months by which the union dues are late."""
    return _counted(facts.month.dues_late if facts.month else None)


def hardship(facts: Facts) -> Reading | None:
    """Hardship applications of its workers in the month."""
    return _counted(facts.month.hardship if facts.month else None)


def hotline(facts: Facts) -> Reading | None:
    """Calls about it in the month: as written down, and as the hotline's own clues count them; the larger of the two."""
    written = facts.month.hotline if facts.month else None
    if written is None and not facts.records.hotline:
        return None
    return _counted(max(written or 0, facts.records.hotline))


def members_drop(facts: Facts) -> Reading | None:
    """The share of union members lost since the month before."""
    if len(facts.months) < 2 or facts.months[1].month != before(facts.months[0].month):
        return None
    now, then = facts.months[0].members, facts.months[1].members
    if now is None or not then:
        return None
    found = share(max(0, then - now), then)
    return Reading(found, {"then": then, "now": now, "percent": percent(found)})


def pay_day(facts: Facts) -> Reading | None:
    """Days by which the pay day was missed; a pay day on a free day moves to the working day before (条例 Art.14)."""
    month = facts.month
    if month is None or month.pay_on is None:
        return None
    last = facts.calendar.last_working(month.pay_on)
    late = max(0, ((month.paid_on or facts.day) - last).days)
    return Reading(Decimal(late), {"n": late, "agreed": month.pay_on.isoformat(), "last": last.isoformat()})


def season(facts: Facts) -> Reading | None:
    """Days to the next 除夕, for those with arrears, open clues or broken agreements behind them."""
    records = facts.records
    if facts.eve is None or not (records.own or records.same_controller or records.open_clues or records.overdue):
        return None
    left = (facts.eve - facts.day).days
    return Reading(Decimal(left), {"n": left, "eve": facts.eve.isoformat()})


def earlier(facts: Facts) -> Reading | None:
    """Cases of unpaid wages of the last two years, its own and those of the same controller."""
    own, other = facts.records.own, facts.records.same_controller
    return Reading(Decimal(own + other), {"own": own, "other": other})


def overdue(facts: Facts) -> Reading | None:
    """Agreed payments that passed unpaid."""
    return _counted(facts.records.overdue)


def silent_site(facts: Facts) -> Reading | None:
    """Days since anybody wrote anything down about a building site. Silence is unknown, not in order."""
    if not facts.construction or facts.records.last_look is None:
        return None
    days = max(0, (facts.day - facts.records.last_look).days)
    return Reading(Decimal(days), {"n": days, "last": facts.records.last_look.isoformat()})


RULES = "保障农民工工资支付条例 "
SIGNALS: Mapping[str, Signal] = {
    "no_pay": Signal(_("连着几个月没发工资"), _("连着 {n} 个月有人出勤、没有人拿到工资；这个月出勤 {attended} 人"),
        _("看考勤和工资支付台账，问清哪个月起没发、谁负责发"), RULES + "第12条、第15条", no_pay),
    "paid_share": Signal(_("有人出勤没拿到工资"), _("出勤 {attended} 人，拿到工资 {n} 人，少 {left} 人（{percent}%）"),
        _("拿考勤和工资发放表一个一个对，找出没拿到的人"), RULES + "第12条、第15条", paid_share),
    "no_record": Signal(_("出勤的人没有工资记录"), _("出勤 {attended} 人，有工资记录 {n} 人，{left} 人没有（{percent}%）"),
        _("看工资支付台账是不是每人都有，工资清单发没发"), RULES + "第15条、第54条", no_record),
    "below_minimum": Signal(_("平均工资低于最低工资"), _("平均每人 {average} 元，当地最低工资 {least} 元"),
        _("看工资是怎么算的，扣了什么，有没有签字"), "劳动法 第48条", below_minimum),
    "one_payee": Signal(_("一个人领的钱太多"), _("一个人一个月领了 {sum} 元"),
        _("看是不是代领：工资要打到本人的卡"), RULES + "第11条、第31条", one_payee),
    "leaver": Signal(_("有人走了没结清工资"), _("走了 {leavers} 人，{n} 人没有结清"),
        _("给走的人打电话，问清欠多少、说好哪天给"), "工资支付暂行规定 第9条", leaver),
    "site_papers": Signal(_("实名制、专户、保证金不全"), _("缺 {n} 项：{which}"),
        _("看实名登记、工资专户的开户单、保证金的凭证"), RULES + "第26条、第28条、第32条、第55条", site_papers),
    "dues_late": Signal(_("工会经费晚交"), _("工会经费晚了 {n} 个月"),
        _("先打电话问经费为什么晚，再去看工资发没发"), "工会法 第43条", dues_late, union_only=True),
    "hardship": Signal(_("职工来申请困难帮扶"), _("这个月有 {n} 件困难帮扶申请"),
        _("问申请的职工是不是工资没到，去单位看发放表"), RULES + "第12条", hardship, union_only=True),
    "hotline": Signal(_("职工打热线说到它"), _("这个月有 {n} 件来电来访说到它"),
        _("先给来电的人回话，再去单位看他说的事"), RULES + "第10条", hotline, union_only=True),
    "members_drop": Signal(_("会员少了很多"), _("会员从 {then} 人降到 {now} 人，少了 {percent}%"),
        _("问人去哪了：是不是停工、裁人，走的人结清没有"), "劳动合同法 第41条", members_drop, union_only=True),
    "pay_day": Signal(_("过了发薪日没发"), _("说好 {agreed} 发，遇休息日要提前到 {last}，晚了 {n} 天"),
        _("看银行回单：哪天发的；没发，问哪天发，写下来"), RULES + "第12条、第14条", pay_day, union_only=True),
    "season": Signal(_("快到除夕了"), _("离除夕（{eve}）还有 {n} 天，它有没了的事"),
        _("年前把欠的算清，写明哪天付，谁来付"), RULES + "第12条", season, union_only=True, lasting=True),
    "earlier": Signal(_("以前欠过工资"), _("两年内它自己 {own} 件，同一个老板的别家 {other} 件"),
        _("看是不是同一个老板换了公司，老账清了没有"), RULES + "第48条", earlier, union_only=True, lasting=True),
    "overdue": Signal(_("说好的钱到期没付"), _("有 {n} 期说好的钱到期没付"),
        _("拿着协议去问，不付就走支付令或者仲裁"), "劳动争议调解仲裁法 第16条", overdue, union_only=True, lasting=True),
    "silent_site": Signal(_("工地好久没有消息"), _("最后一次有记录是 {last}，{n} 天没有消息"),
        _("去工地看一遍：没问题也要记“看了，没有”"), RULES + "第34条", silent_site, union_only=True, lasting=True),
}  # fmt: skip
