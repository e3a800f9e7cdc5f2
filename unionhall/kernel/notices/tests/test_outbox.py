"""A message is written once per effect, sent once, tried again with patience, and read by its owner alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from unionhall.base.access import NOBODY, Actor
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Person

from .. import kinds, queries, rules, services, tasks
from ..models import Notice

NOW = at()
PHONE = "19900000037"


class Post:
    """A gateway that remembers; while `down`, it takes nothing."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.down = False
        self.before: Callable[[], object] = lambda: None

    def send(self, *, address: str, text: str) -> None:
        self.before()
        if self.down:
            raise kinds.GatewayDown("no line")
        self.sent.append((address, text))


@pytest.fixture
def gateway(settings, monkeypatch: pytest.MonkeyPatch) -> Post:
    """SMS go here."""
    post = Post()
    settings.SMS_GATEWAY = "trial"
    monkeypatch.setitem(kinds.GATEWAYS._rows, "trial", kinds.Gateway("trial", post.send))
    monkeypatch.setitem(kinds.MESSAGES._rows, "trial", kinds.Message("trial", "编号 {reference} 有新进展"))
    return post


@pytest.fixture
def worker(db: None) -> Person:
    """Somebody with a phone."""
    return people.person_for(name="职工001", phone=PHONE, by=SYSTEM, at=NOW)


def tell(person: Person, key: str = "k", moment: datetime = NOW) -> Notice:
    """Tell them."""
    return services.tell(person=person, message="trial", effect_key=key, at=moment, reference="XS-2026-000001")


def test_a_person_is_told_in_the_app_and_by_sms(gateway: Post, worker: Person) -> None:
    tell(worker)
    app, sms = Notice.objects.order_by("pk")
    assert (app.channel, app.sent_at, app.text) == ("app", NOW, "编号 XS-2026-000001 有新进展")
    assert (sms.channel, sms.sent_at, sms.address) == ("sms", None, PHONE)
    assert DBTaskResult.objects.count() == 1


def test_a_one_time_code_lies_sealed_and_leaves_whole(db: None, gateway: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.MESSAGES._rows, "secret", kinds.Message("secret", "验证码 {code}", sealed=True))
    row = services.send_sms(phone=PHONE, message="secret", effect_key="s", at=NOW, code="402817")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_notice")
        assert not any(b"402817" in bytes(cell) if isinstance(cell, (bytes, memoryview)) else "402817" in str(cell) for cell in cursor.fetchone())
    assert services.deliver(notice_id=row.pk, at=NOW)
    assert gateway.sent == [(PHONE, "验证码 402817")]
    assert Notice.objects.get().text == "验证码 ······"


def test_the_same_effect_tells_once_however_often_it_is_asked(gateway: Post, worker: Person) -> None:
    rows = {tell(worker).pk for _ in range(20)}
    assert len(rows) == 1
    assert Notice.objects.count() == 2
    assert DBTaskResult.objects.count() == 1
    tell(worker, "another")
    assert Notice.objects.count() == 4


def test_without_the_effect_key_a_repeated_task_would_tell_again(gateway: Post, worker: Person) -> None:
    """The twin: the key is what holds."""
    for number in range(3):
        tell(worker, f"k{number}")
    assert Notice.objects.filter(channel="app").count() == 3


def test_the_database_refuses_a_second_row_of_one_effect(gateway: Post, worker: Person) -> None:
    row = tell(worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(effect_key=row.effect_key, channel="app", person=worker, text="", created_at=NOW)


def test_who_has_no_phone_is_told_in_the_app_only(gateway: Post, db: None) -> None:
    tell(people.person_for(name="职工002", by=SYSTEM, at=NOW))
    assert [row.channel for row in Notice.objects.all()] == ["app"]


def test_a_message_is_sent_once_however_often_its_task_runs(gateway: Post, worker: Person) -> None:
    tell(worker, moment=at("2020-01-01 00:00"))  # the task asks the real clock
    sms = Notice.objects.get(channel="sms")
    for _ in range(5):
        tasks.send(sms.pk)
    assert gateway.sent == [(PHONE, "编号 XS-2026-000001 有新进展")]
    assert Notice.objects.get(pk=sms.pk).sent_at is not None


def test_of_two_workers_with_one_message_one_sends(gateway: Post, worker: Person) -> None:
    tell(worker)
    sms = Notice.objects.get(channel="sms")
    Notice.objects.filter(pk=sms.pk).update(tries=1)
    seen = Notice.objects.get(pk=sms.pk)
    Notice.objects.filter(pk=sms.pk).update(tries=2)  # the other one has claimed its try meanwhile
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services.Notice.objects, "filter", stale_first(seen))
        assert services.deliver(notice_id=sms.pk, at=NOW) is False
    assert gateway.sent == []


