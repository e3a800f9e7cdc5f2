"""Promise 13: the house's own requests reach a partner that is named, and nothing inside; each check has a twin without it."""

import socket
import threading
from collections.abc import Iterator

import pytest

from unionhall.base import outbound
from unionhall.base.refusal import Refused

PUBLIC = "93.184.216.34"
# (host as it may be written, the address that a resolver gives for it)
FORMS = [
    *((each, each) for each in (
        "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.9.9", "192.168.0.1", "192.168.255.1",
        "169.254.169.254", "169.254.0.1", "100.100.100.200", "100.64.0.1", "100.127.255.254", "192.0.0.192", "192.0.0.1", "192.0.2.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    )),
    *((f"[{each}]", each) for each in (
        "::1", "::", "fe80::1", "febf::1", "fc00::1", "fd00:ec2::254", "fdff::1", "ff02::1", "ff0e::1", "fec0::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:100.100.100.200", "::ffff:93.184.216.34", "::127.0.0.1",
        "::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2002:6464:64c8::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
        "64:ff9b::5db8:d822", "2001:0:7f00:1::", "100::1",
    )),
    ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("127.1", "127.0.0.1"),
    ("0x7f.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("metadata.internal", "169.254.169.254"), ("127.0.0.1.nip.example", "127.0.0.1"),
]  # fmt: skip


class Sockets:
    """A fake network: counts who was dialled; the far end is the address, or what it is told."""

    def __init__(self, far: str = "") -> None:
        self.dialled: list[str] = []
        self.closed, self.far = 0, far

    def __call__(self, address: str, port: int, seconds: float) -> "Sockets":
        self.dialled.append(address)
        return self

    def getpeername(self) -> tuple[str, int]:
        return (self.far or self.dialled[-1], 443)

    def close(self) -> None:
        self.closed += 1


def test_sixty_forms_of_inside_reach_no_socket_even_when_somebody_allowed_the_host() -> None:
    assert len(FORMS) == 60
    network, refused = Sockets(), 0
    for host, address in FORMS:
        with pytest.raises(Refused):
            to = outbound.target(f"https://{host}/in", [host, address])
            outbound.socket_to(to, resolve=lambda name, port, found=address: [found], connect=network)
        refused += 1
    assert (refused, network.dialled) == (60, [])
    print(f"forms {refused}, connects {len(network.dialled)}")


def test_without_the_guard_every_form_that_is_an_address_would_be_dialled() -> None:
    """The twin."""
    network = Sockets()
    for host, address in FORMS:
        to = outbound.target(f"https://{host}/in", [host, host.strip("[]")])
        outbound.socket_to(to, resolve=lambda name, port, found=address: [found], connect=network, allowed=lambda text: True)
    assert len(network.dialled) == len(FORMS)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1"])
def test_a_public_address_passes(address: str) -> None:
    network = Sockets()
    outbound.socket_to(outbound.Target("partner.example", 443, "/"), resolve=lambda name, port: [address], connect=network)
    assert network.dialled == [address]


@pytest.mark.parametrize("address", ["", "partner.example", "127.0.0.1.", "1.2.3", "999.1.1.1", "fe80::1%eth0", "0x7f000001"])
def test_what_is_no_address_is_no_public_one(address: str) -> None:
    assert not outbound.may_connect(address)


def test_one_address_inside_among_public_ones_refuses_them_all() -> None:
    network = Sockets()
    with pytest.raises(Refused):
        outbound.socket_to(outbound.Target("partner.example", 443, "/"), resolve=lambda name, port: [PUBLIC, "10.0.0.1"], connect=network)
    assert network.dialled == []


def test_a_name_that_changes_its_mind_is_asked_once() -> None:
    answers, network = iter([[PUBLIC], ["127.0.0.1"]]), Sockets()
    outbound.socket_to(outbound.Target("partner.example", 443, "/"), resolve=lambda name, port: next(answers), connect=network)
    assert network.dialled == [PUBLIC]
    assert next(answers) == ["127.0.0.1"]


def test_the_far_end_is_judged_when_the_socket_is_open() -> None:
    network = Sockets(far="127.0.0.1")
    with pytest.raises(Refused):
        outbound.socket_to(outbound.Target("partner.example", 443, "/"), resolve=lambda name, port: [PUBLIC], connect=network)
    assert network.closed == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/", "https://partner.example:8443/", "https://user@partner.example/", "https://@partner.example/", "ftp://partner.example/",
        "https://partner.example.evil.example/", "https://evil.example#partner.example", "https://evil.example\\@partner.example/",
        "https://partner.example\r\nHost: evil/", "https:///x", "//partner.example/", "https://partner.example:99999/", "https://[::1/", "",
    ],
)  # fmt: skip
def test_only_https_to_a_named_host(url: str) -> None:
    with pytest.raises(Refused):
        outbound.target(url, ["partner.example"])


def test_a_host_is_named_letter_for_letter_and_nobody_is_named_by_an_empty_list() -> None:
    assert outbound.target("https://Partner.Example/in?a=1", ["partner.example"]) == outbound.Target("partner.example", 443, "/in?a=1")
    for hosts in ([], [""], ["example"], [".example"]):
        with pytest.raises(Refused):
            outbound.target("https://partner.example/", hosts)


class Listener:
    """A partner on the loopback that answers one request, and counts what it was asked."""

    def __init__(self, answer: bytes) -> None:
        self.plug = socket.create_server(("127.0.0.1", 0))
        self.asked: list[bytes] = []
        self.answer = answer
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        """One after the other, until the plug is pulled."""
        while True:
            try:
                line, _who = self.plug.accept()
            except OSError:
                return
            with line:
                self.asked.append(line.recv(65536))
                line.sendall(self.answer)

    def post(self) -> int:
        """A POST through the guard, with this loopback alone allowed and no TLS."""
        port = self.plug.getsockname()[1]
        return outbound.post(
            "https://partner.example/in", b"{}", {"X-A": "b"}, hosts=["partner.example"], resolve=lambda name, _port: ["127.0.0.1"],
            connect=lambda address, _port, seconds: socket.create_connection((address, port), seconds),
            allowed=lambda text: text == "127.0.0.1", secure=lambda plug, host: plug,
        )  # fmt: skip


@pytest.fixture
def listener(request: pytest.FixtureRequest) -> Iterator[Listener]:
    """Up for one test."""
    made = Listener(request.param)
    yield made
    made.plug.shutdown(socket.SHUT_RDWR)
    made.plug.close()


@pytest.mark.parametrize("listener", [b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"], indirect=True)
def test_a_redirect_is_an_answer_and_is_not_followed(listener: Listener) -> None:
    assert listener.post() == 302
    assert len(listener.asked) == 1


@pytest.mark.parametrize("listener", [b"HTTP/1.1 204 No Content\r\n\r\n"], indirect=True)
def test_the_request_names_the_host_and_not_the_address(listener: Listener) -> None:
    assert listener.post() == 204
    assert b"POST /in HTTP/1.1\r\nHost: partner.example" in listener.asked[0]
