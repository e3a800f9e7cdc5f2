"""A city with two counties and a street; people are made by the tests."""

from collections.abc import Callable

import pytest

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Union

from .. import services
from ..models import Account

FOUNDED = at("2020-01-01 00:00").date()
SECRET = "5e" * 20
PASSWORD = "shifan-2026-hall"


@pytest.fixture
def unions(db: None) -> dict[str, Union]:
    """City, county, its sister, a street of the county."""
    made: dict[str, Union] = {}
    for name, level, parent in (
        ("city", "city", None), ("county", "county", "city"), ("sister", "county", "city"), ("street", "street", "county")
    ):  # fmt: skip
        made[name] = orgs.found(
            name=f"示例{name}", level=level, parent=made.get(parent or ""), valid_from=FOUNDED, by=SYSTEM, at=at()
        )
    return made


@pytest.fixture
def hire(db: None) -> Callable[..., Account]:
    """Opens an account with password and TOTP, with one post if a role is named."""
    hired: list[Account] = []

    def make(login: str, role: str = "", union: Union | None = None) -> Account:
        person = services.person_for(name=f"示例{login}", phone=f"199000090{len(hired):02d}", by=SYSTEM, at=at())
        account = services.open_account(
            person=person, login=login, password=PASSWORD, totp_secret=SECRET, by=SYSTEM, at=at()
        )
        if union:
            services.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=at())
        hired.append(account)
        return account

    return make
