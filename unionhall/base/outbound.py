"""The house's own requests to partners: an allow-list of hosts, one look at the name, one socket to the address found.

The address is judged when the socket opens, not when a form is saved: a name that changes its mind leads nowhere.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from .refusal import Refused
from .words import gettext_noop as _

NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
DENIED = tuple(
    ip_network(each)
    for each in ("100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "fe80::/10", "fc00::/7", "fec0::/10", "5f00::/16")
)
SECONDS = 5.0
Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], socket.socket]


def may_connect(text: str) -> bool:
    """Whether a socket may go to this address: public, and no IPv4 inside an IPv6. False for what is no address."""
    try:
        ip = ip_address(text)
    except ValueError:
        return False
    if ip.version == 6 and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or int(ip) < 2**32 or any(ip in net for net in NAT64)):
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in DENIED if net.version == ip.version)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: a host of the allow-list, a port, a path with its query."""

    host: str
    port: int
    path: str


def target(url: str, hosts: Iterable[str]) -> Target:
    """The parts of an https address whose host stands in `hosts`, letter for letter; Refused otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise Refused("address", _("这个地址写得不对"), field="webhook") from error
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.username is not None or port != 443 or any(sign in url for sign in "\\\r\n\t "):
        raise Refused("address", _("地址要以 https:// 开头，不带账号和端口"), field="webhook")
    if not host or host not in {each.strip().lower() for each in hosts if each.strip()}:
        raise Refused("host", _("这个单位的地址不在允许的名单里，请管理员先加上"), field="webhook")
    return Target(host, port, f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}")


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine's resolver has them."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def dialled(address: str, port: int, seconds: float) -> socket.socket:
    """A plain socket to an address."""
    return socket.create_connection((address, port), seconds)


def socket_to(
    to: Target, *, resolve: Resolve = looked_up, connect: Connect = dialled, allowed: Callable[[str], bool] = may_connect
) -> socket.socket:
    """One look-up, every address of it judged, one socket to the first; its far end is judged again. Refused otherwise."""
    found = resolve(to.host, to.port)
    if not found or not all(allowed(each) for each in found):
        raise Refused("inside", _("这个地址指向内部网络，没有连接"), field="webhook")
    plug = connect(found[0], to.port, SECONDS)
    if not allowed(str(plug.getpeername()[0])):
        plug.close()
        raise Refused("inside", _("这个地址指向内部网络，没有连接"), field="webhook")
    return plug


class Pinned(http.client.HTTPConnection):
    """A connection over a socket that is open already: no name is looked up again, no redirect is followed."""

    def __init__(self, to: Target, plug: socket.socket) -> None:
        super().__init__(to.host, to.port, timeout=SECONDS)
        self.sock = plug

    def connect(self) -> None:
        """Never a second time."""
        raise OSError("the pinned socket is gone")


def secured(plug: socket.socket, host: str) -> socket.socket:
    """TLS over the socket, the certificate checked against the host's name."""
    return ssl.create_default_context().wrap_socket(plug, server_hostname=host)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, hosts: Iterable[str], resolve: Resolve = looked_up,
    connect: Connect = dialled, allowed: Callable[[str], bool] = may_connect, secure: Callable[[socket.socket, str], socket.socket] = secured,
) -> int:  # fmt: skip
    """Send one POST to a partner; returns the status. A redirect is an answer like any other; no body is kept."""
    to = target(url, hosts)
    plug = socket_to(to, resolve=resolve, connect=connect, allowed=allowed)
    try:
        line = Pinned(to, secure(plug, to.host))
        line.request("POST", to.path, body, dict(headers))
        return line.getresponse().status
    finally:
        plug.close()
