"""Matters: told once by whatever way, sent down or back up, taken on, answered, handed to another programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor, Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import clean_phone
from unionhall.web.kinds import HANDOVERS, Told

from ..kinds import TERMS, Difficulty, MatterKind, Topic
from ..models import Dispatch, Matter, Snippet
from ..queries import matters as found

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case, Receipt
    from unionhall.kernel.orgs.models import Union

ANSWER_LABEL = _("给职工答复")
UNMET = (case_rules.DeadlineState.RUNNING, case_rules.DeadlineState.LAPSED)
PROXIES = frozenset({case_rules.Channel.VISIT, case_rules.Channel.PAPER, case_rules.Channel.HOTLINE})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody tells. Everything but the text may be left out."""

    text: str
    kind: str = MatterKind.ADVICE
    topic: str = Topic.OTHER
    about: str = ""
    contact: str = ""
    phone: str = ""
    region_code: str = ""
    place: str = ""
    place_code: str = ""

    def said(self) -> str:
        """As one text: what the receipt's hash covers, however it came in."""
        return "\n".join(f"{name}={value}" for name, value in asdict(self).items() if value)


def file(
    *, said: Said, channel: str, client_key: str, by: Actor, at: datetime, difficulty: str = Difficulty.ORDINARY,
    then: Callable[[Matter], object] | None = None,
) -> tuple[Receipt, str]:  # fmt: skip
    """File a matter once per form key, by web, code, hall, letter or telephone alike: (receipt, enquiry code).

    `then` is done in the same transaction; a retry does it no second time.
    """
    return cases.file_once(client_key=client_key, file=lambda: _file(said, channel, client_key, by, at, difficulty, then))


@transaction.atomic
def _file(
    said: Said, channel: str, client_key: str, by: Actor, at: datetime, difficulty: str, then: Callable[[Matter], object] | None
) -> tuple[Receipt, str]:
    matter = draft(said=said, by=by, difficulty=difficulty)
    matter.case = cases.open_case(
        kind="matter", union=matter.first_union, title=said.text.strip().replace("\n", " ")[:40], channel=channel,
        says=_("收到"), by=by, at=at, topic=said.topic,
    )  # fmt: skip
    matter.taken_by = by.account_id if channel in PROXIES else None
    matter.save(force_insert=True)
    run_term(matter=matter, at=at)
    person = None
    if matter.phone:
        person = people.person_for(name=said.contact, phone=matter.phone, by=by, at=at)
        cases.join(case=matter.case, person=person, role=case_rules.PartyRole.REPORTER, at=at)
    receipt, code = cases.issue_receipt(case=matter.case, person=person, client_key=client_key, said=said.said(), at=at)
    tell_reporters(case=matter.case, message="voice_received", key="", at=at)
    if then:
        then(matter)
    return receipt, code


def draft(*, said: Said, by: Actor, difficulty: str) -> Matter:
    """An unsaved matter; what cannot be taken down is refused beside its field."""
    phone = clean_phone(said.phone)
    if len(said.text.strip()) < 2:
        raise Refused("text", _("写几个字，说说是什么事"), field="text")
    if said.phone and not phone:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    facts = {**asdict(said), "phone": phone, "topic": said.topic or Topic.OTHER}
    return Matter(**facts, difficulty=difficulty, phone_hash=keyed_hash(phone, "phone"), first_union=receiving(by=by))


def receiving(*, by: Actor) -> Union:
    """Who is told first answers for it: the union of whoever takes it down, else the one that runs this installation."""
    for grant in by.grants:
        return orgs.union(grant.org_id)
    home = orgs.home()
    if home is None:
        raise Refused("no_union", _("这里还没有设好工会，请打 12351"))
    return home


def run_term(*, matter: Matter, at: datetime) -> None:
    """The term of its difficulty, from the day it was received, or from `at` when it was opened again."""
    start = (at if matter.reopened else matter.case.received_at).astimezone().date()
    rule = TERMS[Difficulty(matter.difficulty)]
    cases.run_clock(case=matter.case, code="voice_answer", rule=rule, label=ANSWER_LABEL, start=start)


def load(*, pk: int, scope: Scope) -> Matter:
    """One matter by its case's id, in scope; Refused when it is not open to the actor."""
    matter = found.matter(pk, scope=scope)
    if matter is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return matter


@transaction.atomic
def dispatch(*, case_id: int, union_id: int, by: Actor, at: datetime, difficulty: str = "", inner: str = "") -> Matter:
    """Send a matter down to a union below; its term follows the difficulty. The first union keeps it in sight."""
    matter = load(pk=case_id, scope=by.scope("voice.handle"))
    before, receiver = matter.case.union, orgs.unions().filter(pk=union_id).first()
    if receiver is None or receiver.pk == before.pk or not (receiver.path or "").startswith(before.path or "-"):
        raise Refused("not_below", _("只能派给本级下面的工会"), field="union")
    says = _("派给 {union}").format(union=receiver.name)
    matter.case = cases.move(case_id=case_id, union=receiver, step="dispatch", says=says, inner=inner, by=by, at=at, power="voice.handle")
    Dispatch.objects.create(matter=matter, sender=before, receiver=receiver, sent_at=at)
    if difficulty and difficulty != matter.difficulty:
        matter.difficulty = Difficulty(difficulty)
        matter.save(update_fields=["difficulty"])
        run_term(matter=matter, at=at)
    return matter


