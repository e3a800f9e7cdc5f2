"""Which two employers may be one: the code decides, then name, then sound; the reason is always named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..rules import Likeness, clean_code, keys, likeness

HONGDA = "潍坊市宏达建筑工程有限公司"
CODE, OTHER = "91370700XX00000011", "91370700XX00000024"
PARTS = st.text(alphabet="宏鸿达运建筑工程物流示例", min_size=3, max_size=6)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ("潍坊宏达建筑工程有限公司", Likeness.NAME),
        ("山东宏达建筑工程有限责任公司", Likeness.NAME),
        ("潍坊市宏达建筑工程有限公司第一分公司", Likeness.NAME),
        ("潍坊市宏达建筑工程有限公司寒亭项目部", Likeness.NAME),
        ("潍坊市 宏达（建筑）工程 有限公司", Likeness.NAME),
        ("潍坊市鸿达建筑工程有限公司", Likeness.SOUND),
        ("弘达建筑工程公司", Likeness.SOUND),
        ("宏达建筑", Likeness.PART),
        ("临沂宏达建筑工程有限公司", Likeness.NAME),
        ("山东宏达建工集团有限公司潍坊分公司", None),
        ("潍坊市鸿运物流有限公司", None),
        ("宏达", None),
    ],
)
def test_a_name_without_code_is_like_another_by_name_then_sound_then_part(other: str, reason: Likeness | None) -> None:
    assert likeness(HONGDA, other) is reason
    assert likeness(other, HONGDA) is reason


def test_the_same_code_is_the_same_employer_whatever_the_names() -> None:
    assert likeness(HONGDA, "示例物流", CODE, CODE) is Likeness.CODE


def test_different_codes_are_different_employers_whatever_the_names() -> None:
    assert likeness(HONGDA, HONGDA, CODE, OTHER) is None


def test_a_code_on_one_side_only_decides_nothing() -> None:
    assert likeness(HONGDA, HONGDA, CODE) is Likeness.NAME
    assert likeness(HONGDA, "潍坊市鸿运物流有限公司", "", CODE) is None


@pytest.mark.parametrize("place", ["", "潍坊", "潍坊市", "山东", "山东省", "潍坊市潍城区"])
@pytest.mark.parametrize("branch", ["分公司", "项目部", "有限公司第一分公司"])
def test_two_branches_of_different_firms_are_not_alike(place: str, branch: str) -> None:
    one, two = f"{place}示例宏达建筑{branch}", f"{place}示范鸿运物流{branch}"
    assert likeness(one, two) is None
    assert "宏达建筑" in keys(one).name


@pytest.mark.parametrize("name", ["山东", "有限公司", "店", "中国", "示例", "公司分公司"])
def test_a_name_that_is_all_place_or_suffix_keeps_something_to_compare(name: str) -> None:
    assert keys(name).name


@settings(max_examples=300, deadline=None, derandomize=True)
@given(PARTS, PARTS, st.sampled_from(["", CODE, OTHER]), st.sampled_from(["", CODE, OTHER]))
def test_likeness_is_the_same_from_both_sides(one: str, two: str, code: str, other: str) -> None:
    assert likeness(f"潍坊{one}有限公司", two, code, other) is likeness(two, f"潍坊{one}有限公司", other, code)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(PARTS)
def test_an_employer_is_like_itself_with_and_without_place_and_suffix(name: str) -> None:
    assert likeness(f"潍坊市{name}有限公司", f"山东省{name}股份有限公司") is Likeness.NAME


def test_a_credit_code_is_read_with_blanks_and_small_letters_and_refused_with_a_wrong_digit() -> None:
    assert clean_code(" 91370700 xx0000001 1 ") == CODE
    assert clean_code("９１３７０７００ＸＸ００００００１１") == CODE
    assert [clean_code(CODE[:-1] + digit) for digit in "023456789"] == [""] * 9
    assert clean_code("无") == clean_code("") == ""
