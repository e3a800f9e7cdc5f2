"""Price lines: added, changed from a day on, ended. An old version stays as it was known; a change is looked at before it is saved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..models import Definition, PriceRule
from ..queries import decisions, prices
from ..rules import prices as rules
from . import definitions


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prices as a desk writes it; `price` in fen. Valid from its day until the day before `valid_to`."""

    who: str
    weekdays: str
    price: int
    source: str
    valid_from: date
    priority: int = 50
    level: str = ""
    evidence: str = ""
    mark: str = rules.Mark.M
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The dry run of a change; `seal` names exactly this change and this outcome."""

    run: rules.DryRun
    seal: str


def look(*, definition_id: int, by: Actor, at: datetime, line: Line | None, replaces: int | None = None) -> Look:
    """What a change would have meant over the last ninety days. `line` None ends the line `replaces`."""
    definition = definitions.load(pk=definition_id, power="services.edit", by=by)
    if line:
        _check(line)
    before = prices.rules_of(definition, at)
    after = [rule for rule in before if rule.pk != replaces]
    if line:
        after.append(rules.Rule(0, line.priority, line.who, line.weekdays, line.price, line.level, line.evidence))
    run = decisions.dry_run(scope=by.scope("services.view"), definition=definition, before=before, after=after, at=at)
    return Look(run, sha256(repr((definition_id, replaces, line, run)).encode()).hexdigest()[:24])


@transaction.atomic
def save(*, definition_id: int, seal: str, by: Actor, at: datetime, line: Line | None, replaces: int | None = None) -> PriceRule | None:
    """Enter a change whose dry run was seen: Refused('unseen') when it was not, or came out otherwise since."""
    definition = definitions.load(pk=definition_id, power="services.edit", by=by)
    seen = look(definition_id=definition_id, line=line, replaces=replaces, by=by, at=at)
    if seal != seen.seal:
        raise Refused("unseen", _("先看这样改会怎样，再存"))
    if replaces:
        _close(definition, replaces, line.valid_from if line else at.astimezone().date(), at)
    row = _entered(definition, line, at) if line else None
    run = seen.run
    note = f"more={run.more} less={run.less} free={run.free} gained={run.gained} lost={run.lost} looked={run.looked}"
    subject = f"services.pricerule:{row.pk if row else replaces}"
    journal.record(kind="change", verb="services.price", subject=subject, path=definition.path, by=by, at=at, note=note)
    return row


def _entered(definition: Definition, line: Line, at: datetime) -> PriceRule:
    return PriceRule.objects.create(definition=definition, known_from=at, **asdict(line))


def _close(definition: Definition, pk: int, on: date, at: datetime) -> None:
    """From now on the line is known to end on `on`; what was known before stays readable."""
    row = PriceRule.objects.select_for_update().filter(pk=pk, definition=definition, known_to=None).first()
    if row is None:
        raise Refused("stale", _("这一条价格刚刚有人改过，请刷新再看"))
    PriceRule.objects.filter(pk=row.pk).update(known_to=at)
    if row.valid_from < on:
        kept = Line(**{name: getattr(row, name) for name in Line.__dataclass_fields__})
        _entered(definition, replace(kept, valid_to=min(on, row.valid_to or on)), at)


def _check(line: Line) -> None:
    wrong = (
        ("who", line.who not in rules.KINDS, _("选一类人")),
        ("weekdays", not line.weekdays or not set(line.weekdays) <= set(rules.WEEK), _("选至少一个星期几")),
        ("price", line.price < 0, _("价格不能小于 0")),
        ("source", len(line.source.strip()) < 2, _("写明依据：哪一份通知")),
        ("valid_to", line.valid_to is not None and line.valid_to <= line.valid_from, _("用到的日子要晚于开始的日子")),
    )
    for field, at_fault, sentence in wrong:
        if at_fault:
            raise Refused(field, sentence, field=field)
