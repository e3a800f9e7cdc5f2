"""The journal's part of `unionhall check`, and its check against heads that were noted elsewhere."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from unionhall.base.words import gettext_noop as _

from . import queries, rules, services


def chain_holds() -> list[str]:
    """Whether every sealed entry still stands as it was written."""
    broken = services.verify()
    return [] if broken is None else [_("日志链在第 {position} 条断了").format(position=broken)]


def noted(text: str) -> tuple[int, str]:
    """A head as it was printed before."""
    try:
        return rules.read_head(text)
    except ValueError as error:
        raise ArgumentTypeError(_("写成 位置:64 位十六进制")) from error


def journal_arguments(parser: ArgumentParser) -> None:
    """Heads from earlier days: only they show that the chain's end was cut off."""
    parser.add_argument("--head", action="append", default=[], type=noted, help=_("以前记下的链头，可以写几个"))


def check_journal(arguments: Namespace) -> int:
    """Verify the chain, against noted heads too, and print the head to note today; exit code 1 when it is broken."""
    broken = services.verify(outside=dict(arguments.head))
    if broken is not None:
        print(_("日志链在第 {position} 条断了").format(position=broken))
        return 1
    position, head = queries.head()
    print(f"{position}:{head}")
    return 0
