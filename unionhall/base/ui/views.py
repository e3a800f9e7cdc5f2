"""Every component on one page, with invented rows; open in demo mode only."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from unionhall.base.http import DEMO_ONLY, door

from .forms import CameraField, CodeField, DayField, IdField, MoneyField, PhoneField, PlainField, UiForm
from .templatetags.ui import ICONS

TODAY = date(2026, 10, 28)
HERE = "#"


class SampleForm(UiForm):
    """Every kind of field."""

    owed = MoneyField(label=_("一共欠您多少工资？"), help_text=_("记不清就写个大概，后面可以改。"))
    phone = PhoneField(label=_("您的手机号"))
    number = IdField(label=_("身份证号"), required=False)
    code = CodeField(label=_("短信里的 6 位验证码"))
    left_on = DayField(label=_("干到哪天"), required=False)
    trade = forms.ChoiceField(label=_("干哪一行"), choices=[("build", _("建筑")), ("parcel", _("快递"))])
    way = forms.ChoiceField(
        label=_("钱怎么发"), choices=[("bank", _("打卡")), ("cash", _("现金")), ("none", _("没发过"))], widget=forms.RadioSelect
    )
    proof = forms.MultipleChoiceField(
        label=_("手里有什么"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("chat", _("聊天记录")), ("sheet", _("考勤表")), ("badge", _("工牌"))],
    )  # fmt: skip
    said = PlainField(label=_("还想说什么"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    photo = CameraField(label=_("拍一张照片"), required=False)
    agree = forms.BooleanField(label=_("可以把我的名字告诉公司"), required=False)


def row(level: str, count: int, reference: str, firm: str, sums: tuple[int | None, ...], *words: Any) -> dict[str, Any]:
    """One line of the sample ledger; sums in fen: owed, promised, ordered, paid, confirmed."""
    names = ("owed", "promised", "ordered", "paid", "confirmed")
    more = zip(("people", "step", "due", "officer"), words, strict=True)
    return {
        "level": level,
        "count": count,
        "reference": reference,
        "firm": firm,
        **dict(zip(names, sums, strict=True)),
        **dict(more),
    }


LEDGER = [
    row(
        "red",
        3,
        "AX-2026-000109",
        "示例建筑公司",
        (20400000, 20400000, None, 6000000, 5240000),
        15,
        _("函件待发"),
        TODAY,
        "示例三",
    ),
    row(
        "orange",
        1,
        "AX-2026-000123",
        "示例装饰公司",
        (1890000, 1890000, None, 945000, 630000),
        1,
        _("等公司付清"),
        date(2026, 10, 31),
        "示例三",
    ),
    row(
        "yellow",
        1,
        "AX-2026-000103",
        "示例家政公司",
        (1260000, None, 1260000, 0, 0),
        2,
        _("裁决已生效"),
        date(2026, 11, 6),
        "示例六",
    ),
    row(
        "none",
        0,
        "AX-2026-000087",
        "示例机械厂",
        (2790000, 2790000, None, 2790000, 2790000),
        3,
        _("7 日回访"),
        date(2027, 1, 12),
        "示例三",
    ),
]
WORK = [
    {
        "title": _("给反映人回电话"),
        "line": "AX-2026-000118",
        "law": _("首问回复"),
        "due": date(2026, 10, 26),
        "verb": _("去打电话"),
        "url": HERE,
    },
    {
        "title": _("开出限期付清提示函"),
        "line": "AX-2026-000109",
        "law": _("工会函"),
        "due": TODAY,
        "verb": _("开函"),
        "url": HERE,
        "mark": _("待核实"),
    },
    {
        "title": _("区仲裁委决定是否受理"),
        "line": "AX-2026-000096",
        "law": _("调裁法第29条"),
        "due": date(2026, 10, 30),
        "verb": _("看材料"),
        "url": HERE,
        "waiting": True,
        "provisional": True,
    },
]
EVENTS = [
    {"title": _("等公司付清"), "line": _("最晚 10月31日 周六"), "state": "now"},
    {"title": _("签了调解协议"), "line": _("10月12日，示例五主持"), "url": HERE, "link": _("看协议"), "state": "done"},
    {"title": _("您反映了欠薪"), "line": _("9月18日"), "state": "done"},
]
STEPS = [
    {"label": _("开限期付清提示函"), "icon": "file-text", "url": HERE},
    {"label": _("组织调解"), "icon": "handshake", "url": HERE},
    {"label": _("派援助律师"), "icon": "gavel", "url": HERE},
]
CONCERNS = [
    {
        "title": _("公司答应 10月31日前付清"),
        "kicker": "AX-2026-000123",
        "line": _("您已收到 6,300 元，共欠 18,900 元"),
        "due": date(2026, 10, 31),
        "percent": 33,
        "url": HERE,
    },
    {"title": _("您可能领得到 1,000 元"), "line": _("今年考下了电工高级证，12月31日前申请"), "url": HERE},
]
DOCK = [
    {"label": _("首页"), "icon": "house", "url": HERE, "current": True},
    {"label": _("驿站"), "icon": "map-pin", "url": HERE},
    {"label": _("活动"), "icon": "calendar", "url": HERE, "roomy": True},
    {"label": _("消息"), "icon": "message-circle", "url": HERE},
    {"label": _("我的"), "icon": "user", "url": HERE},
]
RECEIPT = {
    "union": _("示例区总工会"),
    "what": _("欠薪反映回执"),
    "code": "7K3M29QH4T8W6XBN",
    "reference": "AX-2026-000131",
    "at": datetime(2026, 10, 28, 1, 12, tzinfo=UTC),
    "verify_url": "https://hall.invalid/r/7K3M29QH4T8W6XBN",
    "rows": [
        (_("谁来办"), _("示例四，东街街道工会")),
        (_("什么时候"), _("10月30日 周五下班前打电话给您")),
        (_("您反映的"), _("示例建筑公司，约 18,900 元")),
    ],
}
DEADLINES = [
    {"what": _("发提示函"), "due": TODAY, "law": _("工会函时限"), "unconfirmed": True},
    {
        "what": _("公司付清全部"),
        "due": date(2026, 10, 31),
        "law": _("10月9日约谈承诺"),
        "safe_day": date(2026, 10, 30),
        "provisional": True,
    },
    {"what": _("首问回复"), "due": TODAY, "law": _("工会函时限"), "met": TODAY},
]
TABS = [
    {"label": _("在办"), "url": HERE, "count": 128, "current": True},
    {"label": _("我的"), "url": HERE, "count": 23},
    {"label": _("本周到期"), "url": HERE, "count": 17},
    {"label": _("全部"), "url": HERE, "count": "1,000+"},
]
FILTERS = [
    {
        "label": _("街道"),
        "value": _("全部"),
        "options": [{"label": _("全部"), "url": HERE, "current": True}, {"label": _("东街街道"), "url": HERE}],
    },
    {"label": _("行业"), "value": _("建筑"), "on": True, "options": [{"label": _("建筑"), "url": HERE, "current": True}]},
]
ACTIONS = [{"label": _("换经办人"), "value": "assign"}, {"label": _("批量开函"), "value": "letter"}]
REFERRAL = {
    "agency": _("区法律援助中心"),
    "about": _("职工 004"),
    "stage": 3,
    "due": _("应于 10月30日 答复（援助法第43条，7 日）"),
    "nudge_url": HERE,
    "link_url": HERE,
}
SEGMENTS = [
    {"label": _("列表"), "icon": "list", "url": HERE, "current": True},
    {"label": _("示意图"), "icon": "map", "url": HERE},
]
PALETTES = [("hall", _("平常")), ("hall-dark", _("夜间")), ("hall-contrast", _("高对比"))]


def sample_form() -> SampleForm:
    """The form as it comes back with errors, everything typed still in it."""
    typed = {"owed": "一万八千九", "phone": "1990000123", "code": "123456", "trade": "build", "said": "示例"}
    return SampleForm(typed, auto_id="sample_%s")


def sample_context() -> dict[str, Any]:
    """Everything that ui/components.html shows."""
    return {
        "form": sample_form(),
        "ledger": LEDGER,
        "work": WORK,
        "events": EVENTS,
        "steps": STEPS,
        "concerns": CONCERNS,
        "dock": DOCK,
        "receipt": RECEIPT,
        "tabs": TABS,
        "filters": FILTERS,
        "actions": ACTIONS,
        "referral": REFERRAL,
        "segments": SEGMENTS,
        "deadlines": DEADLINES,
        "palettes": PALETTES,
        "today": TODAY,
        "soon": date(2026, 10, 31),
        "icons": sorted(path.stem for path in ICONS.glob("*.svg")),
        "find": {"name": "q", "label": _("单位、姓名、编号")},
    }


@door(DEMO_ONLY)
def components(request: HttpRequest) -> HttpResponse:
    """The components, each with its name and sample rows."""
    return render(request, "ui/components.html", sample_context())
