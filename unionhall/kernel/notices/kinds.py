"""Message texts and gateways that rooms announce."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unionhall.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is Chinese source with {names}; it never carries what a matter contains. `sealed`: what fills it lies encrypted."""

    code: str
    text: str
    sealed: bool = False

    def shown(self, values: Mapping[str, object]) -> str:
        """The text as it may lie in the clear."""
        return self.text.format(**{name: "······" if self.sealed else value for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Gateway:
    """A way out: `send(address=…, text=…)` raises `GatewayDown` when it is not taken."""

    code: str
    send: Callable[..., None]


class GatewayDown(Exception):
    """The gateway did not take the message; it is tried again."""


MESSAGES: Registry[Message] = Registry("messages", key=lambda message: message.code)
GATEWAYS: Registry[Gateway] = Registry("gateways", key=lambda gateway: gateway.code)
