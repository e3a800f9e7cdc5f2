"""A referral shows a receiver what workers said yes to, while it lies with them, and a taken-back yes bites at once."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from unionhall.base.access import Actor, Scope
from unionhall.base.flow import Flow, Step
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.base.work import WORKS
from unionhall.kernel.cases import kinds, queries, services
from unionhall.kernel.cases.models import Case, Deadline, Hook, LinkCode, Referral, ReferralLink
from unionhall.kernel.cases.rules import referrals as rules
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.law import services as law
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

NOW = at()
CANARY = "金丝雀"
FLOW = Flow(Step("go", {"open"}, "done", "办"))


def show(case_id: int, person_ids: list[int]) -> kinds.Shown:
    """The facts of the test's own kind: a canary for each worker."""
    return kinds.Shown((("单位", "示例公司"),), tuple((f"{CANARY}{pk}", (("电话", f"tel{pk}"),)) for pk in person_ids))


PLEA = kinds.CaseKind(
    code="plea", prefix="PL", label="诉求", flow=FLOW, states={"open": "开着", "done": "完"}, first="open", ended=frozenset({"done"}),
    view="plea.view", handle="plea.handle",
)  # fmt: skip
PLAIN = {"case_kind": "plea", "purpose": "帮忙", "receivers": ("court",), "rule": "REF-REPLY", "gives": ("姓名", "电话"), "show": show}
WAYS = (kinds.ReferralKind(code="help", label="请帮忙", **PLAIN), kinds.ReferralKind(code="note", label="抄送", personal=False, **PLAIN))


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """A kind of matter and two kinds of referral that no programme has."""
    monkeypatch.setattr(kinds.CASE_KINDS, "_rows", {**kinds.CASE_KINDS._rows, "plea": PLEA})
    monkeypatch.setattr(kinds.REFERRALS, "_rows", {**kinds.REFERRALS._rows, **{way.code: way for way in WAYS}})


class Ground:
    """A union, a court with and one without contact, a matter of three workers."""

    def __init__(self) -> None:
        places.seed(at=NOW)
        law.seed(at=NOW)
        self.union = orgs.found(name="示例区总工会", level="county", parent=None, region_code="370702", valid_from=NOW.date(), by=SYSTEM, at=NOW)
        self.court = orgs.add_agency(kind="court", name="示例法院", union=self.union, phone="19900005001", by=SYSTEM, at=NOW)
        self.other = orgs.add_agency(kind="court", name="另一法院", union=self.union, phone="19900005002", by=SYSTEM, at=NOW)
        self.case = services.open_case(kind="plea", union=self.union, title="示例", channel="staff", says="开", by=SYSTEM, at=NOW)
        self.workers = [people.person_for(name=f"职工{n}", phone=f"199000061{n:02d}", by=SYSTEM, at=NOW) for n in range(3)]
        for worker in self.workers:
            services.join(case=self.case, person=worker, role="claimant", at=NOW)

    def refer(self, kind: str = "help", agency=None, workers=None, moment=NOW) -> Referral:
        """Begin one."""
        who = self.workers if workers is None else workers
        return services.refer(case=self.case, kind=kind, agency=agency or self.court, people=who, by=SYSTEM, at=moment)

    def offered(self, moment=NOW, agreeing: int = 1) -> Referral:
        """One that left with so many yeses."""
        row = self.refer(moment=moment)
        for worker in self.workers[:agreeing]:
            services.agree(referral_id=row.pk, person=worker, by=own(worker), at=moment)
        return Referral.objects.get(pk=row.pk)

    def partner(self, login: str, agency) -> Actor:
        """An account of an agency (or of none)."""
        person = people.person_for(name=login, phone=f"1990000620{len(login)}", by=SYSTEM, at=NOW)
        account = people.open_account(person=person, login=login, by=SYSTEM, at=NOW)
        people.give_post(account=account, role=Role.PARTNER, union=self.union, agency=agency, valid_from=NOW.date(), by=SYSTEM, at=NOW)
        return people_queries.actor_for(account, NOW.date())


@pytest.fixture
def ground(db) -> Ground:
    return Ground()


