"""Log-ins of the demo world: password and secrets are everybody's, so an installation never makes one."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor

from .pairs import new_pair
from .persons import give_post, open_account, person_for

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Agency, Union

    from ..models import Account

DEMO_PASSWORD = "shifan-2026-hall"  # shown on the demo's sign-in page
SINCE = date(2020, 1, 1)


def demo_secret(*, login: str) -> str:
    """The TOTP secret (hex) of a log-in of the demo world."""
    return hashlib.sha256(f"unionhall demo {login}".encode()).hexdigest()[:40]


@transaction.atomic
def open_demo_log_in(
    *, login: str, name: str, role: str, union: Union, phone: str, by: Actor, at: datetime, agency: Agency | None = None, keyed: bool = False
) -> Account:
    """Somebody of the demo world with password, TOTP and one post since 2020; `keyed`: as if they had set this password themselves."""
    person = person_for(name=name, phone=phone, by=by, at=at)
    account = open_account(person=person, login=login, password=DEMO_PASSWORD, totp_secret=demo_secret(login=login), by=by, at=at)
    if keyed:
        new_pair(account=account, password=DEMO_PASSWORD, by=by, at=at)
    give_post(account=account, role=role, union=union, agency=agency, valid_from=SINCE, by=by, at=at)
    return account
