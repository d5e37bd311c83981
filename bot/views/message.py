"""What goes to Slack: messages and views, as the Web API takes them."""

from dataclasses import dataclass
from typing import TypeAlias

Block: TypeAlias = dict[str, object]
View: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Message:
    """A message. `text` says all of it to notifications and screen readers.

    `fallback` stands in for `blocks` in a workspace that does not take native charts and tables yet.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    fallback: tuple[Block, ...] | None = None
