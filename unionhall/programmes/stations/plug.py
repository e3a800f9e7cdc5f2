"""What stations add: powers, pages, facts, a part of the demo world."""

from unionhall.base.commands import COMMANDS
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work
from unionhall.kernel.cases.kinds import CASE_KINDS, LAPSES, CaseKind, Clock, LapseHandler
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS, INDICATORS
from unionhall.web.kinds import (
    DEMO,
    NAV,
    OWN,
    SEARCH,
    VERBS,
    WORK,
    DemoPart,
    NavItem,
    OwnPage,
    SearchSource,
    VerbItem,
    WorkSource,
)

from . import commands, tasks
from .demo import directory as demo_directory
from .demo import doors as door_demo
from .demo import wenchang
from .queries import facts, network, today
from .rules import indicators
from .rules import reports as report_rules
from .rules import truth as truth_rules
from .rules.powers import TABLE

POWERS.add(*TABLE)


# --- the door and the desk behind it ---
CASE_KINDS.add(
    CaseKind(
        code="station_truth", prefix="YZ", label=_("驿站没开门"), flow=truth_rules.FLOW, first=truth_rules.TruthState.DOUBTFUL,
        states=truth_rules.WORDS, ended=truth_rules.ENDED, view="stations.keep", handle="stations.keep", desk="/stations/doubts/{pk}/",
        clocks=(Clock("station_truth", "STATION-TRUTH", _("核实开没开"), "open", met_by=("confirmed", "clear", "shut")),),
    ),
    CaseKind(
        code="station_report", prefix="YB", label=_("驿站报修和建议"), flow=report_rules.FLOW, first=report_rules.ReportState.RECEIVED,
        states=report_rules.NAMES, ended=report_rules.ENDED, view="stations.handle", handle="stations.handle", desk="/stations/reports/{pk}/",
        own="/stations/mine/{pk}/",
        clocks=(
            Clock("station_accept", "STATION-ACCEPT", _("接下来办"), "open", met_by=("accept", "mend", "refuse")),
            Clock("station_mend", "STATION-MEND", _("办好并回复"), "open", met_by=("mend", "refuse")),
            Clock("station_again", "STATION-MEND", _("再办好并回复"), "reopen", met_by=("mend", "refuse")),
        ),
    ),
)  # fmt: skip
LAPSES.add(*(LapseHandler(code, "stations.late") for code in ("station_truth", "station_accept", "station_mend", "station_again")))
WORKS.add(Work("stations.late", tasks.late))
TICKS.add(Tick("stations.forget", 3600, tasks.forget, _("忘掉过期的签到痕迹")))
MESSAGES.add(
    Message("station_doubtful", _("{station}：有人说到了没开门，请去看看，说明情况。")),
    Message("station_reported", _("{station}：有人报修或者提建议，请接下来办。")),
    Message("station_news", _("您在驿站报的事（{reference}）有回复了，点开看。")),
    Message("station_moved", _("您在驿站报的事（{reference}）：{state}。点开看。")),
    Message("station_slow", _("您在驿站报的事（{reference}）到时候没办，已经告诉区县工会。")),
    Message("station_again", _("{station}：报的人说没修好，请再办一次。")),
    Message("station_late", _("{reference} 到时候没办，请您过问。")),
)
NAV.add(
    NavItem("stations.doubts", _("工会驿站"), _("没开门的"), "lock", "/stations/doubts/", "stations.keep", 40, today.count_doubts),
    NavItem("stations.reports", _("工会驿站"), _("报修和建议"), "message-square-warning", "/stations/reports/", "stations.handle", 41, today.count_reports),
    NavItem("stations.supplies", _("工会驿站"), _("物资"), "layers", "/stations/supplies/", "stations.keep", 42),
    NavItem("stations.doors", _("工会驿站"), _("门口的码"), "qr-code", "/stations/doors/", "stations.view", 43),
    NavItem("stations.visits", _("工会驿站"), _("人次"), "users", "/stations/visits/", "stations.counts", 44),
    NavItem("stations.coverage", _("工会驿站"), _("覆盖"), "map", "/stations/coverage/", "stations.cover", 45),
)
VERBS.add(VerbItem("stations.mine", "claim", _("查我在驿站报的事"), _("用回执码看回复"), "/stations/mine/", 30))
OWN.add(OwnPage("station_report", "/stations/mine/{pk}/"))
WORK.add(WorkSource("stations", today.work))
SEARCH.add(SearchSource("stations", _("驿站报修和建议"), today.search))
FACTS.add(*facts.TABLE)
DEMO.add(DemoPart("stations.doors", door_demo.load, door_demo.loaded, 60))

# Directory
VERBS.add(VerbItem("stations.find", "find", _("找驿站"), _("现在开着的，从近到远；不用登录"), "/stations/", 10))
FACTS.add(*network.TABLE)
INDICATORS.add(*indicators.TABLE)
DEMO.add(DemoPart("stations.directory", demo_directory.load, demo_directory.loaded, 70), DemoPart("stations.wenchang", wenchang.load, wenchang.loaded, 78))
NAV.add(NavItem("stations.own", _("工会驿站"), _("我的驿站"), "house", "/stations/own/", "stations.keep", 39))
NAV.add(NavItem("stations.register", _("服务"), _("驿站"), "map-pin", "/stations/register/", "stations.view", 26))
COMMANDS.add(commands.import_stations())
NAV.add(NavItem("stations.map", _("工会驿站"), _("地图边界"), "map", "/stations/map/boundary/", "stations.map", 46))
