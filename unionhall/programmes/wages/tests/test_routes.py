"""Roads, limitation book and linked cases through services and pages: nothing leaks, nothing is decided by itself."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.places import services as places
from unionhall.programmes.wages import tasks
from unionhall.programmes.wages.models import Arrears, CaseLink, Clue, LimitDay, LimitEvent
from unionhall.programmes.wages.queries import today as work
from unionhall.programmes.wages.rules.columns import EntryKind
from unionhall.programmes.wages.rules.limitation import Effect, Kind, Standing
from unionhall.programmes.wages.rules.triage import Openness, Route
from unionhall.programmes.wages.services import agreements, clues, controllers, limits, money, papers, routes
from unionhall.programmes.wages.services import cases as wage_cases

NOW = at("2026-11-23 10:00")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of a test lie in its own folder."""
    settings.FILES_DIR = settings.STATIC_ROOT = tmp_path


def opened(ground, number: int = 0, *, region: str = "370702001", by: str = "officer", **more) -> Arrears:
    """A case of one worker, opened from a report."""
    report = clues.Report(
        employer_name=more.pop("employer", f"示例{number}号建筑公司"), region_code=region, amount=18_900_00, people=1, contact=f"职工{number:03d}",
        phone=f"1990000{number + 3000:04d}", migrant="yes", money_kind="wages", **more,
    )  # fmt: skip
    receipt, _code = clues.report(report=report, client_key=f"{number:040d}", by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    who = ground.actors[by]
    clues.check(clue_id=clue.pk, by=who, at=NOW)
    return Arrears.objects.get(pk=wage_cases.open_from(clue_id=clue.pk, by=who, at=NOW).pk)


@pytest.fixture
def arrears(ground) -> Arrears:
    """职工000's case."""
    return opened(ground, boss_reachable="yes")


def proof(arrears: Arrears, label: str = "送达回证"):
    """A file in the case's folder."""
    blob = files.keep(content=BytesIO(PNG), name=f"{label}.png", by=SYSTEM, at=NOW, allow=frozenset(FileKind))
    return cases.add_file(case=arrears.case, blob=blob, label=label, by=SYSTEM, at=NOW)


def left(ground, arrears: Arrears, day: date) -> None:
    """The worker left on a day."""
    limits.tell_start(
        case_id=arrears.case_id, claimant_id=arrears.claimants.get().pk, employed="no", ended_on=day, known={}, by=ground.actors["officer"], at=NOW
    )


def line(arrears: Arrears) -> limits.Line:
    """The worker's line of unpaid wages."""
    return limits.books_of(arrears=arrears, on=NOW.date())[0].lines[0]


# the limitation book


def test_the_cases_own_steps_enter_themselves_once(ground, arrears):
    officer = ground.actors["officer"]
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=NOW)
    agreements.sign(
        case_id=arrears.case_id, kind="mediation", signed_on=date(2026, 11, 20), parts=[(date(2026, 12, 20), 18_900_00)], by=officer, at=NOW
    )
    money.record(case_id=arrears.case_id, kind="paid", amount=100_00, on=date(2026, 11, 22), by=officer, at=NOW)
    found = [(row.kind, row.on) for row in arrears.limit_events.order_by("on", "pk")]
    assert found == [("promise", date(2026, 11, 20)), ("payment", date(2026, 11, 22)), ("clue", NOW.date())]
    limits.interruptions.follow(case_id=arrears.case_id, at=NOW)
    assert arrears.limit_events.count() == 3


def test_talks_led_by_the_union_are_no_demand_and_a_report_to_it_does_not_count(ground, arrears):
    left(ground, arrears, date(2025, 12, 1))
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=ground.actors["officer"], at=NOW)
    reading = line(arrears).all
    assert [effect for _event, effect in reading.effects] == [Effect.NOT_COUNTED]
    assert reading.last == date(2026, 12, 1)


