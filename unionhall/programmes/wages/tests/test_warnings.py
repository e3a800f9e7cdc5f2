"""Early warning: reasons with figures against dated thresholds; it is answered, and it decides nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.law import services as law
from unionhall.kernel.law.rules import Mark
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs.models import Employer
from unionhall.kernel.people.models import Account
from unionhall.kernel.places.rules import shipped as shipped_calendar
from unionhall.programmes.wages import api, plug
from unionhall.programmes.wages.models import Instalment, Observation, Site, Warning, WarningRule
from unionhall.programmes.wages.queries import facts as fact_queries
from unionhall.programmes.wages.queries import today as today_queries
from unionhall.programmes.wages.queries import warnings as queries
from unionhall.programmes.wages.rules import warnings as rules
from unionhall.programmes.wages.rules.warnings import Colour, Compare, Facts, Month, Records
from unionhall.programmes.wages.rules.warnings import judging as judging_rules
from unionhall.programmes.wages.services import agreements, clues, exports, observations, rounds, warnings
from unionhall.programmes.wages.services import cases as wage_cases

NOW, TODAY = at(), date(2026, 11, 23)
OCTOBER, SEPTEMBER, NOVEMBER = date(2026, 10, 1), date(2026, 9, 1), date(2026, 11, 1)
FIRM = "示例建筑工程有限公司"
LEVELS = (None, Colour.YELLOW, Colour.ORANGE, Colour.RED)
SHIPPED = rules.standing(rules.shipped(), TODAY)


def facts(*months: Month, records: Records | None = None, **more: object) -> Facts:
    return Facts(day=TODAY, months=months, records=records or Records(), calendar=shipped_calendar(), **more)


def colours(found: Facts) -> dict[str, Colour]:
    return {each.code: each.colour for each in rules.judge(found, SHIPPED)}


def month(day: date = OCTOBER, **figures: object) -> Month:
    return Month(day, **figures)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (facts(month(attended=9, paid=0), month(SEPTEMBER, attended=9, paid=0)), {"no_pay": Colour.RED, "paid_share": Colour.YELLOW}),
        (facts(month(attended=9, paid=0), month(SEPTEMBER, attended=9, paid=9)), {"paid_share": Colour.YELLOW}),
        (facts(month(attended=9, paid=0), month(date(2026, 8, 1), attended=9, paid=0)), {"paid_share": Colour.YELLOW}),
        (facts(month(attended=10, paid=10, recorded=9)), {}),
        (facts(month(attended=100, paid=100, recorded=89)), {"no_record": Colour.RED}),
        (facts(month(paid=10, payroll=17_990_00), minimum_wage=1_800_00), {"below_minimum": Colour.RED}),
        (facts(month(paid=10, payroll=18_000_00), minimum_wage=1_800_00), {}),
        (facts(month(paid=10, payroll=17_990_00)), {}),
        (facts(month(top_payee=50_000_00)), {}),
        (facts(month(top_payee=50_000_01)), {"one_payee": Colour.RED}),
        (facts(month(leavers=3, settled=2)), {"leaver": Colour.RED}),
        (facts(month(leavers=3)), {}),
        (facts(month(real_name=False)), {"site_papers": Colour.YELLOW}),
        (facts(month(real_name=False, account=False, deposit=True)), {"site_papers": Colour.ORANGE}),
        (facts(month(real_name=False, account=False, deposit=False)), {"site_papers": Colour.RED}),
        (facts(month(dues_late=2)), {"dues_late": Colour.ORANGE}),
        (facts(month(hardship=3, hotline=1)), {"hardship": Colour.ORANGE, "hotline": Colour.YELLOW}),
        (facts(month(members=70), month(SEPTEMBER, members=100)), {"members_drop": Colour.ORANGE}),
        (facts(month(members=70), month(date(2026, 7, 1), members=100)), {}),
        (facts(month(pay_on=date(2026, 10, 31), paid_on=date(2026, 10, 31))), {"pay_day": Colour.YELLOW}),  # a Saturday: Friday
        (facts(month(pay_on=date(2026, 10, 31), paid_on=date(2026, 10, 30))), {}),
        (facts(month(pay_on=date(2026, 10, 20))), {"pay_day": Colour.RED}),
        (facts(records=Records(own=1, same_controller=2)), {"earlier": Colour.RED}),
        (facts(records=Records(overdue=1)), {"overdue": Colour.ORANGE}),
        (facts(records=Records(open_clues=1), eve=date(2027, 2, 5)), {"season": Colour.YELLOW}),
        (facts(records=Records(), eve=date(2027, 2, 5)), {}),
        (facts(records=Records(last_look=TODAY - timedelta(days=80)), construction=True), {"silent_site": Colour.ORANGE}),
        (facts(records=Records(last_look=TODAY - timedelta(days=80))), {}),
        (facts(), {}),
    ],
)  # fmt: skip
def test_each_rule_is_reached_at_its_figure_and_not_before(found: Facts, expected: dict[str, Colour]) -> None:
    assert colours(found) == expected


def test_what_is_not_known_is_neither_reached_nor_in_order() -> None:
    assert "no_pay" in rules.unmeasured(facts(month(attended=9)))
    assert set(rules.unmeasured(facts())) >= {"no_pay", "paid_share", "leaver", "dues_late", "pay_day", "silent_site"}
    assert "earlier" not in rules.unmeasured(facts())


def test_every_rule_has_words_a_visit_an_article_and_a_dated_source() -> None:
    assert {row.code for row in rules.shipped()} == set(rules.SIGNALS)
    for signal in rules.SIGNALS.values():
        assert signal.title
        assert signal.visit
        assert signal.article
        assert "{" in signal.says
    assert {row.mark for row in rules.shipped()} == {"S", "D"}
    assert {row.mark for row in rules.shipped() if rules.SIGNALS[row.code].union_only} == {"D"}


counts = st.integers(0, 60)
MONTHS = st.builds(
    lambda attended, paid, recorded, leavers, settled, payroll, top, dues, hardship, hotline, members, late: Month(
        OCTOBER, attended=attended, paid=min(paid, attended), recorded=min(recorded, attended), leavers=leavers,
        settled=min(settled, leavers), payroll=payroll * 100_00, top_payee=top * 1_000_00, dues_late=dues, hardship=hardship,
        hotline=hotline, members=members, pay_on=date(2026, 10, 9), paid_on=date(2026, 10, 9) + timedelta(days=late),
    ),
    counts, counts, counts, counts, counts, st.integers(0, 900), counts, st.integers(0, 4), counts, counts, counts, counts,
)  # fmt: skip
EARLIER = st.builds(Month, st.just(SEPTEMBER), attended=counts, paid=counts, members=counts)


def worse(found: Month, by: int) -> list[Month]:
    """The month with one figure worse, each in turn."""
    paid = max(0, (found.paid or 0) - by)
    share = (found.payroll or 0) * paid // found.paid if found.paid else 0
    changes: list[dict[str, object]] = [
        {"paid": paid, "payroll": share}, {"recorded": max(0, (found.recorded or 0) - by)}, {"payroll": max(0, (found.payroll or 0) - by * 100_00)},
        {"top_payee": (found.top_payee or 0) + by}, {"settled": max(0, (found.settled or 0) - by)}, {"leavers": (found.leavers or 0) + by},
        {"dues_late": (found.dues_late or 0) + by}, {"hardship": (found.hardship or 0) + by}, {"hotline": (found.hotline or 0) + by},
        {"members": max(0, (found.members or 0) - by)}, {"paid_on": (found.paid_on or TODAY) + timedelta(days=by)},
        {"real_name": False}, {"account": False}, {"deposit": False},
    ]  # fmt: skip
    named = {name: getattr(found, name) for name in Month.__slots__}
    return [Month(**(named | change)) for change in changes]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(now=MONTHS, then=EARLIER, by=st.integers(1, 40), own=st.integers(0, 4), overdue=st.integers(0, 3), days=st.integers(0, 200))
def test_worse_figures_never_lower_a_colour(now: Month, then: Month, by: int, own: int, overdue: int, days: int) -> None:
    def judged(found: Month, records: Records, days_left: int) -> dict[str, Colour]:
        return colours(
            facts(found, then, records=records, minimum_wage=2_000_00, construction=True, eve=TODAY + timedelta(days=days_left))
        )

    records = Records(own=own, overdue=overdue, last_look=TODAY - timedelta(days=days))
    before = judged(now, records, days)
    worse_records = Records(own=own + by, same_controller=by, overdue=overdue + by, last_look=TODAY - timedelta(days=days + by))
    for after in [*(judged(each, records, days) for each in worse(now, by)), judged(now, worse_records, max(0, days - by))]:
        for code, colour in before.items():
            assert LEVELS.index(after.get(code)) >= LEVELS.index(colour), code


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    levels=st.lists(st.integers(0, 100), min_size=1, max_size=3, unique=True), compare=st.sampled_from(Compare),
    figures=st.tuples(st.integers(0, 120), st.integers(0, 120)),
)  # fmt: skip
def test_a_worse_figure_reaches_what_a_better_one_reaches(levels: list[int], compare: Compare, figures: tuple[int, int]) -> None:
    better, bad = sorted(figures, reverse=compare is Compare.WITHIN)
    for level in levels:
        row = rules.Threshold("x", Colour.RED, Decimal(level), compare, "", "x", "D", TODAY)
        assert rules.reached(row, Decimal(bad)) or not rules.reached(row, Decimal(better))


def test_the_twin_an_average_over_those_paid_alone_would_hide_a_month_without_pay() -> None:
    """Nobody paid of those who worked counts as an average of nought: without that the worst month would be silent."""
    none_paid = facts(month(attended=9, paid=0), minimum_wage=2_000_00)
    assert colours(none_paid)["below_minimum"] is Colour.RED
    assert "below_minimum" not in colours(facts(month(attended=0, paid=0), minimum_wage=2_000_00))


# Observations, evaluation, verdicts: with the database.


def observe(ground, figures: dict, when: date = OCTOBER, name: str = FIRM, who: str = "clerk") -> Observation:
    return observations.observe(employer_name=name, month=when, figures=figures, by=ground.actors[who], at=NOW)


@pytest.fixture
def raised(ground):
    """Two months unpaid at one employer, judged."""
    for when in (SEPTEMBER, OCTOBER):
        observe(ground, {"attended": 9, "paid": 0}, when)
    warnings.evaluate(by=ground.actors["officer"], at=NOW)
    return Warning.objects.get(code="no_pay")


def test_a_warning_carries_colour_figure_threshold_and_the_day_of_the_visit(raised) -> None:
    assert (raised.colour, raised.figure, raised.period, raised.rule.mark) == ("red", Decimal(2), OCTOBER, "S")
    assert {row.name: row.value for row in raised.figures.all()} == {"n": "2", "attended": "9"}
    assert (raised.due, raised.due_rule) == (date(2026, 11, 30), "WARN-VISIT")


def test_judging_twice_changes_nothing(ground, raised) -> None:
    before = list(Warning.objects.order_by("pk").values())
    for by in (ground.actors["officer"], SYSTEM):
        assert warnings.evaluate(by=by, at=NOW) == warnings.Tally()
    assert list(Warning.objects.order_by("pk").values()) == before


def test_a_warning_follows_its_figures_until_it_is_answered(ground, raised) -> None:
    observe(ground, {"paid": 9})
    assert warnings.evaluate(by=SYSTEM, at=NOW + timedelta(hours=1)).gone == 2
    raised.refresh_from_db()
    assert raised.gone_at is not None
    observe(ground, {"paid": 0})
    warnings.evaluate(by=SYSTEM, at=NOW + timedelta(hours=2))
    warnings.answer(warning_id=raised.pk, verdict="right", note="去看了，确实没发", by=ground.actors["officer"], at=NOW)
    observe(ground, {"paid": 9})
    warnings.evaluate(by=SYSTEM, at=NOW + timedelta(hours=3))
    raised.refresh_from_db()
    assert (raised.verdict, raised.gone_at, raised.figure) == ("right", None, Decimal(2))


def test_the_database_keeps_one_warning_per_employer_rule_and_month(raised) -> None:
    raised.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        raised.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Warning.objects.update(verdict="right")


def test_the_system_s_own_records_warn_too(ground) -> None:
    officer, code = ground.actors["officer"], "91370702XX00000019"
    firm = Employer.objects.create(name=FIRM, name_key="x", sound_key="x", region_code="370702", controller="示例甲", industry="construction")
    other = Employer.objects.create(name="示例新公司", name_key="y", sound_key="y", region_code="370702", controller="示例甲")
    assert code
    for when in ("2026-05-01 10:00", "2026-06-01 10:00"):
        clue = clues.register(report=clues.Report(employer_name=FIRM, region_code="370702", amount=9_000_00, people=1, contact="职工002"), channel="hotline", by=officer, at=at(when))
        clue.employer = firm
        clue.save()
        clues.check(clue_id=clue.pk, by=officer, at=at(when))
        case = wage_cases.open_from(clue_id=clue.pk, by=officer, at=at(when))
    wage_cases.take(case_id=case.case_id, step="negotiate", by=officer, at=at("2026-06-03 10:00"))
    agreements.sign(case_id=case.case_id, kind="mediation", signed_on=date(2026, 6, 5), parts=[(date(2026, 7, 1), 9_000_00)], by=officer, at=at("2026-06-05 10:00"))
    Instalment.objects.update(breached_on=date(2026, 7, 2))
    observe(ground, {"attended": 3, "paid": 3}, NOVEMBER, other.name)
    warnings.evaluate(by=SYSTEM, at=NOW)
    found = {(row.employer_id, row.code): row.colour for row in Warning.objects.filter(period=NOVEMBER)}
    assert found == {
        (firm.pk, "earlier"): "orange", (firm.pk, "overdue"): "orange", (firm.pk, "season"): "yellow", (firm.pk, "silent_site"): "orange",
        (other.pk, "earlier"): "orange", (other.pk, "season"): "yellow",
    }  # fmt: skip


def test_what_lasts_is_carried_on_until_it_is_answered_and_then_raised_anew(ground) -> None:
    firm = Employer.objects.create(name=FIRM, name_key="x", sound_key="x", region_code="370702")
    clue = clues.register(report=clues.Report(employer_name=FIRM, region_code="370702", people=1), channel="staff", by=SYSTEM, at=at("2026-08-03 10:00"))
    clue.employer = firm
    clue.save()
    clues.check(clue_id=clue.pk, by=SYSTEM, at=at("2026-08-03 10:00"))
    wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=at("2026-08-04 10:00"))
    for when in ("2026-09-10 10:00", "2026-10-10 10:00", "2026-11-10 10:00"):
        warnings.evaluate(by=SYSTEM, at=at(when))
    row = Warning.objects.get(code="earlier")
    assert row.period == SEPTEMBER
    warnings.answer(warning_id=row.pk, verdict="wrong", note="老账早就清了", by=ground.actors["officer"], at=NOW)
    warnings.evaluate(by=SYSTEM, at=NOW)
    assert list(Warning.objects.filter(code="earlier").order_by("period").values_list("period", "verdict")) == [(SEPTEMBER, "wrong"), (NOVEMBER, "")]


def test_evaluation_costs_no_more_for_six_employers_than_for_one(ground) -> None:
    def cost(names: list[str]) -> int:
        for name in names:
            observe(ground, {"attended": 9, "paid": 0, "recorded": 0}, OCTOBER, name)
        with CaptureQueriesContext(connection) as asked:
            assert warnings.evaluate(by=SYSTEM, at=NOW).raised
        return len(asked)

    warnings.seed(at=NOW)
    assert cost(["甲示例厂"]) >= cost([f"乙示例{number}厂" for number in range(6)])


def test_a_threshold_is_amended_from_a_day_on_and_old_days_answer_as_before(ground) -> None:
    observe(ground, {"top_payee": 40_000_00})
    firm, leader = Observation.objects.get().employer_id, ground.actors["leader"]
    day = date(2026, 11, 1)
    row = warnings.amend(code="one_payee", colour="red", value=Decimal(30_000), valid_from=day, source="示例区总工会 11 月会议", by=leader, at=NOW)
    assert (row.version, row.mark, row.confirmed_by) == (2, "D", leader.name)
    assert WarningRule.objects.get(code="one_payee", version=1).valid_to == day
    old = warnings.replay(employer_id=firm, period=OCTOBER, on=date(2026, 10, 31), today=TODAY, by=leader)
    new = warnings.replay(employer_id=firm, period=OCTOBER, on=day, today=TODAY, by=leader)
    assert ([each.code for each in old.findings], [each.code for each in new.findings]) == ([], ["one_payee"])
    warnings.evaluate(by=SYSTEM, at=NOW)  # October's last day still stands under the old figure
    assert not Warning.objects.exists()
    for wrong in ({"valid_from": day}, {"valid_from": TODAY, "source": " "}, {"valid_from": TODAY, "value": Decimal(-1)}):
        with pytest.raises(Refused):
            warnings.amend(**({"code": "one_payee", "colour": "red", "value": Decimal(1), "source": "示例", "by": leader, "at": NOW} | wrong))
    with pytest.raises(Refused, match="no_power"):
        warnings.amend(code="one_payee", colour="red", value=Decimal(1), valid_from=TODAY, source="示例", by=ground.actors["inspector"], at=NOW)


def test_the_minimum_wage_is_the_dated_figure_of_the_place(ground, monkeypatch) -> None:
    monkeypatch.setattr(law, "_require_confirmer", lambda by: None)
    law.fill_in(code="minimum_wage_month", place="370702", value=Decimal(2_000), valid_from=date(2026, 1, 1), source="示例", mark=Mark.S, by=SYSTEM, at=NOW)
    observe(ground, {"attended": 2, "paid": 2, "payroll": 3_900_00})
    warnings.evaluate(by=SYSTEM, at=NOW)
    assert Warning.objects.get(code="below_minimum").figure == Decimal(50)


def test_it_is_given_to_somebody_of_the_area_who_is_told_and_finds_it_on_the_desk(ground, raised) -> None:
    officer, inspector = ground.actors["officer"], ground.actors["inspector"]
    assert [row.url for row in today_queries.warned(officer, TODAY)] == [f"/wages/warnings/{raised.pk}/"]
    assert not today_queries.warned(ground.actors["leader"], TODAY)
    warnings.give(warning_id=raised.pk, account_id=inspector.account_id, by=officer, at=NOW)
    assert [row.due for row in today_queries.warned(inspector, TODAY)] == [raised.due]
    assert not today_queries.warned(officer, TODAY)
    assert Notice.objects.filter(channel="app", person_id=inspector.person_id, link=f"/wages/warnings/{raised.pk}/").count() == 1
    neighbour = Account.objects.get(login="neighbour")
    with pytest.raises(Refused, match="not_there"):
        warnings.give(warning_id=raised.pk, account_id=neighbour.pk, by=officer, at=NOW)


def test_the_verdict_is_given_once_with_a_word_and_counts_towards_the_rule(ground, raised) -> None:
    officer = ground.actors["officer"]
    for wrong, code in (({"verdict": "perhaps"}, "verdict"), ({"note": "看"}, "note")):
        with pytest.raises(Refused, match=code):
            warnings.answer(**({"warning_id": raised.pk, "verdict": "right", "note": "去看了，没发", "by": officer, "at": NOW} | wrong))
    assert queries.hit_rates(officer.scope("wages.watch"))["no_pay"] == rules.HitRate(unanswered=1)
    warnings.answer(warning_id=raised.pk, verdict="right", note="去看了，没发", by=officer, at=NOW)
    with pytest.raises(Refused, match="answered"):
        warnings.answer(warning_id=raised.pk, verdict="wrong", note="又去看了，发了", by=officer, at=NOW)
    rate = queries.hit_rates(officer.scope("wages.watch"))["no_pay"]
    assert (rate.right, rate.percent) == (1, 100)
    assert queries.hit_rates(ground.actors["neighbour"].scope("wages.watch")) == {}
    assert rules.hit_rate(["right", "wrong", "wrong", "unclear", ""]) == rules.HitRate(1, 2, 1, 1)


def test_neither_warning_nor_score_leaves_the_area(ground, raised) -> None:
    for name in ("neighbour", "hotline", "mediator", "lawyer", "auditor", "administrator", "partner"):
        assert not queries.visible(ground.actors[name].scope("wages.watch")).exists(), name
        assert not queries.observations(ground.actors[name].scope("wages.watch")).exists(), name
    assert not queries.visible(NOBODY.scope("wages.watch")).exists()
    with pytest.raises(Refused, match="not_yours"):
        warnings.replay(employer_id=raised.employer_id, period=OCTOBER, on=TODAY, today=TODAY, by=ground.actors["neighbour"])
    paths = [str(path) for each in (api.router,) for path in each.path_operations]
    assert paths
    assert not [path for path in paths if "warning" in path or "observation" in path]
    columns = [code for code, *_ in (*exports.CASES, *exports.CLUES)]
    assert not [code for code in columns if "warn" in code or "score" in code]
    assert not [fact for fact in fact_queries.TABLE if "warn" in fact.code or "observation" in fact.code]


def test_the_score_changes_no_matter_and_no_step(ground, raised) -> None:
    """No service of the room but this one reads a warning: nothing is decided by it."""
    assert judging_rules.score([Colour.RED, Colour.YELLOW]) == 5
    rooms = [clues, wage_cases, agreements, exports, plug.money]
    assert not [room for room in rooms if "Warning" in vars(room) or "rules.warnings" in str(vars(room).values())]


def test_an_observation_keeps_what_is_not_said_again(ground) -> None:
    observe(ground, {"attended": 9, "members": 5})
    row = observe(ground, {"paid": 8, "attended": None})
    assert (row.attended, row.paid, row.members, row.version) == (9, 8, 5, 2)
    assert observe(ground, {"paid": 8}).version == 2
    assert Employer.objects.filter(name=FIRM).count() == 1


@pytest.mark.parametrize(
    ("figures", "when", "code"),
    [({"attended": 3, "paid": 4}, OCTOBER, "crossed"), ({"leavers": 1, "settled": 2}, OCTOBER, "crossed"), ({"paid": 1}, date(2026, 12, 1), "month")],
)
def test_figures_that_cannot_be_are_refused(ground, figures, when, code) -> None:
    with pytest.raises(Refused, match=code):
        observe(ground, figures, when)


def test_a_neighbour_cannot_change_this_area_s_month(ground) -> None:
    observe(ground, {"attended": 9})
    with pytest.raises(Refused, match="not_yours"):
        observe(ground, {"attended": 1}, who="neighbour")
    with pytest.raises(Refused, match="no_power"):
        observe(ground, {"attended": 1}, who="leader")


def test_a_round_that_found_nothing_is_a_look_and_a_closed_door_is_none(ground) -> None:
    """Without rounds the site has been quiet since August; "looked, none" in November breaks the silence, "not seen" does not."""
    firm = Employer.objects.create(name=FIRM, name_key="x", sound_key="x", region_code="370702", industry="construction")
    sites = [
        rounds.add_site(union=ground.unions["street"], name=FIRM, place=place, industry="construction", people=9, by=SYSTEM, at=at("2026-07-01 09:00"))
        for place in ("一期", "二期")
    ]
    Site.objects.update(employer=firm)

    def quiet(now: str) -> str:
        warnings.evaluate(by=SYSTEM, at=at(now))
        row = Warning.objects.filter(code="silent_site", gone_at__isnull=True).first()
        return row.colour if row else ""

    def look(number: int, when: str, **said: str) -> None:
        rounds.record_check(client_id=f"{when}#{number}".ljust(20, "0"), site_id=sites[number].pk, checked_at=at(when), by=ground.actors["inspector"], at=at(when), **said)

    assert quiet("2026-11-20 09:00") == ""
    look(0, "2026-08-10 10:00", result="none")
    assert quiet("2026-11-20 10:00") == "orange"
    look(0, "2026-11-21 10:00", result="unseen", note="大门锁着，没有人")
    assert quiet("2026-11-21 11:00") == "orange"
    look(1, "2026-11-22 10:00", result="none")
    assert quiet("2026-11-22 11:00") == ""
