"""Why a file is not taken: a code for programs, a sentence for people."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class Fault(StrEnum):
    """What can be wrong with the bytes of an upload."""

    EMPTY = "file_empty"
    TOO_LARGE = "file_too_large"
    UNKNOWN = "file_type_unknown"
    UNWANTED = "file_type_unwanted"
    OLD_WORD = "file_old_word"
    MACRO = "file_macro"
    LOCKED = "file_locked"
    OUTSIDE = "file_outside_content"
    BOMB = "file_unpacks_too_large"
    NESTED = "file_nested"
    CRAFTED = "file_crafted"
    BROKEN = "file_broken"
    PIXELS = "file_picture_too_large"
    TRACES = "file_picture_tells_place"


FAULT_WORDS = {
    Fault.EMPTY: _("这个文件是空的。换一个再传"),
    Fault.TOO_LARGE: _("文件超过 {limit} MB。照片可以拍小一点，表格可以分几份传"),
    Fault.UNKNOWN: _("认不出这是什么文件。可以传：{wanted}"),
    Fault.UNWANTED: _("这里收{wanted}，您传的是{found}"),
    Fault.OLD_WORD: _("旧版 Word 打不开。另存为 .docx 再传，或者拍照传"),
    Fault.MACRO: _("文件里带宏。另存为 .xlsx 或 .docx 再传"),
    Fault.LOCKED: _("文件加了密码。去掉密码再传"),
    Fault.OUTSIDE: _("文件里夹着外部内容。另存一份再传"),
    Fault.BOMB: _("文件解开后太大。另存一份，只留要用的内容"),
    Fault.NESTED: _("文件里套着别的文件。请分开传"),
    Fault.CRAFTED: _("文件结构不对，打不开。另存一份再传"),
    Fault.BROKEN: _("文件不完整，可能没传完。再传一次"),
    Fault.PIXELS: _("图片尺寸太大。缩小后再传"),
    Fault.TRACES: _("这种照片（HEIC）里写着在哪儿拍的，去不掉。换成 JPG 再传，或者截一张图传"),
}


class Unfit(Exception):
    """These bytes are not taken, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
