"""Decisions: stored with what they allowed, looked at again at the door, overridden by a person with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..models import Decision, Definition
from ..queries import decisions as found
from ..queries import prices
from ..rules import prices as rules

NOT_FOR_YOU = _("这一天的名额不对您开放，换一天试试")


def settle(
    *, definition: Definition, person_id: int | None, day: date, channel: str, by: Actor, at: datetime, claimed: Iterable[str] = (),
    booking_id: int | None = None,
) -> Decision:
    """Decide and store. A person asks for itself; a desk of the area for anybody. Refused('not_for_you') when nothing fits and nobody at
    the desk takes it upon themselves: a desk's refusal is stored, so that it can be overridden.
    One INSERT, so it opens no savepoint of its own."""
    desk = by.scope("services.serve").reaches(definition.path)
    if not desk and (person_id is None or person_id != by.person_id):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    facts = prices.facts_of(person_id, day, at, claimed)
    answer = rules.decide(facts, prices.rules_of(definition, at), day)
    if not answer.allowed and not desk:
        raise Refused("not_for_you", NOT_FOR_YOU, field="day")
    return Decision.objects.create(
        definition=definition, path=definition.path, person_id=person_id, booking_id=booking_id, day=day, channel=rules.Channel(channel), facts=rules.written(facts),
        rule_id=answer.rule.pk if answer.rule else None, allowed=answer.allowed, price=answer.price, evidence=answer.missing,
        made_at=at, made_by_id=by.account_id,
    )  # fmt: skip


@transaction.atomic
def check_again(*, decision_id: int, by: Actor, at: datetime, seen: bool = False) -> Decision:
    """The second look at the door: standings and rules as known now. `seen`: the paper was shown. Without it what was only claimed
    falls away. Refused('not_for_you') when nothing is left."""
    row = load(decision_id=decision_id, by=by)
    claimed = rules.read(row.facts).claimed if seen else frozenset()
    facts = prices.facts_of(row.person_id, row.day, at, claimed)
    rule = rules.fitting(facts, prices.rules_of(row.definition, at), row.day)
    if rule is None and row.override_at is None:
        raise Refused("not_for_you", _("证明没看到，这一天不对他开放；要照顾，请写明原因改价"))
    row.checked_at, row.checked_rule_id, row.checked_price = at, rule.pk if rule else None, rule.price if rule else None
    row.save(update_fields=["checked_at", "checked_rule", "checked_price"])
    note = f"{row.price} -> {row.checked_price}" if row.checked_price != row.price else "same"
    journal.record(kind="change", verb="services.check_again", subject=f"services.decision:{row.pk}", path=row.path, by=by, at=at, note=note)
    return row


@transaction.atomic
def override(*, decision_id: int, price: int, reason: str, by: Actor, at: datetime) -> Decision:
    """Another price on a person's word. Refused('reason') without one."""
    row = load(decision_id=decision_id, by=by)
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明为什么改价，至少 4 个字"), field="reason")
    if price < 0:
        raise Refused("price", _("价格不能小于 0"), field="price")
    row.override_at, row.override_price, row.override_reason = at, price, reason.strip()[:200]
    row.save(update_fields=["override_at", "override_price", "override_reason"])
    journal.record(
        kind="change", verb="services.override", subject=f"services.decision:{row.pk}", path=row.path, by=by, at=at,
        reason=reason, note=f"{row.price} -> {price}",
    )  # fmt: skip
    return row


def load(*, decision_id: int, by: Actor) -> Decision:
    """A decision of the desk's area, held until the transaction ends; Refused('not_found') for a stranger."""
    row = found.visible(scope=by.scope("services.serve")).select_for_update(of=("self",)).filter(pk=decision_id).first()
    if row is None:
        raise Refused("not_found", _("没有这一条，或者不归您管"))
    return row
