"""The ground of the tests of confidential letters: a desk with one key, a report, its reading."""

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.programmes.wages.services import sealed

OWN, KEY, SECRET = "own-words-nobody-knows", "k" * 40, "老板把考勤表锁在保险柜里"
TOLD = {"employer_name": "潍坊保密示例有限公司", "project": "保密工地", "amount": "1890000", "people": "3", "contact": "职工001", "phone": "19900000037", "told": SECRET}
PDF = b"%PDF-1.4\n" + SECRET.encode() + b"\n%%EOF\n"


def keyed(actor):
    """A pair for somebody, and the private half as a session would have it."""
    account = Account.objects.get(pk=actor.account_id)
    people.new_pair(account=account, password=OWN, by=SYSTEM, at=at())
    return people.open_pair(account=account, password=OWN)


def filed(**more):
    """A report with a file: (receipt, code)."""
    attached = [cases.Attachment("工资条.pdf", PDF)]
    return sealed.report(**{"told": TOLD, "region_code": "370702001", "attached": attached, "client_key": KEY, "at": at()} | more)
