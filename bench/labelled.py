"""A labelled set of clients: which records are one company is known, because the generator made them so.

Each company is entered once or twice, by two people who know different things of it and write the name each in their
own way. Beside them stand companies that look like others and are not: namesakes elsewhere, siblings of one surname,
subsidiaries, neighbours in one building. The rules that are measured are not looked at here.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from bench import parallel

DEVELOPMENT_SEED, HELD_OUT_SEED = 11, 20_261_125
"""The rules' weights were set looking at the first; the second is what is reported."""
_DIALS = {
    "DE": "49", "FR": "33", "ES": "34", "IT": "39", "PL": "48", "GB": "44", "US": "1", "BR": "55", "TR": "90",
    "NL": "31", "SE": "46", "DK": "45", "IN": "91", "CN": "86", "JP": "81", "KR": "82", "RU": "7", "GR": "30",
    "AE": "971",
}  # fmt: skip
_CROWDED = 20
"""After so many names that are taken, a country's brands get a second word."""
_FREE_MAIL = ("gmail.com", "qq.com", "hotmail.com", "gmx.de", "mail.ru", "163.com", "yahoo.com")


T = TypeVar("T")


@dataclass(frozen=True)
class Company:
    """A company as it is: its name in parts, each in the local way and in English letters."""

    number: int
    country: str
    brand: str
    brand_latin: str
    trade: dict[str, str]
    city: tuple[str, str]
    domain: str
    phone: str
    street: str
    postal_code: str
    tax_number: str
    mail: str
    legal: str
    with_city: bool = False
    words: tuple[str, ...] = ()
    """What stands behind the brand beside the trade, such as “Söhne” or a country."""


@dataclass(frozen=True)
class Record:
    """A company as somebody entered it; blank where they did not know."""

    company: int
    kind: str
    name: str
    country: str
    city: str = ""
    website: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    tax_number: str = ""
    email: str = ""


