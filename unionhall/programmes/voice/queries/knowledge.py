"""Known answers, found while the caller speaks. They are public: a worker may read them too."""

import unicodedata
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from unionhall.kernel.orgs import rules as org_rules

from ..models import Snippet

PUBLIC = ("snippets", "search", "snippet")
MOST_WORDS = 6


def snippets(today: date) -> QuerySet[Snippet]:
    """Those that hold on the day, the most used first."""
    return Snippet.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today).order_by("-used", "pk")


def search(text: str, today: date, topic: str = "", limit: int = 6) -> list[Snippet]:
    """Every word typed stands in title, answer or the title's sound (pinyin); titles first, then the most used."""
    rows = snippets(today)
    rows = rows.filter(topic=topic) if topic else rows
    words = unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]
    title = Q()
    for word in words:
        sound = org_rules.keys(word).sound
        heard = Q(sound_key__icontains=sound) if len(sound) >= 4 else Q(pk__in=[])
        rows = rows.filter(Q(title__icontains=word) | Q(answer__icontains=word) | heard)
        title &= Q(title__icontains=word)
    if words:
        rank = Case(When(title, then=Value(0)), default=Value(1), output_field=IntegerField())
        rows = rows.annotate(rank=rank).order_by("rank", "-used", "pk")
    return list(rows[:limit])


def snippet(pk: int, today: date) -> Snippet | None:
    """One that holds on the day."""
    return snippets(today).filter(pk=pk).first()
