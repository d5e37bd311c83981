"""The words of an email that came as HTML alone."""

import re
from html.parser import HTMLParser

_NEW_LINE = frozenset({"br", "div", "p", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr"})
_UNSEEN = frozenset({"head", "script", "style", "title"})


class _Words(HTMLParser):
    """Collects what a reader would see, a line a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or something that is not seen."""
        del attrs
        self._unseen += tag in _UNSEEN
        if tag in _NEW_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is not seen."""
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        """Keep words; line ends of the source mean nothing."""
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def words_of(html: str) -> str:
    """Return the text of HTML, and a text that is no HTML as it is."""
    if "<" not in html or ">" not in html:
        return html
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