def own(person) -> Actor:
    """A worker as they sign in."""
    return Actor(account_id=None, person_id=person.pk, name=person.name)


def refused(fault: str, do, /, **values) -> None:
    """The call is refused with this code."""
    with pytest.raises(Refused) as caught:
        do(**values)
    assert caught.value.code == fault


def texts(pattern: str = "") -> list[str]:
    """What is on its way by SMS."""
    return [row.text for row in Notice.objects.filter(channel="sms") if pattern in row.text]


def number_sent() -> str:
    """The newest six digits."""
    return re.search(r"\d{6}", Notice.objects.filter(channel="sms", effect_key__contains=":code:").order_by("-pk").first().text)[0]


# the flow, with consents


def test_nothing_leaves_before_the_first_yes_and_then_only_what_was_agreed(ground):
    row = ground.refer()
    assert row.state == "asked"
    assert not texts("工会有 1 件事等贵单位处理")
    refused("not_yours", services.read, referral_id=row.pk, by=SYSTEM, at=NOW)
    row = services.agree(referral_id=row.pk, person=ground.workers[1], by=own(ground.workers[1]), at=NOW)
    assert row.state == "offered"
    _row, shown, left_out = services.read(referral_id=row.pk, by=Actor(name="示例法院"), at=NOW)
    assert [name for name, _facts in shown.people] == [f"{CANARY}{ground.workers[1].pk}"]
    assert left_out == 2


def test_a_yes_names_receiver_contact_purpose_and_facts_and_is_kept_as_shown(ground):
    row = ground.refer(workers=ground.workers[:1])
    asked = row.people.get()
    for words in ("示例法院", "19900005001", "帮忙", "姓名、电话", "随时可以收回"):
        assert words in asked.text
    services.agree(referral_id=row.pk, person=asked.person, by=SYSTEM, at=NOW, on_paper=True)
    given = row.people.get().consent
    assert given.text.startswith(asked.text)
    assert "书面同意" in given.text


def test_a_yes_for_one_court_is_none_for_another(ground):
    ground.offered()
    assert ground.refer(agency=ground.other).state == "asked"


def test_a_worker_who_agreed_before_is_not_asked_again(ground):
    row = ground.offered()
    services.move_referral(referral_id=row.pk, step="return", by=SYSTEM, at=NOW, says="材料不齐")
    assert ground.refer(workers=ground.workers[:1]).state == "offered"


def test_a_referral_without_workers_data_leaves_at_once(ground):
    assert ground.refer(kind="note", workers=[]).state == "offered"
    refused("nobody", ground.refer, workers=[])


def test_the_wrong_receiver_and_a_second_one_are_refused(ground):
    police = orgs.add_agency(kind="police", name="示例公安", union=ground.union, by=SYSTEM, at=NOW)
    refused("receiver", ground.refer, agency=police)
    ground.refer()
    refused("referred", ground.refer)


def test_the_receivers_own_clock_begins_when_it_leaves_and_ends_with_the_answer(ground):
    row = ground.offered()
    clock = Deadline.objects.get(code="referral", subject=str(row.pk))
    assert (clock.rule, clock.mark, clock.state) == ("REF-REPLY", "D", "running")
    services.move_referral(referral_id=row.pk, step="accept", by=SYSTEM, at=NOW)
    services.move_referral(referral_id=row.pk, step="answer", by=SYSTEM, at=NOW, says="已经立案")
    clock.refresh_from_db()
    assert clock.state == "met"


@pytest.mark.parametrize(("state", "step", "is_open"), [(s, t, o) for s, t, o in rules.REFERRAL_FLOW.cells(rules.ReferralState)])
def test_each_cell_of_the_flow(state, step, is_open):
    assert is_open == (state in step.sources)
    assert state not in {"returned", "answered", "withdrawn"} or not is_open


