"""The matters' part of `unionhall check`, and the check of a saved receipt."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from unionhall.base.access import Scope
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.journal import rules as journal_rules

from . import kinds, services
from .models import Escalation, Event


def tables_hold() -> list[str]:
    """Whether every registered kind names only states and steps that exist."""
    return [problem for kind in kinds.CASE_KINDS for problem in kind.problems()]


def timelines_hold() -> list[str]:
    """Whether every timeline still stands as it was written."""
    broken, before, last = [], journal_rules.GENESIS, 0
    for row in Event.objects.select_related("case").order_by("case_id", "number").iterator(2000):
        before = before if row.case_id == last else journal_rules.GENESIS
        wanted = journal_rules.digest(
            before, row.case.reference, row.number, row.at, row.step, row.state, row.actor, row.account_id, row.says, row.inner
        )
        if wanted != row.digest:
            broken.append(f"{row.case.reference} #{row.number}")
        before, last = row.digest, row.case_id
    return broken


def escalations_hold() -> list[str]:
    """Whether every matter that the journal says has gone up still has its row."""
    entries = journal.visible(Scope.system("check of escalations")).filter(verb="cases.climbed")
    found = dict(entries.values_list("subject", "note"))
    standing = {f"cases.escalation:{pk}" for pk in Escalation.objects.values_list("pk", flat=True)}
    return [f"{subject}: {note}" for subject, note in found.items() if subject not in standing]


def receipt_arguments(parser: ArgumentParser) -> None:
    """The saved text, and the key to trust."""
    parser.add_argument("file", help=_("存下来的回执（四行），- 表示从标准输入读"))
    parser.add_argument("--key", default="", help=_("公布的验证公钥（十六进制）；不写，就用回执里的那把"))


def check_receipt(arguments: Namespace) -> int:
    """Print whether a saved receipt stands as it was signed; exit code 1 when it does not. No database, no network."""
    raw = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    text = raw.decode("utf-8", "replace")
    if not services.proof_holds(text=text, key=arguments.key.lower()):
        print(_("无效：这张回执被改过，或者不是用这把钥匙签的"))
        return 1
    statement, _signature, key_id, _key = text.strip().splitlines()
    _version, reference, moment, said = statement.split("|")
    print(_("有效：{reference}，{at} 收到").format(reference=reference, at=moment))
    print(_("反映内容的 SHA-256：{said}").format(said=said))
    print(_("签名钥匙 {key_id}，请和公布的核对").format(key_id=key_id))
    return 0