def test_handing_over_to_the_inspectorate_restarts_the_year_once_its_receipt_lies_in_the_folder(ground, arrears):
    officer = ground.actors["officer"]
    left(ground, arrears, date(2026, 3, 20))
    wage_cases.take(case_id=arrears.case_id, step="refer_hrss", by=officer, at=NOW)
    assert (line(arrears).proved.last, line(arrears).all.last) == (date(2027, 3, 20), date(2027, 11, 23))
    event = arrears.limit_events.get(kind=Kind.RELIEF)
    limits.prove(event_id=event.pk, proof_id=proof(arrears).pk, by=officer, at=NOW)
    assert line(arrears).proved.last == date(2027, 11, 23)
    assert LimitDay.objects.get().last == date(2027, 11, 23)
    limits.strike(event_id=event.pk, by=officer, at=NOW)
    assert line(arrears).proved.last == date(2027, 3, 20)


def test_a_payment_that_never_arrived_is_struck_again(ground, arrears):
    entry = money.record(case_id=arrears.case_id, kind=EntryKind.PAID, amount=100_00, on=NOW.date(), by=ground.actors["officer"], at=NOW)
    event = arrears.limit_events.get(kind=Kind.PAYMENT)
    assert event.struck_at is None
    money.answer(entry_id=entry.pk, received=False, person=entry.claimant.person, by=SYSTEM, at=NOW)
    event.refresh_from_db()
    assert event.struck_at == NOW


def test_who_still_works_there_has_no_limit_and_who_was_not_asked_is_not_told_to_be_in_time(ground):
    silent, employed = opened(ground, 1), opened(ground, 2, still_employed="yes")
    assert line(silent).standing is Standing.UNKNOWN
    assert line(employed).standing is Standing.NO_LIMIT
    assert not LimitDay.objects.exists()


def test_an_entry_by_hand_needs_a_day_that_was_and_a_file_of_this_case(ground, arrears):
    officer, other = ground.actors["officer"], opened(ground, 3)
    given = {"case_id": arrears.case_id, "kind": "letter", "on": date(2026, 6, 15), "by": officer, "at": NOW}
    with pytest.raises(Refused, match="limit_future"):
        limits.enter(**given | {"on": date(2026, 11, 24)})
    with pytest.raises(Refused, match="proof"):
        limits.enter(**given, proof_id=proof(other).pk)
    with pytest.raises(Refused, match="limit_until"):
        limits.enter(**given, until=date(2026, 7, 1))
    with pytest.raises(Refused, match="not_yours"):
        limits.enter(**given | {"by": ground.actors["neighbour"]})
    left(ground, arrears, date(2026, 3, 20))
    limits.enter(**given, proof_id=proof(arrears).pk)
    assert line(arrears).proved.last == date(2027, 6, 15)


def test_with_fewer_than_seven_days_left_aid_is_drafted_once_and_stands_on_the_desk(ground, arrears):
    left(ground, arrears, date(2025, 11, 27))
    worker = arrears.claimants.get()
    assert limits.watch(at=at("2026-11-20 09:00")) == 0
    rows = work.work(ground.actors["officer"], NOW.date())
    assert [row.title for row in rows if "/limits/" in row.url] == ["不足七日：先援助，后补手续"]
    assert not [row for row in work.work(ground.actors["neighbour"], NOW.date()) if "/limits/" in row.url]
    assert limits.watch(at=NOW) == 1
    row = papers.draft_before_limit(claimant_id=worker.pk, at=NOW)
    assert row.label == "法律援助申请表（草稿）"
    assert papers.draft_before_limit(claimant_id=worker.pk, at=NOW) is None
    assert limits.watch(at=NOW) == 0


def test_the_task_of_the_watch_drafts_the_paper(ground, arrears):
    today = NOW.date()
    left(ground, arrears, date(2025, 11, 27))
    tasks.limits_again(case_id=arrears.case_id)
    assert LimitDay.objects.get().ordinary == date(2026, 11, 20)
    assert today <= LimitDay.objects.get().last
    assert papers.draft_before_limit(claimant_id=arrears.claimants.get().pk, at=at("2026-11-20 10:00")) is None


# routes


def test_the_comparison_reads_the_file_and_asks_for_what_it_lacks(ground, arrears):
    found = routes.compare(arrears=arrears, on=NOW.date())
    assert found.eve == date(2027, 2, 5)
    assert found.option(Route.LETTER).openness is Openness.OPEN
    asked = found.option(Route.INSPECTION)
    assert asked.openness is Openness.ASK
    assert {why.code for why in asked.against} == {"not_begun", "recent"}
    routes.save_answers(case_id=arrears.case_id, answers={"began_elsewhere": "no"}, by=ground.actors["officer"], at=NOW)
    left(ground, arrears, date(2026, 3, 20))
    assert routes.compare(arrears=arrears, on=NOW.date()).option(Route.INSPECTION).openness is Openness.OPEN