def test_an_answer_says_something_is_signed_and_closes_the_packet(ground):
    row = ground.offered()
    services.move_referral(referral_id=row.pk, step="accept", by=SYSTEM, at=NOW)
    refused("says", services.move_referral, referral_id=row.pk, step="answer", by=SYSTEM, at=NOW)
    row = services.move_referral(referral_id=row.pk, step="answer", by=SYSTEM, at=NOW, says="已经立案，案号 1")
    proof = f"{row.statement}\n{row.signature}\n" + services.receipts.key_id() + "\n" + services.receipts.public_key().hex() + "\n"
    assert services.proof_holds(text=proof)
    assert not services.proof_holds(text=proof.replace(row.reference, "YS-2026-999999"))
    refused("not_yours", services.read, referral_id=row.pk, by=SYSTEM, at=NOW)


def test_the_worker_sees_who_looked(ground):
    row = ground.offered()
    before = Entry.objects.filter(kind="read", subject=f"cases.case:{ground.case.pk}").count()
    for _look in range(3):
        services.read(referral_id=row.pk, by=Actor(name="示例法院"), at=NOW)
    looks = Entry.objects.filter(kind="read", subject=f"cases.case:{ground.case.pk}")
    assert looks.count() == before + 3
    assert set(looks.values_list("actor", flat=True)) >= {"示例法院"}


def test_a_partner_sees_what_lies_with_its_own_agency_and_a_post_without_agency_sees_nothing(ground):
    row = ground.offered()
    ours, theirs, bare = ground.partner("a", ground.court), ground.partner("bb", ground.other), ground.partner("ccc", None)
    seen = [list(queries.received(scope=who.scope("cases.answer"))) for who in (ours, theirs, bare)]
    assert seen == [[row], [], []]


def test_a_reminder_goes_out_once_a_day_and_by_itself_when_the_clock_has_run_out(ground):
    row = ground.offered()
    services.nudge(referral_id=row.pk, by=SYSTEM, at=NOW)
    refused("nudged", services.nudge, referral_id=row.pk, by=SYSTEM, at=NOW + timedelta(hours=3))
    later = NOW + timedelta(days=40)
    services.sweep(at=later)
    deadline = Deadline.objects.get(code="referral", subject=str(row.pk))
    assert deadline.state == "lapsed"
    remind = WORKS[kinds.LAPSES["referral"].work]
    remind.run(deadline_id=deadline.pk, at=later.isoformat())
    assert Referral.objects.get(pk=row.pk).nudged_at == later
    remind.run(deadline_id=deadline.pk, at=later.isoformat())
    assert len(texts("工会有 1 件事等贵单位处理")) == 3


# consent bites


def test_a_taken_back_yes_kills_page_link_and_waiting_message_in_the_same_transaction(ground):
    row = ground.offered()
    link = services.issue_link(referral_id=row.pk, by=SYSTEM, at=NOW)
    services.send_code(link_id=link.pk, device="d1", at=NOW)
    shown = services.open_link(link_id=link.pk, code=number_sent(), device="d1", at=NOW)
    services.nudge(referral_id=row.pk, by=SYSTEM, at=NOW)
    assert services.held(shown=shown, device="d1", at=NOW).pk == row.pk
    worker = ground.workers[0]
    services.revoke(consent_id=row.people.get(person=worker).consent_id, person_id=worker.pk, by=own(worker), at=NOW)
    assert Referral.objects.get(pk=row.pk).state == "withdrawn"
    refused("not_yours", services.read, referral_id=row.pk, by=SYSTEM, at=NOW)
    refused("not_yours", services.held, shown=shown, device="d1", at=NOW)
    assert not Notice.objects.filter(effect_key__startswith=f"sms:referral:{row.pk}:", sent_at=None).exists()
    assert not ReferralLink.objects.filter(ended_at=None).exists()


def test_a_refused_revocation_changes_nothing(ground):
    row = ground.offered()
    consent, thief = row.people.get(person=ground.workers[0]).consent_id, ground.workers[2]
    refused("no_consent", services.revoke, consent_id=consent, person_id=thief.pk, by=own(thief), at=NOW)
    assert services.read(referral_id=row.pk, by=SYSTEM, at=NOW)[0].state == "offered"