@dataclass
class _Maker:
    """Makes companies and enters them, all by one seed."""

    choose: random.Random
    made: int = 0
    taken: set[str] = field(default_factory=set)
    """Names with their trades, and domains: no two companies bear one unless they are made to."""
    records: list[Record] = field(default_factory=list)

    def company(self, country: str | None = None) -> Company:
        self.made += 1
        country = country or self.choose.choice(list(parallel.LANGUAGE))
        brand, latin, trade = self._free_name(country)
        streets = parallel.STREETS.get(country, "Street|Road|Lane").split("|")
        named = "".join(self.choose.choices(parallel.SYLLABLES, k=2)).capitalize()
        street = f"{named} {self.choose.choice(streets)} {self.choose.randrange(1, 240)}"
        own = self._free_domain(latin, country)
        return Company(
            self.made, country, brand, latin, trade,
            self.choose.choice(parallel.CITIES[country]), own, self._phone(country), street,
            str(self.choose.randrange(10_000, 99_999)), f"{country}{self.choose.randrange(10**8, 10**9)}",
            own if self.choose.random() < 0.85 else self.choose.choice(_FREE_MAIL),
            self.choose.choice(parallel.LEGAL[country]), with_city=self.choose.random() < 0.12,
        )  # fmt: skip

    def _free_name(self, country: str) -> tuple[str, str, dict[str, str]]:
        for attempt in count():
            brand, latin = self._brand(country)
            if attempt > _CROWDED:
                more = "".join(self.choose.choices(parallel.SYLLABLES, k=3)).capitalize()
                brand, latin = f"{brand} {more}", f"{latin} {more}"
            trade = self.choose.choice(parallel.TRADES)
            # Nobody calls a company by another one's two words, turned round.
            if (name := f"{sorted(latin.lower())} {trade['en']}") not in self.taken:
                self.taken.add(name)
                return brand, latin, trade
        raise AssertionError(country)

    def _free_domain(self, latin: str, country: str) -> str:
        slug = "".join(letter for letter in latin.lower() if letter.isascii() and letter.isalnum())
        while True:
            ending = self.choose.choice(("", "", "-group", str(self.choose.randrange(2, 9999))))
            domain = f"{slug}{ending}.{self.choose.choice((country.lower(), 'com'))}"
            if domain not in self.taken:
                self.taken.add(domain)
                return domain

    def _brand(self, country: str) -> tuple[str, str]:
        if country == "CN":
            signs = self.choose.sample(list(parallel.HANZI), self.choose.choice((2, 2, 2, 3)))
            return "".join(signs), "".join(parallel.HANZI[sign] for sign in signs).capitalize()
        if country in parallel.BRANDS:
            known = parallel.BRANDS[country].replace("Al ", "Al_").split()
            pairs = [each.split(":") for each in self.choose.sample(known, self.choose.choice((1, 2, 2)))]
            gap = "" if country in {"JP", "KR"} else " "
            return gap.join(pair[0] for pair in pairs), " ".join(pair[1].replace("_", " ") for pair in pairs)
        if country in parallel.SURNAMES and self.choose.random() < 0.4:
            name = self.choose.choice(parallel.SURNAMES[country])
            return name, name
        name = "".join(self.choose.choices(parallel.SYLLABLES, k=self.choose.choice((1, 2, 2))))
        name = (name + self.choose.choice(parallel.ENDINGS)).capitalize()
        return name, name

    def _phone(self, country: str) -> str:
        return f"+{_DIALS[country]} {self.choose.randrange(20, 99)} {self.choose.randrange(10**6, 10**7)}"

    def enter(self, company: Company, kind: str, name: str | None = None, *, english: bool = False) -> None:
        """Enter a company as somebody does who knows some things of it."""
        knows = self.choose.random
        city = company.city[1 if english or knows() < 0.15 else 0]
        person = self.choose.choice(("info", "sales", "office", "j.doe", "export", "buyer"))
        self.records.append(
            Record(
                company.number, kind, name or plain_name(company), company.country,
                city=city if knows() < 0.85 else "",
                website=self._website(company.domain) if knows() < 0.6 else "",
                phone=self._dialled(company) if knows() < 0.65 else "",
                address=company.street if knows() < 0.5 else "",
                postal_code=company.postal_code if knows() < 0.5 else "",
                tax_number=company.tax_number if knows() < 0.25 else "",
                email=f"{person}@{company.mail}" if knows() < 0.55 else "",
            )
        )  # fmt: skip

    def _website(self, domain: str) -> str:
        return self.choose.choice(("https://www.{}", "http://{}/", "www.{}", "{}", "https://{}/en/home")).format(domain)

    def _dialled(self, company: Company) -> str:
        """Write the number in some usual way; one in ten knows another line."""
        if self.choose.random() < 0.1:
            return self._phone(company.country)
        dial = _DIALS[company.country]
        rest = company.phone.removeprefix(f"+{dial} ")
        ways = (company.phone, company.phone.replace(" ", ""), f"00{dial} {rest}", f"+{dial} (0){rest}", f"0{rest}")
        return self.choose.choice(ways[:3] if dial == "1" else ways)

    def one_of(self, *words: T) -> T:
        return self.choose.choice(words)


def plain_name(company: Company, *, legal: str | None = None) -> str:
    """Write a name in the local way."""
    language = parallel.LANGUAGE[company.country]
    form = company.legal if legal is None else legal
    parts = [company.brand, *company.words, company.trade[language]]
    if language in {"zh", "ja"}:
        city = company.city[0] if company.with_city else ""
        solid = city + "".join(parts)
        if form.isascii():
            return f"{solid} {form}"
        return f"{form}{solid}" if form == "株式会社" and company.number % 2 else f"{solid}{form}"
    if language in {"ko", "ru"}:
        return f"{form} {' '.join(parts)}"
    return " ".join([*parts, *([company.city[0]] if company.with_city else []), form]).strip()


