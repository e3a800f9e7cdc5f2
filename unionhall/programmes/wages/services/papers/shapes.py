"""The shipped templates as data, and the docx files that are built from them."""

from collections.abc import Mapping
from pathlib import Path

from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Block, Each, Grid, Heading, Pairs, Paragraph, When

from . import lists
from .kinds import Paper

TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"
FOOT = "核验码 {{ code }}　规则版本 {{ version }}　模板 {{ template }}"
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
SEALED = Paragraph("{{ place }}（章）　　{{ made_on }}", align="right")
LATE = Grid(
    "instalments",
    (
        ("期", "{{ row.number }}", 14), ("最后一天", "{{ row.due }}", 40), ("应付（元）", "{{ row.sum }}", 36),
        ("已付（元）", "{{ row.paid }}", 34), ("还差（元）", "{{ row.open }}", 36),
    ),
)  # fmt: skip
TERMS = Grid(
    "clocks",
    (("什么", "{{ row.title }}", 60), ("多久", "{{ row.length }}", 40), ("依据", "{{ row.law }} {{ row.badges }}", 60)),
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
    Heading("到期没付的"), LATE,
    Paragraph("还差 {{ total }} 元，大写 {{ capitals }}。", bold=True),
    Heading("能不能申请支付令"), Paragraph("{{ verdict }}"), Each("cautions", (Paragraph("{{ row.text }}"),)),
    Heading("要带的材料"), Paragraph("调解协议原件、公司没付的证明、申请人身份证明。附：本件的仲裁申请书草稿。"),
    Heading("各步期限"), TERMS,
)  # fmt: skip