def test_choosing_an_open_road_takes_its_step_and_keeps_the_comparison(ground, arrears):
    officer = ground.actors["officer"]
    routes.save_answers(case_id=arrears.case_id, answers={"began_elsewhere": "no"}, by=officer, at=NOW)
    left(ground, arrears, date(2026, 3, 20))
    choice = routes.choose(case_id=arrears.case_id, route="inspection", note="老板不接电话", by=officer, at=NOW)
    arrears.case.refresh_from_db()
    assert (choice.step_taken, arrears.case.state) == ("refer_hrss", "with_hrss")
    assert choice.rows.count() == len(Route)
    found, differ = routes.replay(choice=choice)
    assert differ == ()
    assert found.facts.state == "opened"


def test_a_replay_says_what_a_new_holiday_notice_moves(ground, arrears):
    choice = routes.choose(case_id=arrears.case_id, route="arbitration", by=ground.actors["officer"], at=NOW)
    assert choice.step_taken == ""  # the limitation is not known yet
    assert routes.replay(choice=choice)[1] == ()
    worst = choice.rows.get(route="arbitration").result
    places.set_day(day=worst, kind="in_lieu", source="示例通知", by=SYSTEM, at=NOW)
    assert Route.ARBITRATION in routes.replay(choice=choice)[1]


def test_a_closed_door_is_refused_with_its_reason(ground, arrears):
    with pytest.raises(Refused, match="还没有能强制执行的文书"):
        routes.choose(case_id=arrears.case_id, route="enforcement", by=ground.actors["officer"], at=NOW)
    wage_cases.take(case_id=arrears.case_id, step="mediate", by=ground.actors["officer"], at=NOW)
    with pytest.raises(Refused, match="劳动监察会让人回原来的路"):
        routes.choose(case_id=arrears.case_id, route="inspection", by=ground.actors["officer"], at=NOW)
    assert arrears.route_choices.count() == 0
    with pytest.raises(Refused, match="not_yours"):
        routes.choose(case_id=arrears.case_id, route="letter", by=ground.actors["neighbour"], at=NOW)


def test_a_boss_who_fled_cannot_be_served_whatever_was_answered(ground, arrears):
    routes.save_answers(case_id=arrears.case_id, answers={"unreachable": "no", "other_debts": "no"}, by=ground.actors["officer"], at=NOW)
    arrears.elements.create(code="fled", answer="yes", said_by="示例", said_at=NOW)
    found = routes.compare(arrears=arrears, on=NOW.date())
    assert {found.option(route).openness for route in (Route.BARE_ORDER, Route.MEDIATION)} == {Openness.CLOSED}
    assert routes.facts_of(arrears=arrears, on=NOW.date()).unreachable is True


# same controller


def boss(ground, arrears: Arrears, by: str = "officer", **more) -> None:
    """Who stands behind a case."""
    given = {"name": "示例老板甲", "phone": "19900007777", "team": ""} | more
    controllers.say(case_id=arrears.case_id, by=ground.actors[by], at=NOW, **given)


def test_likely_cases_are_suggested_with_the_reason_and_linked_by_a_person_alone(ground, arrears):
    officer, second, far = ground.actors["officer"], opened(ground, 5), opened(ground, 6, region="370703", by="neighbour")
    for row, by in ((arrears, "officer"), (second, "officer"), (far, "neighbour")):
        boss(ground, row, by)
    found = controllers.suggestions(arrears=arrears, scope=officer.scope("wages.handle"))
    assert [(one.arrears.pk, one.ties) for one in found] == [(second.pk, ("phone", "name"))]
    assert not CaseLink.objects.exists()
    controllers.link(case_id=arrears.case_id, other_id=second.case_id, by=officer, at=NOW)
    total = controllers.running(arrears=arrears, scope=officer.scope("wages.handle"), on=NOW.date())
    assert (len(total.cases), total.owed, total.workers, total.elsewhere) == (2, 37_800_00, 2, False)
    with pytest.raises(Refused, match="not_yours"):
        controllers.link(case_id=arrears.case_id, other_id=far.case_id, by=officer, at=NOW)
    controllers.cut(case_id=second.case_id, other_id=arrears.case_id, by=officer, at=NOW)
    assert controllers.running(arrears=arrears, scope=officer.scope("wages.handle"), on=NOW.date()).workers == 1


