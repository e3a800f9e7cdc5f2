"""A conclusion is chosen by its conditions, not typed; and money is recovered when the worker says so."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused

from ..rules import columns
from ..rules.columns import Columns, Entry, EntryKind
from ..rules.conclusions import CONCLUSIONS, CaseFacts, Code, possible, unmet

DAY = date(2026, 10, 9)
EMPTY = CaseFacts()
FULL: dict[Code, CaseFacts] = {
    Code.K1: CaseFacts(claimants=15),
    Code.K2: CaseFacts(confirmed=1, plan_signed=True, plan_has_days=True),
    Code.K3: CaseFacts(agreement_on_file=True, instalments_open=1),
    Code.K4: CaseFacts(hrss_receipt="示例回执 1"),
    Code.K5: CaseFacts(acceptance_number="示例案号 1"),
    Code.K6: CaseFacts(order_served_or_posted=True, order_proof_kept=True, police_receipt="示例回执 2"),
    Code.K7: CaseFacts(reason="工程款", right_door="示例部门", reporter_told=True),
    Code.K8: CaseFacts(receiver_confirmed=True, reporter_told=True),
    Code.K9: CaseFacts(checked_what="考勤", checked_on="2026-10-09", checked_by="示例一"),
    Code.K10: CaseFacts(reporter_word="不办了"),
}


@pytest.mark.parametrize("code", list(Code))
def test_a_conclusion_is_open_when_its_conditions_hold_and_closed_on_an_empty_file(code: Code) -> None:
    assert unmet(code, FULL[code]) == ()
    assert unmet(code, EMPTY)
    assert code in possible(FULL[code])


@pytest.mark.parametrize("code", list(Code))
def test_a_conclusion_has_name_text_caution_and_names_to_fill(code: Code) -> None:
    row = CONCLUSIONS[code]
    assert row.name and row.caution and row.fields
    filled = row.text.format(**dict.fromkeys(row.fields, "示例"))
    assert "{" not in filled


def test_promised_is_not_paid_one_unconfirmed_worker_keeps_k1_closed() -> None:
    assert unmet(Code.K1, replace(FULL[Code.K1], unconfirmed=1)) == ("还有职工没确认到手",)


def test_a_merged_matter_may_name_the_master_record_instead_of_the_reporters_word() -> None:
    assert unmet(Code.K10, CaseFacts(master_record="AX-2026-000109")) == ()


def test_only_what_is_over_ends_the_matter() -> None:
    ends = {code for code, row in CONCLUSIONS.items() if row.ends}
    assert ends == {Code.K1, Code.K7, Code.K8, Code.K9, Code.K10}


def test_nothing_is_possible_on_an_empty_file() -> None:
    assert possible(EMPTY) == ()


def _entry(number: int, worker: str, kind: EntryKind, amount: int, replaces: str = "") -> Entry:
    return Entry(str(number), worker, kind, amount, DAY, replaces)


def test_only_the_confirmed_column_is_recovered() -> None:
    book = [
        _entry(1, "职工001", EntryKind.PROMISED, 18_900_00),
        _entry(2, "职工001", EntryKind.ORDERED, 18_900_00),
        _entry(3, "职工001", EntryKind.PAID, 9_450_00),
        _entry(4, "职工001", EntryKind.CONFIRMED, 6_300_00),
    ]
    mine = columns.by_worker(book)["职工001"]
    assert mine == Columns(18_900_00, 18_900_00, 9_450_00, 6_300_00, waiting=3_150_00)
    assert mine.recovered == 6_300_00


def test_money_the_company_never_reported_counts_when_the_worker_confirms_it() -> None:
    mine = columns.by_worker([_entry(1, "职工001", EntryKind.CONFIRMED, 6_300_00)])["职工001"]
    assert (mine.recovered, mine.unreported, mine.waiting) == (6_300_00, 6_300_00, 0)


def test_one_workers_surplus_never_covers_what_another_still_waits_for() -> None:
    book = [_entry(1, "职工001", EntryKind.CONFIRMED, 500), _entry(2, "职工002", EntryKind.PAID, 500)]
    whole = columns.together(columns.by_worker(book).values())
    assert (whole.waiting, whole.unreported, whole.recovered) == (500, 500, 500)


def test_a_second_agreement_replaces_the_broken_promise_so_530000_is_not_promised_twice() -> None:
    book = [
        _entry(1, "职工001", EntryKind.PROMISED, 530_000_00),
        _entry(2, "职工001", EntryKind.PROMISED, 530_000_00, replaces="1"),
    ]
    assert columns.by_worker(book)["职工001"].promised == 530_000_00


def test_workers_who_have_not_confirmed_all_are_named() -> None:
    book = [_entry(1, "职工001", EntryKind.CONFIRMED, 100), _entry(2, "职工002", EntryKind.CONFIRMED, 99)]
    owed = {"职工001": 100, "职工002": 100, "职工003": 1}
    assert columns.unconfirmed(owed, book) == ("职工002", "职工003")


@pytest.mark.parametrize(
    ("code", "book"),
    [
        ("entry_negative", [_entry(1, "职工001", EntryKind.PAID, -1)]),
        ("entry_twice", [_entry(1, "职工001", EntryKind.PAID, 1)] * 2),
        ("entry_replaces", [_entry(1, "职工001", EntryKind.PAID, 1, replaces="9")]),
        ("entry_replaces", [_entry(1, "职工001", EntryKind.PAID, 1, replaces="1")]),
        (
            "entry_replaces_other",
            [_entry(1, "职工001", EntryKind.PAID, 1), _entry(2, "职工002", EntryKind.PAID, 1, replaces="1")],
        ),
        (
            "entry_replaced_twice",
            [
                _entry(1, "职工001", EntryKind.PAID, 1),
                _entry(2, "职工001", EntryKind.PAID, 2, replaces="1"),
                _entry(3, "职工001", EntryKind.PAID, 3, replaces="1"),
            ],
        ),
    ],
)
def test_a_book_that_contradicts_itself_is_refused(code: str, book: list[Entry]) -> None:
    with pytest.raises(Refused, match=code):
        columns.live(book)


ROW = st.tuples(
    st.sampled_from(["职工001", "职工002", "职工003"]), st.sampled_from(EntryKind), st.integers(0, 10**9)
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(ROW, max_size=40))
def test_the_columns_together_are_the_entries_to_the_fen(rows: list[tuple[str, EntryKind, int]]) -> None:
    book = [_entry(number, *row) for number, row in enumerate(rows)]
    whole = columns.together(columns.by_worker(book).values())
    for kind in EntryKind:
        assert getattr(whole, kind.value) == sum(amount for _, one, amount in rows if one is kind)
    assert whole.paid + whole.unreported == whole.confirmed + whole.waiting
