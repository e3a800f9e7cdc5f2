"""The group's pages: brought in, chosen, shared and printed at the desk; on the phone nobody sees anybody else."""

import re
import zipfile
from io import BytesIO

import pytest
from django.test import Client

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.files import services as files
from unionhall.kernel.people import services as people
from unionhall.programmes.wages.models import Arrears, Distribution, MoneyEntry, Word
from unionhall.programmes.wages.queries import groups as queries
from unionhall.programmes.wages.services import distributions, groups, papers
from unionhall.programmes.wages.views import panels

from .groups import HEAD, OWED, group, listed, opened, phone
from .test_groups import DAY, NOW, receive
from .test_worker_view import signed_in


@pytest.fixture
def fifteen(ground) -> Arrears:
    return group()


@pytest.fixture
def desk(ground) -> Client:
    return signed_in(ground.actors["officer"].account_id)


def at_phone(number: int) -> Client:
    """The browser of worker so-and-so."""
    return signed_in(people.account_for_phone(phone=phone(number), at=at()).pk)


def url(arrears: Arrears, rest: str = "") -> str:
    return f"/wages/cases/{arrears.case_id}/group/{rest}"


def test_a_list_is_looked_at_mended_in_its_box_and_added_with_one_press_or_two(ground, desk):
    arrears = opened()
    text = f"{HEAD}\n职工101\t19900007801\t5000\t\t\n职工102\t123\t6000\t\t"
    page = desk.post(url(arrears, "workers/"), {"text": text, "do": "look"}).content.decode()
    assert "电话号码位数或号段不对" in page
    assert arrears.claimants.count() == 1
    sheet = desk.post(url(arrears, "workers/"), {"text": text, "do": "sheet"})
    assert zipfile.is_zipfile(BytesIO(sheet.content))
    for _press in range(2):
        desk.post(url(arrears, "workers/"), {"text": text.replace("\t123\t", "\t19900007802\t"), "do": "add"})
    assert sorted(arrears.claimants.values_list("name", flat=True)) == ["职工001", "职工101", "职工102"]


def test_an_uploaded_sheet_comes_into_the_box_and_a_wrong_one_says_so(desk, fifteen):
    wrong = desk.post(url(fifteen, "workers/"), {"text": "甲\t乙\n丙\t丁", "do": "look"})
    assert (wrong.status_code, "没有找到表头" in wrong.content.decode()) == (422, True)
    book = BytesIO(listed().replace("\t", ",").encode())
    book.name = "名单.csv"
    page = desk.post(url(fifteen, "workers/"), {"file": book, "do": "look"}).content.decode()
    assert "不变 <b>15</b>" in page
    assert "职工015\t" in page


def test_the_same_form_pressed_twice_records_one_sum_and_its_list_sums_in_capitals(desk, fifteen):
    form = {"amount": "100000.01", "on": "2026-11-23", "slip": "回单 9", "rule": "pro_rata", "key": "f" * 40}
    looked = desk.post(url(fifteen, "money/"), {**form, "do": "look"})
    assert sum(part.amount for _who, _open, part in looked.context["parts"]) == 100_000_01
    assert Distribution.objects.count() == 0
    for _press in range(2):
        assert desk.post(url(fifteen, "money/"), {**form, "do": "record"}).status_code == 302
    assert (Distribution.objects.count(), Arrears.objects.get().paid) == (1, 100_000_01)
    again = desk.post(url(fifteen, "money/"), {**form, "key": "g" * 40, "do": "record"})
    assert (again.status_code, "已经记过了" in again.content.decode()) == (422, True)
    for kind in ("docx", "xlsx"):
        made = desk.post(url(fifteen, f"money/1/list/{kind}/"), follow=True)
        text = text_of(b"".join(made.streaming_content))
        assert "壹拾万元零壹分" in text
        assert all(name in text for name in fifteen.claimants.values_list("name", flat=True))
        assert phone(1) not in text


