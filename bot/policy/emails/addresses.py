"""Names and addresses as mail programs write them, and whose an address is."""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"[A-Z0-9._%+'-]{1,64}@(?:[A-Z0-9-]{1,63}\.){1,8}[A-Z]{2,24}", re.IGNORECASE)
_LONGEST = 4000

_NOBODY = frozenset(
    """
    admin billing bounce contact donotreply einkauf export help hello hr info kontakt mail mailer-daemon marketing
    no-reply no_reply noreply notification notifications office orders postmaster purchasing sales service support
    team vertrieb webmaster
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Mailboxes that are read by several people or by none."""

FREE_HOSTS = frozenset(
    """
    126.com 139.com 163.com 189.cn alice.it aliyun.com aol.com arcor.de bigpond.com bk.ru bluewin.ch bol.com.br
    btinternet.com comcast.net daum.net docomo.ne.jp email.com fastmail.com foxmail.com free.fr freenet.de gmail.com
    gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hetnet.nl hotmail.co.uk hotmail.com hotmail.de
    hotmail.es hotmail.fr hotmail.it icloud.com inbox.ru interia.pl kpnmail.nl laposte.net libero.it list.ru
    live.com live.de live.fr live.nl mac.com mail.com mail.ru me.com msn.com naver.com o2.pl onet.pl orange.fr
    outlook.com outlook.de outlook.es outlook.fr planet.nl pm.me posteo.de proton.me protonmail.com qq.com
    rambler.ru rediffmail.com sapo.pt seznam.cz sfr.fr sina.cn sina.com skynet.be sohu.com t-online.de telenet.be
    terra.com.br tiscali.it tom.com tutanota.com ukr.net uol.com.br virgilio.it wanadoo.fr web.de wp.pl ya.ru
    yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.it
    yandex.com yandex.ru yeah.net ymail.com ziggo.nl zoho.com
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Hosts that give a mailbox to everybody: their name says nothing about a company."""


@dataclass(frozen=True)
class Address:
    """Somebody an email is from or to; either part may be empty."""

    name: str = ""
    email: str = ""

    @property
    def domain(self) -> str:
        """Return the host of the address, in small letters."""
        return self.email.rpartition("@")[2]

    @property
    def is_shared(self) -> bool:
        """Tell whether several people or none read this mailbox."""
        local = self.email.partition("@")[0]
        return local in _NOBODY or local.split("+", maxsplit=1)[0] in _NOBODY


NOBODY = Address()


def company_domain(email: str) -> str:
    """Return the host of an address where it is a company's own, else an empty text."""
    domain = email.rpartition("@")[2].casefold().strip(".")
    return "" if domain in FREE_HOSTS or "." not in domain else domain


def company_domains(email: str) -> tuple[str, ...]:
    """Return the host of a company's own address and those above it: mail.acme.example belongs to acme.example."""
    labels = company_domain(email).split(".")
    hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return tuple(host for host in hosts if host not in FREE_HOSTS)


def parse_address(text: str) -> Address:
    """Read one name and address: ``Anna <a@b.c>``, ``"Schmidt, Anna" [mailto:a@b.c]``, ``a@b.c`` or a name alone."""
    given = " ".join(text[:_LONGEST].replace("&lt;", "<").replace("&gt;", ">").replace("mailto:", " ").split())
    found = _ADDRESS.search(given)
    # Without an address it may be a name of Lotus Notes': Anna Schmidt/ACME.
    before = given[: found.start()] if found else given.partition("/")[0]
    return Address(_name(before, given[found.end() :] if found else ""), found[0].casefold() if found else "")


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Read a list of recipients, in whatever way they are parted; those without an address are left out."""
    given = text[:_LONGEST].replace("mailto:", " ")
    found: dict[str, Address] = {}
    before = 0
    for each in _ADDRESS.finditer(given):
        name = re.split(r"[;>\]]|(?<=\s),", given[before : each.start()])[-1]
        found.setdefault(each[0].casefold(), Address(_name(name.lstrip(" ,;"), ""), each[0].casefold()))
        before = each.end()
    return tuple(found.values())


def _name(before: str, after: str) -> str:
    """Return the name that stands before an address, or in brackets after it."""
    name = before.partition("<")[0].partition("[")[0].strip(" \t\"'“”*;,<(|")
    if not name and (bracketed := re.match(r"\s*\(([^()@]{2,80})\)", after)):
        name = bracketed[1].strip()
    if "@" in name or not any(c.isalpha() for c in name):
        return ""
    return _in_order(re.split(r"\s+(?:via|im Auftrag von|on behalf of)\s+", name, maxsplit=1)[0])[:120].strip()


def _in_order(name: str) -> str:
    """Turn “Schmidt, Anna” round; what has more commas or words is no name of a person."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(part and len(part.split()) <= 2 and not any(map(str.isdigit, part)) for part in parts):
        return f"{parts[1]} {parts[0]}"
    return name
