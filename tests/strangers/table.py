"""The table: each address by name, its door, what it is about, and what it answers. An address without a row fails.

`POWERS` and the doors are written here a second time, by hand: a change of who may what is made twice, or it is red.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .world import ABOVE, Persona, Target

PUBLIC, SIGNED_IN, DEMO, OWN = "public", "signed_in", "demo", "own"
OFFICE = frozenset({"clerk", "officer"})
EVERYBODY = OFFICE | {"inspector", "hotline", "mediator", "lawyer", "partner", "leader", "administrator", "auditor"}
NONE: frozenset[str] = frozenset()

# power → (roles that hold it in their whole area, roles that hold it for assigned matters)
POWERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "desk.use": (EVERYBODY, NONE),
    "people.admin": (frozenset({"administrator"}), NONE),
    "people.unmask": (OFFICE | {"hotline"}, frozenset({"mediator", "lawyer"})),
    "journal.view": (frozenset({"auditor"}), NONE),
    "wages.view": (OFFICE | {"leader", "hotline"}, frozenset({"mediator", "lawyer"})),
    "wages.register": (OFFICE | {"hotline", "inspector"}, NONE),
    "wages.check": (OFFICE | {"inspector"}, NONE),
    "wages.handle": (OFFICE, NONE),
    "wages.mediate": (OFFICE, frozenset({"mediator"})),
    "wages.counsel": (OFFICE, frozenset({"lawyer"})),
    "wages.confirm": (OFFICE, NONE),
    "wages.import": (frozenset({"clerk"}), NONE),
    "wages.export": (OFFICE | {"leader"}, NONE),
    "wages.assign": (OFFICE, NONE),
    "cases.answer": (frozenset({"partner"}), NONE),
    "cases.partners": (frozenset({"clerk", "administrator"}), NONE),
}

SHOWN = frozenset({200})
MOVED = frozenset({301, 302})
ANSWERED = frozenset({200, 302, 400, 404, 409, 422})  # of an empty form, by somebody who may
POST_ONLY = frozenset({405})
HIDDEN = frozenset({403, 404, 405})

Kwargs = Callable[[Target], dict[str, object]]


@dataclass(frozen=True)
class Row:
    """One address. `about`: the power that opens the target on it ('' is about no target); `get`: for who may.

    'wages.view@clue' is about the clue, which is given to nobody: a lawyer is assigned to the case alone.
    """

    door: str
    about: str = ""
    kwargs: Kwargs = lambda target: {}
    get: frozenset[int] = SHOWN
    post: frozenset[int] = ANSWERED | {405}


def by(**names: str) -> Kwargs:
    """Keyword values from the target's ids: by(pk='case')."""
    return lambda target: {keyword: target.ids[name] for keyword, name in names.items()}


def with_(more: dict[str, object], **names: str) -> Kwargs:
    """The same with fixed values."""
    return lambda target: {**by(**names)(target), **more}


def case(door: str, about: str = "", get: frozenset[int] = SHOWN, **more: object) -> Row:
    """An address below /wages/cases/<pk>/."""
    return Row(door, about or door, with_(more, pk="case"), get)


