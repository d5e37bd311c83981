"""The rich_text block and what stands inside it."""

from playground.validator.rules import array, boolean, by_type, choice, integer, number, shape, string, tagged

STYLE = {
    "style": shape(
        {},
        {
            "bold": boolean,
            "italic": boolean,
            "strike": boolean,
            "code": boolean,
            "underline": boolean,
            "highlight": boolean,
            "client_highlight": boolean,
            "unlink": boolean,
        },
    )
}
LONG = string(12_000)
TEXT = tagged("text", {"text": LONG}, STYLE)
LINK = tagged("link", {"url": string(3000)}, {"text": string(12_000), "unsafe": boolean, **STYLE})
INLINE = by_type(
    {
        "text": TEXT,
        "link": LINK,
        "emoji": tagged("emoji", {"name": string(255)}, {"unicode": string(255), "url": string(3000), **STYLE}),
        "user": tagged("user", {"user_id": string(255)}, STYLE),
        "usergroup": tagged("usergroup", {"usergroup_id": string(255)}, STYLE),
        "channel": tagged("channel", {"channel_id": string(255)}, STYLE),
        "team": tagged("team", {"team_id": string(255)}, STYLE),
        "broadcast": tagged("broadcast", {"range": choice("here", "channel", "everyone")}, STYLE),
        "color": tagged("color", {"value": string(255)}, STYLE),
        "date": tagged(
            "date",
            {"timestamp": number, "format": string(255)},
            {"url": string(3000), "fallback": string(3000), **STYLE},
        ),
    }
)
BORDER = {"border": choice(0, 1)}
SECTION = tagged("rich_text_section", {"elements": array(INLINE, 0)})
PARTS = {
    "rich_text_section": SECTION,
    "rich_text_list": tagged(
        "rich_text_list",
        {"elements": array(by_type({"rich_text_section": SECTION})), "style": choice("bullet", "ordered")},
        {"indent": integer(0, 8), "offset": integer(0), **BORDER},
    ),
    "rich_text_quote": tagged("rich_text_quote", {"elements": array(INLINE)}, BORDER),
    "rich_text_preformatted": tagged(
        "rich_text_preformatted",
        {"elements": array(by_type({"text": TEXT, "link": LINK}))},
        {**BORDER, "language": string(255)},
    ),
}
RICH_TEXT = tagged("rich_text", {"elements": array(by_type(PARTS))}, {"block_id": string(255)})
