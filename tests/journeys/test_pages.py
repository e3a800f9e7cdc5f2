"""Every page for everybody: readable by axe-core in four looks, no sideways scrolling, light enough for a slow line."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, ViewportSize

from . import course
from .people import DESK, PHONE, People, press

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]
# Palettes share one structure, and large print shares its colours: each is asked what it can answer.
RUNS = {"plain": {"hall-contrast": COLOURS, "hall-dark": COLOURS, "hall": RULES}, "elder": {"hall": RULES}}
UNSTUCK = ".dock2, .sticky-act { position: static !important; }"  # axe takes what is scrolled under a dock for covered
KB = 1024
NAMES = r"(?m)潍\S+总工会|示例\S|^示$"
LEDGERS = re.compile(r"/(cases|clues|file/\d+|imports/\d+|law|components)/$")
ANYBODY = (
    "/", "/verb/apply/", "/verb/book/", "/verb/claim/", "/verb/find/", "/wages/report/", "/wages/mine/", "/sign-in/", "/sign-in/staff/", "/me/",
    "/law/", "/law/clock/?rule=ARB-ACCEPT&start=2026-02-12", "/notices/outbox/", "/figures/", "/nowhere/",
    "/stations/", "/stations/?place=文昌广场&when=all", "/stations/map/?place=文昌广场", "/services/", "/services/1/",
)  # fmt: skip
WORKER = ("/", "/me/", "/notices/", "/wages/mine/", "own", "/services/mine/", "/services/bus/mine/")
OFFICER = (
    "/desk/", "/notices/", "/search/?q=示例", "/wages/clues/?tab=all", "clue", "/wages/clues/new/", "/wages/cases/", "case", "case agreement/",
    "case money/", "case conclude/", "case claimant/", "case assign/", "case step/mediate/", "case claims/", "case site/", "case elements/", "/wages/changes/",
    "/stations/reports/", "/services/bus/", "/services/bus/plan/", "/services/rota/", "/services/definitions/",
)  # fmt: skip
HEAVIEST = ("/desk/", "/wages/clues/?tab=all", "clue", "/wages/cases/?tab=all", "case", "case claims/")
CLERK = ("/wages/imports/", "run")
ADMIN = ("/desk/people/",)
AUDITOR = ("/desk/journal/",)
KEEPER = ("/stations/own/", "/stations/doubts/", "/stations/supplies/", "/stations/visits/", "/services/desk/", "/services/desk/blackouts/")
WALKS = {"": ANYBODY, "worker": WORKER, "officer": OFFICER, "clerk": CLERK, "admin": ADMIN, "auditor": AUDITOR, "keeper": KEEPER}
LISTS = {"own": ("/wages/mine/", "main a[href*='/wages/mine/']"), "clue": ("/wages/clues/", "tbody a"), "case": ("/wages/cases/", "tbody a"), "run": ("/wages/imports/", "tbody a")}  # fmt: skip
STEPS = (
    ("单位或者工地的名字", "", "潍坊示例灯具厂"), ("一共欠您多少钱", "好几万", "30000"), ("欠的是什么时候的", "", ""), ("手机号", "12345", ""), ("还有什么要告诉我们", "", ""),
)  # fmt: skip


@dataclass
class Walk:
    """A walk over one person's pages at one width; what is wrong is gathered, so that one run tells all."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    def addresses(self, wanted: tuple[str, ...]) -> Iterator[str]:
        """Addresses; 'case money/' is the first case's own address and what follows."""
        for one in wanted:
            name, _blank, rest = one.partition(" ")
            yield self.first(name) + rest if name in LISTS else one

    def first(self, name: str) -> str:
        """The address behind the first link of a list."""
        if name not in self.kept:
            address, link = LISTS[name]
            self.page.goto(address)
            self.kept[name] = self.page.locator(link).first.get_attribute("href") or ""
        return self.kept[name]

    def judge(self, look: str) -> None:
        """The page as it stands: axe-core, the colours of every palette, and whether it scrolls sideways."""
        where = f"{look} {self.page.url.split('/', 3)[-1]}"
        self.page.add_script_tag(path=AXE)
        self.page.add_style_tag(content=UNSTUCK)
        for theme, only in RUNS[look].items():
            self.wrong += [f"{where} {theme}: {line}" for line in findings(self.page, theme, only)]
        self.scrolls(where)

    def scrolls(self, where: str) -> None:
        """Nobody has to push a page sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.wrong.append(f"{where}: {wide} px too wide")


def findings(page: Page, theme: str, only: list[str]) -> list[str]:
    """What axe-core calls serious or critical under a palette, as lines."""
    kind = "rule" if only == COLOURS else "tag"
    found = page.evaluate(
        """async ([theme, kind, only]) => {
            document.documentElement.dataset.theme = theme;
            const said = await axe.run(document, {runOnly: {type: kind, values: only}, resultTypes: ["violations"]});
            return said.violations.map((one) => [one.id, one.impact, one.nodes.map((node) => node.target.join(" ") + " " + node.html.slice(0, 120))]);
        }""",
        [theme, kind, only],
    )
    return [f"{name} ({impact}) {len(nodes)}× {nodes[0]}" for name, impact, nodes in found if impact in GRAVE]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("who", WALKS, ids=lambda who: who or "anybody")
def test_nobody_is_shut_out_of_a_page(people: People, who: str, size: ViewportSize) -> None:
    wrong = []
    for look in ("plain", "elder"):
        page = people.page(who, size=size, cookies={"size": look}, bypass_csp=True, reduced_motion="reduce")
        walk = Walk(page)
        for address in walk.addresses(WALKS[who]):
            page.goto(address)
            walk.judge(look)
        wrong += walk.wrong
    assert not wrong, "\n".join(wrong)


def test_the_report_is_readable_on_every_step_and_with_every_error(people: People) -> None:
    page = people.phone(bypass_csp=True, reduced_motion="reduce")
    walk = Walk(page)
    page.goto("/wages/report/")
    for label, odd, good in STEPS:
        walk.judge("plain")
        page.get_by_label(label).fill(odd)
        press(page, "下一步")
        if page.locator(".field-wrong").count():
            walk.judge("plain")
            page.get_by_label(label).fill(good)
            press(page, "下一步")
    walk.judge("plain")
    press(page, "没错，发出去")
    course.receipt_code(page)
    walk.judge("plain")
    assert not walk.wrong, "\n".join(walk.wrong)


@pytest.mark.parametrize("who", ["", "worker"], ids=["anybody", "worker"])
def test_a_workers_page_is_light_on_its_first_load(people: People, who: str) -> None:
    heavy = []
    for address in WALKS[who] if who else ("/", "/wages/report/", "/wages/mine/", "/sign-in/", "/me/"):
        page = people.phone(who)
        address = next(Walk(page).addresses((address,)))
        page.close()
        heavy += weigh(people.phone(who), address, limit=100 * KB, own=20 * KB)
    assert not heavy, heavy


def test_the_desk_is_light_too(people: People) -> None:
    heavy = []
    for address in Walk(people.desk("officer")).addresses(HEAVIEST):
        own = 60 * KB if LEDGERS.search(address.partition("?")[0]) else 20 * KB
        heavy += weigh(people.desk("officer"), address, limit=250 * KB, own=own)
    assert not heavy, heavy


def weigh(page: Page, address: str, *, limit: int, own: int) -> list[str]:
    """Lines about a page whose first load, or whose own HTML, is heavier than allowed; bodies weighed as gzip packs them."""
    came: list[Response] = []
    page.on("response", lambda one: came.append(one))
    page.goto(address, wait_until="load")
    parts = {one.url: len(gzip.compress(one.body(), 6)) for one in came if one.status == 200}
    html = parts.get(page.url, 0)
    over = [f"{address}: all in {sum(parts.values()) / KB:.1f} KB"] if sum(parts.values()) > limit else []
    return over + ([f"{address}: HTML {html / KB:.1f} KB"] if html > own else [])


@pytest.mark.parametrize("who", ["", "officer"], ids=["anybody", "officer"])
def test_the_frame_speaks_english(people: People, who: str) -> None:
    page = people.desk(who, cookies={"language": "en"})
    page.goto("/desk/" if who else "/me/")
    frame = page.locator("header, nav, h1, .panel-h, button:not([lang])").all_inner_texts()
    chinese = [words for words in frame if re.search(r"[\u3400-\u9fff]", re.sub(NAMES, "", words))]
    assert not chinese, f"{len(chinese)} pieces of the frame are still Chinese: {chinese}"
