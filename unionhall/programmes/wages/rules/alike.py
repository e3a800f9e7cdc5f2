"""Why two clues may be the same matter, in words."""

from unionhall.base.words import gettext_noop as _

REASONS = {
    "phone": _("联系电话相同"),
    "code": _("信用代码相同"),
    "name": _("去掉地名和后缀，单位名称相同"),
    "sound": _("单位名称读音相同"),
    "part": _("单位名称相近"),
    "code_project": _("信用代码相同，工地也相同"),
    "name_project": _("单位名称相同，工地也相同"),
    "sound_project": _("单位名称读音相同，工地也相同"),
    "part_project": _("单位名称相近，工地相同"),
}
