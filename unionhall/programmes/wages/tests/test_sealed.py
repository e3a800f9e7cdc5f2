"""A confidential report is read by those at the desk who hold a key and by the holder of the code, and by nobody else."""


import pytest

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people.models import Account
from unionhall.kernel.people.rules import Role
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.queries import ledger
from unionhall.programmes.wages.rules.sealed import POWER
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, sealed

from .conftest import staff
from .sealed_ground import PDF, SECRET, TOLD, filed, keyed


def read(desk, actor=None, holder=None):
    clue = Clue.objects.get(sealed=True)
    return cases.read_letter(case_id=clue.case_id, holder=holder or desk.holder, power=POWER, by=actor or desk.clerk, at=at())


def test_a_reader_and_the_code_open_every_word_and_file(desk) -> None:
    receipt, code = filed()
    opened = read(desk)
    assert dict(opened.parts[0].fields) == TOLD and opened.files[0].name == "工资条.pdf"
    _about, data = cases.enclosure(case_id=receipt.case_id, file_id=opened.files[0].pk, holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    assert data == PDF
    own = cases.read_own(case=receipt.case, code=code, at=at())
    assert own.parts == opened.parts
    assert cases.own_enclosure(case=receipt.case, code=code, file_id=own.files[0].pk, at=at())[1] == PDF


def test_a_retried_form_files_one_letter(desk) -> None:
    assert filed()[1] == filed()[1]
    assert Clue.objects.filter(sealed=True).count() == 1


def test_the_ledger_shows_a_date_and_a_place_and_nothing_else(desk) -> None:
    filed()
    clue = Clue.objects.get(sealed=True)
    assert clue.case.title == "保密件" and clue.region_code == "370702001" and clue.case.union == desk.ground.unions["county"]
    assert (clue.employer_name, clue.name_key, clue.phone_hash, clue.contact, clue.told, clue.amount, clue.people) == ("", "", "", "", "", None, None)
    assert not clue.case.parties.exists()
    other = clues.register(report=clues.Report(TOLD["employer_name"], phone=TOLD["phone"]), channel="visit", by=desk.clerk, at=at())
    assert ledger.alike(other, scope=desk.clerk.scope("wages.view")) == []
    assert list(ledger.clues(scope=desk.clerk.scope("wages.view"), by=ledger.Filter(text="保密示例"))) == [other]


def test_nobody_with_a_key_means_it_is_not_taken_in_and_never_filed_openly(ground) -> None:
    with pytest.raises(Refused) as refused:
        filed()
    assert refused.value.code == "not_open" and refused.value.values["hotline"]
    assert not Clue.objects.exists()


def test_without_a_key_the_clerk_is_told_how_to_get_one(desk) -> None:
    filed()
    officer = desk.ground.actors["officer"]
    with pytest.raises(Refused) as refused:
        cases.read_letter(case_id=Clue.objects.get().case_id, holder=None, power=POWER, by=officer, at=at())
    assert refused.value.code == "no_key"
    late = keyed(officer)
    with pytest.raises(Refused) as refused:
        read(desk, officer, late)
    assert refused.value.code == "not_for_you"
    with pytest.raises(Refused) as refused:
        read(desk, officer, desk.holder)
    assert refused.value.code == "key_away", "somebody else's key is nobody's key"


@pytest.mark.parametrize("who", ["neighbour", "administrator", "mediator", "leader", "auditor", "stranger"])
def test_others_open_nothing_whatever_key_they_hold(desk, who: str) -> None:
    filed()
    actor = Actor() if who == "stranger" else desk.ground.actors[who]
    holder = desk.holder if who == "stranger" else keyed(actor)
    case = Clue.objects.get().case
    if who == "mediator":
        cases.assign(case=case, account=Account.objects.get(pk=actor.account_id), role="mediator", by=desk.clerk, at=at())
    with pytest.raises(Refused) as refused:
        read(desk, actor, holder)
    assert refused.value.code == "not_yours"


def test_the_twin_without_the_scope_a_key_alone_would_open_it(desk, monkeypatch) -> None:
    filed()
    neighbour = desk.ground.actors["neighbour"]
    monkeypatch.setattr(cases.letters.matters, "loaded", lambda *, case_id, by, power: Clue.objects.get().case)
    row = keyed(neighbour)
    letter = case_queries.letter_of(Clue.objects.get().case_id)
    _letter, key = cases.letters._at_desk(letter.case_id, desk.holder, POWER, desk.clerk, at())
    cases.letters._give(letter, people_queries.pair_of(neighbour.account_id), key, desk.clerk, at())
    assert SECRET in read(desk, neighbour, row).parts[0].fields["told"]


def test_a_colleague_reads_after_sharing_and_not_after_it_was_taken_away(desk) -> None:
    filed()
    case_id, officer = Clue.objects.get().case_id, desk.ground.actors["officer"]
    holder = keyed(officer)
    more = {"case_id": case_id, "pair_id": holder.pair_id, "holder": desk.holder, "power": POWER, "by": desk.clerk, "at": at()}
    cases.share_letter(**more)
    assert read(desk, officer, holder).parts[0].fields["told"] == SECRET
    cases.take_away(**more)
    with pytest.raises(Refused):
        read(desk, officer, holder)
    with pytest.raises(Refused) as refused:
        cases.take_away(**more | {"pair_id": desk.holder.pair_id})
    assert refused.value.code == "last_reader"
    verbs = list(Entry.objects.filter(verb__contains="letter").order_by("pk").values_list("verb", "account_id"))
    assert [verb for verb, _who in verbs] == ["clue.letter_shared", "clue.letter_read", "clue.letter_taken_away"]
    assert verbs[1][1] == officer.account_id


@pytest.mark.parametrize("who", ["neighbour", "administrator", "mediator"])
def test_a_key_is_shared_only_with_who_may_read(desk, who: str) -> None:
    filed()
    holder = keyed(desk.ground.actors[who])
    with pytest.raises(Refused) as refused:
        cases.share_letter(case_id=Clue.objects.get().case_id, pair_id=holder.pair_id, holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    assert refused.value.code == "cannot_be_given"


def test_who_is_tied_to_the_employer_gets_no_key(desk) -> None:
    officer = desk.ground.actors["officer"]
    holder, person = keyed(officer), Account.objects.get(pk=officer.account_id).person
    keys = cases.keys_for(name=TOLD["employer_name"])
    cases.record_tie(kind="family", subjects=keys, shown=TOLD["employer_name"], by=SYSTEM, at=at(), person=person)
    filed()
    letter = Clue.objects.get().case.letter
    assert [name for _row, name in cases.readers_of(letter=letter)] == ["示例clerk"]
    with pytest.raises(Refused) as refused:
        cases.share_letter(
            case_id=letter.case_id, pair_id=holder.pair_id, holder=desk.holder, power=POWER, by=desk.clerk, at=at(), about=sealed.subjects(TOLD)
        )  # fmt: skip
    assert refused.value.code == "tied"


def test_the_nearest_desk_with_a_key_gets_it(desk) -> None:
    near = staff("streetclerk", Role.CLERK, desk.ground.unions["street"], "19900009088")
    keyed(near)
    receipt, _code = filed()
    assert receipt.case.union == desk.ground.unions["street"]


def test_the_worker_adds_and_the_desk_answers_inside_the_letter(desk) -> None:
    receipt, code = filed()
    cases.add_own(case=receipt.case, code=code, fields={"told": "又想起一件事"}, attached=[], at=at())
    cases.write_back(case_id=receipt.case_id, says="我们周三去查他的账", holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    own = cases.read_own(case=receipt.case, code=code, at=at())
    assert [(part.desk, *part.fields.values()) for part in own.parts[1:]] == [(False, "又想起一件事"), (True, "我们周三去查他的账")]
    assert not any("查他的账" in row.says or "又想起" in row.says for row in receipt.case.events.all())
    assert not receipt.case.deadlines.filter(code="first_answer", state="running").exists()


def test_chosen_fields_go_into_the_ledger_and_the_others_stay(desk) -> None:
    filed()
    clue = Clue.objects.get()
    with pytest.raises(Refused) as refused:
        wage_cases.open_from(clue_id=clue.pk, by=desk.clerk, at=at())
    assert refused.value.code == "sealed"
    sealed.write_in(clue_id=clue.pk, names=["employer_name", "amount"], holder=desk.holder, by=desk.clerk, at=at())
    clue.refresh_from_db()
    assert (clue.employer_name, clue.amount, clue.contact, clue.told) == (TOLD["employer_name"], 1890000, "", "")
    assert Entry.objects.get(verb="clue.letter_written_in").note == "employer_name amount"
    with pytest.raises(Refused):
        sealed.write_in(clue_id=clue.pk, names=["region_code", "state"], holder=desk.holder, by=desk.clerk, at=at())


def test_a_renewed_key_opens_nothing_old(desk) -> None:
    filed()
    fresh = keyed(desk.clerk)
    with pytest.raises(Refused):
        read(desk, desk.clerk, fresh)


@pytest.mark.parametrize("bad", [b"MZ\x90\x00 not a picture", b""])
def test_a_hostile_file_refuses_the_whole_report_and_leaves_nothing(desk, bad: bytes) -> None:
    with pytest.raises(Refused):
        filed(attached=[cases.Attachment("x.jpg", bad)])
    assert not Clue.objects.exists()


def test_a_wrong_code_opens_nothing(desk) -> None:
    receipt, code = filed()
    with pytest.raises(Refused) as refused:
        cases.read_own(case=receipt.case, code=code[:-1] + ("0" if code[-1] != "0" else "1"), at=at())
    assert refused.value.field == "code"
