"""Names in other scripts, spelled in Latin letters as far as that can be done without a dictionary.

Cyrillic, Greek, kana and hangul are spelled letter by letter. Of Chinese characters those that company names are
commonly made of are spelled in pinyin; whatever is not known stays as it is. Arabic, Hebrew, Thai and the scripts of
India leave their vowels out or bend them, and are not attempted. The spelling is for comparing, never for showing.
"""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюяёіїєґјљњћђџ",
        ("a b v g d e z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e i yi ye g j lj nj c dj dz").split(),  # noqa: SIM905 - letters under letters
        strict=True,
    )
) | {"ж": "zh"}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),  # noqa: SIM905
        strict=True,
    )
)
_GREEK_PAIRS = {"ου": "ou", "μπ": "b", "ντ": "d", "γγ": "ng", "γκ": "g", "ευ": "ef", "αυ": "af"}
_KANA_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "y": "ヤ-ユ-ヨ", "r": "ラリルレロ", "w": "ワヰ-ヱヲ",
}  # fmt: skip
_KANA = (
    {
        sign: consonant + vowel
        for consonant, signs in _KANA_ROWS.items()
        for sign, vowel in zip(signs, "aiueo", strict=True)
        if sign != "-"
    }
    | {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ン": "n", "ヴ": "v"}
    | dict(zip("ァィゥェォャュョッー", ["a", "i", "u", "e", "o", "ya", "yu", "yo", "", ""], strict=True))
)
_KANA_PAIRS = (("shiy", "sh"), ("chiy", "ch"), ("jiy", "j"), ("iya", "ya"), ("iyu", "yu"), ("iyo", "yo"))
_HIRAGANA, _KATAKANA = 0x3041, 0x30A1
_INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()  # noqa: SIM905
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()  # noqa: SIM905
_FINALS = "_ k k ks n nj nh t l lk lm lp ls lt lp lh m p ps t t ng t t k t p h".split()  # noqa: SIM905
_SYLLABLES, _OF_INITIAL, _OF_VOWEL = 0xAC00, 588, 28

_PINYIN = """
a阿 ai爱艾 an安 ao奥澳 ba巴 bai百柏白 ban板 bang邦 bao宝保包 bei北贝 ben本 bi碧 bian边 biao标 bin宾滨 bo博波
bu布步 cai彩 cang仓沧 cao曹 chang长昌常畅 chao超潮 che车 chen晨辰陈 cheng成诚城程承 chi驰池 chong崇 chu楚
chuan川船 chuang创 chun春 ci慈 da大达 dai代 dan丹 dao道 de德得 deng登 di迪地帝 dian电点 ding鼎定 dong东冬动
dou斗 du都 duo多 en恩 er尔 fa发法 fan帆凡 fang方芳 fei飞菲 fen芬 feng丰风峰凤锋 fo佛 fu福富复孚 gai盖 gan甘
gang港钢 gao高 ge格歌 gen根 gong工公宫 gu古固谷 guan冠关 guang光广 gui贵桂 guo国 hai海 han汉韩涵 hang航杭
hao豪浩好昊 he和合河禾荷鹤 hei黑 heng恒衡横 hong宏红虹鸿洪弘 hou厚 hu湖沪虎互 hua华花化 huai怀淮 huan环欢
huang黄皇 hui汇辉惠慧徽 huo火 ji吉集基技济 jia佳嘉家加 jian建健剑坚 jiang江疆 jiao交 jie捷杰洁 jin金锦进晋津今
jing京精晶景静 jiu久九 ju巨聚 jun军君骏俊 kai凯开 kang康 ke科柯可 kong空 ku酷 kuai快 kun昆坤 lai来莱 lan蓝兰
lang朗浪 lao老 le乐 lei雷 li力利立丽理里黎 lian联连莲 liang良亮 lin林临琳 ling灵凌岭 liu流柳 long龙隆
lu路鲁陆绿鹿 lun伦 luo洛罗 ma马玛 mai迈 man满 mao茂 mei美梅 meng盟蒙梦 mi米 mian棉 min民敏 ming明名铭 mo摩魔
mu木牧 na纳娜 nan南 neng能 ni尼 nian年 ning宁 niu牛 nong农 nuo诺 ou欧 pai派 pan盘 peng鹏 ping平 pu普浦
qi奇启齐起气琦七祺 qian前千乾 qiang强 qiao桥 qin勤秦 qing青清庆 qiu秋 qu曲 quan全泉 ran然 ren人仁 ri日
rong荣融容 ru如 rui瑞锐睿 run润 san三 sen森 sha沙厦 shan山善 shang上商尚 shao绍 she舍 shen深申神沈
sheng生胜盛升圣声 shi世时石师实士 shou首 shu数树 shuang双 shui水 shun顺 si思斯四丝 song松 su苏速 sui穗 sun孙
suo索 tai泰太台 tan坛 tang唐 tao涛 te特 teng腾 ti体 tian天田 tie铁 ting廷 tong通同铜童 tu图 tuo拓托 wa瓦
wan万湾 wang网旺王 wei为维威伟卫微味 wen文温 wo沃 wu五武物吴伍 xi西希锡喜熙 xia夏 xian先仙 xiang祥翔香象湘
xiao小晓 xie谐 xin新信鑫欣心昕 xing兴星行 xiong雄 xiu秀 xu旭徐 xuan轩 xue雪学 xun迅讯 ya亚雅 yan燕岩炎研
yang阳洋扬杨羊 yao耀 ye业叶 yi一易益亿艺宜怡依义伊 yin银印音 ying英鹰盈 yong永勇 you友优 yu宇玉育裕渝雨誉豫鱼
yuan元远源园圆 yue月粤越悦 yun云运 ze泽 zeng增 zhan展 zhang张章 zhao兆昭 zhe浙 zhen振真珍 zheng正郑
zhi智志制致知芝 zhong中众忠重 zhou州舟洲周 zhu珠竹 zhuo卓 zi紫子 zong宗 zun尊
"""
_HAN = {
    character: syllable
    for syllable, characters in re.findall(r"([a-z]+)([^\sa-z]+)", _PINYIN)
    for character in characters
}


@lru_cache(maxsize=200_000)
def in_latin(text: str) -> str:
    """Return a folded word spelled in Latin letters; letters that cannot be spelled stay."""
    if text.isascii():
        return text
    for pair, spelled in _GREEK_PAIRS.items():
        text = text.replace(pair, spelled)
    spelled = "".join(_letter(character) for character in text)
    for pair, glide in _KANA_PAIRS:
        spelled = spelled.replace(pair, glide) if _has_kana(text) else spelled
    return spelled


def _letter(character: str) -> str:
    code = ord(character)
    if _SYLLABLES <= code < _SYLLABLES + len(_INITIALS) * _OF_INITIAL:
        return _hangul(code - _SYLLABLES)
    if _HIRAGANA <= code < _KATAKANA - 10:
        character = chr(code - _HIRAGANA + _KATAKANA)
    for table in (_CYRILLIC, _GREEK, _KANA, _HAN):
        if character in table:
            return table[character].strip("_")
    return character


def _hangul(place: int) -> str:
    initial, rest = divmod(place, _OF_INITIAL)
    vowel, final = divmod(rest, _OF_VOWEL)
    return (_INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]).replace("_", "")


def _has_kana(text: str) -> bool:
    return any("\u3041" <= character <= "\u30ff" for character in text)


_SOUNDS = (
    ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("ts", "c"), ("tz", "c"), ("zh", "j"), ("dj", "j"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("y", "i"),
    ("eo", "o"), ("eu", "u"), ("ou", "u"), ("oo", "u"), ("l", "r"), ("g", "k"), ("d", "t"), ("b", "p"),
)  # fmt: skip
"""What transliterations of one sound differ in; each is brought to one letter, for comparing across scripts only."""


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Return roughly how a word in Latin letters sounds: two usual transliterations of one word come out alike."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return re.sub(r"(.)\1+", r"\1", word)


_SPACELESS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"})


@lru_cache(maxsize=20_000)
def is_spaceless(character: str) -> bool:
    """Tell whether a character belongs to a script that is written without spaces: Chinese and Japanese, and Korean.

    Korean has spaces, but a company's name is usually written as one word.
    """
    return unicodedata.name(character, "").split(" ")[0] in _SPACELESS
