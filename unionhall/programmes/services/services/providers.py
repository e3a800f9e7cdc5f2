"""Rotas, their promises, who serves on them, when they can come, and the address of their calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ..models import Availability, Guarantee, Provider, Rota
from ..queries import rota as found
from ..rules.rota.duties import AvailableKind

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.places.models import Place

MAY_EDIT = "services.plan"


@transaction.atomic
def open_rota(*, place: Place, union: Union, line: str, title: str, by: Actor, at: datetime) -> Rota:
    """The rota of a line at a place; the one that stands is returned as it is. Refused: not_yours."""
    by.require(MAY_EDIT)
    if not by.scope(MAY_EDIT).reaches(union.path or ""):
        raise Refused("not_yours", _("这个工会不归您管"))
    row, fresh = Rota.objects.get_or_create(place=place, line=line, defaults={"union": union, "path": union.path, "title": title})
    if fresh:
        note("services.rota.open", row, by, at, line)
    return row


@transaction.atomic
def promise(
    *, rota_id: int, group: str, title: str, weekdays: Iterable[int], least: int, begins: time, ends: time, valid_from: date, source: str,
    by: Actor, at: datetime, valid_to: date | None = None, on_holidays: bool = False,
) -> Guarantee:  # fmt: skip
    """Add a dated promise. Refused: not_yours, weekdays, hours, source."""
    rota = load(rota_id=rota_id, by=by)
    days = "".join(str(day) for day in sorted(set(weekdays)))
    if not days or not set(days) <= set("0123456"):
        raise Refused("weekdays", _("选上是星期几"), field="weekdays")
    if begins >= ends:
        raise Refused("hours", _("结束的钟点要比开始的晚"), field="ends")
    if not source.strip():
        raise Refused("source", _("写明依据：哪份通知、谁定的"), field="source")
    row = Guarantee.objects.create(
        rota=rota, group=group, title=title, weekdays=days, least=least, begins=begins, ends=ends, valid_from=valid_from, valid_to=valid_to,
        on_holidays=on_holidays, source=source.strip(),
    )  # fmt: skip
    note("services.rota.promise", rota, by, at, f"{group} {days} {least}")
    return row


@transaction.atomic
def add_provider(*, rota_id: int, account_id: int, group: str, since: date, by: Actor, at: datetime) -> Provider:
    """Put somebody with a provider's post at the rota's union on the rota; once. Refused: not_yours, account."""
    rota = load(rota_id=rota_id, by=by)
    if not people.accounts_in(Role.PROVIDER, rota.path, since).filter(pk=account_id).exists():
        raise Refused("account", _("这个人在这里没有“服务人员”的岗位，先请管理员任命"), field="account")
    row, fresh = Provider.objects.get_or_create(rota=rota, account_id=account_id, defaults={"group": group, "since": since})
    if fresh:
        note("services.rota.provider", rota, by, at, f"{row.pk} {group}")
    return row


@transaction.atomic
def set_pattern(*, provider_id: int, weekdays: Iterable[int], by: Actor, at: datetime) -> None:
    """The weekdays on which somebody comes, all of them at once. Refused: not_yours, weekdays."""
    row, days = own_or_planned(provider_id=provider_id, by=by), sorted(set(weekdays))
    if any(day not in range(7) for day in days):
        raise Refused("weekdays", _("选上是星期几"), field="weekdays")
    row.availability.filter(kind=AvailableKind.WEEK).delete()
    Availability.objects.bulk_create(Availability(provider=row, kind=AvailableKind.WEEK, weekday=day) for day in days)
    note("services.rota.pattern", row.rota, by, at, f"{row.pk} {days}")


@transaction.atomic
def set_day(*, provider_id: int, day: date, kind: str, by: Actor, at: datetime) -> None:
    """One dated exception or wish; '' takes it back. It steers later plans, never a duty that stands. Refused: not_yours, day, kind."""
    row = own_or_planned(provider_id=provider_id, by=by)
    if day < at.astimezone().date():
        raise Refused("day", _("这一天已经过了"), field="day")
    if kind and kind not in (AvailableKind.AWAY, AvailableKind.EXTRA, AvailableKind.WISH):
        raise Refused("kind", _("选一种"), field="kind")
    row.availability.filter(day=day).delete()
    if kind:
        Availability.objects.create(provider=row, kind=kind, day=day)
    note("services.rota.day", row.rota, by, at, f"{row.pk} {day} {kind}")


@transaction.atomic
def renew_feed(*, provider_id: int, by: Actor, at: datetime) -> Provider:
    """A fresh address for one's calendar; the one before is dead. Only the provider."""
    row = Provider.objects.filter(pk=provider_id).select_related("rota").first()
    if row is None or not owns(row, by):
        raise Refused("not_yours", _("这不是您的日历"))
    Provider.objects.filter(pk=row.pk).update(feed_turn=F("feed_turn") + 1)
    row.refresh_from_db(fields=["feed_turn"])
    note("services.rota.feed", row.rota, by, at, str(row.pk))
    return row


def load(*, rota_id: int, by: Actor, power: str = MAY_EDIT) -> Rota:
    """A rota that the actor holds the power for, held until the transaction ends; Refused else."""
    by.require(power)
    row = found.rota(rota_id, scope=by.scope(power))
    if row is None:
        raise Refused("not_yours", _("这张排班表不归您管"))
    return hold(rota_id=row.pk)


def hold(*, rota_id: int) -> Rota:
    """The rota's row, held until the transaction ends: of two changes at once, the second sees what the first left."""
    return Rota.objects.select_for_update(of=("self",)).select_related("place").get(pk=rota_id)


def owns(row: Provider, by: Actor) -> bool:
    """Whether the actor is this provider."""
    return by.account_id is not None and row.account_id == by.account_id


def own_or_planned(*, provider_id: int, by: Actor) -> Provider:
    """A provider that is oneself, or whose rota one plans; Refused else."""
    row = Provider.objects.filter(pk=provider_id).select_related("rota__place", "account__person").first()
    if row is None or not (owns(row, by) or by.scope(MAY_EDIT).reaches(row.rota.path)):
        raise Refused("not_yours", _("这个人的排班不归您管"))
    return row


def note(verb: str, rota: Rota, by: Actor, at: datetime, words: str = "") -> None:
    """One journal entry about a rota; no personal data."""
    journal.record(kind="change", verb=verb, subject=f"services.rota:{rota.pk}", path=rota.path, by=by, at=at, note=words)
