"""The shipped templates as data, and the docx files that are built from them."""

from collections.abc import Mapping
from pathlib import Path

from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Block, Each, Grid, Heading, Pairs, Paragraph, When

from . import lists
from .kinds import Paper

TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"
FOOT = "核验码 {{ code }}　规则版本 {{ version }}"
HEAD = Paragraph("编号 {{ reference }}　{{ place }}　{{ made_on }}", align="right")
BADGED = When("badges", (Paragraph("{{ badges }}", bold=True),))
PEOPLE = Grid(
    "workers",
    (
        ("姓名", "{{ row.name }}", 30), ("证件号", "{{ row.id_number }}", 40), ("电话", "{{ row.phone }}", 40),
        ("工种", "{{ row.work }}", 30), ("合计（元）", "{{ row.sum }}", 30),
    ),
)  # fmt: skip
CLAIMS = Grid(
    "claims",
    (
        ("姓名", "{{ row.name }}", 18), ("请求", "{{ row.item }}", 22), ("金额（元）", "{{ row.sum }}", 26),
        ("怎么算", "{{ row.arithmetic }}", 58), ("依据和规则版本", "{{ row.articles }}\n{{ row.version }}\n{{ row.badges }}", 46),
    ),
)  # fmt: skip
TOTAL = Paragraph("合计 {{ total }} 元，大写 {{ capitals }}。", bold=True)
PAYERS = Grid(
    "respondents",
    (
        ("次序", "{{ row.number }}", 14), ("单位或者个人", "{{ row.name }}", 50), ("身份", "{{ row.role }}", 30),
        ("为什么要付", "{{ row.reason }}\n{{ row.article }} {{ row.badges }}", 66),
    ),
)  # fmt: skip
EVIDENCE = Grid(
    "evidence",
    (
        ("序号", "{{ row.number }}", 14), ("名称", "{{ row.label }}", 46), ("收到", "{{ row.added }}", 26),
        ("SHA-256", "{{ row.digest }}", 74),
    ),
)  # fmt: skip
SIGNING = Paragraph("签名：＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日", align="right")

