"""Severance N (6.6) and damages 2N for an unlawful dismissal (6.7), which exclude each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import CONTRACT_LAW, CONTRACT_RULES, INTERPRETATION_1, Article
from .figures import FigureName, Figures
from .lines import ClaimLine, Item, fen, figure, plain_figure
from .wage import months_and_days

ARTICLES = (Article(CONTRACT_LAW, "第47条"), Article(CONTRACT_RULES, "第27条"))
LEFT_UNPAID = (
    Article(CONTRACT_LAW, "第38条第1款第2项、第46条第1项"),
    Article(INTERPRETATION_1, "第45条"),
)
DAMAGES = (Article(CONTRACT_LAW, "第87条"), Article(CONTRACT_RULES, "第25条"))
READS = frozenset({FigureName.MINIMUM_WAGE, FigureName.AVERAGE_WAGE})
EXCLUDED = _("已经算了违法解除赔偿金（2N），经济补偿不再另算")
NO_CAP = _("当地职工月平均工资还没填，没有比三倍封顶")
NO_FLOOR = _("当地月最低工资还没填，没有比下限")
BEFORE_2008 = _("2008年1月1日以前的年限按当时的规定另算，先问律师")
CAP_YEARS = Fraction(12)


@dataclass(frozen=True, slots=True)
class Service:
    """Employment from `started` to `ended`, both days included."""

    started: date
    ended: date

    @property
    def years(self) -> Fraction:
        """Years that count: six months and more is one, a shorter rest a half (劳动合同法 Art.47)."""
        months, days = months_and_days(self.started, self.ended)
        full, rest = divmod(months, 12)
        if rest >= 6:
            return Fraction(full + 1)
        return full + (Fraction(1, 2) if rest or days else Fraction(0))

    @property
    def label(self) -> str:
        """3 年 3 个月 13 天, without the parts that are nought."""
        months, days = months_and_days(self.started, self.ended)
        parts = ((months // 12, "年"), (months % 12, "个月"), (days, "天"))
        return " ".join(f"{count} {unit}" for count, unit in parts if count)


@dataclass(frozen=True, slots=True)
class Base:
    """The monthly pay that counts (fen, exact), the years that count, and how both came about."""

    pay: Fraction
    years: Fraction
    arithmetic: tuple[str, ...]


def severance(
    service: Service, pays: Sequence[int], *, figures: Figures, left_unpaid: bool = True
) -> ClaimLine:
    """Years × average gross pay of the last twelve months (or of the months worked, if fewer); `pays` in fen.

    Above three times the local average the pay is capped there and the years at twelve; the floor is the
    minimum wage. `left_unpaid`: the worker left over unpaid wages. 劳动合同法 Art.47, 实施条例 Art.27.
    """
    _check(service, pays)
    base = _base(service, pays, figures)
    amount = fen(base.years * base.pay)
    last = f"{plain_figure(base.years)} × {figure(base.pay / 100)} = {money.yuan(amount)} 元"
    return ClaimLine(
        Item.SEVERANCE,
        amount,
        (*base.arithmetic, last),
        ARTICLES + (LEFT_UNPAID if left_unpaid else ()),
        figures.version,
        notes=_notes(service, figures),
        reads=READS,
    )


def unlawful_dismissal(
    service: Service, pays: Sequence[int], *, figures: Figures
) -> tuple[ClaimLine, ClaimLine]:
    """The severance line at 0 with its reason, and the damages of 2N. 劳动合同法 Art.87, 实施条例 Art.25."""
    once = severance(service, pays, figures=figures, left_unpaid=False)
    single = once.amount or 0
    steps = f"2 × {money.yuan(single)} = {money.yuan(2 * single)} 元"
    nothing = ClaimLine(Item.SEVERANCE, 0, (), DAMAGES, figures.version, notes=(EXCLUDED,), reads=READS)
    damages = ClaimLine(
        Item.DAMAGES_2N,
        2 * single,
        (*once.arithmetic, steps),
        (*DAMAGES, *ARTICLES),
        figures.version,
        notes=once.notes,
        reads=READS,
    )
    return nothing, damages


def _base(service: Service, pays: Sequence[int], figures: Figures) -> Base:
    average = Fraction(sum(pays), len(pays))
    steps = [
        f"{service.started.isoformat()} 至 {service.ended.isoformat()}：{service.label}，"
        f"按 {plain_figure(service.years)} 年",
        f"{money.yuan(sum(pays))} ÷ {len(pays)} = {figure(average / 100)} 元/月",
    ]
    pay, years, cap = average, service.years, 3 * (figures.average_wage or 0)
    if figures.average_wage is not None and average > cap:
        pay, years = Fraction(cap), min(years, CAP_YEARS)
        steps.append(
            f"高于当地月平均工资三倍，按 3 × {money.yuan(figures.average_wage)} = {figure(pay / 100)} 元/月"
        )
        steps.append(f"年限最多 12 年，按 {plain_figure(years)} 年")
    elif figures.minimum_wage is not None and average < figures.minimum_wage:
        pay = Fraction(figures.minimum_wage)
        steps.append(f"低于当地最低工资，按 {figure(pay / 100)} 元/月")
    return Base(pay, years, tuple(steps))


def _check(service: Service, pays: Sequence[int]) -> None:
    if service.ended < service.started:
        raise Refused("service_backwards", _("离开的日子早于入职的日子"), field="ended")
    if not 1 <= len(pays) <= 12:
        raise Refused("severance_months", _("填离开前最近 1 到 12 个月的应发工资"), field="pays")
    if any(pay < 0 for pay in pays) or not sum(pays):
        raise Refused("severance_pays", _("应发工资不能是负的，也不能全是 0"), field="pays")


def _notes(service: Service, figures: Figures) -> tuple[str, ...]:
    missing = [NO_CAP] if figures.average_wage is None else []
    missing += [NO_FLOOR] if figures.minimum_wage is None else []
    missing += [BEFORE_2008] if service.started < date(2008, 1, 1) else []
    return tuple(missing)
