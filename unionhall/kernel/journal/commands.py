"""The journal's part of `unionhall check`."""

from unionhall.base.words import gettext_noop as _

from . import services


def chain_holds() -> list[str]:
    """Whether every sealed entry still stands as it was written."""
    broken = services.verify()
    return [] if broken is None else [_("日志链在第 {position} 条断了").format(position=broken)]