def english_name(company: Company, choose: random.Random) -> str:
    """Write a name in Latin letters and in English."""
    forms = parallel.LATIN_LEGAL.get(company.country, parallel.LEGAL[company.country])
    parts = [company.brand_latin, *company.words, company.trade["en"], choose.choice(forms)]
    if company.with_city:
        parts.insert(0, company.city[1])
    return " ".join(parts)


def misspell(name: str, choose: random.Random, slips: int) -> str:
    """Write a name with some slips of the finger, none in its first letter; one of three letters has no room."""
    letters = list(name)
    for _ in range(slips if len(letters) > 3 else 0):
        at = choose.randrange(1, len(letters) - 1)
        match choose.randrange(4):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, letters[at])
            case 2:
                letters[at] = choose.choice("aeioulnrst")
            case _:
                letters[at], letters[at - 1 if at > 1 else at + 1] = letters[at - 1 if at > 1 else at + 1], letters[at]
    return "".join(letters)


_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ł": "l", "ó": "o", "ş": "s"})


def _typos(maker: _Maker, company: Company) -> None:
    name = plain_name(company)
    maker.enter(company, "typing errors", misspell(name, maker.choose, maker.choose.choice((1, 1, 2))))


def _legal(maker: _Maker, company: Company) -> None:
    forms = ["", *parallel.LEGAL[company.country]]
    maker.enter(company, "legal forms", plain_name(company, legal=maker.choose.choice(forms)))


def _writing(maker: _Maker, company: Company) -> None:
    name = plain_name(company)
    changes: tuple[Callable[[str], str], ...] = (
        str.upper, str.lower, lambda text: text.translate(_PLAIN), lambda text: text.replace(" ", "-", 1),
        lambda text: f"{text},", lambda text: " ".join(reversed(text.split())),
    )  # fmt: skip
    maker.enter(company, "ways of writing", maker.choose.choice(changes)(name))


