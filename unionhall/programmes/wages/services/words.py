"""The names by which the ledger is searched: learned by whoever writes one to a clue or a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from ..models import Arrears, Clue, LedgerGram, LedgerWord
from ..rules import search

if TYPE_CHECKING:
    from django.db.models import Model

COLUMNS = ("employer_name", "project", "contact")
PART = 900


def names_of(rows: Iterable[Clue | Arrears]) -> set[str]:
    """The names that clues or cases carry."""
    return {name for row in rows for column in COLUMNS if (name := getattr(row, column))}


@transaction.atomic
def learn(*, names: Collection[str]) -> int:
    """Make names findable, each once; returns how many were new. What is not learned is not found."""
    known = _ids(names)
    fresh = sorted(set(names) - known.keys() - {""})  # one order for all writers: no deadlock
    LedgerWord.objects.bulk_create([LedgerWord(text=name) for name in fresh], batch_size=2000, ignore_conflicts=True)
    LedgerGram.objects.bulk_create(
        [LedgerGram(gram=gram, word_id=pk) for name, pk in _ids(fresh).items() for gram in search.keys(name)],
        batch_size=5000, ignore_conflicts=True,
    )  # fmt: skip
    return len(fresh)


def _ids(names: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in _parts(names):
        found.update(LedgerWord.objects.filter(text__in=part).values_list("text", "pk"))
    return found


def _parts(names: Collection[str]) -> Iterable[list[str]]:
    rows = sorted(names)
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


@transaction.atomic
def forget(*, names: Collection[str]) -> int:
    """Let names go that no clue and no case carries any more; returns how many."""
    gone = 0
    for part in _parts(names):
        used = {name for model in (Clue, Arrears) for column in COLUMNS for name in _used(model, column, part)}
        words = LedgerWord.objects.filter(text__in=[name for name in part if name not in used])
        LedgerGram.objects.filter(word__in=words).delete()
        gone += words.delete()[0]
    return gone


def _used(model: type[Model], column: str, names: list[str]) -> Iterable[str]:
    return model._default_manager.filter(**{f"{column}__in": names}).values_list(column, flat=True).distinct()