def stale_first(row: Notice) -> Callable[..., object]:
    """`filter` that answers the first call with what was read before."""
    answers = [type("Rows", (), {"first": staticmethod(lambda: row)})]
    real = Notice._default_manager.get_queryset().filter
    return lambda *terms, **values: answers.pop() if answers else real(*terms, **values)


def test_an_outage_is_kept_with_its_reason_and_tried_again_with_patience(gateway: Post, worker: Person) -> None:
    tell(worker)
    gateway.down = True
    sms = Notice.objects.get(channel="sms")
    assert services.deliver(notice_id=sms.pk, at=NOW) is False
    sms.refresh_from_db()
    assert (sms.tries, sms.failure, sms.sent_at) == (1, "no line", None)
    gateway.down = False
    assert services.retry_waiting(at=NOW + timedelta(seconds=59)) == 0
    assert services.retry_waiting(at=NOW + timedelta(seconds=61)) == 1
    assert len(gateway.sent) == 1
    assert services.retry_waiting(at=NOW + timedelta(days=1)) == 0


def test_after_five_tries_it_rests(gateway: Post, worker: Person) -> None:
    tell(worker)
    gateway.down = True
    for day in range(10):
        services.retry_waiting(at=NOW + timedelta(days=day + 1))
    assert Notice.objects.get(channel="sms").tries == rules.MOST_TRIES
    assert not queries.waiting().exists()
    assert [rules.back_off(tries) for tries in (1, 2, 3)] == [timedelta(minutes=each) for each in (1, 4, 16)]


def test_a_message_leaves_only_with_the_transaction_that_wrote_it(gateway: Post, worker: Person) -> None:
    with transaction.atomic():
        tell(worker)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_inbox_shows_its_owners_messages_and_a_stranger_none(gateway: Post, worker: Person) -> None:
    other = people.person_for(name="职工002", by=SYSTEM, at=NOW)
    mine = [tell(worker, f"k{number}", NOW + timedelta(minutes=number)) for number in range(3)]
    assert list(queries.inbox(scope=Actor(1, worker.pk).own())) == mine[::-1]
    assert not queries.inbox(scope=Actor(2, other.pk).own()).exists()
    assert not queries.inbox(scope=NOBODY.own()).exists()


def test_reading_marks_ones_own_messages_and_no_others(gateway: Post, worker: Person) -> None:
    other = people.person_for(name="职工002", by=SYSTEM, at=NOW)
    tell(worker)
    tell(other, "other")
    assert services.read_all(scope=Actor(1, worker.pk).own(), at=NOW) == 1
    assert services.read_all(scope=Actor(1, worker.pk).own(), at=NOW) == 0
    assert Notice.objects.get(person=other, channel="app").read_at is None


@pytest.mark.parametrize("channel", ["sms", "email", "group"])
def test_every_channel_that_leaves_the_house_has_a_gateway(channel: str) -> None:
    assert services.gateway_for(channel=channel) in kinds.GATEWAYS


def test_e_mail_leaves_through_the_mail_settings(db: None) -> None:
    services.email(address="职工@example.org", text="有新进展")
    assert [(each.to, each.body) for each in mail.outbox] == [(["职工@example.org"], "有新进展")]


def test_an_unknown_channel_is_refused_by_the_database(gateway: Post, worker: Person) -> None:
    tell(worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(channel="pigeon")


def test_every_registered_text_can_be_filled_and_fits(db: None) -> None:
    for message in kinds.MESSAGES:
        text = message.text.format_map(type("Any", (dict,), {"__missing__": lambda self, name: "XS-2026-000001"})())
        assert 0 < len(text) <= 300
        assert "{" not in text