def _shortened(maker: _Maker, company: Company) -> None:
    trade = company.trade[parallel.LANGUAGE[company.country]]
    cut = trade[: max(2, len(trade) // 2)] if len(trade) > 4 else ""
    name = plain_name(replace(company, trade=dict.fromkeys(company.trade, maker.one_of(cut and f"{cut}.", "")))).strip()
    maker.enter(company, "abbreviations", " ".join(name.split()))


def _translated(maker: _Maker, company: Company) -> None:
    if company.brand == company.brand_latin:
        maker.enter(company, "translations", english_name(company, maker.choose), english=True)
    else:
        maker.enter(company, "other scripts", english_name(company, maker.choose), english=True)


_DUPLICATES = ((_typos, 28), (_legal, 22), (_writing, 12), (_shortened, 13), (_translated, 25))


def _namesake(maker: _Maker, company: Company) -> None:
    others = [city for city in parallel.CITIES[company.country] if city != company.city]
    new = maker.company(company.country)
    twin = replace(
        company, number=new.number, city=maker.choose.choice(others), phone=new.phone, street=new.street,
        postal_code=new.postal_code, tax_number=new.tax_number, with_city=False,
        domain=f"{maker.choose.choice(('the', 'my', 'info'))}{new.domain}", mail=maker.choose.choice(_FREE_MAIL),
        legal=maker.choose.choice(parallel.LEGAL[company.country]),
    )  # fmt: skip
    maker.enter(twin, "one name, other city")


def _sibling(maker: _Maker, company: Company) -> None:
    """Another company of one surname: another trade, or with a word more."""
    new = maker.company(company.country)
    trade = maker.choose.choice([each for each in parallel.TRADES if each is not company.trade])
    words = {"DE": ("Söhne",), "FR": ("Frères",), "IT": ("Figli",), "ES": ("Hermanos",), "GB": ("Brothers",)}
    other = replace(new, brand=company.brand, brand_latin=company.brand_latin, trade=trade)
    if company.country in words and maker.choose.random() < 0.5:
        other = replace(other, words=words[company.country], trade=company.trade)
    maker.enter(replace(other, city=company.city if maker.choose.random() < 0.3 else new.city), "siblings")


def _subsidiary(maker: _Maker, company: Company) -> None:
    new = maker.company()
    place = {"DE": "Deutschland", "FR": "France", "ES": "España", "IT": "Italia", "PL": "Polska", "BR": "Brasil"}
    word = place.get(new.country) or maker.one_of(
        "Overseas", "Middle East", "Capital", "Leasing", "Research", "Digital"
    )
    other = replace(new, brand=company.brand_latin, brand_latin=company.brand_latin, words=(word,), trade=company.trade)
    if maker.choose.random() < 0.4:
        other = replace(other, domain=company.domain, mail=company.mail)
    maker.enter(other, "subsidiaries", f"{company.brand_latin} {word} {other.legal}")


def _neighbour(maker: _Maker, company: Company) -> None:
    """Somebody else in one building, sometimes behind one switchboard."""
    other = replace(
        maker.company(company.country), city=company.city, street=company.street, postal_code=company.postal_code
    )
    maker.enter(replace(other, phone=company.phone) if maker.choose.random() < 0.3 else other, "neighbours")


def _lookalike(maker: _Maker, company: Company) -> None:
    """Enter a brand of its own that happens to differ by a letter or two, mostly elsewhere."""
    new = maker.company(company.country)
    if company.country == "CN":
        signs = [
            *company.brand[:-1],
            maker.choose.choice([sign for sign in parallel.HANZI if sign != company.brand[-1]]),
        ]
        maker.enter(replace(new, brand="".join(signs), trade=company.trade), "lookalikes")
        return
    if company.brand != company.brand_latin:
        _namesake(maker, company)
        return
    brand = misspell(f"{company.brand}a", maker.choose, maker.one_of(1, 2))
    other = replace(
        new, brand=brand, brand_latin=brand, trade=company.trade if maker.choose.random() < 0.5 else new.trade
    )
    maker.enter(replace(other, city=company.city if maker.choose.random() < 0.15 else new.city), "lookalikes")


def _agent(maker: _Maker, company: Company) -> None:
    """Two clients looked after by one buying agent."""
    maker.enter(replace(maker.company(company.country), mail=company.mail), "one agent")


_OTHERS = ((_namesake, 27), (_sibling, 22), (_subsidiary, 15), (_neighbour, 10), (_lookalike, 20), (_agent, 6))


@dataclass(frozen=True)
class Labelled:
    """The records, in no order, and which pairs of them are one company."""

    records: tuple[Record, ...]

    def duplicates(self) -> dict[tuple[int, int], str]:
        """Return the pairs of places that are one company, by how the second one differs."""
        places: dict[int, list[int]] = {}
        for place, record in enumerate(self.records):
            places.setdefault(record.company, []).append(place)
        return {(low, high): _kind(self.records[low], self.records[high]) for low, high in _doubles(places)}


def _doubles(places: dict[int, list[int]]) -> Iterator[tuple[int, int]]:
    return ((each[0], each[1]) for each in places.values() if len(each) == 2)


def _kind(one: Record, other: Record) -> str:
    return other.kind if one.kind == "first" else one.kind


def generate(seed: int, companies: int, *, doubled: float = 0.25, resembling: float = 0.25) -> Labelled:
    """Return so many companies, the given shares of them entered twice and resembled by another."""
    maker = _Maker(random.Random(seed))
    ways, weights = (list(each) for each in zip(*_DUPLICATES, strict=True))
    others, other_weights = (list(each) for each in zip(*_OTHERS, strict=True))
    while maker.made < companies:
        company = maker.company()
        maker.enter(company, "first")
        if maker.choose.random() < doubled:
            maker.choose.choices(ways, weights)[0](maker, company)
        if maker.choose.random() < resembling:
            maker.choose.choices(others, other_weights)[0](maker, company)
    maker.choose.shuffle(maker.records)
    return Labelled(tuple(maker.records))
