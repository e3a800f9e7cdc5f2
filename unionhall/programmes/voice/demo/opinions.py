"""The voice part of the demo world: matters of every way and state, known answers, a suggestion that became a service."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from unionhall.base.access import NOBODY, Actor
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people

from ..kinds import ChangeKind, Difficulty, Mark, MatterKind, Topic
from ..models import Matter, Snippet
from ..services import call_backs, calls, knowledge, matters, traces

CHINA = ZoneInfo("Asia/Shanghai")
SHANDONG = "山东省总工会 12351 常见问题（示例）"
KNOWN = (
    ("加班费怎么算", "平时加班按一倍半，休息日不能补休的按两倍，法定节假日按三倍。加班的凭据留好，可以找工会帮您算。", Topic.WAGES, "劳动法 第44条", Mark.C),
    ("没签劳动合同怎么办", "上班满一个月没签，从第二个月起可以要双倍工资，最多要 11 个月。先留好工资条、考勤、工作证。", Topic.CONTRACT, "劳动合同法 第82条", Mark.C),
    ("单位不给交社保", "单位必须给您交社保。先跟单位提，不行就到社保经办机构反映，工会可以陪您去。", Topic.INSURANCE, "社会保险法 第58、63条", Mark.C),
    ("高温天有没有补贴", "气温到 35 度，单位要发高温津贴，每省的钱数不一样，本地标准请打 12351 再核对。", Topic.HOURS, "防暑降温措施管理办法 第17条", Mark.S),
    ("怎么入会", "所在单位有工会，跟工会小组长说一声；没有单位的，到住的地方或者干活的地方的街道工会登记。", Topic.MEMBERSHIP, SHANDONG, Mark.D),
    ("驿站能做什么", "歇脚、喝水、热饭、给手机充电，都不花钱。没有卡也能进。", Topic.STATION, SHANDONG, Mark.D),
)  # fmt: skip


def loaded() -> bool:
    """Whether the part is there."""
    return Matter.objects.exists()


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour of a day in China."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


def actor(role: str, day: date) -> Actor:
    """The first account of a role, with the grants of a day."""
    rows = [account for post, account in people.demo_accounts(day) if post.role == role]
    return people.actor_for(rows[0], day)


def load(at: datetime) -> None:
    """Known answers, a suggestion's whole course, then what lies on the desk today."""
    today = at.astimezone(CHINA).date()
    answers(today)
    lit_door(today)
    heat_pay(today)
    waiting(today)


def answers(today: date) -> None:
    """What clerks answer again and again."""
    clerk, day = actor("hotline", today), today - timedelta(days=120)
    for title, answer, topic, source, mark in KNOWN:
        known = knowledge.Known(title=title, answer=answer, topic=topic, source=source, mark=mark, valid_from=day)
        knowledge.write(known=known, by=clerk, at=moment(day))


def told(text: str, kind: str, at: datetime, number: int, **more: str) -> int:
    """Something told without logging in; its case's id."""
    said = matters.Said(text=text, kind=kind, contact=f"职工{number}", phone=f"19900000{number}", **more)
    channel = Channel.STATION if said.place_code else Channel.WEB
    receipt, _code = matters.file(said=said, channel=channel, client_key=f"demo-voice-{number}".ljust(40, "0"), by=NOBODY, at=at)
    return receipt.case_id


def lit_door(today: date) -> None:
    """A suggestion from the code on a station's door: sent down, answered, satisfied, and traced to what changed."""
    day, officer = today - timedelta(days=60), actor("officer", today)
    pk = told("晚上驿站门口太黑，能不能装个灯，再晚关一个小时", MatterKind.SUGGESTION, moment(day), 611, topic=Topic.STATION, place="南关驿站（示例）", place_code="NG-01")
    street = orgs.for_region("370702002")
    matters.dispatch(case_id=pk, union_id=street.pk if street else 0, by=actor("hotline", today), at=moment(day, 10, 12))
    matters.accept(case_id=pk, by=officer, at=moment(day, 11), says="跟驿站的管理员说了")
    matters.answer(case_id=pk, text="灯下周装上。关门时间从下月起改到晚上 10 点。谢谢您提醒。", by=officer, at=moment(day + timedelta(days=1), 9))
    call_backs.call_back(case_id=pk, satisfied=True, says="灯亮了，好走多了", by=actor("hotline", today), at=moment(day + timedelta(days=3)))
    change = traces.Change(
        change=ChangeKind.SERVICE, title="南关驿站门口装灯，晚上 10 点关门", on=day + timedelta(days=20),
        summary="驿站门口晚上太黑，请装灯，晚一点关门", note="六个街道的驿站都照这样改",
    )  # fmt: skip
    traces.trace(case_id=pk, change=change, by=officer, at=moment(day + timedelta(days=21)))


def heat_pay(today: date) -> None:
    """A call that was answered at once with a known answer; it waits for the call-back."""
    said = matters.Said(text="送外卖的，38 度的天，站点没给高温补贴，问该不该发", topic=Topic.HOURS, contact="职工612", phone="19900000612", region_code="370702001")
    snippet = Snippet.objects.get(title="高温天有没有补贴")
    ending = calls.Ending(calls.Outcome.ANSWER, snippet.answer, snippet.pk, Difficulty.SIMPLE)
    calls.take(said=said, ending=ending, client_key="demo-voice-612".ljust(40, "0"), by=actor("hotline", today), at=moment(today - timedelta(days=1)))


def waiting(today: date) -> None:
    """What lies on the desk: one sent down and not taken on, one on paper, one that was not satisfied, one fresh."""
    clerk, officer, day = actor("hotline", today), actor("officer", today), today - timedelta(days=6)
    pk = told("工地食堂的饭馊了两回，跟班长说没用", MatterKind.COMPLAINT, moment(day), 613, topic=Topic.SAFETY, region_code="370702003")
    matters.dispatch(case_id=pk, union_id=orgs.for_region("370702003").pk, by=clerk, at=moment(day, 10, 20), difficulty=Difficulty.HARD)
    pk = told("孩子上大学，学费还差一点，想问工会能不能帮", MatterKind.HELP, moment(day), 614, topic=Topic.HARDSHIP, region_code="370702004")
    matters.answer(case_id=pk, text="可以申请金秋助学，材料交到北关街道工会。", by=officer, at=moment(day, 15))
    call_backs.call_back(case_id=pk, satisfied=False, says="没说要交哪些材料", by=clerk, at=moment(today - timedelta(days=2)))
    said = matters.Said(text="老厂退下来的，工伤的药费单子不知道找谁报", kind=MatterKind.ADVICE, topic=Topic.INSURANCE, contact="职工615", phone="19900000615")
    ending = calls.Ending(calls.Outcome.KEEP)
    calls.take(said=said, ending=ending, client_key="demo-voice-615".ljust(40, "0"), by=clerk, at=moment(today, 8, 5), channel=Channel.PAPER)
    told("骑手培训能不能放在晚上", MatterKind.SUGGESTION, moment(today, 8, 30), 616, topic=Topic.SERVICE)
