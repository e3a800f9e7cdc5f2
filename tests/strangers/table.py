"""The table: each address by name, its door, what it is about, and what it answers. An address without a row fails.

`POWERS` and the doors are written here a second time, by hand: a change of who may what is made twice, or it is red.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .world import ABOVE, Persona, Target

PUBLIC, SIGNED_IN, DEMO, OWN = "public", "signed_in", "demo", "own"
OFFICE = frozenset({"clerk", "officer"})
EVERYBODY = OFFICE | {"inspector", "hotline", "mediator", "lawyer", "partner", "leader", "administrator", "auditor", "keeper", "provider", "doctor", "counsellor", "grassroots"}
NONE: frozenset[str] = frozenset()
NO_STATION = "00000000-0000-4000-8000-000000000000"

# power → (roles that hold it in their whole area, roles that hold it for assigned matters)
POWERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "desk.use": (EVERYBODY, NONE),
    "people.admin": (frozenset({"administrator"}), NONE),
    "people.unmask": (OFFICE | {"hotline"}, frozenset({"mediator", "lawyer"})),
    "law.confirm": (frozenset({"administrator"}), NONE),
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
    "wages.round": (frozenset({"inspector"}), NONE),
    "wages.plan": (OFFICE, NONE),
    "wages.coverage": (OFFICE | {"leader"}, NONE),
    "wages.watch": (OFFICE | {"inspector", "leader"}, NONE),
    "wages.observe": (OFFICE | {"inspector"}, NONE),
    "wages.judge": (OFFICE | {"inspector"}, NONE),
    "wages.thresholds": (frozenset({"officer", "leader"}), NONE),
    "wages.templates": (frozenset({"clerk"}), NONE),
    "voice.view": (OFFICE | {"hotline", "leader"}, NONE),
    "voice.take": (OFFICE | {"hotline"}, NONE),
    "voice.handle": (OFFICE | {"hotline"}, NONE),
    "voice.call_back": (OFFICE | {"hotline"}, NONE),
    "voice.check": (frozenset({"leader"}), NONE),
    "voice.trace": (OFFICE | {"leader"}, NONE),
    "voice.knowledge": (OFFICE | {"hotline"}, NONE),
    "wages.oversee": (OFFICE | {"leader"}, NONE),
    "wages.regime": (frozenset({"clerk", "leader"}), NONE),
    "wages.care": (OFFICE | {"leader", "inspector"}, NONE),
    "wages.sealed": (OFFICE, NONE),
    "cases.answer": (frozenset({"partner"}), NONE),
    "cases.partners": (frozenset({"clerk", "administrator"}), NONE),
    "services.view": (OFFICE | {"keeper", "leader"}, NONE),
    "services.edit": (OFFICE, NONE),
    "services.serve": (OFFICE | {"keeper"}, NONE),
    # services: the rota
    "services.duty": (frozenset({"provider"}), NONE),
    "services.rota": (frozenset({"keeper", "officer", "leader"}), NONE),
    "services.plan": (frozenset({"keeper", "officer"}), NONE),
    "services.override": (frozenset({"officer"}), NONE),
    "services.requests": (OFFICE | {"grassroots", "leader"}, NONE),
    "services.ask": (frozenset({"grassroots"}), NONE),
    "services.bus": (OFFICE, NONE),
    "services.body": (frozenset({"doctor"}), NONE),
    "services.mind": (frozenset({"counsellor"}), NONE),
    "services.law": (frozenset({"lawyer"}), NONE),
    "services.board": (OFFICE | {"grassroots"}, NONE),
    "stations.view": (OFFICE | {"keeper", "leader"}, NONE),
    "stations.edit": (OFFICE, NONE),
    "stations.keep": (OFFICE | {"keeper"}, NONE),
    "stations.handle": (OFFICE, NONE),
    "stations.counts": (OFFICE | {"keeper", "leader"}, NONE),
    "stations.cover": (OFFICE | {"leader"}, NONE),
    # Stations: directory
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
    "web:appoint": Row("people.admin"),
    "web:end_post": Row("people.admin", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "web:renew_keys": Row("people.admin", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "web:unions": Row("people.admin"),
    "web:found": Row("people.admin"),
    "web:add_agency": Row("people.admin"),
    "web:rules": Row("law.confirm"),
    "web:confirm_rule": Row("law.confirm", kwargs=lambda target: {"rule": "MED-15"}, get=POST_ONLY),
    "web:fill_in": Row("law.confirm", kwargs=lambda target: {"code": "hours_day"}),
    "web:password": Row("desk.use"),
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
    "web:escalations": Row("desk.use"),
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
    "wages:case_evidence": case("wages.view"),
    "wages:letters": Row("wages.handle"),
    "wages:letters_new": Row("wages.handle"),
    "wages:letters_batch": Row("wages.handle", "nobody", lambda target: {"pk": 10**6}),
    "wages:letters_file": Row("wages.handle", "nobody", lambda target: {"pk": 10**6}),
    "wages:templates": Row("wages.templates"),
    "wages:templates_of": Row("wages.templates", "wages.templates", by(union="union")),
    "wages:template": Row("wages.templates", "wages.templates", with_({"kind": "demand"}, union="union")),
    "wages:template_file": Row("wages.templates", "wages.templates", with_({"kind": "demand"}, union="union")),
    "wages:template_turn": Row("wages.templates", "wages.templates", with_({"kind": "demand"}, union="union"), POST_ONLY),
    "wages:template_look": Row("wages.templates", "nobody", with_({"kind": "demand"}, union="union", blob="blob")),
    "wages:interview": Row(PUBLIC),
    "wages:interview_start": Row(PUBLIC, OWN, by(pk="case")),
    "wages:interview_question": Row(PUBLIC, OWN, with_({"code": "name"}, pk="case"), SHOWN | {404}, ANSWERED),
    "wages:interview_papers": Row(PUBLIC, OWN, by(pk="case"), SHOWN | {404}),
    "wages:interview_paper": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:interview_print": Row(PUBLIC, OWN, by(pk="case"), SHOWN | MOVED | {404}),
    "wages:unmask": Row("people.unmask", "wages.view", by(pk="case", claimant="claimant")),
    "web:worker": Row(PUBLIC),
    "web:offline": Row(PUBLIC),
    "wages:round": Row("wages.round", post=POST_ONLY),
    "wages:round_key": Row("wages.round", post=POST_ONLY),
    "wages:round_new": Row("wages.round"),
    "wages:round_check": Row("wages.round", "wages.round", by(pk="site")),
    "wages:round_plan": Row("wages.plan"),
    "wages:round_visit": Row("wages.plan", "wages.plan", by(pk="visit")),
    "wages:round_coverage": Row("wages.coverage"),
    "wages:round_export": Row("wages.export"),
    "wages:round_record": Row("wages.coverage", "wages.coverage", by(pk="check")),
    "wages:round_sheets": Row("wages.import"),
    "wages:round_sheet": Row("wages.import", "nobody", by(pk="blob")),
    "wages:routes": Row("wages.view", "wages.view", by(pk="case"), post=ANSWERED | {403}),
    "wages:route_questions": case("wages.handle"),
    "wages:route_choice": Row("wages.view", "wages.view", by(pk="case", choice="choice")),
    "wages:limits": case("wages.view"),
    "wages:limit_enter": case("wages.counsel"),
    "wages:limit_start": Row("wages.counsel", "wages.counsel", by(pk="case", claimant="claimant")),
    "wages:limit_print": Row("wages.view", "wages.view", by(pk="case", claimant="claimant")),
    "wages:limit_prove": Row("wages.counsel", "wages.counsel", by(pk="case", event="limit_event")),
    "wages:limit_strike": Row("wages.counsel", "wages.counsel", by(pk="case", event="limit_event"), POST_ONLY),
    "wages:controller": case("wages.handle"),
    "wages:controller_link": case("wages.handle", get=POST_ONLY),
    "wages:controller_cut": Row("wages.handle", "wages.handle", by(pk="case", other="case"), POST_ONLY),
    "wages:clue_reply": Row("wages.check", "wages.check@clue", by(pk="clue")),
    "wages:case_reply": case("wages.handle"),
    "wages:warnings": Row("wages.watch"),
    "wages:evaluate": Row("wages.judge", get=POST_ONLY),
    "wages:thresholds": Row("wages.watch"),
    "wages:threshold": Row("wages.thresholds", kwargs=lambda target: {"code": "no_pay", "colour": "red"}),
    "wages:replay": Row("wages.watch", "wages.watch", by(employer="employer")),
    "wages:warning": Row("wages.watch", "wages.watch", by(pk="warning")),
    "wages:warning_give": Row("wages.judge", "wages.judge", by(pk="warning"), POST_ONLY),
    "wages:warning_answer": Row("wages.judge", "wages.judge", by(pk="warning"), POST_ONLY),
    "wages:observations": Row("wages.watch"),
    "wages:observe": Row("wages.observe"),
    "wages:observations_sheet": Row("wages.observe"),
    "wages:observations_plan": Row("wages.observe", "nobody", by(pk="blob")),
    "voice:report": Row(PUBLIC),
    "voice:at": Row(PUBLIC, kwargs=lambda target: {"code": "NG-01"}),
    "voice:mine": Row(PUBLIC),
    "voice:my_matter": Row(PUBLIC, OWN, by(pk="voice")),
    "voice:word": Row(PUBLIC, OWN, by(pk="voice"), POST_ONLY),
    "voice:suggestions": Row(PUBLIC),
    "voice:answers": Row(PUBLIC),
    "voice:call": Row("voice.take"),
    "voice:caller": Row("voice.take", get=POST_ONLY),
    "voice:found": Row("voice.take"),
    "voice:paper": Row("voice.take"),
    "voice:matters": Row("voice.view"),
    "voice:matter": Row("voice.view", "voice.view", by(pk="voice")),
    "voice:sheet": Row("voice.view", "voice.take", by(pk="voice")),
    "voice:phone": Row("people.unmask", "voice.view", by(pk="voice"), POST_ONLY),
    "voice:step": Row("voice.view", "voice.view", with_({"step": "answer"}, pk="voice"), POST_ONLY),
    "voice:knowledge": Row("voice.knowledge"),
    "voice:knowledge_end": Row("voice.knowledge", kwargs=lambda target: {"pk": 10**6}, get=POST_ONLY),
    "voice:quality": Row("voice.check"),
    "wages:visits": Row("wages.handle"),
    "wages:visit": case("wages.handle"),
    "wages:visit_plan": case("wages.handle", get=POST_ONLY),
    "wages:close": case("wages.handle", get=SHOWN | {404}),
    "wages:answer_visit": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:care": Row("wages.care"),
    "wages:call": Row("wages.care"),
    "wages:case_call": case("wages.care"),
    "wages:hardship": case("wages.handle"),
    "wages:incident": case("wages.handle"),
    "wages:publicity": Row("wages.care"),
    "wages:publicity_event": Row("wages.care", "wages.care", by(pk="event")),
    "wages:regimes": Row("wages.oversee"),
    "wages:regimes_set_up": Row("wages.regime", get=POST_ONLY),
    "wages:regime": Row("wages.oversee", "wages.oversee", by(pk="regime")),
    "wages:regime_amend": Row("wages.regime", "wages.regime", by(pk="regime")),
    "wages:briefings": Row("wages.oversee"),
    "wages:briefing": Row("wages.oversee", "wages.oversee", by(pk="briefing")),
    "wages:briefing_print": Row("wages.oversee", "wages.oversee", by(pk="briefing")),
    "wages:briefing_paper": Row("wages.oversee", "wages.oversee", by(pk="briefing"), POST_ONLY),
    "wages:briefing_step": Row("wages.oversee", "wages.oversee", with_({"step": "issue"}, pk="briefing"), POST_ONLY),
    "wages:overview": Row("wages.oversee"),
    "wages:overview_export": Row("wages.export"),
    "wages:export_national": Row("wages.export"),
    "web:ties": Row("desk.use"),
    "web:end_tie": Row("people.admin", "nobody", by(pk="case"), POST_ONLY),
    "wages:group": case("wages.view"),
    "wages:group_workers": case("wages.handle"),
    "wages:group_representatives": case("wages.handle"),
    "wages:group_line": Row("wages.handle", "wages.handle", by(pk="case", claimant="claimant")),
    "wages:group_share": case("wages.handle"),
    "wages:group_money": Row("wages.view", "nobody", with_({"number": 1}, pk="case")),
    "wages:group_list": Row("wages.counsel", "nobody", with_({"number": 1, "form": "docx"}, pk="case"), POST_ONLY),
    "wages:my_word": Row(PUBLIC, OWN, by(pk="case"), POST_ONLY),
    "wages:my_leave": Row(PUBLIC, OWN, by(pk="case"), SHOWN | frozenset({404})),
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
    # confidential letters: the target's clue has none, so that even a holder of the power finds nothing there
    "wages:report_sealed": Row(PUBLIC),
    "wages:my_sealed": Row(PUBLIC),
    "wages:my_sealed_file": Row(PUBLIC, kwargs=lambda target: {"pk": 10**6}, get=POST_ONLY),
    "wages:letter_sealed": Row("wages.sealed", "wages.sealed@clue", by(pk="clue"), frozenset({404})),
    "wages:letter_file": Row("wages.sealed", "wages.sealed@clue", with_({"file": 10**6}, pk="clue"), frozenset({404})),
    "wages:letter_reply": Row("wages.sealed", "wages.sealed@clue", by(pk="clue"), POST_ONLY),
    "wages:letter_share": Row("wages.sealed", "wages.sealed@clue", by(pk="clue"), POST_ONLY),
    "wages:letter_take": Row("wages.sealed", "wages.sealed@clue", with_({"pair": 10**6}, pk="clue"), POST_ONLY),
    "wages:letter_ledger": Row("wages.sealed", "wages.sealed@clue", by(pk="clue"), POST_ONLY),
    "services:services": Row(PUBLIC),
    "services:service": Row(PUBLIC, kwargs=lambda target: {"pk": 10**6}, get=frozenset({404})),
    "services:confirm": Row(SIGNED_IN, kwargs=lambda target: {"pk": 10**6, "session": 10**6}, get=frozenset({404})),
    "services:wait": Row(SIGNED_IN, kwargs=lambda target: {"pk": 10**6, "session": 10**6}, get=POST_ONLY),
    "services:mine": Row(SIGNED_IN),
    "services:my_booking": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}),
    "services:cancel": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:move": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6, "session": 10**6}, POST_ONLY),
    "services:calendar": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}),
    "services:word": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:offer": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:leave": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:at_code": Row("services.serve", "nobody", lambda target: {"code": "NOSUCH00"}),
    "services:desk": Row("services.serve"),
    "services:walk_in": Row("services.serve", "nobody", lambda target: {"session": 10**6}),
    "services:desk_booking": Row("services.serve", "nobody", lambda target: {"pk": 10**6}),
    "services:desk_step": Row("services.serve", "nobody", lambda target: {"pk": 10**6, "step": "check_in"}, POST_ONLY),
    "services:override": Row("services.serve", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:definitions": Row("services.view"),
    "services:definition_new": Row("services.edit"),
    "services:definition": Row("services.view", "nobody", lambda target: {"pk": 10**6}),
    "services:definition_edit": Row("services.edit", "nobody", lambda target: {"pk": 10**6}),
    "services:line_new": Row("services.edit", "nobody", lambda target: {"pk": 10**6}),
    "services:line": Row("services.edit", "nobody", lambda target: {"pk": 10**6, "line": 10**6}),
    "services:line_end": Row("services.edit", "nobody", lambda target: {"pk": 10**6, "line": 10**6}),
    # services: the rota
    "services:duty": Row("services.duty"),
    "services:duty_confirm_all": Row("services.duty", get=POST_ONLY),
    "services:duty_confirm": Row("services.duty", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:duty_swap": Row("services.duty", "nobody", lambda target: {"pk": 10**6}),
    "services:duty_leave": Row("services.duty"),
    "services:duty_withdraw": Row("services.duty", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:duty_yes": Row("services.duty", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:duty_no": Row("services.duty", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:duty_days": Row("services.duty"),
    "services:duty_feed": Row("services.duty", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:rota_feed": Row(PUBLIC, "nobody", lambda target: {"pk": 10**6, "token": "x"}),
    "services:rota": Row("services.rota", get=SHOWN | MOVED),
    "services:rota_month": Row("services.rota", "nobody", lambda target: {"pk": 10**6}),
    "services:rota_print": Row("services.rota", "nobody", lambda target: {"pk": 10**6}),
    "services:rota_plan": Row("services.plan", "nobody", lambda target: {"pk": 10**6}),
    "services:rota_providers": Row("services.plan", "nobody", lambda target: {"pk": 10**6}),
    "services:rota_provider": Row("services.plan", "nobody", lambda target: {"pk": 10**6, "provider": 10**6}),
    "services:rota_leave": Row("services.plan", "nobody", lambda target: {"pk": 10**6}),
    "services:rota_duty": Row("services.plan", "nobody", lambda target: {"pk": 10**6}),
    "services:bus": Row("services.requests"),
    "services:bus_ask": Row("services.ask"),
    "services:bus_request": Row("services.requests", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_step": Row("services.requests", "nobody", lambda target: {"pk": 10**6, "step": "send"}, POST_ONLY),
    "services:bus_plan": Row("services.bus"),
    "services:bus_plan_one": Row("services.bus", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_move": Row("services.bus", "nobody", lambda target: {"pk": 10**6, "stop": 1}, POST_ONLY),
    "services:bus_stop": Row("services.requests", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_arrivals": Row("services.board", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_body": Row("services.body"),
    "services:bus_mind": Row("services.mind"),
    "services:bus_law": Row("services.law"),
    "services:bus_body_one": Row("services.body", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_mind_one": Row("services.mind", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_law_one": Row("services.law", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_mine": Row(SIGNED_IN),
    "services:bus_answer": Row(SIGNED_IN, "nobody", lambda target: {"store": "body", "pk": 10**6}, POST_ONLY),
    "services:bus_reports": Row("services.requests"),
    "services:bus_report": Row("services.requests", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_list": Row("services.board", "nobody", lambda target: {"pk": 10**6}),
    "services:bus_strike": Row("services.ask", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:bus_off": Row("services.bus", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:bus_late": Row("services.board", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "services:bus_at": Row("services.board", "nobody", lambda target: {"code": "00000000"}),
    "services:bus_choose": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6, "slot": 1}, POST_ONLY),
    "services:bus_give_up": Row(SIGNED_IN, "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "stations:at": Row(PUBLIC, kwargs=by(code="door")),
    "stations:here": Row(PUBLIC, kwargs=by(code="door"), get=POST_ONLY),
    "stations:locked": Row(PUBLIC, kwargs=by(code="door"), get=POST_ONLY),
    "stations:report": Row(PUBLIC, kwargs=by(code="door")),
    "stations:shelf": Row(PUBLIC, kwargs=by(code="door")),
    "stations:take": Row(PUBLIC, kwargs=with_({"pk": 10**6}, code="door"), get=POST_ONLY),
    "stations:mine": Row(PUBLIC),
    "stations:my_report": Row(PUBLIC, OWN, by(pk="station_report")),
    "stations:my_photo": Row(PUBLIC, "nobody", with_({"which": "after"}, pk="station_report")),
    "stations:doors": Row("stations.view"),
    "stations:door_sheet": Row("stations.view", "stations.view", by(pk="station")),
    "stations:door_issue": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "stations:reopen": Row("stations.keep", "stations.keep", by(pk="station"), POST_ONLY),
    "stations:doubts": Row("stations.keep"),
    "stations:doubt": Row("stations.keep", "stations.keep", by(pk="doubt")),
    "stations:reports": Row("stations.handle"),
    "stations:report_page": Row("stations.handle", "stations.handle", by(pk="station_report")),
    "stations:report_step": Row("stations.handle", "stations.handle", with_({"step": "mend"}, pk="station_report"), POST_ONLY),
    "stations:photo": Row("stations.handle", "nobody", with_({"which": "after"}, pk="station_report")),
    "stations:supplies": Row("stations.keep"),
    "stations:supply_end": Row("stations.keep", "stations.keep", by(pk="supply"), POST_ONLY),
    "stations:visits": Row("stations.counts"),
    "stations:visits_of": Row("stations.counts", "stations.counts", by(pk="station")),
    "stations:coverage": Row("stations.cover"),
    "stations:people": Row("stations.cover"),
    # Stations: directory
    "stations:find": Row(PUBLIC),
    "stations:station": Row(PUBLIC, kwargs=lambda target: {"uuid": NO_STATION}, get=frozenset({404})),
    "stations_root:geojson": Row(PUBLIC),
    "stations_root:hsds": Row(PUBLIC),
    "stations_root:hsds_services": Row(PUBLIC),
    "stations_root:hsds_service": Row(PUBLIC, kwargs=lambda target: {"uuid": NO_STATION}, get=frozenset({404})),
    "stations_root:hsds_locations": Row(PUBLIC),
    "stations:register": Row("stations.view"),
    "stations:new": Row("stations.edit"),
    "stations:record": Row("stations.view", "nobody", lambda target: {"pk": 10**6}),
    "stations:edit": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}),
    "stations:close": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}),
    "stations:act": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
    "stations:imports": Row("stations.edit"),
    "stations:import_plan": Row("stations.edit", "nobody", by(pk="blob")),
    "stations:import_run": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}),
    "stations:import_undo": Row("stations.edit", "nobody", lambda target: {"pk": 10**6}, POST_ONLY),
}

# Operations below /api/v1 by method and address: their door, and what they are about.
OPERATIONS: dict[tuple[str, str], Row] = {
    ("GET", "/law/clock/{rule}"): Row(PUBLIC, kwargs=lambda target: {"rule": "MED-15"}),
    ("GET", "/wages/cases"): Row("wages.view"),
    ("GET", "/wages/cases/{int:case_id}"): Row("wages.view", "wages.view", by(case_id="case")),
    ("GET", "/wages/clues"): Row("wages.view"),
    ("POST", "/wages/reports"): Row(PUBLIC),
    ("POST", "/wages/receipts"): Row(PUBLIC),
    ("GET", "/voice/matters"): Row("voice.view"),
    ("GET", "/voice/matters/{int:case_id}"): Row("voice.view", "voice.view", by(case_id="voice")),
    ("POST", "/voice/matters"): Row(PUBLIC),
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
    ("officer", "wages:route_choice", {"pk": "case", "choice": 10**9}),
    ("officer", "wages:limit_start", {"pk": "case", "claimant": 10**9}),
    ("officer", "wages:limit_prove", {"pk": "case", "event": 10**9}),
    ("officer", "wages:limit_strike", {"pk": "case", "event": 10**9}),
    ("officer", "wages:controller_cut", {"pk": "case", "other": 10**9}),
    ("officer", "wages:controller_link", {"pk": "case"}),
    ("clerk", "wages:import_plan", {"pk": 10**9}),
    ("clerk", "wages:import_run", {"pk": 10**9}),
    ("clerk", "wages:round_sheet", {"pk": 10**9}),
    ("inspector", "wages:round_check", {"pk": 10**9}),
    ("inspector", "wages:round_check", {"pk": "site"}),
    ("inspector", "wages:round_new", {}),
    ("officer", "wages:round_visit", {"pk": 10**9}),
    ("officer", "wages:round_visit", {"pk": "visit"}),
    ("officer", "wages:round_plan", {}),
    ("leader", "wages:round_record", {"pk": 10**9}),
    ("worker", "wages:answer", {"pk": "case"}),
    ("worker", "wages:evidence", {"pk": "case"}),
    ("worker", "wages:my_case", {"pk": 10**9}),
    ("anonymous", "web:verb", {"verb": "nonsense"}),
    ("clerk", "wages:template", {"union": "union", "kind": "nonsense"}),
    ("clerk", "wages:template", {"union": 10**9, "kind": "demand"}),
    ("clerk", "wages:template_turn", {"union": "union", "kind": "demand"}),
    ("clerk", "wages:template_look", {"union": "union", "kind": "demand", "blob": 10**9}),
    ("officer", "wages:letters_batch", {"pk": 10**9}),
    ("worker", "wages:interview_question", {"pk": "case", "code": "nonsense"}),
    ("worker", "wages:interview_start", {"pk": 10**9}),
    *(("hotline", "voice:step", {"pk": "voice", "step": step}) for step in ("nonsense", "close", "accept", "signed", "trace")),
    ("hotline", "voice:matter", {"pk": 10**9}),
    ("hotline", "voice:phone", {"pk": "voice"}),
    ("worker", "voice:word", {"pk": "voice"}),
    ("officer", "wages:briefing_step", {"pk": "briefing", "step": "nonsense"}),
    ("officer", "wages:briefing_step", {"pk": "briefing", "step": "receive"}),
    ("officer", "wages:briefing", {"pk": 10**9}),
    ("leader", "wages:regime", {"pk": 10**9}),
    ("worker", "wages:answer_visit", {"pk": "case"}),
    ("officer", "wages:mechanism", {"code": "nonsense"}),
    ("officer", "wages:referral", {"pk": "case", "referral": 10**9}),
    ("partner", "cases:referral", {"pk": 10**9}),
    ("anonymous", "stations:at", {"code": "nonsense"}),
    ("officer", "stations:report_step", {"pk": "station_report", "step": "nonsense"}),
    ("officer", "stations:report_step", {"pk": "station_report", "step": "close"}),
    ("officer", "stations:visits_of", {"pk": 10**9}),
    ("officer", "stations:door_sheet", {"pk": 10**9}),
    ("keeper", "stations:doubt", {"pk": 10**9}),
    ("worker", "stations:my_report", {"pk": 10**9}),
)
JUNK = {"week": "x", "result": "x", "client_id": "x", "checked_at": "x", "union": "x", "entry": "x", "stars": "x", "version": "x", "year": "x", "account": "x", "pk": "x", "cases": "x", "step": "x", "next": "//x"}


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
    powers = [power for power in POWERS if power.startswith(("wages.", "voice.", "stations."))]
    return not any(reaches(power, persona, target) for power in (OWN, *powers))


def expected(row: Row, persona: Persona, target: Target, method: str) -> frozenset[int]:
    """The statuses that the table allows for this cell."""
    if not passes(row.door, persona):
        return frozenset({404}) if persona.known or row.door == DEMO else MOVED
    if row.about and not reaches(row.about, persona, target):
        return HIDDEN
    return row.get if method == "GET" else row.post
