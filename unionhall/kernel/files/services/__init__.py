"""What other rooms may ask of this one."""

from .documents import FOREIGN_WORDS as FOREIGN_WORDS
from .documents import Linted as Linted
from .documents import ensure_fonts as ensure_fonts
from .documents import fill as fill
from .documents import fill_many as fill_many
from .documents import lint as lint
from .spreadsheets import mark_errors as mark_errors
from .spreadsheets import write as write
from .spreadsheets import write_csv as write_csv
from .templating import paper as paper
from .uploads import Sweep as Sweep
from .uploads import hand_out as hand_out
from .uploads import judge_bytes as judge_bytes
from .uploads import keep as keep
from .uploads import keep_closed as keep_closed
from .uploads import keep_made as keep_made
from .uploads import keep_picture as keep_picture
from .uploads import opened as opened
from .uploads import orphans as orphans
from .uploads import scan as scan
from .uploads import sweep as sweep
from .workbooks import read as read