def test_a_link_that_nothing_suggests_wants_a_reason(ground, arrears):
    other = opened(ground, 7)
    with pytest.raises(Refused, match="link_why"):
        controllers.link(case_id=arrears.case_id, other_id=other.case_id, by=ground.actors["officer"], at=NOW)
    controllers.link(case_id=arrears.case_id, other_id=other.case_id, note="工商登记同一股东", by=ground.actors["officer"], at=NOW)
    assert CaseLink.objects.count() == 1


def test_an_order_of_one_case_and_a_default_of_another_make_no_chain(ground, arrears):
    officer, second = ground.actors["officer"], opened(ground, 8)
    boss(ground, arrears)
    boss(ground, second)
    controllers.link(case_id=arrears.case_id, other_id=second.case_id, by=officer, at=NOW)
    arrears.elements.create(code="ordered", answer="yes", said_by="示例", said_at=NOW)
    second.elements.create(code="unpaid_after_order", answer="yes", said_by="示例", said_at=NOW)
    second.elements.create(code="hid_or_moved", answer="yes", said_by="示例", said_at=NOW)
    met = {one.code: one.met for one in controllers.running(arrears=arrears, scope=officer.scope("wages.handle"), on=NOW.date()).crime}
    assert (met["ORDERED"], met["UNPAID"], met["HID"]) == (True, None, True)


# pages


@pytest.fixture
def enter(client):
    """Sign in by login name; returns the client."""

    def signed_in(login):
        account = people.account_by_login(login)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        people_services.begin(account=account, session_key=client.session.session_key, device="", agent="", at=NOW)
        return client

    return signed_in


def address(arrears: Arrears, name: str, *more: object) -> str:
    """A page of the case."""
    return reverse(f"wages:{name}", args=(arrears.case_id, *more))


def test_the_page_compares_answers_and_takes_the_choice(enter, ground, arrears):
    page = enter("officer")
    text = page.get(address(arrears, "routes")).content.decode()
    for words in ("1 条路现在能走", "劳动保障监察条例第21条第2款", "下一个除夕", "先查清", "暂定"):
        assert words in text
    assert 'value="enforcement"' not in text
    asked = dict.fromkeys(routes.QUESTIONS, "unknown") | {"began_elsewhere": "no"}
    assert page.post(address(arrears, "route_questions"), asked).status_code == 302
    form = {"route": "mediation", "version": arrears.case.version, "note": "公司愿意谈"}
    assert page.post(address(arrears, "routes"), form).status_code == 302
    choice = arrears.route_choices.get()
    assert choice.step_taken == "mediate"
    assert "条条一样" in page.get(address(arrears, "route_choice", choice.pk)).content.decode()
    assert page.post(address(arrears, "routes"), form | {"route": "enforcement"}).status_code == 422


def test_a_stale_page_changes_nothing(enter, ground, arrears):
    answer = enter("officer").post(address(arrears, "routes"), {"route": "letter", "version": arrears.case.version + 5})
    assert answer.status_code == 422
    assert not arrears.route_choices.exists()