ARBITRATION: tuple[Block, ...] = (
    HEAD, BADGED, Heading("申请人"), PEOPLE, Paragraph("证件号和电话已遮住，交件时由本人填全。"),
    Heading("被申请人（按付款次序）"), PAYERS,
    Heading("请求事项"), CLAIMS, TOTAL, When("open_sums", (Paragraph("{{ open_sums }}"),)),
    Heading("事实和理由"), Each("facts", (Paragraph("{{ row.text }}"),)),
    Heading("证据清单"), EVIDENCE, When("no_evidence", (Paragraph("{{ no_evidence }}"),)),
    Paragraph("此致"), Paragraph("＿＿＿＿＿＿＿＿劳动人事争议仲裁委员会", indent=False), SIGNING,
)  # fmt: skip
MEDIATION: tuple[Block, ...] = (
    HEAD, BADGED,
    Pairs(((("付款方", "{{ employer }}"),), (("调解组织", "{{ body }}"), ("签订日期", "{{ signed_on }}")))),
    Heading("职工"), PEOPLE,
    Heading("一、数额"), Paragraph("付款方欠职工共 {{ total }} 元，大写 {{ capitals }}。"),
    Heading("二、分期付款"),
    Grid(
        "instalments",
        (
            ("期", "{{ row.number }}", 14), ("最后一天", "{{ row.due }}", 40), ("金额（元）", "{{ row.sum }}", 36),
            ("大写", "{{ row.capitals }}", 70),
        ),
    ),
    Heading("三、只谈工资"), Paragraph("{{ wages_only }}"), Paragraph("{{ warning }}（{{ warning_article }}）"),
    Heading("四、不付怎么办"),
    Paragraph("到期没付清的，职工可以申请仲裁，也可以拿本协议申请支付令（劳动争议调解仲裁法第15条、第16条）。"),
    Paragraph("双方可以在 {{ confirm_by }} 前一起申请司法确认（{{ confirm_law }}）。{{ confirm_badges }}"),
    Paragraph("付款方签章：＿＿＿＿＿＿＿＿　　职工签名：＿＿＿＿＿＿＿＿", indent=False),
    Paragraph("调解员签名：＿＿＿＿＿＿＿＿　　调解组织盖章：＿＿＿＿＿＿＿＿", indent=False),
)  # fmt: skip
AID: tuple[Block, ...] = (
    HEAD, BADGED,
    Pairs(
        (
            (("申请人", "{{ name }}"), ("证件号", "{{ id_number }}")),
            (("电话", "{{ phone }}"), ("工种", "{{ work }}")),
            (("对方", "{{ employer }}"), ("项目", "{{ project }}")),
            (("农民工", "{{ migrant }}"), ("入职—离开", "{{ employed }}")),
            (("经济状况核查", "{{ hardship }}"),),
        )
    ),
    Heading("申请的事"), CLAIMS, TOTAL, When("open_sums", (Paragraph("{{ open_sums }}"),)),
    Heading("事实"), Each("facts", (Paragraph("{{ row.text }}"),)),
    Heading("材料"), EVIDENCE, When("no_evidence", (Paragraph("{{ no_evidence }}"),)),
    Heading("办理期限"),
    Paragraph("法律援助机构收到后 {{ answer_days }} 内决定（{{ answer_law }}）。{{ answer_badges }}"),
    Paragraph("以上内容属实，同意把本表和材料交给法律援助机构。证件号和电话由本人填全。"), SIGNING,
)  # fmt: skip
PAYMENT_ORDER: tuple[Block, ...] = (
    HEAD, BADGED,
    Pairs(((("付款方", "{{ employer }}"),), (("协议日期", "{{ signed_on }}"), ("协议总额（元）", "{{ agreed }}")))),
    Heading("到期没付的"),
    Grid(
        "instalments",
        (
            ("期", "{{ row.number }}", 14), ("最后一天", "{{ row.due }}", 40), ("应付（元）", "{{ row.sum }}", 36),
            ("已付（元）", "{{ row.paid }}", 34), ("还差（元）", "{{ row.open }}", 36),
        ),
    ),
    Paragraph("还差 {{ total }} 元，大写 {{ capitals }}。", bold=True),
    Heading("能不能申请支付令"), Paragraph("{{ verdict }}"), Each("cautions", (Paragraph("{{ row.text }}"),)),
    Heading("要带的材料"), Paragraph("调解协议原件、公司没付的证明、申请人身份证明。附：本件的仲裁申请书草稿。"),
    Heading("各步期限"),
    Grid(
        "clocks",
        (("什么", "{{ row.title }}", 60), ("多久", "{{ row.length }}", 40), ("依据", "{{ row.law }} {{ row.badges }}", 60)),
    ),
)  # fmt: skip

SHAPES: Mapping[Paper, tuple[str, tuple[Block, ...]]] = {
    Paper.ARBITRATION: ("劳动人事争议仲裁申请书", ARBITRATION), Paper.MEDIATION: ("调解协议书", MEDIATION),
    Paper.AID: ("法律援助申请表", AID), Paper.PAYMENT_ORDER: ("支付令提示", PAYMENT_ORDER),
    Paper.REPRESENTATIVES: ("推举代表表", lists.REPRESENTATIVES), Paper.DISTRIBUTION: ("工资分配表", lists.DISTRIBUTION),
}  # fmt: skip


def template(*, paper: Paper) -> Path:
    """The shipped docx of a paper."""
    return TEMPLATES / f"{paper}.docx"


def ship(*, folder: Path = TEMPLATES) -> list[Path]:
    """Build every template from its blocks into a folder; the shipped ones are made by this and nothing else."""
    made = []
    for paper, (title, blocks) in SHAPES.items():
        path = folder / f"{paper}.docx"
        path.write_bytes(files.paper(title=title, blocks=blocks, foot=FOOT))
        made.append(path)
    return made