def test_one_workers_no_leaves_the_others_and_shows_nothing_of_theirs(ground):
    row = ground.offered(agreeing=3)
    gone = ground.workers[1]
    services.revoke(consent_id=row.people.get(person=gone).consent_id, person_id=gone.pk, by=own(gone), at=NOW)
    _row, shown, left_out = services.read(referral_id=row.pk, by=SYSTEM, at=NOW)
    assert (len(shown.people), left_out) == (2, 1)
    assert f"{CANARY}{gone.pk}" not in str(shown)


def test_without_the_check_the_taken_back_worker_would_leak(ground, monkeypatch):
    """The twin: a reader that asks who once agreed, and not who agrees now."""
    row = ground.offered(agreeing=3)
    gone = ground.workers[1]
    services.revoke(consent_id=row.people.get(person=gone).consent_id, person_id=gone.pk, by=own(gone), at=NOW)
    monkeypatch.setattr(queries, "consented", lambda row: list(row.people.exclude(consent=None).values_list("person_id", flat=True)))
    assert f"{CANARY}{gone.pk}" in str(services.read(referral_id=row.pk, by=SYSTEM, at=NOW))


def test_a_revocation_that_is_rolled_back_never_happened(ground):
    row = ground.offered()
    worker, consent = ground.workers[0], row.people.get(person=ground.workers[0]).consent_id
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.revoke(consent_id=consent, person_id=worker.pk, by=own(worker), at=NOW)
        raise ZeroDivisionError
    assert services.read(referral_id=row.pk, by=SYSTEM, at=NOW)[0].state == "offered"


# links


def test_a_link_is_one_time_and_belongs_to_the_device_that_opened_it(ground):
    link = services.issue_link(referral_id=ground.offered().pk, by=SYSTEM, at=NOW)
    services.send_code(link_id=link.pk, device="d1", at=NOW)
    number = number_sent()
    refused("code", services.open_link, link_id=link.pk, code=number, device="d2", at=NOW)
    shown = services.open_link(link_id=link.pk, code=number, device="d1", at=NOW)
    refused("link", services.open_link, link_id=link.pk, code=number, device="d1", at=NOW)
    refused("not_yours", services.held, shown=shown, device="d2", at=NOW)
    refused("not_yours", services.held, shown=shown, device="d1", at=NOW + timedelta(hours=12))
    refused("link", services.find_link, said=services.links.token_of(link=link), place="p", at=NOW)


def test_a_code_lives_ten_minutes_and_a_link_fifteen_days(ground):
    link = services.issue_link(referral_id=ground.offered().pk, by=SYSTEM, at=NOW)
    services.send_code(link_id=link.pk, device="d1", at=NOW)
    assert LinkCode.objects.get().expires_at - NOW <= timedelta(minutes=10)
    refused("code", services.open_link, link_id=link.pk, code=number_sent(), device="d1", at=NOW + timedelta(minutes=10))
    token = services.links.token_of(link=link)
    assert services.find_link(said=token, place="p", at=NOW + timedelta(days=14)).pk == link.pk
    refused("link", services.find_link, said=token, place="p", at=NOW + timedelta(days=15))


def test_a_new_link_kills_the_old_one_and_the_pass_it_gave(ground):
    row = ground.offered()
    old = services.issue_link(referral_id=row.pk, by=SYSTEM, at=NOW)
    services.send_code(link_id=old.pk, device="d1", at=NOW)
    shown = services.open_link(link_id=old.pk, code=number_sent(), device="d1", at=NOW)
    new = services.issue_link(referral_id=row.pk, by=SYSTEM, at=NOW)
    refused("not_yours", services.held, shown=shown, device="d1", at=NOW)
    assert services.find_link(said=services.typed_of(link=new).lower(), place="p", at=NOW).pk == new.pk


def test_neither_token_nor_typed_code_nor_number_lies_in_the_database(ground):
    link = services.issue_link(referral_id=ground.offered().pk, by=SYSTEM, at=NOW)
    services.send_code(link_id=link.pk, device="d1", at=NOW)
    stored = str(list(ReferralLink.objects.values())) + str(list(LinkCode.objects.values())) + str(list(Entry.objects.values()))
    for secret in (services.links.token_of(link=link), services.typed_of(link=link), number_sent()):
        assert secret not in stored
    assert len(services.links.token_of(link=link)) == 43


