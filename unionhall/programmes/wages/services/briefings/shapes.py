"""The shipped templates of the briefings as data, and the docx files that are built from them."""

from collections.abc import Mapping
from pathlib import Path

from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Block, Grid, Heading, Pairs, Paragraph, When

from ..papers.shapes import TEMPLATES

FOOT = "快照 {{ snapshot }}"
HEAD = Paragraph("{{ union }}　{{ period }}　出于 {{ made_on }}", align="right")
FIGURES: tuple[Block, ...] = (
    Heading("数字"),
    Grid(
        "figures",
        (
            ("项目", "{{ row.label }}", 34), ("本期", "{{ row.value }} {{ row.unit }}", 32), ("上期", "{{ row.before }}", 32),
            ("怎么数的", "{{ row.definition }}", 72),
        ),
    ),
)  # fmt: skip


def money_list(name: str, title: str) -> When:
    """A list with count and the four columns."""
    grid = Grid(
        name,
        (
            ("", "{{ row.label }} {{ row.said }}", 44), ("件", "{{ row.count }}", 12), ("人", "{{ row.heads }}", 12),
            ("欠多少", "{{ row.owed }}", 24), ("答应", "{{ row.promised }}", 20), ("判给", "{{ row.ordered }}", 20),
            ("已付", "{{ row.paid }}", 18), ("确认到手", "{{ row.confirmed }}", 20),
        ),
    )  # fmt: skip
    return When(name, (Heading(title), grid))


def plain_list(name: str, title: str) -> When:
    """A list of sentences."""
    return When(name, (Heading(title), Grid(name, (("", "{{ row.label }}", 80), ("", "{{ row.said }}", 90)))))


PERIOD: tuple[Block, ...] = (
    HEAD, Paragraph("{{ opening }}"), *FIGURES, money_list("place", "按单位"), money_list("industry", "按行业"),
    money_list("large", "在办里钱最多的"), plain_list("late", "过了最后一天的"),
    Paragraph("要回多少，只看“职工确认到手”一栏：公司答应的、判给的、公司说已付的都不算。"),
)  # fmt: skip
OVERVIEW: tuple[Block, ...] = (
    HEAD, Paragraph("{{ opening }}"), plain_list("late", "过了最后一天的"), money_list("again", "同一家不止一件的"),
    money_list("old", "办得久的"), money_list("place", "按单位"), *FIGURES,
)  # fmt: skip
MAJOR: tuple[Block, ...] = (
    HEAD,
    Pairs(((("案件", "{{ reference }}"), ("用人单位", "{{ employer }}")), (("项目", "{{ project }}"), ("走到哪步", "{{ standing }}")))),
    plain_list("reason", "为什么算重大"), Paragraph("{{ badge }}", bold=True), *FIGURES, plain_list("clock", "还没办的期限"),
    plain_list("course", "办理经过"),
    Paragraph("本报告不写职工姓名和联系方式；要看，按权限到台账里看。"),
)  # fmt: skip
SHAPES: Mapping[str, tuple[str, tuple[Block, ...]]] = {
    "weekly": ("欠薪工作周报", PERIOD), "monthly": ("欠薪工作月报", PERIOD), "overview": ("劳动关系监测预警一览", OVERVIEW),
    "major": ("重大欠薪案件专项报告", MAJOR),
}  # fmt: skip


def template(*, kind: str) -> Path:
    """The shipped docx of a kind of briefing."""
    return TEMPLATES / f"briefing_{kind}.docx"


def ship_briefings(*, folder: Path = TEMPLATES) -> list[Path]:
    """Build every template from its blocks into a folder; the shipped ones are made by this and nothing else."""
    made = []
    for kind, (title, blocks) in SHAPES.items():
        path = folder / f"briefing_{kind}.docx"
        path.write_bytes(files.paper(title=title, blocks=blocks, foot=FOOT))
        made.append(path)
    return made
