"""Matters in scope: one queryset for list, page, count and API."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope
from unionhall.base.cipher import keyed_hash
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.people.rules import clean_phone

from ..models import Matter

PREFIX = "ZS-"


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list; empty fields narrow nothing."""

    text: str = ""
    kind: str = ""
    topic: str = ""
    states: tuple[str, ...] = ()
    open: bool | None = True


def matters(*, scope: Scope, by: Filter) -> QuerySet[Matter]:
    """Matters in scope, narrowed, in order of their next due day."""
    rows = Matter.objects.filter(cases.reach(scope, "case__"), case__kind="matter").select_related("case__union", "first_union")
    plain = {"kind": by.kind, "topic": by.topic, "case__state__in": by.states}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if by.open is not None:
        rows = rows.filter(case__open__in=[by.open])
    return (rows.filter(_said(by.text)) if by.text else rows).order_by("case__order_due", "case_id")


def _said(text: str) -> Q:
    text = text.strip()
    if phone := clean_phone(text):
        return Q(phone_hash=keyed_hash(phone, "phone"))
    if text[:3].upper() == PREFIX:
        return Q(case__reference=text.upper())
    return Q(text__icontains=text) | Q(about__icontains=text) | Q(contact__icontains=text) | Q(place__icontains=text)


def matter(pk: int, *, scope: Scope) -> Matter | None:
    """One matter by its case's id; None when it is not there or not open to the scope."""
    return matters(scope=scope, by=Filter(open=None)).filter(case_id=pk).first()


def own(*, scope: Scope) -> QuerySet[Matter]:
    """The matters of a person's own scope, newest first."""
    return matters(scope=scope, by=Filter(open=None)).order_by("-case_id")
