"""Body, mind and law: what each store may say, and a referral without content."""

from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _


class Store(StrEnum):
    """The three checks of one visit; no role sees two of them."""

    BODY = "body"
    MIND = "mind"
    LAW = "law"


class Level(StrEnum):
    """What follows from a check."""

    WELL = "well"
    WATCH = "watch"
    REFER = "refer"


class Referral(StrEnum):
    """Where an offer to go on to somebody else stands. Nothing of what it is about."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SEEN = "seen"


REFERRAL = Flow(
    Step("accept", {Referral.OFFERED, Referral.DECLINED}, Referral.ACCEPTED, _("愿意去")),
    Step("decline", {Referral.OFFERED, Referral.ACCEPTED}, Referral.DECLINED, _("先不去")),
    Step("see", {Referral.ACCEPTED}, Referral.SEEN, _("已经看过")),
)
POWERS = {Store.BODY: "services.body", Store.MIND: "services.mind", Store.LAW: "services.law"}
STORE_LABELS = {Store.BODY: _("身体"), Store.MIND: _("心理"), Store.LAW: _("法律")}
LEVEL_LABELS = {
    Store.BODY: {Level.WELL: _("没查出要紧的事"), Level.WATCH: _("有一项要留心，过些日子再查"), Level.REFER: _("请到医院再看一看")},
    Store.MIND: {Level.WELL: _("近来还好"), Level.WATCH: _("近来有些累，先照自己的步子缓一缓"), Level.REFER: _("建议约咨询师单独聊聊")},
    Store.LAW: {Level.WELL: _("没有要办的事"), Level.WATCH: _("有一件事要留好凭据"), Level.REFER: _("建议找律师办一件事")},
}
REFERRAL_LABELS = {
    Referral.OFFERED: _("等您说愿不愿意"), Referral.ACCEPTED: _("您愿意去，等安排"), Referral.DECLINED: _("您说先不去"), Referral.SEEN: _("已经看过"),
}  # fmt: skip


def counted_as(level: str, referral: str) -> str:
    """The level under which a result is counted: where a referral was offered, what became of it."""
    return referral if level == Level.REFER else level


def held_twice(powers: frozenset[str] | set[str]) -> list[str]:
    """The stores that one bundle of powers opens, when it opens more than one: nobody may."""
    found = [str(store) for store, power in POWERS.items() if power in powers]
    return found if len(found) > 1 else []
