"""`python -m tests.postgres [pytest arguments]`: what touches the database, once more on a throwaway PostgreSQL.

The server lives in a temporary folder, listens on this machine alone under a random password, writes no disk
barrier (a test needs none), and is stopped whatever happens. Where its programs are absent, that is said and
passed over, unless UNIONHALL_REQUIRE names postgres.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

LIBRARY = Path("/usr/lib/postgresql")
PLAIN = (
    "unionhall", "tests", "--ignore=tests/strangers", "--ignore=tests/journeys", "--ignore=unionhall/web/tests",
    "--ignore=tests/test_benchmarks.py", "-n", "2", "-m", "not browser and not prove",
)  # fmt: skip
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ROWS = {"db", "transactional_db", "django_db_setup"}


def programs() -> Path | None:
    """The folder with the newest server's programs; the search path first, then Debian's place."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = [folder for folder in LIBRARY.glob("*/bin") if (folder / "initdb").exists()]
    return max(versions, key=lambda folder: int(folder.parent.name.partition(".")[0]), default=None)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A cluster in its own folder. `settings` go to the server; root works as the user postgres, as it must."""

    def __init__(self, bins: Path, folder: Path, **settings: str) -> None:
        self.bins, self.folder, self.settings = bins, folder, settings
        self.port, self.password = free_port(), secrets.token_hex(16)
        self.data = folder / "data"

    @property
    def address(self) -> str:
        """What UNIONHALL_DATABASE_URL takes."""
        return f"postgres://unionhall:{self.password}@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """One of the server's programs, as a user that may."""
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, str(self.bins / program), *words], check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def create(self) -> None:
        """Lay the cluster down."""
        secret = self.folder / "password"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (self.folder, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", str(self.data), "-U", "unionhall", "-A", "scram-sha-256", "--pwfile", str(secret),
                 "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        words = {"listen_addresses": "'127.0.0.1'", "port": str(self.port), "unix_socket_directories": "''"}
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in {**words, **self.settings}.items())

    def start(self) -> None:
        """Begin to listen; returns when it answers. What stood in its way is told."""
        try:
            self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(self.folder / "log"), "start")
        except subprocess.CalledProcessError:
            print((self.folder / "log").read_text()[-2000:], file=sys.stderr)
            raise

    def pid(self) -> int:
        """The server's process; 0 when none runs."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return 0
        return 0 if state == "Z" else pid

    def stop(self) -> None:
        """End it at once, if it runs."""
        if self.pid():
            self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")


@contextlib.contextmanager
def serving(bins: Path, **settings: str) -> Iterator[Server]:
    """A running server; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="unionhall-postgres-"))
    server = Server(bins, folder, **settings)
    try:
        server.create()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """As a plugin of that run: keep what touches the database."""
    held = [item for item in items if item.get_closest_marker("django_db") or ROWS & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(held)])
    items[:] = held


def main(words: Sequence[str]) -> int:
    """Run and return pytest's exit code."""
    bins = programs()
    if bins is None:
        required = "postgres" in os.environ.get("UNIONHALL_REQUIRE", "").split(",")
        print("PostgreSQL: no server's programs on this machine; not tested", file=sys.stderr)
        return 1 if required else 0
    with serving(bins, **QUICK) as server:
        command = [sys.executable, "-m", "pytest", "-p", "tests.postgres", *(words or PLAIN)]
        return subprocess.run(command, env={**os.environ, "UNIONHALL_DATABASE_URL": server.address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
