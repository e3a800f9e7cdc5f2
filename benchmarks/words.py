"""The search for a rare word in 1,000,000 cases over HTTP, against the raw index query and the shell together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.db import connection

from unionhall.base.cipher import keyed_hash
from unionhall.programmes.wages.rules import search

from . import names
from .measure import Result, medians
from .pages import ADDRESS, get, rows_on
from .world import EMPTY, HOME, World

CEILING = 3.0
SCOPE = "SELECT c.id FROM cases_case c JOIN wages_arrears a ON a.case_id = c.id WHERE c.kind = 'arrears' AND c.tier2 = %s AND "
NAMED = """a.id IN (
    SELECT b.id FROM wages_ledgergram g JOIN wages_ledgerword w ON w.id = g.word_id JOIN wages_arrears b ON b.{column} = w.text
    WHERE g.gram = %s AND w.text LIKE %s)"""
BY_PHONE = """c.id IN (SELECT p.case_id FROM cases_party p JOIN people_person q ON q.id = p.person_id WHERE q.phone_hash = %s)"""
ORDER = " ORDER BY c.order_due, c.id LIMIT 25"

Asked = tuple[str, str, tuple[object, ...], int]


def asked(world: World) -> list[Asked]:
    """What is typed, the floor's condition with its values, and how many cases it must find."""
    part, person = names.RARE_EMPLOYER[2:5], names.RARE_CONTACT
    by_name = (search.asked_keys(search.sounds(part))[0], f"%{part}%")
    by_contact = (search.asked_keys(search.sounds(person))[0], f"%{person}%")
    return [
        (part, NAMED.format(column="employer_name"), by_name, 3),
        ("yingwuluo", NAMED.format(column="employer_name"), by_name, 3),
        (person, NAMED.format(column="contact"), by_contact, 3),
        (names.RARE_PHONE, BY_PHONE, (keyed_hash(names.RARE_PHONE, "phone"),), 3),
        (f"AX-2099-{0:07}", "c.reference = %s", (f"AX-2099-{0:07}",), 1),
    ]


def raw(condition: str, values: tuple[object, ...], union: int) -> Callable[[], list[tuple[object, ...]]]:
    """The index query as one would write it by hand, through the driver."""
    order = SCOPE + condition + ORDER

    def work() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(order, (union, *values))
            return list(cursor.fetchall())

    return work


def run(world: World) -> Iterator[Result]:
    """A name by its characters and by its pinyin, a contact of two characters, a phone, a reference."""
    home, sister = world.browser(HOME), world.browser(EMPTY)
    union = world.unions[HOME][0].pk
    for text, condition, values, wanted in asked(world):
        query = raw(condition, values, union)
        address = f"/wages/cases/?tab=all&q={quote(text)}"
        if (len(query()), rows_on(get(home, address))) != (wanted, wanted):
            raise SystemExit(f"{text}: the page or the raw query does not find {wanted}")
        floor, bare, ours = medians(
            lambda: get(sister, ADDRESS), query, lambda address=address: get(home, address), times=world.scale.times
        )
        note = f"{wanted} of {world.scale.cases:,} cases; raw query {bare:.1f} ms, shell {floor:.1f} ms"
        yield Result(f"search {text} / index query + shell", floor + bare, ours, CEILING, note)