ROWS: dict[str, Row] = {
    "web:home": Row(PUBLIC, get=SHOWN | MOVED),
    "web:verb": Row(PUBLIC, kwargs=lambda target: {"verb": "claim"}),
    "web:desk": Row("desk.use"),
    "web:staff": Row("people.admin"),
    "web:journal": Row("journal.view"),
    "web:search": Row("desk.use"),
    "web:sign_in": Row(PUBLIC),
    "web:sign_in_code": Row(PUBLIC, get=POST_ONLY),
    "web:sign_in_staff": Row(PUBLIC),
    "web:sign_out": Row(SIGNED_IN, get=POST_ONLY),
    "web:me": Row(PUBLIC),
    "web:end_sign_in": Row(SIGNED_IN, kwargs=lambda target: {"pk": 10**6}, get=POST_ONLY),
    "web:look": Row(PUBLIC, get=POST_ONLY),
    "web:healthz": Row(PUBLIC),
    "ui:components": Row(DEMO),
    "law:rules": Row(PUBLIC),
    "law:clock": Row(PUBLIC),
    "notices:inbox": Row(SIGNED_IN),
    "notices:outbox": Row(DEMO),
    "files:download": Row(PUBLIC, "file", by(pk="blob")),
    "reports:figures": Row(PUBLIC),
    "reports:figures_json": Row(PUBLIC),
    "wages:report": Row(PUBLIC),
    "wages:mine": Row(PUBLIC),
    "wages:my_case": Row(PUBLIC, OWN, by(pk="case")),
    "wages:answer": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:evidence": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:rate": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:clues": Row("wages.view"),
    "wages:register": Row("wages.register"),
    "wages:clue_by_case": Row("wages.view", "wages.view@clue", by(pk="clue_case"), MOVED),
    "wages:clue": Row("wages.view", "wages.view@clue", by(pk="clue")),
    "wages:clue_step": Row("wages.check", "wages.check@clue", with_({"step": "check"}, pk="clue"), POST_ONLY),
    "wages:merge": Row("wages.check", "wages.check@clue", by(pk="clue", into="clue")),
    "wages:imports": Row("wages.import"),
    "wages:import_plan": Row("wages.import", "nobody", by(pk="blob")),
    "wages:import_run": Row("wages.import", "wages.import", by(pk="run")),
    "wages:import_undo": Row("wages.import", "wages.import", by(pk="run"), POST_ONLY),
    "wages:cases": Row("wages.view"),
    "wages:export": Row("wages.export"),
    "wages:export_clues": Row("wages.export"),
    "wages:bulk": Row("wages.assign", get=POST_ONLY),
    "wages:save_view": Row("wages.view", get=POST_ONLY),
    "wages:case": case("wages.view"),
    "wages:step": case("wages.view", step="mediate"),
    "wages:agreement": case("wages.mediate"),
    "wages:money": case("wages.handle"),
    "wages:conclude": case("wages.handle"),
    "wages:claimant": case("wages.handle"),
    "wages:assign": case("wages.assign"),
    "wages:changes": Row("wages.view"),
    "wages:claims": case("wages.view"),
    "wages:claim": Row("wages.view", "wages.view", by(pk="case", claimant="claimant"), post=ANSWERED | {403}),
    "wages:claim_again": Row("wages.counsel", "wages.counsel", with_({"item": "wages"}, pk="case", claimant="claimant"), POST_ONLY),
    "wages:claim_remove": Row("wages.counsel", "wages.counsel", with_({"item": "wages"}, pk="case", claimant="claimant"), POST_ONLY),
    "wages:site": case("wages.handle"),
    "wages:elements": case("wages.handle"),
    "wages:paper": case("wages.view", get=POST_ONLY, kind="schedule"),
    "wages:paper_file": Row("wages.view", "nobody", by(pk="case", file="file")),
    "wages:unmask": Row("people.unmask", "wages.view", by(pk="case", claimant="claimant")),
    "cases:entrance": Row(PUBLIC),
    "cases:code": Row(PUBLIC, get=MOVED),
    "cases:packet": Row(PUBLIC, "nobody"),
    "cases:packet_paper": Row(PUBLIC, "nobody"),
    "cases:leave": Row(PUBLIC, get=POST_ONLY),
    "cases:received": Row("cases.answer"),
    "cases:referral": Row("cases.answer", "nobody", by(pk="referral")),
    "cases:referral_paper": Row("cases.answer", "nobody", by(pk="referral")),
    "cases:agencies": Row("cases.partners"),
    "cases:agency": Row("cases.partners", "nobody", lambda target: {"pk": 10**6}),
    "cases:consents": Row(SIGNED_IN),
    "wages:refer": case("wages.handle"),
    "wages:referral": Row("wages.view", "wages.view", by(pk="case", referral="referral")),
    "wages:referral_link": Row("wages.handle", "wages.handle", by(pk="case", referral="referral"), POST_ONLY),
    "wages:referral_nudge": Row("wages.handle", "wages.handle", by(pk="case", referral="referral"), POST_ONLY),
    "wages:referral_slip": Row("wages.handle", "wages.handle", by(pk="case", referral="referral")),
    "wages:slip_back": Row("wages.handle", "wages.handle", by(pk="case", referral="referral"), POST_ONLY),
    "wages:referral_withdraw": Row("wages.handle", "nobody", with_({"referral": 10**6}, pk="case"), POST_ONLY),
    "wages:letter": case("wages.handle"),
    "wages:letter_answer": Row("wages.handle", "nobody", with_({"letter": 10**6}, pk="case")),
    "wages:joint": Row("wages.view"),
    "wages:joint_public": Row(PUBLIC),
    "wages:mechanism": Row("wages.view", kwargs=lambda target: {"code": "liaison"}),
    "wages:study": Row("wages.view", "nobody", lambda target: {"pk": 10**6}),
}