def accept(*, case_id: int, by: Actor, at: datetime, says: str = "") -> Matter:
    """Take a matter on: somebody spoke with the person, or begins to."""
    matter = load(pk=case_id, scope=by.scope("voice.handle"))
    matter.case = cases.take_step(case_id=case_id, step="accept", by=by, at=at, says=says or _("接下来办"), power="voice.handle")
    tell_reporters(case=matter.case, message="voice_news", key=f"accept:{matter.case.version}", at=at)
    return matter


@transaction.atomic
def give_back(*, case_id: int, reason: str, by: Actor, at: datetime) -> Matter:
    """Send a matter back up to who sent it, with the reason; one that was never sent goes to the union above."""
    matter = load(pk=case_id, scope=by.scope("voice.handle"))
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明为什么退回去，至少 4 个字"), field="reason")
    last = matter.dispatches.filter(returned_at=None, receiver=matter.case.union_id).order_by("-pk").first()
    upper = last.sender if last else matter.case.union.parent
    if upper is None:
        raise Refused("no_upper", _("上面没有工会可退了"), field="reason")
    says = _("退回 {union}").format(union=upper.name)
    matter.case = cases.move(case_id=case_id, union=upper, step="return", says=says, inner=reason, by=by, at=at, power="voice.handle")
    if last:
        last.returned_at, last.reason = at, reason.strip()[:200]
        last.save(update_fields=["returned_at", "reason"])
    return matter


@transaction.atomic
def track(*, case_id: int, says: str, by: Actor, at: datetime) -> Matter:
    """Ask after a matter that was sent down; its clock of tracking is met."""
    matter = load(pk=case_id, scope=by.scope("voice.handle"))
    if len(says.strip()) < 2:
        raise Refused("says", _("写一句问到了什么"), field="says")
    cases.remark(case=matter.case, says=_("问过办到哪了"), inner=says.strip(), by=by, at=at, step="track")
    cases.meet(case=matter.case, code="voice_track", on=at.astimezone().date())
    return matter


@transaction.atomic
def answer(*, case_id: int, text: str, by: Actor, at: datetime, snippet: Snippet | None = None) -> Matter:
    """Answer in plain words; the person reads it by receipt or log-in and is told that it is there."""
    matter, text = load(pk=case_id, scope=by.scope("voice.handle")), text.strip()
    if len(text) < 4:
        raise Refused("answer", _("写明白怎么办、找谁，职工会看到"), field="answer")
    late = matter.case.deadlines.filter(code="voice_answer", state__in=UNMET, due__lt=at.astimezone().date()).exists()
    matter.case = cases.take_step(case_id=case_id, step="answer", by=by, at=at, says=_("答复了"), power="voice.handle")
    cases.meet(case=matter.case, code="voice_answer", on=at.astimezone().date())
    matter.answer, matter.answered_at, matter.answered_by = text[:1000], at, by.account_id
    matter.on_time, matter.snippet = not late and matter.on_time is not False, snippet or matter.snippet
    matter.save(update_fields=["answer", "answered_at", "answered_by", "on_time", "snippet"])
    if snippet:
        Snippet.objects.filter(pk=snippet.pk).update(used=F("used") + 1)
    tell_reporters(case=matter.case, message="voice_answered", key=str(matter.case.version), at=at)
    return matter


@transaction.atomic
def hand_over(*, case_id: int, to: str, by: Actor, at: datetime, about: str = "") -> Case:
    """Give a matter to the programme that is there for it: a new matter follows on this one, under the same receipt."""
    matter = load(pk=case_id, scope=by.scope("voice.handle"))
    if to not in HANDOVERS:
        raise Refused("no_programme", _("这里没有开通这个项目"), field="to")
    by.require(HANDOVERS[to].power)
    told = Told(
        origin=matter.case, text=matter.text, about=about or matter.about, contact=matter.contact, phone=str(matter.phone),
        region_code=matter.region_code,
    )  # fmt: skip
    taken = HANDOVERS[to].take(told, by, at)
    says = _("转成 {reference}，接着办").format(reference=taken.reference)
    cases.take_step(case_id=case_id, step="hand_over", by=by, at=at, says=says, power="voice.handle")
    return taken


@transaction.atomic
def signed(*, case_id: int, by: Actor, at: datetime) -> Matter:
    """What was taken down for somebody was read back to them, and they signed it."""
    matter = load(pk=case_id, scope=by.scope("voice.take"))
    if matter.taken_by is None:
        raise Refused("own_hand", _("这是本人自己写的，不用签"))
    if matter.read_back_at is None:
        matter.read_back_at = at
        matter.save(update_fields=["read_back_at"])
        cases.remark(case=matter.case, says=_("记下来的话念给本人听过，本人签了字"), by=by, at=at, step="signed")
    return matter


def tell_reporters(*, case: Case, message: str, key: str, at: datetime) -> None:
    """Tell whoever said it that there is news; never what it is."""
    for party in case.parties.select_related("person"):
        notices.tell(
            person=party.person, message=message, effect_key=f"{message}:{case.pk}:{key}", at=at,
            link=f"/voice/mine/{case.pk}/", reference=case.reference,
        )  # fmt: skip