def test_guessing_short_codes_is_slowed_where_it_happens_and_nowhere_else(ground):
    link = services.issue_link(referral_id=ground.offered().pk, by=SYSTEM, at=NOW)
    for _guess in range(4):
        refused("link", services.find_link, said="ZZZZZZZZ", place="thief", at=NOW)
    refused("slow_down", services.find_link, said=services.typed_of(link=link), place="thief", at=NOW)
    assert services.find_link(said=services.typed_of(link=link), place="owner", at=NOW).pk == link.pk


def test_an_agency_without_a_registered_contact_gets_no_number(ground):
    link = services.issue_link(referral_id=ground.offered().pk, by=SYSTEM, at=NOW)
    orgs.reach_agency(agency=ground.court, phone="", by=SYSTEM, at=NOW)
    refused("no_contact", services.send_code, link_id=link.pk, device="d1", at=NOW)


# pages


def pressed(client: Client, path: str, **data):
    """A form as its page shows it, pressed."""
    page = client.get(path)
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    return client.post(path, {**data, **({"nonce": nonce[1]} if nonce else {})})


def opened_by_human(said: str, client: Client | None = None) -> Client:
    """The human's way: press, read the number on the agency's phone, type it."""
    client = client or Client()
    client.get("/partner/")
    key = "token" if len(said) == 43 else "said"
    assert pressed(client, "/partner/", **{key: said}).status_code == 302
    assert client.post("/partner/code/", {"code": number_sent()}).headers["Location"] == "/partner/open/"
    return client


def live_offer(ground) -> ReferralLink:
    """A link of this very moment, for pages that ask the real clock."""
    return services.issue_link(referral_id=ground.offered(moment=timezone.now()).pk, by=SYSTEM, at=timezone.now())


def test_a_partner_reads_signs_and_answers_by_typed_code_without_script(ground, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    link = live_offer(ground)
    client = opened_by_human(services.typed_of(link=link))
    page = client.get("/partner/open/")
    assert f"{CANARY}{ground.workers[0].pk}" in page.content.decode()
    assert f"{CANARY}{ground.workers[1].pk}" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post("/partner/open/", {"step": "accept"}).status_code == 302
    assert "写一句办得怎么样" in client.post("/partner/open/", {"step": "answer"}).content.decode()
    slip = BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    slip.name = "reply.pdf"
    done = client.post("/partner/open/", {"step": "answer", "says": "已经立案", "file": slip})
    assert done.status_code == 302, done.content.decode()[-900:]
    last = client.get("/partner/open/").content.decode()
    assert "UH1|YS-" in last
    assert CANARY not in last
    assert ground.case.files.get().label == "示例法院的答复"


def test_a_press_without_the_pages_nonce_or_from_another_device_sends_nothing(ground):
    token = services.links.token_of(link=live_offer(ground))
    eager, other = Client(), Client()
    assert eager.post("/partner/", {"token": token}).status_code == 422
    eager.get("/partner/")
    nonce = re.search(r'name="nonce" value="([^"]+)"', eager.get("/partner/").content.decode())[1]
    other.get("/partner/")
    assert other.post("/partner/", {"token": token, "nonce": nonce}).status_code == 422
    assert not LinkCode.objects.exists()


def test_a_stolen_pass_opens_nothing_on_another_device(ground):
    client = opened_by_human(services.links.token_of(link=live_offer(ground)))
    thief = Client()
    thief.get("/partner/")
    thief.cookies["referral"] = client.cookies["referral"].value
    assert thief.get("/partner/open/").status_code == 404


def test_a_link_opens_its_one_referral_and_no_other_door(ground):
    client = opened_by_human(services.links.token_of(link=live_offer(ground)))
    for path in ("/partner/list/", f"/partner/{Referral.objects.get().pk}/", "/me/consents/", "/desk/"):
        assert client.get(path).status_code == 302
        assert "/sign-in/" in client.get(path).headers["Location"]


def test_leaving_puts_the_pass_away(ground):
    client = opened_by_human(services.links.token_of(link=live_offer(ground)))
    client.post("/partner/leave/")
    assert client.get("/partner/open/").status_code == 404


def signed_in(person) -> Client:
    """A worker's own browser."""
    account, client = people.account_for_phone(phone=person.phone, at=NOW), Client()
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="t", agent="", at=NOW)
    return client