# Operations below /api/v1 by method and address: their door, and what they are about.
OPERATIONS: dict[tuple[str, str], Row] = {
    ("GET", "/law/clock/{rule}"): Row(PUBLIC, kwargs=lambda target: {"rule": "MED-15"}),
    ("GET", "/wages/cases"): Row("wages.view"),
    ("GET", "/wages/cases/{int:case_id}"): Row("wages.view", "wages.view", by(case_id="case")),
    ("GET", "/wages/clues"): Row("wages.view"),
    ("POST", "/wages/reports"): Row(PUBLIC),
    ("POST", "/wages/receipts"): Row(PUBLIC),
    **{(method, "/{path:rest}"): Row(PUBLIC, "nobody", lambda target: {"rest": "x"}) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")},
}

# Values that no page links to: they are answered with a sentence or 404, never with a crash.
ODD: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("officer", "wages:step", {"pk": "case", "step": "nonsense"}),
    ("officer", "wages:step", {"pk": "case", "step": "breach"}),
    ("officer", "wages:clue_step", {"pk": "clue", "step": "nonsense"}),
    ("officer", "wages:clue_step", {"pk": "clue", "step": "reopen"}),
    ("officer", "wages:paper", {"pk": "case", "kind": "nonsense"}),
    ("officer", "wages:claim_again", {"pk": "case", "claimant": "claimant", "item": "nonsense"}),
    ("officer", "wages:claim", {"pk": "case", "claimant": 10**9}),
    ("officer", "wages:merge", {"pk": "clue", "into": 10**9}),
    ("officer", "wages:unmask", {"pk": "case", "claimant": 10**9}),
    ("officer", "files:download", {"pk": 10**9}),
    ("clerk", "wages:import_plan", {"pk": 10**9}),
    ("clerk", "wages:import_run", {"pk": 10**9}),
    ("worker", "wages:answer", {"pk": "case"}),
    ("worker", "wages:evidence", {"pk": "case"}),
    ("worker", "wages:my_case", {"pk": 10**9}),
    ("anonymous", "web:verb", {"verb": "nonsense"}),
    ("officer", "wages:mechanism", {"code": "nonsense"}),
    ("officer", "wages:referral", {"pk": "case", "referral": 10**9}),
    ("partner", "cases:referral", {"pk": 10**9}),
)
JUNK = {"entry": "x", "stars": "x", "version": "x", "year": "x", "account": "x", "pk": "x", "cases": "x", "step": "x", "next": "//x"}


def passes(door: str, persona: Persona) -> bool:
    """Whether the persona may stand in the doorway at all."""
    if door in (PUBLIC, SIGNED_IN, DEMO):
        return {PUBLIC: True, SIGNED_IN: persona.known, DEMO: False}[door]
    wide, assigned = POWERS[door]
    return persona.role in wide | assigned


def reaches(power: str, persona: Persona, target: Target) -> bool:
    """Whether the target lies open to the persona under a power: by area, by assignment, as a party."""
    if power == "nobody":
        return False
    if power == OWN:
        return target.name in persona.party
    if power == "file":
        return reaches("wages.view", persona, target) or reaches(OWN, persona, target)
    power, _at, clue = power.partition("@")
    wide, assigned = POWERS[power]
    area = persona.role in wide and persona.union in ABOVE[target.union]
    return area or (not clue and persona.role in assigned and target.name in persona.assigned)


def a_stranger_to(persona: Persona, target: Target) -> bool:
    """Whether nothing of the target may ever be shown to the persona."""
    powers = [power for power in POWERS if power.startswith("wages.")]
    return not any(reaches(power, persona, target) for power in (OWN, *powers))


def expected(row: Row, persona: Persona, target: Target, method: str) -> frozenset[int]:
    """The statuses that the table allows for this cell."""
    if not passes(row.door, persona):
        return frozenset({404}) if persona.known or row.door == DEMO else MOVED
    if row.about and not reaches(row.about, persona, target):
        return HIDDEN
    return row.get if method == "GET" else row.post
