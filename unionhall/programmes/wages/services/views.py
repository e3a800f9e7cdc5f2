"""Saved views: a filter under a name."""

from __future__ import annotations

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..models import SavedView


def keep(*, name: str, query: str, shared: bool, by: Actor) -> SavedView:
    """Keep a query string under a name; the same name is replaced. Shared: for the first post's union and below."""
    if not name.strip():
        raise Refused("name", _("给这个视图起个名字"), field="name")
    union_id = by.grants[0].org_id if shared and by.grants else None
    row, _fresh = SavedView.objects.update_or_create(
        account_id=by.account_id, name=name.strip()[:30], defaults={"query": query[:300], "union_id": union_id}
    )
    return row