SUPPORT: tuple[Block, ...] = (
    HEAD, BADGED, Heading("申请人"), PEOPLE, Paragraph("证件号和电话已遮住，交件时由本人填全。"),
    Heading("被申请人（按付款次序）"), PAYERS,
    Heading("申请事项"), Paragraph("请求贵院支持申请人向人民法院起诉，追索劳动报酬（{{ support_law }}）。{{ support_badges }}"), CLAIMS, TOTAL,
    When("open_sums", (Paragraph("{{ open_sums }}"),)),
    Heading("事实和理由"), Each("facts", (Paragraph("{{ row.text }}"),)),
    Heading("证据清单"), EVIDENCE, When("no_evidence", (Paragraph("{{ no_evidence }}"),)),
    Paragraph("此致"), Paragraph("＿＿＿＿＿＿＿＿人民检察院", indent=False), SIGNING,
)  # fmt: skip
AUTHORITY: tuple[Block, ...] = (
    HEAD, Heading("委托人"),
    Grid(
        "principals",
        (
            ("序号", "{{ row.number }}", 14), ("姓名", "{{ row.name }}", 26), ("证件号", "{{ row.id_number }}", 50),
            ("电话", "{{ row.phone }}", 34), ("签名", "", 36),
        ),
    ),
    Heading("受托人"), Paragraph("{{ as_what }}"),
    Grid("agents", (("姓名", "{{ row.name }}", 40), ("单位或者身份", "{{ row.firm }}", 70), ("电话", "{{ row.phone }}", 50))),
    When("group_law", (Paragraph("推举代表：{{ group_law }}。"),)),
    Heading("委托的事"), Paragraph("{{ matter }}。"),
    Heading("权限（只勾一项）"), Paragraph("□ {{ general }}"), Paragraph("□ {{ special }}"),
    Paragraph("委托书要写明事项和权限（{{ special_law }}）。{{ special_badges }}"),
    Paragraph("委托人签名：＿＿＿＿＿＿＿＿　　受托人签名：＿＿＿＿＿＿＿＿", indent=False),
    Paragraph("＿＿＿＿年＿＿月＿＿日", align="right"),
)  # fmt: skip
ORDER: tuple[Block, ...] = (
    HEAD, BADGED, Heading("申请人"), PEOPLE, Paragraph("证件号和电话已遮住，交件时由本人填全。"),
    Pairs(((("被申请人", "{{ employer }}"),), (("协议日期", "{{ signed_on }}"), ("协议总额（元）", "{{ agreed }}")))),
    Heading("请求"), Paragraph("请求人民法院向被申请人发出支付令，支付 {{ total }} 元，大写 {{ capitals }}。", bold=True),
    Heading("到期没付的"), LATE,
    Heading("理由"), Paragraph("双方在 {{ signed_on }} 达成调解协议，被申请人到期没有付清（劳动争议调解仲裁法第16条）。"),
    Paragraph("{{ condition }}（{{ condition_law }}）{{ condition_badges }}"),
    Heading("证据清单"), EVIDENCE, When("no_evidence", (Paragraph("{{ no_evidence }}"),)),
    Heading("各步期限"), TERMS,
    Paragraph("此致"), Paragraph("＿＿＿＿＿＿＿＿人民法院", indent=False), SIGNING,
)  # fmt: skip
PRODUCTION: tuple[Block, ...] = (
    HEAD, BADGED, Heading("申请人"), PEOPLE, Paragraph("证件号和电话已遮住，交件时由本人填全。"),
    Pairs(((("被申请人", "{{ employer }}"),),)),
    Heading("申请事项"), Paragraph("下面的材料由被申请人保管，申请人拿不到。请求责令被申请人在指定期限内提交："),
    Grid(
        "asked",
        (
            ("序号", "{{ row.number }}", 14), ("材料", "{{ row.label }}", 54), ("证明什么", "{{ row.shows }}", 46),
            ("依据", "{{ row.article }} {{ row.badges }}", 46),
        ),
    ),
    Heading("理由"), Paragraph("由用人单位掌握管理的证据，用人单位应当提供；在指定期限内不提供的，承担不利后果（{{ burden_law }}、{{ produce_law }}）。"),
    When("rural", (Paragraph("农民工的工资，用人单位要依法提供有关材料，不提供的承担不利后果（{{ rural }}）。"),)),
    Paragraph("此致"), Paragraph("＿＿＿＿＿＿＿＿", indent=False), SIGNING,
)  # fmt: skip
DEMAND: tuple[Block, ...] = (
    HEAD, BADGED, Paragraph("{{ payer }}：", indent=False),
    Paragraph("{{ employer }}拖欠 {{ count }} 名职工 {{ period }} 的工资，项目：{{ project }}。"),
    Paragraph("一共 {{ total }} 元，大写 {{ capitals }}。", bold=True),
    Heading("贵方为什么要付"), Paragraph("身份：{{ role }}。{{ reason }}（{{ article }}）。{{ payer_badges }}"),
    Heading("请这样做"),
    Paragraph("请在 {{ reply_by }} 前付清，或者书面答复本会（{{ reply_law }}）。{{ reply_badges }}联系电话 {{ phone }}。"),
    Paragraph("不付也不答复的，本会将提请有关部门依法处理（保障农民工工资支付条例第51条），支持职工申请仲裁、提起诉讼（工会法第22条第3款）。"),
    When("lenient", (Paragraph("{{ lenient }}"),)),
    When("interrupts", (Paragraph("{{ interrupts }}"), Each("named", (Paragraph("{{ row.name }}"),)), Paragraph("{{ unnamed }}"))),
    SEALED, Paragraph("签收：＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日", align="right"),
)  # fmt: skip
TRANSFER: tuple[Block, ...] = (
    HEAD, BADGED, Paragraph("＿＿＿＿＿＿＿＿：", indent=False),
    Paragraph("本会在工作中发现下面的欠薪线索，现移送贵单位（保障农民工工资支付条例第51条）。"),
    Pairs(
        (
            (("用人单位", "{{ employer }}"),), (("项目", "{{ project }}"), ("行业", "{{ industry }}")),
            (("地方", "{{ street }}"), ("收到线索", "{{ received }}")), (("人数", "{{ count }}"), ("欠薪时间", "{{ period }}")),
            (("金额", "{{ total }} 元，大写 {{ capitals }}"),),
        )
    ),
    Paragraph("{{ ask }}收到投诉后 {{ accept_days }}内决定是否受理（{{ accept_law }}）。{{ accept_badges }}"),
    Paragraph("{{ secret }}"), Paragraph("本会联系电话 {{ phone }}。"), SEALED,
    Heading("回执（请填好退回本会）"),
    Paragraph("编号 {{ reference }}　收到日期：＿＿＿＿年＿＿月＿＿日　　收件人：＿＿＿＿＿＿＿＿"),
    Paragraph("处理：□ 受理　□ 不受理，原因：＿＿＿＿＿＿＿＿＿＿＿＿　　（章）"),
)  # fmt: skip
OWN: tuple[Block, ...] = (
    Paragraph("编号 {{ reference }}　{{ made_on }}", align="right"), BADGED, Heading("申请人"),
    Pairs(
        (
            (("姓名", "{{ name }}"), ("证件号", "{{ id_number }}")), (("电话", "{{ phone }}"), ("工种", "{{ work }}")),
            (("送达地址", "{{ address }}"),),
        )
    ),
    Heading("被申请人"), Pairs(((("单位", "{{ employer }}"),), (("地址", "{{ employer_address }}"),), (("工地", "{{ project }}"),))),
    Heading("请求事项"), Paragraph("请求裁决被申请人支付拖欠的工资 {{ total }} 元，大写 {{ capitals }}。", bold=True),
    Heading("事实和理由"), Each("facts", (Paragraph("{{ row.text }}"),)),
    Heading("证据清单"), Grid("proofs", (("证明什么", "{{ row.element }}", 40), ("手里有的", "{{ row.have }}", 80), ("怎么样", "{{ row.state }}", 40))),
    Paragraph("已经交给工会的文件："), EVIDENCE, When("no_evidence", (Paragraph("{{ no_evidence }}"),)),
    When("asked_first", (Heading("请单位拿出的材料"), Paragraph("{{ asked_first }}（{{ produce_law }}、{{ burden_law }}）"))),
    Each("asked", (Paragraph("{{ row.number }}. {{ row.label }}（{{ row.article }}）{{ row.badges }}"),)),
    When("colleagues", (Heading("证人"), Paragraph("{{ colleagues }}"))),
    Paragraph("此致"), Paragraph("＿＿＿＿＿＿＿＿劳动人事争议仲裁委员会", indent=False), SIGNING,
)  # fmt: skip

SHAPES: Mapping[Paper, tuple[str, tuple[Block, ...]]] = {
    Paper.ARBITRATION: ("劳动人事争议仲裁申请书", ARBITRATION), Paper.MEDIATION: ("调解协议书", MEDIATION),
    Paper.AID: ("法律援助申请表", AID), Paper.PAYMENT_ORDER: ("支付令提示", PAYMENT_ORDER),
    Paper.ORDER: ("支付令申请书", ORDER), Paper.SUPPORT: ("支持起诉申请书", SUPPORT), Paper.AUTHORITY: ("授权委托书", AUTHORITY),
    Paper.PRODUCTION: ("责令提交证据申请书", PRODUCTION), Paper.DEMAND: ("催告函", DEMAND), Paper.TRANSFER: ("线索移送函", TRANSFER),
    Paper.OWN: ("劳动人事争议仲裁申请书", OWN),
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
