"""Lists that workers sign: who was chosen to represent them, and how a sum was shared."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Block, Column, ColumnKind, FileKind, Grid, Heading, Paragraph, Sheet, When

from ...models import Arrears, Distribution, Portion
from ...queries import groups
from ...rules import groups as group_rules
from ...rules.sharing import RULE_LABELS, ShareRule
from . import facts
from .kinds import PAPER_LABELS, File, Made, Paper, Values

BLANKS = 5
HEAD = Paragraph("编号 {{ reference }}　{{ place }}　{{ made_on }}", align="right")
BADGED = When("badges", (Paragraph("{{ badges }}", bold=True),))
REPRESENTATIVES: tuple[Block, ...] = (
    HEAD, BADGED,
    Paragraph("我们 {{ heads }} 名职工对 {{ employer }} 有共同的请求，推举下列各位做代表（{{ law }}），代表三到五人（{{ seats_law }}）。"),
    Paragraph("代表变更、放弃请求、承认对方的请求或者和解，要经我们每个人自己同意。"),
    Heading("代表"),
    Grid("chosen", (("序号", "{{ row.number }}", 16), ("姓名", "{{ row.name }}", 44), ("证件号", "{{ row.id_number }}", 50), ("本人签名", "", 60))),
    Heading("推举人"),
    Grid("workers", (("序号", "{{ row.number }}", 16), ("姓名", "{{ row.name }}", 44), ("证件号", "{{ row.id_number }}", 50), ("本人签名", "", 60))),
    Paragraph("不愿意推举代表的，不签，自己出面。每个人的钱数各记各的，不写在这张表上。"),
)  # fmt: skip
DISTRIBUTION: tuple[Block, ...] = (
    HEAD, BADGED,
    Paragraph("{{ employer }} {{ paid_on }} 付来 {{ total }} 元（凭据 {{ slip }}）。大家定的分法：{{ rule }}。第 {{ number }} 笔。"),
    Grid(
        "portions",
        (
            ("序号", "{{ row.number }}", 12), ("姓名", "{{ row.name }}", 24), ("证件号", "{{ row.id_number }}", 28),
            ("这次（元）", "{{ row.sum }}", 28), ("怎么算", "{{ row.arithmetic }}", 46), ("本人签名", "", 32),
        ),
    ),
    Paragraph("合计 {{ total }} 元，大写 {{ capitals }}，{{ heads }} 人。", bold=True),
    Paragraph("签名只表示核对过自己这一行。钱到没到手，由本人在手机上或者当面另行确认。"),
    Paragraph("经办人签名：＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日", align="right"),
)  # fmt: skip
COLUMNS = (
    Column("序号", ColumnKind.INT, 6), Column("姓名", width=12), Column("证件号", width=14), Column("这次（元）", ColumnKind.MONEY, 16),
    Column("怎么算", width=44), Column("本人签名", width=20), Column("日期", width=14),
)  # fmt: skip


def representatives(file: File) -> Values:
    """The form's values: those chosen (or blank lines to fill), and everyone who stays; nobody's sum."""
    staying = [own.claimant for own in groups.book(arrears=file.arrears) if not own.line.left]
    if not group_rules.is_group(len(staying)):
        raise Refused("group_small", _("十人以上有共同请求，才推举代表（调裁法第7条）"))
    chosen = [each for each in staying if each.representative]
    blank = {"name": "", "id_number": ""}
    rows = [facts.person(each) for each in chosen] or [blank] * BLANKS
    return {
        "heads": str(len(staying)), "law": str(group_rules.CHOOSE), "seats_law": str(group_rules.SEATS),
        "chosen": _numbered(rows), "workers": _numbered([facts.person(each) for each in staying]),
    }  # fmt: skip


def _numbered(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [{**row, "number": str(number)} for number, row in enumerate(rows, start=1)]


def distribution(file: File) -> Values:
    """The list's values: every part with its printed step, total and capitals."""
    row = file.distribution or file.arrears.distributions.order_by("-number").first()
    if row is None:
        raise Refused("no_distribution", _("先分一笔钱，再打分配表"))
    parts = _parts(row)
    lines = [{**facts.person(part.claimant), "sum": money.yuan(part.amount), "arithmetic": part.arithmetic} for part in parts]
    return {
        "portions": _numbered(lines), "total": money.yuan(row.amount), "capitals": money.capitals(row.amount),
        "heads": str(len(parts)), "rule": RULE_LABELS[ShareRule(row.rule)], "slip": row.slip, "paid_on": facts.day(row.on),
        "number": str(row.number),
    }  # fmt: skip


def _parts(row: Distribution) -> list[Portion]:
    return list(row.portions.select_related("claimant__person").order_by("claimant_id"))


def sheet(*, arrears: Arrears, row: Distribution) -> Made:
    """The same list as xlsx: sums as values, the total in figures and capitals in the last line."""
    rows: list[tuple[object, ...]] = []
    for number, part in enumerate(_parts(row), start=1):
        who = facts.person(part.claimant)
        rows.append((number, who["name"], who["id_number"], part.amount, part.arithmetic, "", ""))
    total = (None, _("合计"), "", row.amount, money.capitals(row.amount), "", "")
    label = PAPER_LABELS[Paper.DISTRIBUTION]
    digest = sha256(repr((arrears.case.reference, row.number, rows, total)).encode()).hexdigest()[:16].upper()
    title = (f"{arrears.employer_name} {label} 第 {row.number} 笔", f"编号 {arrears.case.reference}　{facts.day(row.on)}　核验码 {digest}")
    target = BytesIO()
    files.write(target=target, sheets=[Sheet(label, COLUMNS, [*rows, total], title=title)])
    return Made(Paper.DISTRIBUTION, target.getvalue(), f"{arrears.case.reference} {label} {row.number}.xlsx", FileKind.SHEET, digest)
