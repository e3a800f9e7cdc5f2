"""From a typed text to the rows of the ledger that carry it: by reference, by phone, by name."""

from __future__ import annotations

from django.db.models import Model, Q

from unionhall.base.cipher import keyed_hash
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.people.rules import clean_phone

from ..models import Clue, LedgerGram, LedgerWord
from ..rules import search

PUBLIC = ("term",)
PREFIXES = ("AX-", "XS-")
MOST_WORDS = 400
MOST_ROWS = 2000


def term(model: type[Model], text: str) -> Q:
    """Reference, phone (by keyed hash), employer, project or contact by name or by sound. Narrows only; opens nothing."""
    text = text.strip()
    if phone := clean_phone(text):
        column = "phone_hash" if model is Clue else "case__parties__person__phone_hash"
        return Q(**{column: keyed_hash(phone, "phone")})
    if text[:3].upper() in PREFIXES:
        return Q(case__reference=text.upper())
    names = _names(text)
    return _anywhere(text) if names is None else _carrying(model, names)


def _anywhere(text: str) -> Q:
    """A look at every row in turn: only for what is too short or too common for the index, and so is found soon."""
    found = Q(employer_name__icontains=text) | Q(project__icontains=text) | Q(contact__icontains=text)
    sound = org_rules.keys(text).sound
    return found | Q(sound_key__icontains=sound) if len(sound) >= 4 else found


def _names(text: str) -> list[str] | None:
    """The names that a text may mean; None when the index cannot tell."""
    found: set[str] = set()
    for row in search.asked(text):
        pairs = search.asked_keys(row)
        words = _words(pairs) if pairs else None
        if words is None:
            return None
        found.update(name for name in words if search.matches(name, row))
    return sorted(found) if len(found) <= MOST_WORDS else None


def _words(pairs: list[str]) -> list[str] | None:
    """Names under all the keys: by the first key that is rare, else by all together; None when there are too many."""
    for pair in pairs:
        rows = LedgerGram.objects.filter(gram=pair).order_by().values_list("word__text", flat=True)
        if len(found := list(rows[: MOST_ROWS + 1])) <= MOST_ROWS:
            return found
    words = LedgerWord.objects.order_by()
    for pair in pairs:
        words = words.filter(pk__in=LedgerGram.objects.filter(gram=pair).values("word_id"))
    found = list(words.values_list("text", flat=True)[: MOST_ROWS + 1])
    return found if len(found) <= MOST_ROWS else None


def _carrying(model: type[Model], names: list[str]) -> Q:
    """Rows that carry one of the names; few ones by their ids, so that no planner can prefer to read a whole county."""
    named = Q(employer_name__in=names) | Q(project__in=names) | Q(contact__in=names)
    ids = list(model._default_manager.filter(named).order_by().values_list("pk", flat=True)[: MOST_ROWS + 1])
    return Q(pk__in=ids) if len(ids) <= MOST_ROWS else named
