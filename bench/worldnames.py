"""Names of companies the world over, made from a seed: Latin, Chinese, Cyrillic, Japanese and Korean, with legal forms.

Many are alike, as in life: a city, a trade and a form are shared by hundreds, and only a few letters tell them apart.
"""

import random

SEED = 20260718


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BEGINNINGS = _words(
    """
    Al Bel Cor Dra El Far Gra Hel Iv Jor Kal Lum Mar Nor Or Pas Quin Ros Sil Tor Ul Ver Wil Xan Yor Zel Bran
    Chor Dun Est Fro Gil Hor Ing Jan Kor Lin Mon Nev Ost
    """
)
_MIDDLES = _words(
    """
    an bri ca do en fi gu ha il ka lo mi ne ro sta tu ve wo xi ya zo ber der gen kel
    """
)
_ENDINGS = _words(
    """
    bach cia dex gard lin mont nov port rex sund ton vale wick zen berg dorf feld hart mann stein ville field
    worth
    """
)
_TRADES = _words(
    """
    Textiles Machinery Foods Packaging Optics Tools Chemicals Paper Logistics Steel Trading Import Export
    Electric Motors Plastics Ceramics Furniture Maritime Pharma
    """
)
_FORMS = ("GmbH", "S.A.", "Ltd", "Inc.", "B.V.", "Sp. z o.o.", "Pty Ltd", "SARL", "AG", "S.p.A.", "Oy", "AB")
_CITIES = _words(
    """
    上海 北京 深圳 广州 杭州 苏州 宁波 青岛 天津 武汉 成都 厦门 东莞 佛山 温州 义乌 无锡 南京 济南 大连
    """
)
_BRANDS = (
    "华新东方金海天龙凯达盛泰宏伟永丰瑞祥嘉美博远恒昌立信科创中"
    "兴隆鑫源德力康宁顺亿联合正大明辉富通安利和平云峰佳业飞越益友"
)
_CHINESE_TRADES = _words(
    """
    纺织 机械 食品 包装 光学 工具 化工 纸业 物流 钢铁 贸易 进出口 电子 电器 塑料 陶瓷 家具 医药 科技 实业
    """
)
_CHINESE_FORMS = _words(
    """
    有限公司 股份有限公司 集团有限公司 有限责任公司
    """
)
_RUSSIAN_BEGINNINGS = _words(
    """
    Рома Вол Дон Сев Кам Ура Сиб Бел Мир Лес Стро Тех Агро Пром Энер Рос Юж Вос Зап Цен
    """
)
_RUSSIAN_ENDINGS = _words(
    """
    маш пром строй торг сервис снаб хим лес транс газ металл проект ресурс инвест комплект
    """
)
_JAPANESE = "山田中村高橋佐藤松本井上木下林川島石原大野三浦東西南北光栄富士"
_JAPANESE_TRADES = _words(
    """
    商事 工業 製作所 電機 食品 化学 物産 精機 産業 運輸
    """
)
_KOREAN = "가나다라마바사아자차카타파하고노도로모보소오조한대신동삼성현우진영명"
_KOREAN_TRADES = _words(
    """
    전자 화학 기계 식품 물산 상사 건설 제약 섬유 철강
    """
)


def names(count: int) -> list[str]:
    """Return so many different names: of each hundred 55 Latin, 25 Chinese, 10 Cyrillic, 5 Japanese and 5 Korean."""
    choose = random.Random(SEED)
    found: dict[str, None] = {}
    while len(found) < count:
        kind = choose.random()
        make = next(make for share, make in _KINDS if kind < share)
        found[make(choose)] = None
    return list(found)


def _latin(choose: random.Random) -> str:
    word = "".join([choose.choice(_BEGINNINGS), *choose.choices(_MIDDLES, k=choose.choice((0, 1, 2)))])
    name = f"{word}{choose.choice(_ENDINGS)} {choose.choice(_TRADES)} {choose.choice(_FORMS)}"
    second = choose.random() < 0.3
    return f"{choose.choice(_BEGINNINGS)}{choose.choice(_ENDINGS)} {name}" if second else name


def _chinese(choose: random.Random) -> str:
    brand = "".join(choose.choices(_BRANDS, k=choose.choice((2, 2, 3, 4))))
    return f"{choose.choice(_CITIES)}{brand}{choose.choice(_CHINESE_TRADES)}{choose.choice(_CHINESE_FORMS)}"


def _russian(choose: random.Random) -> str:
    first = "".join(choose.choices(_RUSSIAN_BEGINNINGS, k=choose.choice((1, 2)))) + choose.choice(_RUSSIAN_ENDINGS)
    return f"ООО {first} {choose.choice(_RUSSIAN_BEGINNINGS)}{choose.choice(_RUSSIAN_ENDINGS)}"


def _japanese(choose: random.Random) -> str:
    return f"株式会社{''.join(choose.choices(_JAPANESE, k=choose.choice((2, 3, 4))))}{choose.choice(_JAPANESE_TRADES)}"


def _korean(choose: random.Random) -> str:
    return f"주식회사 {''.join(choose.choices(_KOREAN, k=choose.choice((3, 4, 5))))}{choose.choice(_KOREAN_TRADES)}"


_KINDS = ((0.55, _latin), (0.8, _chinese), (0.9, _russian), (0.95, _japanese), (1.0, _korean))


def is_chinese(name: str) -> bool:
    """Tell a Chinese name from all the others."""
    return name.endswith(_CHINESE_FORMS)


def mistyped(name: str, edits: int, choose: random.Random) -> str:
    """Return the name with letters left out, added, wrong or exchanged anywhere, its legal form included."""
    letters = list(name)
    for _ in range(edits):
        place = choose.randrange(len(letters))
        match choose.randrange(4):
            case 0 if len(letters) > 2:
                del letters[place]
            case 1:
                letters.insert(place, choose.choice(_alphabet(letters[place])))
            case 2 if place + 1 < len(letters):
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            case _:
                letters[place] = choose.choice(_alphabet(letters[place]))
    return "".join(letters)


def _alphabet(letter: str) -> str:
    """Return letters of the script that a letter is of."""
    if letter.isascii():
        return "abcdefghijklmnopqrstuvwxyz"
    if "\u0400" <= letter <= "\u04ff":
        return "абвгдежзиклмнопрстуфхцчшыэюя"
    return _KOREAN if "\uac00" <= letter <= "\ud7a3" else _BRANDS + _JAPANESE
