"""A receipt proves itself without us, an altered copy does not; the code finds its matter and lies nowhere."""

import random
import string
import subprocess
import sys
from argparse import Namespace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.testing import SYSTEM
from unionhall.config import cli

from .. import commands, rules, services
from ..models import Case, Receipt
from ..services import receipts
from .conftest import NOW, Ground

COPIES = 500
MARKS = string.ascii_letters + string.digits + "|:+-_"


def filed(ground: Ground, number: int, said: str = "示例公司欠我三个月工资") -> tuple[Receipt, str]:
    """A receipt of a fresh matter."""
    case = services.open_case(
        kind="trial", union=ground.unions["county"], title="试", channel="web", says="", by=SYSTEM, at=NOW
    )
    return services.issue_receipt(case=case, person=None, client_key=f"{number:032d}", said=said, at=NOW)


def proofs(count: int) -> list[str]:
    """Saved receipts, signed without a database."""
    said = [rules.statement(reference=rules.reference("XS", 2026, number), at=NOW, said=f"反映 {number}") for number in range(count)]
    lines = [(text, receipts.sign(text), receipts.key_id(), receipts.public_key().hex()) for text in said]
    return ["\n".join(line) + "\n" for line in lines]


def altered(text: str, dice: random.Random) -> str:
    """One character of a saved receipt replaced, dropped, doubled or swapped with its neighbour."""
    while True:
        place = dice.randrange(len(text) - 1)
        mark = text[place]
        other = dice.choice(MARKS)
        ways = (other, "", mark * 2, other + mark)
        copy = text[:place] + dice.choice(ways) + text[place + 1 :]
        if copy.strip() != text.strip():
            return copy


def test_five_hundred_receipts_verify_and_five_hundred_altered_copies_do_not() -> None:
    saved, dice = proofs(COPIES), random.Random(3)
    assert sum(services.proof_holds(text=text) for text in saved) == COPIES
    assert sum(services.proof_holds(text=altered(text, dice)) for text in saved) == 0


def test_every_single_altered_character_of_a_receipt_is_found() -> None:
    (text,) = proofs(1)
    for place, mark in enumerate(text.strip()):
        other = "A" if mark != "A" else "B"
        assert not services.proof_holds(text=text[:place] + other + text[place + 1 :]), place


def test_without_the_strict_reading_a_signature_could_be_written_in_other_ways() -> None:
    """The twin: the same numbers pass the bare mathematics in a second spelling, and are refused all the same."""
    (text,) = proofs(1)
    statement, signature, _key_id, shown = text.split()
    raw = receipts.base64.urlsafe_b64decode(signature + "==")
    mirrored = raw[:32] + (receipts.ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(shown))
    der = encode_dss_signature(int.from_bytes(mirrored[:32], "big"), int.from_bytes(mirrored[32:], "big"))
    key.verify(der, statement.encode(), ec.ECDSA(SHA256()))
    assert not receipts.verify(statement, receipts._base64(mirrored), bytes.fromhex(shown))
    last = MARKS[(MARKS.index(signature[-1]) + 1) % 62]
    for spelling in (signature + "=", signature[:40] + "\n" + signature[40:], signature[:-1] + last, f" {signature}"):
        assert not receipts.verify(statement, spelling, bytes.fromhex(shown))


