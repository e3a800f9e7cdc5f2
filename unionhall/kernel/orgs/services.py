"""Founding unions, agencies and employers."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from unionhall.base import outbound
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.places import services as places

from . import rules
from .models import Agency, Employer, Union


@transaction.atomic
def found(
    *, name: str, level: str, parent: Union | None, valid_from: date, by: Actor, at: datetime,
    region_code: str = "", industrial: Union | None = None, phone: str = "",
) -> Union:  # fmt: skip
    """Add a union below `parent`; its path ends with its own id, and so does its place in the industrial line."""
    row = Union.objects.create(
        name=name, level=level, parent=parent, region_code=region_code, phone=phone, valid_from=valid_from
    )
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    above = (industrial.industrial_path or industrial.path) if industrial else ""
    row.industrial_path = f"{above}{row.pk}/" if industrial else row.path if level == rules.Level.INDUSTRY else ""
    row.save(update_fields=["path", "industrial_path"])
    journal.record(kind="change", verb="orgs.found", subject=f"orgs.union:{row.pk}", path=row.path, by=by, at=at)
    return row


@transaction.atomic
def found_below(
    *, name: str, level: str, parent: Union, valid_from: date, by: Actor, at: datetime, region_code: str = "", phone: str = ""
) -> Union:
    """The same by a person: the union above is one of theirs and stands higher, the name is new below it."""
    if not by.scope("people.admin").reaches(parent.path or ""):
        raise Refused("not_yours", _("这个工会不归您管"), field="parent")
    if not rules.stands_below(level, parent.level):
        raise Refused("level", _("下级工会的层级要比上级低"), field="level")
    if Union.objects.filter(parent=parent, name=name).exists():
        raise Refused("name_taken", _("下面已经有一个同名的工会"), field="name")
    if region_code and Union.objects.filter(region_code=region_code).exists():
        raise Refused("region_taken", _("这个区划代码已经有工会了"), field="region_code")
    if region_code:
        places.ensure_region(code=region_code, name=rules.place_of(name), at=at)
    return found(name=name, level=level, parent=parent, valid_from=valid_from, by=by, at=at, region_code=region_code, phone=phone)


@transaction.atomic
def add_agency(
    *, kind: str, name: str, union: Union, by: Actor, at: datetime, phone: str = "", contracted: bool = False
) -> Agency:
    """Add a partner of `union`; the same kind and name once."""
    row, fresh = Agency.objects.get_or_create(
        kind=kind, name=name, union=union, defaults={"phone": phone, "contracted": contracted}
    )
    if fresh:
        journal.record(
            kind="change", verb="orgs.agency", subject=f"orgs.agency:{row.pk}", path=union.path or "", by=by, at=at
        )
    return row


@transaction.atomic
def reach_agency(*, agency: Agency, phone: str, by: Actor, at: datetime, webhook: str = "", webhook_secret: str = "") -> Agency:
    """Set a partner's registered contact, and the https address that is told when something waits ('' for none).

    An empty secret leaves the one that is there, unless the address is taken away.
    """
    if webhook:
        outbound.target(webhook, settings.PARTNER_HOSTS)
    agency.phone, agency.webhook = phone.strip(), webhook.strip()
    agency.webhook_secret = (webhook_secret or agency.webhook_secret) if webhook else ""
    agency.save(update_fields=["phone", "webhook", "webhook_secret"])
    journal.record(
        kind="security", verb="orgs.reach_agency", subject=f"orgs.agency:{agency.pk}", path=agency.union.path or "", by=by, at=at
    )
    return agency


def draft_employer(*, name: str, code: str = "", industry: str = "", region_code: str = "", address: str = "") -> Employer:
    """An unsaved employer with its keys; a wrong code is refused."""
    clean = rules.clean_code(code) if code else ""
    if code and not clean:
        raise Refused("credit_code", _("这个统一社会信用代码不对，共 18 位，请再核对"), field="credit_code")
    keys = rules.keys(name)
    return Employer(
        name=name.strip(), code=clean or None, name_key=keys.name[:120], sound_key=keys.sound[:400],
        industry=industry or rules.Industry.OTHER, region_code=region_code, address=address,
    )  # fmt: skip


@transaction.atomic
def employer_for(
    *, name: str, by: Actor, at: datetime, code: str = "", industry: str = "", region_code: str = "", address: str = ""
) -> Employer:
    """The employer with this code, or (without a code) of exactly this name; else a new one. Never merges."""
    row = draft_employer(name=name, code=code, industry=industry, region_code=region_code, address=address)
    same = Employer.objects.filter(code=row.code) if row.code else Employer.objects.filter(code=None, name=row.name)
    if found := same.first():
        return found
    row.save(force_insert=True)
    journal.record(kind="change", verb="orgs.employer", subject=f"orgs.employer:{row.pk}", by=by, at=at)
    return row


def add_employers(*, rows: list[Employer]) -> None:
    """Store drafted employers set-wise (an import)."""
    Employer.objects.bulk_create(rows, batch_size=2000)
