"""Identity lies encrypted, is found by keyed hash, shown masked, and shown in full only for a reason that is kept."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.notices import services as notices

from .. import queries, rules, services
from ..models import Person, Standing

NOW = at()
PHONE = "19900000037"


def right_number(stem: str) -> str:
    """17 digits with their check digit (GB 11643)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(stem))
    return stem + "10X98765432"[total % 11]


NUMBER = right_number("37070219010101001")


def person(name: str = "职工001", phone: str = PHONE, number: str = "") -> Person:
    """The person as the service finds or makes them."""
    return services.person_for(name=name, phone=phone, id_number=number, by=SYSTEM, at=NOW)


def test_a_person_is_found_again_by_phone_and_name_or_by_number(db: None) -> None:
    first = person(number=NUMBER)
    assert person("职工001", " +86 199-0000-0037 ") == first
    assert person("换了名字", "", NUMBER.lower()) == first
    assert person("", PHONE) == first
    assert Person.objects.count() == 1


def test_a_phone_stays_with_its_owner_when_somebody_else_gives_it(db: None) -> None:
    owner, other = person("职工001"), person("职工002")
    assert owner != other
    assert queries.person_by_phone(PHONE) == owner
    assert other.phone == PHONE


@pytest.mark.parametrize(
    ("field", "given"), [("phone", {"phone": "12351"}), ("id_number", {"phone": "", "number": NUMBER[:-1] + "Q"})]
)
def test_a_wrong_phone_or_number_is_refused_beside_its_field(db: None, field: str, given: dict) -> None:
    with pytest.raises(Refused) as refused:
        person(**given)
    assert refused.value.field == field
    assert not Person.objects.exists()


@pytest.mark.parametrize("stem", ["37070219010101001", "37070219600229001", "37240119050101001", "11010119001231999"])
def test_a_number_counts_whatever_the_year_and_the_place_it_was_given_for(stem: str) -> None:
    number = right_number(stem)
    assert rules.clean_id(f" {number[:6]} {number[6:14]} {number[14:].lower()} ") == number
    assert [rules.clean_id(number[:-1] + digit) for digit in "0123456789X"].count("") == 10


@pytest.mark.parametrize("text", ["", "123", "370702190113010019", "370702190102300019", "3707021901010100"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert rules.clean_id(text) == ""


def dump() -> bytes:
    """Every cell of every table, as the database gives it."""
    found = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            cells = [cell for row in cursor.fetchall() for cell in row]
        found += [bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in cells]
    return b"\n".join(found)


def disguises(text: str) -> list[bytes]:
    """A canary raw, in UTF-16, hex and base64."""
    raw = text.encode()
    return [raw, text.encode("utf-16-le"), raw.hex().encode(), base64.b64encode(raw).rstrip(b"="), raw[::-1]]


def fill() -> None:
    """A person with everything, an account, a code, a message."""
    row = person(number=NUMBER)
    services.account_for_phone(phone=PHONE, at=NOW)
    services.issue_code(phone=PHONE, device="d1", at=NOW)
    services.unmask(person=row, field="phone", reason="核对身份", by=SYSTEM, at=NOW)
    services.missed(key=services.guess_key(target=f"code:{PHONE}", device="d1"), at=NOW)
    notices.send_sms(phone=PHONE, message="sign_in_code", effect_key="k", at=NOW, code="000000")


def test_no_phone_or_number_lies_in_any_table(db: None) -> None:
    fill()
    everything = dump()
    assert len(everything) > 2000
    for canary in (PHONE, NUMBER):
        assert [each for each in disguises(canary) if each in everything] == []


def test_a_phone_that_was_stored_in_clear_would_be_found(db: None) -> None:
    """The twin: the search finds what lies open."""
    fill()
    Person.objects.update(name=f"职工 {PHONE}")
    assert PHONE.encode() in dump()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789Xx *一二", max_size=20))
def test_a_mask_never_shows_more_than_seven_characters(text: str) -> None:
    assert sum(mark != "*" for mark in rules.mask_phone(text)) <= 7
    assert sum(mark != "*" for mark in rules.mask_id(text)) <= 4
    assert len(text) < 9 or text not in (rules.mask_phone(text), rules.mask_id(text))


def test_masks_keep_what_tells_two_apart_and_no_more(db: None) -> None:
    row = person(number=NUMBER)
    assert (row.masked_phone, row.masked_id) == ("199****0037", f"37****{NUMBER[-2:]}")
    assert [rules.mask_name(name) for name in ("张三", "张小三", "欧阳小三", "张", "")] == ["张*", "张*三", "欧*三", "张", ""]
    assert rules.mask_phone("") == rules.mask_id("") == ""


def test_unmasking_asks_power_and_reason_and_leaves_a_line(hire: Callable, unions: dict) -> None:
    row = person()
    officer = queries.actor_for(hire("officer", "officer", unions["county"]), NOW.date())
    leader = queries.actor_for(hire("leader", "leader", unions["county"]), NOW.date())
    for by, reason, code in ((NOBODY, "核对身份", "no_power"), (leader, "核对身份", "no_power"), (officer, "  看看  ", "reason")):
        with pytest.raises(Refused, match=code):
            services.unmask(person=row, field="phone", reason=reason, by=by, at=NOW)
    assert not Entry.objects.filter(kind="read").exists()
    assert services.unmask(person=row, field="phone", reason="核对身份", by=officer, at=NOW) == PHONE
    line = Entry.objects.get(kind="read")
    assert (line.verb, line.subject, line.reason) == ("people.unmask.phone", f"people.person:{row.pk}", "核对身份")
    assert PHONE not in str(Entry.objects.values())


def test_a_consent_is_kept_once_per_purpose_and_receiver_with_its_text(db: None) -> None:
    row = person()
    for receiver in ("法院", "法院", "律所"):
        services.consent(person=row, purpose="legal_aid", receiver=receiver, text="同意转交", by=SYSTEM, at=NOW)
    assert queries.consents(row.pk).count() == 2
    queries.consents(row.pk).filter(receiver="律所").update(revoked_at=NOW)
    assert [each.receiver for each in queries.consents(row.pk)] == ["法院"]
    services.consent(person=row, purpose="legal_aid", receiver="律所", text="再次同意", by=SYSTEM, at=NOW + timedelta(days=1))
    assert queries.consents(row.pk).count() == 2


def test_a_standing_is_known_from_the_moment_it_was_recorded(db: None) -> None:
    row = person()
    services.stand(person=row, kind="model_worker", valid_from=NOW.date() - timedelta(days=400), by=SYSTEM, at=NOW, level="city")
    kept = Standing.objects.get()
    assert (kept.known_from, kept.known_to, kept.level) == (NOW, None, "city")
    assert Entry.objects.filter(verb="people.standing").count() == 1