def text_of(content: bytes) -> str:
    """Everything written in an Office file."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        parts = [book.read(name).decode() for name in book.namelist() if re.search(r"document|sharedStrings|sheet1", name)]
    return re.sub(r"<[^>]+>", "", "".join(parts))


def test_the_form_of_representatives_names_everybody_who_stays_and_nobodys_sum(fifteen):
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    groups.leave(claimant_id=ids[14], on=DAY, reason="自己起诉", by=SYSTEM, at=NOW)
    groups.choose(case_id=fifteen.case_id, claimant_ids=ids[:3], by=SYSTEM, at=NOW)
    kept = papers.save(case_id=fifteen.case_id, paper="representatives", by=SYSTEM, at=NOW)
    with files.opened(blob=kept.blob) as handle:
        text = text_of(handle.read())
    assert text.count("职工001") == 2
    assert text.count("职工014") == 1
    assert "职工015" not in text
    assert "18,900" not in text


def seen_by(number: int, arrears: Arrears) -> str:
    return at_phone(number).get(f"/wages/mine/{arrears.case_id}/").content.decode()


@pytest.fixture
def furnished(fifteen) -> Arrears:
    """Everything that could leak has happened: representatives, words, a departure, money of one and of all, answers."""
    rows = list(fifteen.claimants.order_by("pk").select_related("person"))
    groups.choose(case_id=fifteen.case_id, claimant_ids=[each.pk for each in rows[:3]], by=SYSTEM, at=NOW)
    row = receive(fifteen, 50_000_00)
    for part in row.portions.select_related("claimant__person"):
        at_phone(int(part.claimant.name[2:])).post(f"/wages/mine/{fifteen.case_id}/answer/", {"entry": part.entry_id, "received": "yes"})
    for number in (2, 5, 6):
        client = at_phone(number)
        client.post(f"/wages/mine/{fifteen.case_id}/word/", {"matter": "claim", "yes": "yes"})
    at_phone(7).post(f"/wages/mine/{fifteen.case_id}/alone/", {"reason": "自己起诉"})
    return Arrears.objects.get(pk=fifteen.pk)


def leaks(page: str, arrears: Arrears, own: int) -> list[str]:
    """What of the others stands on a page: names, phones, sums owed, parts, in any way of writing."""
    found = []
    for number, each in enumerate(arrears.claimants.order_by("pk"), start=1):
        sums = [each.owed, *MoneyEntry.objects.filter(claimant=each).values_list("amount", flat=True)]
        marks = [each.name, phone(number), phone(number)[-4:], *(f"{fen / 100:,.2f}".removesuffix(".00") for fen in sums)]
        found += [mark for mark in marks if number != own and mark in page]
    return found


def test_a_worker_reads_their_own_line_and_nothing_of_any_other(furnished):
    page = seen_by(9, furnished)
    assert "13,300" in page
    assert leaks(page, furnished, 9) == []
    assert "204,000" not in page.replace("欠 15 人工资", "")


def test_a_representative_reads_totals_and_heads_and_nothing_of_any_other(furnished):
    page = seen_by(1, furnished)
    assert "14 人一起办，0 人确认全部到手" in page
    assert "1 人自己去办" in page
    assert "204,000" in page
    assert leaks(page, furnished, 1) == []


def test_the_timeline_as_the_office_reads_it_would_leak_here(furnished, monkeypatch):
    """The twin: the worker's page with the office's lines."""
    monkeypatch.setattr(panels, "OWN_STEPS", frozenset())
    assert leaks(seen_by(9, furnished), furnished, 9)


def test_on_the_phone_each_says_yes_or_no_for_themselves_and_goes_alone_and_comes_back(fifteen):
    client, second = at_phone(2), fifteen.claimants.order_by("pk")[1]
    where = f"/wages/mine/{fifteen.case_id}/"
    assert "您同意吗" in client.get(where).content.decode()
    for said in ("yes", "no", "no"):
        client.post(f"{where}word/", {"matter": "claim", "yes": said})
    assert list(Word.objects.values_list("claimant_id", "yes", "own")) == [(second.pk, True, True), (second.pk, False, True)]
    assert client.post(f"{where}word/", {"matter": "nonsense", "yes": "yes"}).status_code == 404
    assert client.post(f"{where}alone/", {"reason": ""}).status_code == 422
    client.post(f"{where}alone/", {"reason": "自己起诉"})
    assert queries.book(arrears=fifteen)[1].line.left
    client.post(f"{where}alone/", {})
    assert not queries.book(arrears=fifteen)[1].line.left
    stranger = signed_in(people.account_for_phone(phone="19900000999", at=at()).pk)
    assert stranger.post(f"{where}word/", {"matter": "claim", "yes": "yes"}).status_code == 404
    assert stranger.get(f"{where}alone/").status_code == 404


def test_evidence_of_one_worker_is_not_shown_to_the_others(fifteen):
    picture = BytesIO(bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
        "0000001149444154789c63f8f6e53d56c430b4240037b1b641e89231980000000049454e44ae426082"
    ))  # fmt: skip
    picture.name = "工资条.png"
    where = f"/wages/mine/{fifteen.case_id}/"
    assert at_phone(2).post(f"{where}evidence/", {"file": picture, "label": "我的工资条"}).status_code == 302
    assert "我的工资条" in seen_by(2, fifteen)
    assert "我的工资条" not in seen_by(3, fifteen)


def test_one_line_at_the_desk_takes_a_word_with_its_proof_and_a_departure(desk, fifteen):
    fourth = fifteen.claimants.order_by("pk")[3]
    where = url(fifteen, f"lines/{fourth.pk}/")
    assert desk.post(where, {"do": "word", "matter": "claim", "yes": "yes", "proof": ""}).status_code == 422
    assert desk.post(where, {"do": "word", "matter": "claim", "yes": "yes", "proof": "签字表第 4 行"}).status_code == 302
    assert desk.post(where, {"do": "leave", "on": "2026-11-23", "reason": "自己起诉"}).status_code == 302
    page = desk.get(url(fifteen)).content.decode()
    assert "自己去办" in page
    assert desk.post(where, {"do": "back"}).status_code == 302
    assert queries.totals(arrears=fifteen).heads == 15


def test_representatives_are_written_down_and_a_wrong_number_is_said_beside_the_field(desk, fifteen):
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    wrong = desk.post(url(fifteen, "representatives/"), {"chosen": ids[:2]})
    assert (wrong.status_code, "代表推三到五人" in wrong.content.decode()) == (422, True)
    assert desk.post(url(fifteen, "representatives/"), {"chosen": ids[:4]}).status_code == 302
    assert fifteen.claimants.filter(representative=True).count() == 4


def test_the_neighbours_officer_finds_none_of_the_groups_pages(ground, fifteen):
    receive(fifteen)
    neighbour = signed_in(ground.actors["neighbour"].account_id)
    first = fifteen.claimants.first().pk
    for rest in ("", "workers/", "representatives/", "money/", "money/1/", f"lines/{first}/"):
        assert neighbour.get(url(fifteen, rest)).status_code in (403, 404)
    assert neighbour.post(url(fifteen, "money/1/list/docx/")).status_code in (403, 404)
    assert distributions.shares_hold() == []
    assert sum(OWED) == 204_000_00


def test_a_mistake_is_taken_back_on_its_page_with_a_reason_and_stays_to_be_read(ground):
    case = group()
    receive(case, amount=1_000_00)
    address = f"/wages/cases/{case.case_id}/group/money/1/"
    officer = signed_in(ground.actors["officer"].account_id)
    assert officer.post(address, {"reason": ""}).status_code == 422
    assert signed_in(ground.actors["neighbour"].account_id).post(address, {"reason": "想撤"}).status_code in (403, 404)
    case.refresh_from_db()
    assert case.paid == 1_000_00
    assert officer.post(address, {"reason": "金额记错了"}).status_code == 302
    page = officer.get(address).content.decode()
    assert "金额记错了" in page and "撤回这一笔" not in page
    assert "已撤回" in officer.get(f"/wages/cases/{case.case_id}/group/").content.decode()
    case.refresh_from_db()
    assert case.paid == 0