def test_a_worker_agrees_and_takes_it_back_under_mine_and_nobody_else_can(ground):
    row = ground.refer(moment=timezone.now())
    worker, asked = ground.workers[0], row.people.get(person=ground.workers[0])
    stranger = signed_in(ground.workers[2])
    assert stranger.post("/me/consents/", {"row": asked.pk, "act": "agree"}).status_code == 404
    mine = signed_in(worker)
    assert "等您答复" in mine.get("/me/consents/").content.decode()
    mine.post("/me/consents/", {"row": asked.pk, "act": "agree"})
    assert Referral.objects.get(pk=row.pk).state == "offered"
    mine.post("/me/consents/", {"row": asked.pk, "act": "revoke"})
    assert Referral.objects.get(pk=row.pk).state == "withdrawn"
    assert "收回了" in mine.get("/me/consents/").content.decode()


def test_a_no_leaves_the_referral_waiting(ground):
    row = ground.refer()
    services.decline(referral_id=row.pk, person=ground.workers[0], by=own(ground.workers[0]), at=NOW)
    assert Referral.objects.get(pk=row.pk).state == "asked"
    assert queries.asked(scope=own(ground.workers[0]).own()).get().declined_at


# words to machines


def test_a_partners_machine_is_told_once_signed_and_without_personal_data(ground, settings):
    settings.PARTNER_HOSTS = ["partner.example"]
    orgs.reach_agency(agency=ground.court, phone="19900005001", webhook="https://partner.example/in", webhook_secret="s3cret", by=SYSTEM, at=NOW)
    ground.offered()
    sent = []

    def post(url, body, headers, *, hosts):
        sent.append((url, body, headers, hosts))
        return 204

    assert [services.send_hooks(at=NOW, post=post) for _turn in range(2)] == [1, 0]
    (url, body, headers, hosts), = sent
    assert (url, list(hosts)) == ("https://partner.example/in", ["partner.example"])
    assert b"YS-2026-000001" in body
    assert "职工".encode() not in body
    assert headers["X-UnionHall-Signature"] == services.hooks.signed(secret="s3cret", body=body, at=NOW)
    assert headers["X-UnionHall-Signature"] != services.hooks.signed(secret="other", body=body, at=NOW)


def test_a_word_that_was_not_taken_is_tried_again_with_patience_and_then_left(ground, settings):
    settings.PARTNER_HOSTS = ["partner.example"]
    orgs.reach_agency(agency=ground.court, phone="1", webhook="https://partner.example/in", webhook_secret="s", by=SYSTEM, at=NOW)
    ground.offered()

    def post(url, body, headers, *, hosts):
        raise OSError("down")

    assert [services.send_hooks(at=NOW, post=post), services.send_hooks(at=NOW, post=post)] == [0, 0]
    assert Hook.objects.get().tries == 1
    for days in range(1, 9):
        services.send_hooks(at=NOW + timedelta(days=days), post=post)
    assert (Hook.objects.get().tries, Hook.objects.get().failure) == (5, "down")


def test_an_address_outside_the_allow_list_is_refused_when_it_is_entered(ground, settings):
    settings.PARTNER_HOSTS = ["partner.example"]
    for webhook in ("https://evil.example/", "http://partner.example/", "https://a@partner.example/", "https://partner.example:22/", "https://partner.example.evil.example/"):
        with pytest.raises(Refused):
            orgs.reach_agency(agency=ground.court, phone="1", webhook=webhook, by=SYSTEM, at=NOW)


def test_a_strangers_scope_opens_no_referral(ground):
    ground.offered()
    assert list(queries.referrals(scope=Scope())) == []
    assert list(queries.received(scope=Scope())) == []
    assert list(queries.asked(scope=Scope())) == []
    assert Case.objects.count() == 1
