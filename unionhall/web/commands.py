"""Starting the house: demo, serve, worker, tick, check, where."""

import os
import pkgutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

import unionhall
from unionhall.base.checks import CHECKS
from unionhall.base.work import TICKS
from unionhall.kernel.pulse import rules as pulse_rules
from unionhall.kernel.pulse import services as pulse

from . import demo as demo_world
from . import services

AT_ONCE = 50  # works between two looks at the timers
WATCH, CATCH_UP = 10, 60  # seconds between two looks at what stands still, and before the first: what lay over night is done first
SHORT_LIFE, MOST_DEATHS = 60, 6  # a child that lives so few seconds so often in a row cannot live


def serve_arguments(parser: ArgumentParser) -> None:
    """Port and address."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")


def demo_arguments(parser: ArgumentParser) -> None:
    """As serve; `--load-only` stops before serving."""
    serve_arguments(parser)
    parser.add_argument("--load-only", action="store_true")


def demo(arguments: Namespace) -> int:
    """Migrate, load the demo world once, print addresses and log-ins, serve."""
    os.environ["UNIONHALL_DEMO"], settings.DEMO = "1", True
    os.environ.setdefault("UNIONHALL_PUBLIC_URL", f"http://localhost:{arguments.port}")
    call_command("migrate", verbosity=0)
    demo_world.load(at=timezone.now())
    print(demo_world.welcome(arguments.port, timezone.localdate(), timezone.now()), flush=True)
    return 0 if arguments.load_only else serve(arguments)


def found_arguments(parser: ArgumentParser) -> None:
    """The union, its region, and who administers it."""
    parser.add_argument("--name", required=True, help="the union's full name, such as 示例区总工会")
    parser.add_argument("--region", required=True, help="its region code, such as 370702")
    parser.add_argument("--admin", required=True, help="the administrator's name")
    parser.add_argument("--phone", required=True, help="the administrator's mobile number")
    parser.add_argument("--login", default="admin")


def found(arguments: Namespace) -> int:
    """An empty house gets its union, the unions above it, the shipped rules and one administrator; prints the keys once."""
    call_command("migrate", verbosity=0)
    keys = services.install(
        name=arguments.name, region=arguments.region, admin=arguments.admin, phone=arguments.phone, login=arguments.login,
        at=timezone.now(),
    )  # fmt: skip
    print(f"账号：{keys.login}\n密码：{keys.password}\n动态码：{keys.uri}\n只显示这一次。登录：/sign-in/staff/")
    return 0


def serve(arguments: Namespace) -> int:
    """Supervise two children, granian and the worker: one that dies is started again, what stands still is told; exit code 1 when one cannot live."""
    call_command("migrate", verbosity=0)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "unionhall.config.wsgi:application", "--workers", "1",
        "--blocking-threads", "8", "--host", arguments.host, "--port", str(arguments.port), "--no-ws",
    ]  # fmt: skip
    background = [sys.executable, "-m", "unionhall", "worker"]
    connection.close()
    children = [Child(web), Child(background)]
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(0))
    try:
        supervise(children)
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            child.process.wait(10)
    return 1


class Child:
    """A process that is started again when it dies, at once the first time, then with growing pauses."""

    def __init__(self, command: list[str]) -> None:
        self.command, self.deaths, self.next = command, 0, 0.0
        self.start()

    def start(self) -> None:
        """Start it."""
        self.process, self.began, self.next = subprocess.Popen(self.command, env=os.environ), time.monotonic(), 0.0

    def look(self) -> bool:
        """Whether it lives or may be started again; False when it died too often in a row."""
        if self.process.poll() is None:
            return True
        if not self.next:
            self.deaths = self.deaths + 1 if time.monotonic() - self.began < SHORT_LIFE else 1
            self.next = time.monotonic() + 2.0 ** (self.deaths - 1) - 1
            print(f"{self.command[2]} 停了（{self.process.returncode}），重新启动", file=sys.stderr, flush=True)
        if self.deaths > MOST_DEATHS:
            return False
        if time.monotonic() >= self.next:
            self.start()
        return True


def supervise(children: list[Child]) -> None:
    """Until a child cannot live. What stands still is told from here, too: a dead worker cannot tell."""
    look = time.monotonic() + CATCH_UP
    while not any(not child.look() for child in children):
        time.sleep(0.5)
        if time.monotonic() >= look:
            pulse.watch(at=timezone.now())
            connection.close()
            look = time.monotonic() + WATCH


def worker_arguments(parser: ArgumentParser) -> None:
    """`--once` does what is due and returns."""
    parser.add_argument("--once", action="store_true")


def worker(arguments: Namespace) -> int:
    """Do the queued works and the ticks that are due, for ever or once."""
    pulse.begin(at=timezone.now())
    due = {"watch": time.monotonic() + CATCH_UP}
    while True:
        run_ticks(due)
        run_queue(None if arguments.once else AT_ONCE)
        if arguments.once:
            return 0
        close_old_connections()
        if not DBTaskResult.objects.ready().exists():
            time.sleep(1)


def run_queue(most: int | None = None) -> None:
    """Do what is queued, one after the other, until nothing is ready, or `most` of it: timers must not wait for a long queue."""
    Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=most,
        worker_id=f"{os.getpid()}", excluded_queue_names=[],
    ).run()  # fmt: skip


def run_ticks(due: dict[str, float]) -> None:
    """Run each timer whose time has come, note that the worker lives, and tell what stands still. `due`: when each comes next."""
    for row in TICKS:
        if time.monotonic() >= due.get(row.name, 0.0):
            failed = pulse.run(tick=row, at=timezone.now()) is None
            due[row.name] = time.monotonic() + pulse_rules.pause(row.seconds, failed)
    pulse.beat(at=timezone.now())
    if time.monotonic() >= due.get("watch", 0.0):
        pulse.watch(at=timezone.now())
        due["watch"] = time.monotonic() + WATCH


def tick(arguments: Namespace) -> int:
    """Run every tick once and print what it did, None for one that failed."""
    pulse.begin(at=timezone.now())
    for tick_row in TICKS:
        print(f"{tick_row.name}: {pulse.run(tick=tick_row, at=timezone.now())}")
    return 0


def check(arguments: Namespace) -> int:
    """Ask every registered question; exit code 1 when something is wrong."""
    wrong = 0
    for row in CHECKS:
        problems = row.run()
        wrong += len(problems)
        print(f"{'✗' if problems else '✓'} {row.says}")
        for problem in problems[:20]:
            print(f"    {problem}")
    return 1 if wrong else 0


def where(arguments: Namespace) -> int:
    """Each room with its sentence and its public services."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("unionhall.")]
    for config in rooms:
        sentence = (import_module(config.name).__doc__ or "").strip().splitlines()[0]
        print(f"{config.name.removeprefix('unionhall.'):<20} {sentence}")
        for verb in verbs(config.name):
            print(f"{'':<22}{verb}")
    print(f"\n{sum(1 for _module in pkgutil.walk_packages(unionhall.__path__, 'unionhall.'))} modules")
    return 0


def verbs(room: str) -> list[str]:
    """The public services of a room, each with the first line of its docstring."""
    try:
        services = import_module(f"{room}.services")
    except ModuleNotFoundError:
        return []
    names = getattr(services, "__all__", None) or [
        name for name, value in vars(services).items() if getattr(value, "__module__", "") == services.__name__
    ]
    found = [(name, (getattr(services, name).__doc__ or "").strip().split("\n")[0]) for name in names if not name.startswith("_")]
    return [f"{name}: {line}" for name, line in found]