def test_the_book_is_kept_on_its_pages_and_printed(enter, ground, arrears):
    page, worker, paper = enter("officer"), arrears.claimants.get(), proof(arrears)
    assert "先问清：现在还在不在干？" in page.get(address(arrears, "limits")).content.decode()
    start = address(arrears, "limit_start", worker.pk)
    assert page.post(start, {"employed": "yes", "ended_on": "2026-03-20"}).status_code == 422
    assert page.post(start, {"employed": "no", "ended_on": "2026-03-20"}).status_code == 302
    entry = {"kind": "letter", "covers": "wages", "on": "2026-06-15", "claimant": worker.pk, "proof": ""}
    assert page.post(address(arrears, "limit_enter"), entry).status_code == 302
    text = page.get(address(arrears, "limits")).content.decode()
    for words in ("3月20日", "没凭证的也算上", "没有凭证，先不算", "不算中断"):
        assert words in text
    event = LimitEvent.objects.get(kind="letter")
    assert page.post(address(arrears, "limit_prove", event.pk), {"proof": paper.pk}).status_code == 302
    text = page.get(address(arrears, "limit_print", worker.pk)).content.decode()
    for words in ("2027年6月15日", "送达回证", paper.blob.sha256[:16], "调裁法 第27条第4款"):
        assert words in text
    assert page.post(address(arrears, "limit_strike", event.pk)).status_code == 302
    assert "划掉的" in page.get(address(arrears, "limits")).content.decode()


def test_an_outsiders_count_never_shows_only_that_the_upper_union_can_be_asked(enter, ground, arrears):
    far = [opened(ground, number, region="370703", by="neighbour", employer="金丝雀公司") for number in (11, 12, 13)]
    page = enter("officer")

    def said() -> str:
        text = page.get(address(arrears, "controller")).content.decode()
        return text[text.index('<main') : text.index("</main>")]

    def bare(text: str) -> str:
        return "\n".join(row for row in text.splitlines() if "csrfmiddlewaretoken" not in row)

    assert "请问上级工会" not in said()
    controllers.link(case_id=arrears.case_id, other_id=far[0].case_id, note="同一个老板", by=SYSTEM, at=NOW)
    once = said()
    assert "请问上级工会" in once
    for row in far[1:]:
        controllers.link(case_id=far[0].case_id, other_id=row.case_id, note="同一个老板", by=SYSTEM, at=NOW)
        controllers.link(case_id=arrears.case_id, other_id=row.case_id, note="同一个老板", by=SYSTEM, at=NOW)
    assert bare(said()) == bare(once)
    assert "金丝雀" not in page.get(address(arrears, "case")).content.decode() + once
    enter("neighbour")
    assert page.get(address(arrears, "controller")).status_code == 404


def test_the_twin_that_counts_them_all_would_show(ground, arrears):
    far = opened(ground, 14, region="370703", by="neighbour")
    controllers.link(case_id=arrears.case_id, other_id=far.case_id, note="同一个老板", by=SYSTEM, at=NOW)
    mine = controllers.running(arrears=arrears, scope=ground.actors["officer"].scope("wages.handle"), on=NOW.date())
    every = controllers.running(arrears=arrears, scope=SYSTEM.scope("wages.handle"), on=NOW.date())
    assert (mine.owed, every.owed) == (18_900_00, 37_800_00)


def test_a_person_links_by_reference_within_their_own_cases(enter, ground, arrears):
    second, far = opened(ground, 15), opened(ground, 16, region="370703", by="neighbour")
    page = enter("officer")
    for reference in (far.case.reference, "AX-2026-999999"):
        answer = page.post(address(arrears, "controller_link"), {"reference": reference, "note": "同一个老板"}, follow=True)
        assert "您管的案子里没有这个编号" in answer.content.decode()
    assert page.post(address(arrears, "controller"), {"name": "示例老板甲", "phone": "19900007777", "team": ""}).status_code == 302
    assert "19900007777" not in page.get(address(arrears, "controller")).content.decode()
    page.post(address(arrears, "controller_link"), {"reference": second.case.reference, "note": "同一个老板"})
    assert CaseLink.objects.get().one_id == arrears.pk
    page.post(address(arrears, "controller_cut", second.case_id))
    assert CaseLink.objects.get().cut_at is not None


def test_the_worker_reads_own_last_day_and_open_roads_in_plain_words(client, ground, arrears):
    left(ground, arrears, timezone.localdate() - timedelta(days=30))
    person = arrears.claimants.get().person
    account = people_services.account_for_phone(phone=person.phone, at=NOW)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    people_services.begin(account=account, session_key=client.session.session_key, device="", agent="", at=NOW)
    text = client.get(reverse("wages:my_case", args=(arrears.case_id,))).content.decode()
    assert "申请仲裁，最晚哪天" in text
    assert "申请劳动仲裁" in text
    assert "工会发函，约公司来谈" in text
