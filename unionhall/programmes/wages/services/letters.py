"""一函两书: drafted from the case, numbered, kept in its folder, copied to the procuratorate; the employer's clock and answer."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Block, FileKind, Heading, Pairs, Paragraph, When
from unionhall.kernel.law import queries as law
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import AgencyKind

from ..models import Arrears, UnionLetter
from ..rules.letters import CLOCK, LETTERS, RULE, LetterKind, number
from . import cases as wage_cases
from . import referrals
from .papers import facts

if TYPE_CHECKING:
    from unionhall.kernel.law.rules import Rule

TEMPLATES = Path(__file__).resolve().parents[1] / "data" / "templates" / "letters"
FOOT = "核验码 {{ code }}"
BLOCKS: tuple[Block, ...] = (
    Paragraph("{{ number }}", align="center"), Paragraph("{{ employer }}：", indent=False), Paragraph("{{ ground }}"),
    Pairs(((("项目、工地", "{{ project }}"), ("欠薪期间", "{{ period }}")), (("人数", "{{ people }}"), ("欠薪（元）", "{{ owed }}")))),
    Heading("一、工会查到的情况"), Paragraph("{{ points }}"),
    Heading("二、请你单位办的事"), Paragraph("{{ ask }}"), Paragraph("{{ answer_by }}"), When("badges", (Paragraph("{{ badges }}", bold=True),)),
    Heading("三、不办怎么样"), Paragraph("{{ after }}"), Paragraph("{{ lenient }}"),
    Paragraph("抄送：{{ copied }}", indent=False), Paragraph("{{ place }}", align="right"), Paragraph("{{ made_on }}", align="right"),
    Paragraph("联系编号 {{ reference }}", align="right"),
)  # fmt: skip
LENIENT = "拒不支付劳动报酬，在刑事立案前、提起公诉前、一审宣判前付清的，依次从宽（法释〔2013〕3号第6条）。"


def template(*, kind: LetterKind) -> Path:
    """The shipped docx of a letter; a clerk may edit its copy in Word."""
    return TEMPLATES / f"{kind}.docx"


def ship(*, folder: Path = TEMPLATES) -> list[Path]:
    """Build the three templates from their blocks; the shipped ones are made by this and nothing else."""
    made = []
    for kind, words in LETTERS.items():
        path = folder / f"{kind}.docx"
        path.write_bytes(files.paper(title=f"工会劳动法律监督{words.label}", blocks=BLOCKS, foot=FOOT))
        made.append(path)
    return made


@transaction.atomic
def issue(
    *, case_id: int, kind: str, points: str, by: Actor, at: datetime, answer_by: date | None = None, copy_to: int | None = None
) -> UnionLetter:
    """Draft, number and keep a letter. `answer_by`: the day that the union sets; without it the clock is the law's, and where
    no length is confirmed there is none. `copy_to`: the procuratorate that gets a copy by referral."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    today, code = at.astimezone().date(), LetterKind(kind)
    if answer_by and answer_by <= today:
        raise Refused("answer_by", _("答复的日子要在今天以后"), field="answer_by")
    union = orgs.home() or arrears.case.union
    serial = cases.next_numbers(key=f"{code.value[:2]}-{union.pk}-{today.year}")
    agency = orgs.agencies(arrears.case.path, AgencyKind.PROCURATORATE).filter(pk=copy_to).first() if copy_to else None
    values = _values(arrears, code, number(code, today.year, serial), points, answer_by, today, agency.name if agency else "—")
    label = f"{values['number']} {LETTERS[code].label}"
    content = files.fill(template=template(kind=code), values=values)
    blob = files.keep(content=BytesIO(content), name=f"{label}.docx", by=by, at=at, allow=frozenset({FileKind.WORD}))
    kept = cases.add_file(case=arrears.case, blob=blob, label=label, by=by, at=at, shared=True)
    letter = UnionLetter.objects.create(
        arrears=arrears, kind=code, number=values["number"], union=union, issued_on=today, points=points.strip()[:1000], file=kept
    )
    event = cases.remark(case=arrears.case, says=_("发出{label}").format(label=label), by=by, at=at, step="letter")
    cases.run_clock(
        case=arrears.case, code=CLOCK, rule=RULE, label=_("公司答复{label}").format(label=LETTERS[code].label), start=today, due=answer_by,
        event=event, subject=str(letter.pk), place=arrears.case.union.region_code,
    )  # fmt: skip
    if agency:
        letter.copied = referrals.refer(case_id=case_id, way="letter", agency_id=agency.pk, claimant_ids=(), says=label, paper=kept, by=by, at=at)
        letter.save(update_fields=["copied"])
    return letter


def clock(*, on: date, place: str) -> Rule:
    """The employer's answer clock at a place, with its mark and, where no length is known, the reason."""
    return law.rule(RULE, on, place)


def _values(arrears: Arrears, code: LetterKind, numbered: str, points: str, answer_by: date | None, today: date, copied: str) -> dict[str, str]:
    words, rule = LETTERS[code], clock(on=today, place=arrears.case.union.region_code)
    length = rule.lengths[0] if rule.lengths else None
    days = f"请在收到后 {length.n} {length.unit_label}内书面答复（{rule.law}）。" if length and length.n else "请及时书面答复。"
    values = {
        "number": numbered, "employer": arrears.employer_name, "ground": words.ground, "project": arrears.project or facts.BLANK,
        "period": arrears.period or facts.BLANK, "people": str(arrears.people or facts.BLANK),
        "owed": money.yuan(arrears.owed) if arrears.owed else facts.BLANK, "points": points.strip(), "ask": words.ask,
        "answer_by": f"请在 {facts.day(answer_by)} 前书面答复（答复期由工会提出，法定天数：{rule.law}）。" if answer_by else days,
        "badges": facts.badges(rule.unconfirmed), "after": words.after, "lenient": LENIENT, "copied": copied,
        "place": arrears.case.union.name, "made_on": facts.day(today), "reference": arrears.case.reference,
    }  # fmt: skip
    values["code"] = sha256("\n".join(values.values()).encode()).hexdigest()[:16].upper()
    return values


@transaction.atomic
def answer(*, case_id: int, letter_id: int, on: date, says: str, by: Actor, at: datetime) -> UnionLetter:
    """The employer answered: the clock ends, the words are kept."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    letter = arrears.letters.select_for_update().filter(pk=letter_id).first()
    if letter is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    if letter.answered_on:
        raise Refused("answered", _("这一份已经记过答复了"))
    if not letter.issued_on <= on <= at.astimezone().date():
        raise Refused("on", _("答复的日子在发出以后、今天以前"), field="on")
    letter.answered_on, letter.answer = on, says.strip()[:1000]
    letter.save(update_fields=["answered_on", "answer"])
    cases.meet(case=arrears.case, code=CLOCK, on=on, subject=str(letter.pk))
    said = _("公司答复了{number}").format(number=letter.number)
    cases.remark(case=arrears.case, says=said, inner=letter.answer[:500], by=by, at=at, step="letter_answer")
    return letter
