"""What colleagues have put into the demo's channels: an email that was forwarded, and a word from a manager.

Both wait for somebody to try “Save to client file” on them. Everybody here is made up.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.cast import INGRID, MEI, SALES_CHANNEL


@dataclass(frozen=True)
class Post:
    """Something posted: `path` is the deed of the workspace's control API, `body` what it takes."""

    path: str
    body: dict[str, str] = field(default_factory=dict)


_LETTER = """For ACME's file.

---------- Forwarded message ---------
From: Lena Brandt <lena.brandt@acme.example>
Date: {date}
Subject: Rental machines: 40 more
To: Mei Tan <mei.tan@larkfield.example>

Dear Mei,

our rental branch needs 40 more rotary hammers by the end of next month. Could you quote
for two deliveries? Katrin asks that the cases are stackable this time.

Best regards

Lena Brandt
Buyer, rental
ACME Trading GmbH
Musterkai 14, 20000 Hamburg
Tel. +49 40 5550142
Mobile +49 151 23456789
www.acme.example
"""

_WORD = (
    "Südbau Großhandel AG came to our stand at the fair: they open two branches in spring and want to see the "
    "new saws before that. Who calls them?"
)


def make_posts(now: datetime) -> tuple[Post, ...]:
    """Return what was posted by `now`, in the order in which it came."""
    yesterday = now - timedelta(days=1)
    email = {
        "as": MEI,
        "channel": SALES_CHANNEL,
        "from": "Mei Tan <mei.tan@larkfield.example>",
        "to": "sales@larkfield.example",
        "subject": "Fwd: Rental machines: 40 more",
        "plain_text": _LETTER.format(date=f"{yesterday:%Y-%m-%d} 16:40"),
    }
    return Post("say", {"as": INGRID, "channel": SALES_CHANNEL, "text": _WORD}), Post("email", email)