def test_anybody_can_verify_with_the_public_key_and_plain_mathematics(ground: Ground) -> None:
    """No code of this house: the statement, r and s, and the curve."""
    row, _code = filed(ground, 1)
    raw = receipts.base64.urlsafe_b64decode(row.signature + "==")
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), receipts.public_key())
    key.verify(der, row.statement.encode(), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(der, row.statement.replace("2026", "2025").encode(), ec.ECDSA(SHA256()))


def test_a_receipt_of_another_key_is_refused_when_the_published_key_is_at_hand(settings) -> None:
    published = receipts.public_key().hex()
    settings.SIGNING_KEY = "77" * 32
    (forged,) = proofs(1)
    assert services.proof_holds(text=forged)
    assert not services.proof_holds(text=forged, key=published)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_whatever_is_handed_in_is_answered(text: str) -> None:
    assert services.proof_holds(text=text) is False


def test_the_statement_names_matter_second_and_hash(ground: Ground) -> None:
    row, _code = filed(ground, 1, said="甲")
    version, reference, moment, said = row.statement.split("|")
    assert (version, reference, moment) == ("UH1", row.case.reference, "2026-11-23T10:00:00+08:00")
    assert said == receipts.sha256("甲".encode()).hexdigest()


def test_the_code_finds_its_matter_however_it_is_typed_and_lies_in_no_column(ground: Ground) -> None:
    row, code = filed(ground, 1)
    for typed in (code, code.lower(), rules.grouped(code), f" {rules.grouped(code)}-", code.translate(str.maketrans("01", "OI"))):
        assert services.find_by_receipt(code=typed) == row
    assert code not in str(Receipt.objects.values())
    assert f"{1:032d}" not in str(Receipt.objects.values())


@pytest.mark.parametrize("typed", ["", "K7QF", "K7QF2M9XK7QF2M9", "K7QF2M9XK7QF2M9Ü", "0" * 16])
def test_a_wrong_code_finds_nothing(ground: Ground, typed: str) -> None:
    filed(ground, 1)
    assert services.find_by_receipt(code=typed) is None


def test_the_same_form_leads_to_the_same_code_and_another_form_to_another(ground: Ground) -> None:
    row, code = filed(ground, 1)
    assert services.code_for(client_key=f"{1:032d}") == code
    assert services.receipt_of(client_key=f"{1:032d}") == row
    assert services.receipt_of(client_key=f"{2:032d}") is None
    assert len({services.code_for(client_key=f"{number:032d}") for number in range(2000)}) == 2000


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(min_size=10, max_size=32))
def test_a_code_holds_eighty_bits(secret: bytes) -> None:
    code = rules.receipt_from(secret)
    number = 0
    for mark in code:
        number = number * 32 + rules.CROCKFORD.index(mark)
    assert (len(code), number) == (16, int.from_bytes(secret[:10], "big"))
    assert rules.clean_receipt(rules.grouped(code)) == code


def test_a_looked_up_code_costs_time_and_a_pepper(ground: Ground, settings) -> None:
    row, code = filed(ground, 1)
    settings.RECEIPT_PEPPER = "77" * 32
    assert services.find_by_receipt(code=code) is None
    assert row.code_hash not in (code, receipts.sha256(code.encode()).hexdigest())


def say(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """`unionhall check receipt FILE`."""
    path = tmp_path / "receipt.txt"
    path.write_text(text)
    code = cli.run(cli.COMMANDS["check receipt"], [str(path), *words])
    return code, capsys.readouterr().out


def test_the_command_tells_valid_from_altered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (text,) = proofs(1)
    code, said = say(text, tmp_path, capsys)
    assert code == 0
    assert "XS-2026-000000" in said
    assert receipts.key_id() in said
    code, said = say(text.replace("XS-2026", "XS-2025"), tmp_path, capsys)
    assert code == 1
    assert "XS-2025" not in said
    assert say(text, tmp_path, capsys, "--key", receipts.public_key().hex().upper())[0] == 0
    assert say(text, tmp_path, capsys, "--key", "04" + "00" * 64)[0] == 1
    for junk in ("", "\n\n\n", "a\nb\nc\nd\n", "\x00" * 500):
        assert say(junk, tmp_path, capsys)[0] == 1


def test_the_command_reads_from_standard_input_and_asks_no_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (text,) = proofs(1)
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text.encode() + b"\n"), encoding="utf-8"))
    assert commands.check_receipt(Namespace(file="-", key="")) == 0
    assert cli.COMMANDS["check receipt"].database is False


def test_the_proof_of_a_row_is_the_text_that_the_command_reads(ground: Ground) -> None:
    row, code = filed(ground, 1)
    text = services.proof_text(receipt=row)
    assert services.proof_holds(text=text)
    assert code not in text


def test_a_receipt_is_checked_where_nothing_of_ours_runs(ground: Ground, tmp_path: Path) -> None:
    """Another process, another folder, other keys, no database: the saved text alone decides."""
    row, _code = filed(ground, 1)
    path = tmp_path / "receipt.txt"
    path.write_text(services.proof_text(receipt=row))
    env = {"UNIONHALL_VAR_DIR": str(tmp_path / "elsewhere"), "UNIONHALL_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "-m", "unionhall", "check", "receipt", str(path)],
        env=env, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, row.case.reference in done.stdout) == (0, True), done.stderr


def test_two_receipts_of_one_form_are_refused_by_the_database(ground: Ground) -> None:
    filed(ground, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        filed(ground, 1)
    assert Receipt.objects.count() == Case.objects.count() == 1
