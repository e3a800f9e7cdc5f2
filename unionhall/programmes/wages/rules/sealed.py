"""What a confidential report asks, and which of it may be written into the ledger by a reader's own step."""

from unionhall.base.words import gettext_noop as _

POWER = "wages.sealed"

# field, label, whether the ledger has a place for it
TABLE = (
    ("employer_name", _("单位或者工地的名字"), True),
    ("project", _("项目、工地"), True),
    ("amount", _("欠多少"), True),
    ("people", _("人数"), True),
    ("period", _("哪几个月"), True),
    ("contact", _("怎么称呼您"), True),
    ("phone", _("手机号"), True),
    ("told", _("补充几句"), True),
    ("says", _("工会的答复"), False),
)
LABELS = {name: label for name, label, _ledger in TABLE}
FIELDS = tuple(name for name, _label, _ledger in TABLE if name != "says")
LEDGER_FIELDS = tuple(name for name, _label, ledger in TABLE if ledger)
