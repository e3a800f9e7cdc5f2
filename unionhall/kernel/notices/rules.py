"""Channels and how often a message is tried."""

from datetime import timedelta
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

MOST_TRIES = 5
STUCK = _("短信和通知积住了：{count} 条没发出去，最早的从 {since} 等到现在。看看短信网关。")


class ChannelKind(StrEnum):
    """In the app always; SMS or e-mail as well where there is an address; a staff group through Apprise."""

    APP = "app"
    SMS = "sms"
    EMAIL = "email"
    GROUP = "group"


def back_off(tries: int) -> timedelta:
    """One, four, sixteen … minutes between tries."""
    return timedelta(minutes=4 ** max(tries - 1, 0))
