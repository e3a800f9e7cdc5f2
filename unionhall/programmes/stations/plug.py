"""What stations add: powers, pages, facts, a part of the demo world."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS, INDICATORS
from unionhall.web.kinds import DEMO, NAV, VERBS, DemoPart, NavItem, VerbItem

from .demo import directory as demo_directory
from .queries import facts
from .rules import indicators
from .rules.powers import TABLE

POWERS.add(*TABLE)

# Directory
VERBS.add(VerbItem("stations.find", "find", _("找驿站"), _("现在开着的，从近到远；不用登录"), "/stations/", 10))
FACTS.add(*facts.TABLE)
INDICATORS.add(*indicators.TABLE)
DEMO.add(DemoPart("stations.directory", demo_directory.load, demo_directory.loaded, 70))
NAV.add(NavItem("stations.register", _("服务"), _("驿站"), "map-pin", "/stations/register/", "stations.view", 26))
