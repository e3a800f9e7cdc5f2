import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from unionhall.base.access import NOBODY, Actor
from unionhall.base.refusal import Refused
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.people import services as people

from .. import services, views
from ..forms import UploadForm
from ..kinds import FILE_OWNERS, SCANNERS, BlobState, FileKind, FileOwner, Scanner
from ..models import Blob
from ..queries import OWN_HOUR
from ..rules import archives, contents
from ..rules.faults import FAULT_WORDS, Fault, Unfit
from ..rules.names import cleaned
from ..services import shelf, uploads
from . import hostile

AT = datetime(2024, 8, 20, 9, 0, tzinfo=UTC)
ALL = frozenset(FileKind)
ROOT = Path(contents.__file__).parents[4]
CHILD = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
from unionhall.kernel.files.rules.contents import inspect
from unionhall.kernel.files.rules.faults import Unfit
resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
for path in sys.argv[2:]:
    begun = time.perf_counter()
    try:
        found = inspect(open(path, "rb").read()).code
    except Unfit as unfit:
        found = unfit.fault.value
    print(json.dumps([path, found, time.perf_counter() - begun]))
"""


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written() -> bytes:
    buffer = BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


GOOD = {
    "photo.jpg": (hostile.jpeg(4000, 3000), "jpeg"),
    "scan.png": (hostile.png(1200, 800), "png"),
    "photo.webp": (hostile.webp(1200, 800), "webp"),
    "photo.heic": (hostile.heic(4032, 3024), "heic"),
    "contract.pdf": (b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n", "pdf"),
    "letter.docx": (written(), "docx"),
    "ledger.xlsx": (saved(openpyxl.Workbook()), "xlsx"),
    "ledger.xls": (hostile.compound("Root Entry", "Workbook"), "xls"),
    "ledger.csv": ("姓名,金额\n职工001,-5\n".encode(), "csv"),
    "ledger-gb.csv": ("姓名,金额\n职工001,100\n".encode("gb18030"), "csv"),
    "ledger-16.csv": ("姓名\t金额\n职工001\t100\n".encode("utf-16"), "csv"),
    "call.wav": (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
    "call.m4a": (hostile.movie(b"soun"), "m4a"),
    "call.amr": (b"#!AMR\n\x3c\x00", "amr"),
}


@pytest.fixture(autouse=True)
def shelves(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def registries() -> Iterator[None]:
    """Owners and scanners of one test only."""
    held = [(table, dict(table._rows)) for table in (FILE_OWNERS, SCANNERS)]
    for table, _rows in held:
        table._rows.clear()
    yield
    for table, rows in held:
        table._rows.clear()
        table._rows.update(rows)


def keep(content: bytes = GOOD["photo.jpg"][0], name: str = "现场.jpg", **others: object) -> Blob:
    values = {"by": NOBODY, "at": AT, "allow": ALL, **others}
    return services.keep(content=BytesIO(content), name=name, **values)  # type: ignore[arg-type]


def bytes_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


# what a file is


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_known_by_its_bytes(name: str) -> None:
    content, code = GOOD[name]
    assert contents.inspect(content).code == code


def test_hostile_files_are_judged_within_ten_seconds_and_512_megabytes(tmp_path: Path) -> None:
    expected = {name: fault.value for name, (_content, fault) in hostile.REFUSED.items()}
    expected |= {name: code for name, (_content, code) in hostile.KEPT.items()}
    paths = {}
    for number, (name, (content, _answer)) in enumerate({**hostile.REFUSED, **hostile.KEPT}.items()):
        path = tmp_path / str(number)
        path.write_bytes(content)
        paths[str(path)] = name
    command = [sys.executable, "-c", CHILD, str(ROOT), *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) >= 40
    assert {paths[path]: found for path, found, _seconds in answers} == expected
    assert max(seconds for _path, _found, seconds in answers) < 10


def test_every_fault_has_its_words() -> None:
    assert set(FAULT_WORDS) == set(Fault)


def test_without_the_sums_the_bomb_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = hostile.REFUSED["a million cells in 30 kB"][0]
    monkeypatch.setattr(archives, "RATIO_MAX", 10**9)
    assert contents.inspect(bomb).code == "xlsx"


def test_without_counting_what_is_unpacked_a_lying_size_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "check_contents", lambda data, rows: None)
    for name in ("says smaller than it is", "billion laughs", "nested archive under another name"):
        assert contents.inspect(hostile.REFUSED[name][0])


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"%PDF-1.4"]),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_random_bytes_are_a_format_or_a_fault(tail: bytes, head: bytes) -> None:
    try:
        assert contents.inspect(head + tail).code in contents.FORMATS
    except Unfit as unfit:
        assert unfit.fault in Fault


@given(st.integers(0, len(hostile.PLAIN) - 1), st.integers(0, 255))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_one_changed_byte_of_an_archive_is_a_format_or_a_fault(place: int, value: int) -> None:
    changed = hostile.PLAIN[:place] + bytes([value]) + hostile.PLAIN[place + 1 :]
    try:
        assert contents.inspect(changed).code == "xlsx"
    except Unfit as unfit:
        assert unfit.fault in Fault


# names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\a\\工资条.JPEG", "工资条.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("现场\0照片.png", "现场照片.jpg"),
        ("con.txt", "文件con.jpg"),
        ("", "文件.jpg"),
        ("....", "文件.jpg"),
        ('<a href="x">.jpg', "a href=x.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_harms(name: str, shown: str) -> None:
    assert cleaned(name, ".jpg") == shown


@given(st.text(max_size=90))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_cleaned_name_is_one_plain_step(name: str) -> None:
    shown = cleaned(name, ".jpg")
    assert shown.endswith(".jpg") and len(shown) > 4 and shown == Path(shown).name
    assert not any(ord(character) < 32 or character in '/\\:*?"<>|' for character in shown)


# the form


def test_the_form_asks_for_what_it_takes_and_carries_a_key() -> None:
    photo = SimpleUploadedFile("a.jpg", GOOD["photo.jpg"][0])
    form = UploadForm(
        {"client_id": "once-0123456789abcdef"}, {"file": photo}, allow=frozenset({FileKind.IMAGE})
    )
    assert form.is_valid() and form.cleaned_data["client_id"] == "once-0123456789abcdef"
    assert 'accept="image/*"' in str(form["file"]) and 'type="hidden"' in str(form["client_id"])
    assert not UploadForm({"client_id": "short"}, {"file": photo}, allow=ALL).is_valid()
    assert not UploadForm({}, {}, allow=ALL).is_valid()


# taking in


@pytest.mark.django_db
def test_a_kept_file_lies_under_its_hash_and_is_journalled(shelves: Path) -> None:
    blob = keep()
    path = shelves / blob.path
    assert path.read_bytes() == GOOD["photo.jpg"][0] and path.name == blob.sha256
    assert (blob.mime, blob.name, blob.size, blob.state) == (
        "image/jpeg",
        "现场.jpg",
        path.stat().st_size,
        "clean",
    )
    assert [entry.verb for entry in journal.unsealed(9)] == ["files.keep"]
    assert bytes_below(shelves) == [path]


@pytest.mark.django_db
@pytest.mark.parametrize("name", hostile.REFUSED)
def test_a_refused_file_leaves_nothing(name: str, shelves: Path) -> None:
    content, fault = hostile.REFUSED[name]
    with pytest.raises(Refused) as refused:
        keep(content)
    assert refused.value.code == fault.value and refused.value.field == "file"
    assert "{" not in refused.value.sentence.format(**refused.value.values)
    assert bytes_below(shelves) == [] and not Blob.objects.exists()


@pytest.mark.django_db
def test_a_true_type_that_the_form_does_not_ask_for_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        keep(GOOD["contract.pdf"][0], "photo.jpg", allow=frozenset({FileKind.IMAGE}))
    assert refused.value.code == "file_type_unwanted"
    assert refused.value.sentence.format(**refused.value.values) == "这里收照片，您传的是PDF"


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_while_it_arrives(settings: Settings, shelves: Path) -> None:
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += 1
            return b"\xff" * (size or 1)

    settings.UPLOAD_MAX_MB = 1
    content = Endless()
    with pytest.raises(Refused, match="file_too_large"):
        services.keep(content=content, name="a", by=NOBODY, at=AT, allow=ALL)
    assert content.given <= 5 and bytes_below(shelves) == []


@pytest.mark.django_db
def test_a_retried_post_is_one_row_and_one_file(shelves: Path) -> None:
    rows = {keep(client_id="once-0123456789abcdef").id for _try in range(20)}
    assert len(rows) == 1 and Blob.objects.count() == 1 and len(bytes_below(shelves)) == 1
    assert sum(entry.verb == "files.keep" for entry in journal.unsealed(99)) == 1


@pytest.mark.django_db
def test_without_the_key_each_retry_is_a_row_on_the_same_bytes(shelves: Path) -> None:
    rows = {keep().id for _try in range(5)}
    assert len(rows) == 5 and len(bytes_below(shelves)) == 1


@pytest.mark.django_db
def test_a_key_that_was_used_for_something_else_is_refused() -> None:
    keep(client_id="once-0123456789abcdef")
    with pytest.raises(Refused, match="client_id_used"):
        keep(GOOD["scan.png"][0], client_id="once-0123456789abcdef")


@pytest.mark.django_db
def test_of_two_posts_at_once_the_second_finds_the_row_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(client_id="once-0123456789abcdef")
    monkeypatch.setattr(uploads.queries, "of_client", lambda client_id: None)
    assert keep(client_id="once-0123456789abcdef").id == first.id
    assert Blob.objects.count() == 1


@pytest.mark.django_db
def test_the_bytes_are_on_the_disk_before_any_row_names_them(
    monkeypatch: pytest.MonkeyPatch, shelves: Path
) -> None:
    steps: list[str] = []
    sync, rename, write = os.fsync, Path.rename, uploads._write_row

    def synced(handle: int) -> None:
        steps.append("sync file" if os.path.isfile(f"/proc/self/fd/{handle}") else "sync folder")
        sync(handle)

    def moved(path: Path, target: Path) -> Path:
        steps.append("move")
        return rename(path, target)

    def rowed(*values: object) -> Blob:
        steps.append("row")
        return write(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", moved)
    monkeypatch.setattr(uploads, "_write_row", rowed)
    keep()
    assert steps == ["sync file", "sync folder", "sync folder", "move", "sync folder", "row"]


@pytest.mark.django_db
def test_the_database_refuses_an_unknown_state_and_a_refusal_without_reason() -> None:
    blob = keep()
    for values in ({"state": "fine"}, {"state": BlobState.REFUSED, "reason": ""}, {"size": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Blob.objects.filter(id=blob.id).update(**values)


# rows and bytes in step


def aged(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


@pytest.mark.django_db
def test_bytes_whose_row_failed_are_swept_after_a_day(monkeypatch: pytest.MonkeyPatch, shelves: Path) -> None:
    def fails(**values: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk full"):
        patch.setattr(uploads.journal, "record", fails)
        keep()
    (path,) = bytes_below(shelves)
    assert services.orphans() == [f"文件 {path.name[:12]} 没有登记"]
    aged(path, AT)
    assert services.sweep(at=AT + timedelta(hours=23)).files == 0 and path.exists()
    assert services.sweep(at=AT + timedelta(hours=25)) == services.Sweep(0, 1, 0)
    assert services.orphans() == [] and not path.exists()


@pytest.mark.django_db
def test_a_row_whose_bytes_are_gone_is_told_and_never_altered(shelves: Path) -> None:
    blob = keep()
    (shelves / blob.path).unlink()
    assert services.orphans() == [f"编号 {blob.sha256[:12]} 的文件不在了，登记还在"]
    assert services.sweep(at=AT).lost == 1
    blob.refresh_from_db()
    assert blob.state == "clean"


@pytest.mark.django_db
def test_a_torn_upload_is_gone_after_an_hour_and_a_running_one_stays(shelves: Path) -> None:
    (shelves / shelf.DRAFTS).mkdir(parents=True)
    torn, running = shelves / shelf.DRAFTS / "torn", shelves / shelf.DRAFTS / "running"
    for path, age in ((torn, 61), (running, 59)):
        path.write_bytes(b"half")
        aged(path, AT - timedelta(minutes=age))
    assert services.sweep(at=AT).drafts == 1
    assert not torn.exists() and running.exists()


@pytest.mark.django_db
def test_kept_bytes_outlive_every_sweep(shelves: Path) -> None:
    blob = keep()
    aged(shelves / blob.path, AT - timedelta(days=400))
    assert services.sweep(at=AT) == services.Sweep(0, 0, 0)
    assert services.orphans() == []


@pytest.mark.django_db
def test_ownerless_bytes_that_are_sent_again_survive_the_sweep(shelves: Path) -> None:
    path = shelves / keep().path
    Blob.objects.all().delete()
    aged(path, AT - timedelta(days=9))
    keep()
    assert not shelf.remove_older(path, AT.timestamp()) and path.exists()


# the scanner


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_with_a_scanner_an_upload_waits_and_is_then_clean() -> None:
    SCANNERS.add(Scanner("fake", lambda path: ""))
    owner = Actor(account_id=None, name="职工001")
    FILE_OWNERS.add(FileOwner("all", lambda actor, blob_id: True))
    blob = keep()
    assert blob.state == "quarantined" and services.hand_out(blob_id=blob.id, by=owner, at=AT) is None
    assert services.scan(at=AT) == 1 and services.scan(at=AT) == 0
    assert services.hand_out(blob_id=blob.id, by=owner, at=AT) == blob


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_what_the_scanner_finds_is_refused_in_every_row_and_its_bytes_are_swept(shelves: Path) -> None:
    FILE_OWNERS.add(FileOwner("all", lambda actor, blob_id: True))
    earlier = keep()
    SCANNERS.add(Scanner("fake", lambda path: "Eicar-Test" if path.exists() else ""))
    later = keep()
    assert services.scan(at=AT) == 1
    assert set(Blob.objects.values_list("state", "reason")) == {("refused", "Eicar-Test")}
    assert [services.hand_out(blob_id=blob.id, by=NOBODY, at=AT) for blob in (earlier, later)] == [None, None]
    aged(shelves / later.path, AT - timedelta(days=2))
    assert services.sweep(at=AT).files == 1 and services.orphans() == []


# handing out


def asked(actor: Actor, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/files/1/{query}")
    request.actor = actor  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_only_whom_an_owner_allows_gets_the_file_and_all_others_404() -> None:
    blob = keep()
    alice, bob = Actor(account_id=1, name="职工001"), Actor(account_id=2, name="职工002")
    FILE_OWNERS.add(FileOwner("evidence", lambda actor, blob_id: (actor, blob_id) == (alice, blob.id)))
    response = views.download(asked(alice), blob.id)
    assert response.getvalue() == GOOD["photo.jpg"][0]
    for actor, number in ((bob, blob.id), (NOBODY, blob.id), (alice, blob.id + 1)):
        with pytest.raises(Http404):
            views.download(asked(actor), number)
    reads = [entry for entry in journal.unsealed(99) if entry.kind == "read"]
    assert [(entry.verb, entry.account_id) for entry in reads] == [("files.download", 1)]
    response.close()  # ends the request, and with it PostgreSQL's connection


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_an_owner_who_allows_everybody_leaks_to_the_stranger() -> None:
    blob = keep()
    FILE_OWNERS.add(FileOwner("careless", lambda actor, blob_id: True))
    assert services.hand_out(blob_id=blob.id, by=NOBODY, at=AT) == blob


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_the_sender_gets_the_file_back_for_an_hour() -> None:
    person = people.person_for(name="职工001", by=NOBODY, at=AT, phone="19900000001")
    account = people.open_account(person=person, by=NOBODY, at=AT)
    sender = Actor(account_id=account.pk, name="职工001")
    blob = keep(by=sender)
    assert services.hand_out(blob_id=blob.id, by=sender, at=AT + OWN_HOUR) == blob
    assert services.hand_out(blob_id=blob.id, by=sender, at=AT + OWN_HOUR + timedelta(seconds=1)) is None
    assert services.hand_out(blob_id=blob.id, by=Actor(account_id=account.pk + 1), at=AT) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
def test_a_stranger_without_account_never_gets_what_another_stranger_sent() -> None:
    assert services.hand_out(blob_id=keep().id, by=NOBODY, at=AT) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("registries")
@pytest.mark.parametrize(
    ("name", "query", "disposition"),
    [
        ("photo.jpg", "", "attachment"),
        ("photo.jpg", "?inline=1", "inline"),
        ("photo.heic", "?inline=1", "attachment"),
        ("contract.pdf", "?inline=1", "attachment"),
        ("ledger.csv", "?inline=1", "attachment"),
    ],
)
def test_nothing_but_a_picture_is_shown_in_the_browser(name: str, query: str, disposition: str) -> None:
    FILE_OWNERS.add(FileOwner("all", lambda actor, blob_id: True))
    response = views.download(asked(NOBODY, query), keep(GOOD[name][0], name).id)
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    assert (
        response["Content-Security-Policy"].startswith("sandbox")
        and response["Content-Type"] == contents.FORMATS[GOOD[name][1]].mime
    )
    response.close()
