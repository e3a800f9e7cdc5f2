"""When silence is trouble. A dead worker must be seen and told within two minutes (trust: failures are visible)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from unionhall.base.alarms import Trouble
from unionhall.base.words import gettext_noop as _

WORKER = "worker"
BEAT = timedelta(seconds=20)  # how often a worker that lives writes so
SILENCE = timedelta(seconds=100)  # how long nothing may be written, beyond a timer's own interval
PATIENCE = timedelta(seconds=100)  # how long queued work may wait
AGAIN = 60  # seconds after which a timer that failed is tried again, if its own interval is longer

SILENT = _("后台任务停了，{since} 起没有动静：短信发不出去，到期的事没有提醒。请重新启动服务。")
FAILED = _("“{what}”出错了，{since} 起试了 {count} 次都没成。")
LATE = _("“{what}”没有按时做，上一次做成是 {since}。")
QUEUED = _("排队的事积住了：{count} 件，最早的从 {since} 等到现在。")
BROKEN = _("有 {count} 件后台的事没做成，最近一件在 {since}。点开看，改好以后再做一次。")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a timer: its interval, when it last went well, since when and how often it has failed."""

    name: str
    says: str
    every: timedelta
    good_at: datetime
    failing_since: datetime | None = None
    failures: int = 0


def silent(worker: Seen | None, at: datetime) -> Trouble | None:
    """No worker has written for too long; a house that never had one is not awake yet and says nothing."""
    if worker is None or at - worker.good_at <= SILENCE:
        return None
    return Trouble("silent", SILENT, worker.good_at)


def of_timer(seen: Seen, at: datetime) -> Trouble | None:
    """A timer that fails, or that nobody has run."""
    if seen.failing_since:
        return Trouble("failed", FAILED, seen.failing_since, seen.failures, seen.says)
    if at - seen.good_at > seen.every + SILENCE:
        return Trouble("late", LATE, seen.good_at, what=seen.says)
    return None


def pause(seconds: int, failed: bool) -> int:
    """Seconds until a timer's next turn: one that failed does not wait its whole interval."""
    return min(seconds, AGAIN) if failed else seconds
