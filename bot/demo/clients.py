"""The demo's clients: sixty made-up companies in fifteen countries, named in their own scripts."""

from dataclasses import dataclass, replace

from bot.demo.cast import DIEGO, INGRID, LIHUA, MEI

NOBODY = ""
LONG_AGO, THIS_YEAR, LAST_WEEK = 930, 150, 6
"""How many days before this week's Monday a file was opened."""


@dataclass(frozen=True)
class DemoClient:
    """One client.

    `kind` is industry, nature and type, as the catalogue's keys. `size` is its usual share of the business: a
    handful carries most of it, as everywhere. `pays` is a habit of `bot.demo.trade`, `terms` are days and `growth`
    is a yearly factor. Market, owner and currency come from the group that it stands in.
    """

    code: str
    name: str
    city: str
    kind: str
    contact: str
    title: str
    size: int
    pays: str = "prompt"
    terms: int = 30
    growth: float = 1.06
    stage: str = "present"
    relation: str = "direct"
    opened: int = LONG_AGO
    owner: str | None = None
    country: str = ""
    currency: str = ""
    phone: str = ""

    @property
    def domain(self) -> str:
        """Return the domain of its addresses, under a top level that is reserved for examples."""
        return f"{self.code.casefold()}.example"

    @property
    def has_owner(self) -> bool:
        """Tell whether somebody keeps this file."""
        return self.owner != NOBODY


def _market(country: str, owner: str, currency: str, dial: str, *clients: DemoClient) -> tuple[DemoClient, ...]:
    return tuple(
        replace(
            each,
            country=country,
            currency=currency,
            phone=f"{dial}{number:02d}",
            owner=owner if each.owner is None else each.owner,
        )
        for number, each in enumerate(clients)
    )


_C = DemoClient
BUYER, OWNER, HEAD, DIRECTOR = "Buyer", "Owner", "Head of purchasing", "Managing director"

# fmt: off
CLIENTS: tuple[DemoClient, ...] = (
    *_market("DE", MEI, "EUR", "+49 40 555 01",
        _C("ACME", "ACME Trading GmbH", "Hamburg", "wholesale private importer", "Katrin Weber", HEAD, 64, "slow", 45),
        _C("SUEDB", "Südbau Großhandel AG", "Stuttgart", "construction listed wholesaler", "Jörg Häberle", HEAD, 100,
           growth=1.11),
        _C("BRUCK", "Brückner Werkzeughandel GmbH", "Nürnberg", "retail private distributor", "Sabine Brückner",
           OWNER, 24, "late"),
        _C("HOLZM", "Hölzmann & Söhne KG", "Bremen", "household family manufacturer", "Uwe Hölzmann", OWNER, 7),
        _C("FAEHR", "Fährland Baumärkte GmbH", "Kiel", "retail private retailer", "Anke Petersen", BUYER, 13,
           growth=0.9),
        _C("KOENI", "Königsfeld Maschinenbau GmbH", "Chemnitz", "machinery foreign end_user", "Falk Richter", BUYER, 0,
           stage="future", opened=LAST_WEEK),
    ),
    *_market("FR", MEI, "EUR", "+33 4 99 55 01",
        _C("BELLE", "Établissements Bellegarde", "Lyon", "wholesale family wholesaler", "Hélène Bellegarde", DIRECTOR,
           38, terms=45),
        _C("OUTIL", "Outillage du Fleuve SARL", "Nantes", "retail private distributor", "Loïc Le Gall", OWNER, 9,
           "late"),
        _C("CHAUM", "Chaumeil Frères SA", "Clermont-Ferrand", "construction family contractor", "Benoît Chaumeil",
           DIRECTOR, 5, stage="past"),
        _C("GRANV", "Quincaillerie Granval", "Lille", "retail sole_trader retailer", "Maïté Granval", OWNER, 3,
           owner=NOBODY),
    ),
    *_market("PL", MEI, "EUR", "+48 32 555 01",
        _C("SLASK", "Śląskie Narzędzia Sp. z o.o.", "Katowice", "machinery private distributor", "Agnieszka Wójcik",
           HEAD, 31, growth=1.3),
        _C("ZLOTA", "Złota Kotwica S.A.", "Gdańsk", "transport listed end_user", "Paweł Żuk", BUYER, 11, "slow"),
        _C("BRZOZ", "Brzozowski i Synowie", "Kraków", "retail family retailer", "Łukasz Brzozowski", OWNER, 4),
        _C("LODZK", "Łódzka Hurtownia Budowlana", "Łódź", "construction private wholesaler", "Ewa Dąbrowska", HEAD, 0,
           stage="future", opened=THIS_YEAR),
    ),
    *_market("GR", MEI, "EUR", "+30 21 0555 01",
        _C("AIGAI", "Εργαλεία Αιγαίου Α.Ε.", "Piraeus", "wholesale private importer", "Ελένη Γεωργίου", DIRECTOR, 15,
           "bad", 60, 0.85),
        _C("PAPAD", "Υιοί Παπαδημητρίου Ο.Ε.", "Thessaloniki", "construction family wholesaler",
           "Νίκος Παπαδημητρίου", OWNER, 6, "late", 60),
        _C("KRITI", "Κρητικά Υλικά Ε.Π.Ε.", "Heraklion", "construction private retailer", "Μαρία Σταυρουλάκη", BUYER, 3,
           relation="indirect"),
    ),
    *_market("BG", MEI, "EUR", "+359 2 555 01",
        _C("BALKA", "Балкан Инструмент ООД", "Sofia", "wholesale private distributor", "Георги Димитров", OWNER, 10),
        _C("CHERN", "Черноморски Материали АД", "Varna", "construction listed importer", "Десислава Петрова", HEAD, 8,
           "slow"),
        _C("TRAKI", "Тракия Строй ЕООД", "Plovdiv", "construction private contractor", "Иван Колев", OWNER, 2),
    ),
    *_market("ES", DIEGO, "EUR", "+34 95 555 01",
        _C("CANTA", "Suministros Cantábrico S.A.", "Bilbao", "machinery listed distributor", "Íñigo Aguirre", HEAD, 42,
           terms=60),
        _C("FERRE", "Ferretería Núñez e Hijos S.L.", "Sevilla", "retail family retailer", "Rocío Núñez", OWNER, 12,
           "slow"),
        _C("OLIVA", "Herramientas Olivar S. Coop.", "Jaén", "agriculture cooperative end_user", "Ángel Peña", BUYER, 6),
        _C("LEVAN", "Distribuciones Peñagolosa S.L.", "Valencia", "wholesale private distributor", "Begoña Ibáñez",
           DIRECTOR, 0, stage="future", opened=THIS_YEAR),
    ),
    *_market("BR", DIEGO, "USD", "+55 11 5550 1",
        _C("SAOBE", "Comércio São Bento Ltda.", "São Paulo", "wholesale private importer", "João Conceição", HEAD, 28,
           "late", 60, 1.2),
        _C("IGUAC", "Ferragens Iguaçu Ltda.", "Curitiba", "retail family distributor", "Débora Araújo", DIRECTOR, 11,
           "slow", 60),
        _C("PARAI", "Paraíso Construções S.A.", "Salvador", "construction listed contractor", "Antônio Brandão", BUYER,
           4, stage="past"),
        _C("MANGU", "Mangueira Distribuidora", "Rio de Janeiro", "wholesale private distributor", "Zélia Magalhães",
           OWNER, 5, "bad", relation="indirect"),
    ),
    *_market("US", DIEGO, "USD", "+1 718 555 01",
        _C("GRNPT", "Greenpoint Hardware Inc.", "Brooklyn", "retail private retailer", "Dana Kowalczyk", HEAD, 58,
           growth=1.15),
        _C("TIDEW", "Tidewater Tool & Fastener Co.", "Norfolk", "wholesale private wholesaler", "Marcus Bell", DIRECTOR,
           21),
        _C("LONEM", "Lone Mesa Supply LLC", "El Paso", "construction private contractor", "Priscilla Ortega", OWNER, 6,
           "late"),
        _C("CASCA", "Cascadia Builders Depot", "Tacoma", "construction cooperative retailer", "Owen Strand", BUYER, 4,
           owner=NOBODY),
    ),
    *_market("IL", DIEGO, "USD", "+972 4 555 01",
        _C("CARME", "כלי הכרמל בע״מ", "Haifa", "machinery private importer", "נועה ברק", HEAD, 14),
        _C("NEGEV", "אספקת הנגב בע״מ", "Be'er Sheva", "energy private distributor", "יוסי אלון", OWNER, 5, "slow"),
        _C("GALIL", "בוני הגליל", "Acre", "construction cooperative contractor", "רות שגב", BUYER, 2, stage="past"),
    ),
    *_market("AE", LIHUA, "USD", "+971 4 555 01",
        _C("KHALI", "شركة الخليج الأزرق للتجارة ذ.م.م", "Dubai", "wholesale private importer", "يوسف المنصوري",
           DIRECTOR, 47, "slow", 60, 1.18),
        _C("WAHAA", "مؤسسة الواحة لمواد البناء", "Sharjah", "construction family wholesaler", "مريم الكتبي", OWNER, 12,
           "bad"),
        _C("SAQRT", "الصقر للعدد والأدوات", "Abu Dhabi", "energy state end_user", "خالد الظاهري", HEAD, 9, terms=90),
        _C("MARJA", "المرجان للتوريدات", "Ajman", "services private agent", "سلمى النعيمي", OWNER, 3, owner=NOBODY),
    ),
    *_market("CN", LIHUA, "CNY", "+86 574 5550 1",
        _C("JINHE", "金禾建材集团股份有限公司", "Hangzhou", "construction listed distributor", "陈建国", HEAD, 85,
           growth=1.14),
        _C("HAIYU", "宁波海屿进出口有限公司", "Ningbo", "wholesale private importer", "林晓燕", DIRECTOR, 27),
        _C("LANTI", "蓝梯五金(深圳)有限公司", "Shenzhen", "electronics joint_venture manufacturer", "黄志强", BUYER, 16,
           "slow"),
        _C("YUNLI", "云岭工具有限公司", "Kunming", "retail private retailer", "杨丽", OWNER, 5),
        _C("BEICH", "北辰国际贸易(天津)有限公司", "Tianjin", "wholesale state agent", "刘伟", BUYER, 8, growth=0.8),
        _C("CHANG", "长桥供应链有限公司", "Wuhan", "transport private distributor", "周敏", HEAD, 0, stage="future",
           opened=LAST_WEEK + 1),
    ),
    *_market("JP", LIHUA, "JPY", "+81 45 555 01",
        _C("MINAT", "株式会社みなと工具", "Yokohama", "machinery listed distributor", "佐藤 健一", HEAD, 53, terms=60,
           owner=INGRID),
        _C("TSUBA", "つばめ金物株式会社", "Niigata", "household family manufacturer", "高橋 由美", DIRECTOR, 18),
        _C("AOZOR", "アオゾラ商事株式会社", "Nagoya", "wholesale private agent", "伊藤 翔", BUYER, 7),
        _C("FUJIK", "藤川建材有限会社", "Fukuoka", "construction family retailer", "藤川 誠", OWNER, 3, stage="past"),
    ),
    *_market("KR", LIHUA, "USD", "+82 2 555 01",
        _C("HANUL", "한울공구 주식회사", "Seoul", "machinery private distributor", "김민준", HEAD, 33, growth=1.12),
        _C("DONGB", "동백산업(주)", "Busan", "transport private end_user", "박지영", BUYER, 10, "slow"),
        _C("SAEBY", "새벽건재", "Incheon", "construction sole_trader retailer", "이도윤", OWNER, 2),
        _C("MUGUN", "무궁정밀 주식회사", "Daegu", "automotive joint_venture manufacturer", "최서연", BUYER, 0,
           stage="future", opened=THIS_YEAR),
    ),
    *_market("TH", LIHUA, "USD", "+66 2 555 01",
        _C("SIAMT", "บริษัท สยามรุ่งเรืองเครื่องมือ จำกัด", "Bangkok", "wholesale private importer", "สมชาย วงศ์ดี", DIRECTOR, 19,
           "late"),
        _C("CHAOP", "บริษัท เจ้าพระยาวัสดุ จำกัด", "Nonthaburi", "construction private wholesaler", "อรทัย แก้วใส", HEAD, 6),
        _C("LANNA", "ห้างหุ้นส่วนจำกัด ล้านนาการช่าง", "Chiang Mai", "retail family retailer", "นิรันดร์ ใจงาม", OWNER, 2,
           relation="indirect"),
    ),
    *_market("IN", LIHUA, "USD", "+91 20 5550 1",
        _C("SURYA", "सूर्य टूल्स प्राइवेट लिमिटेड", "Pune", "automotive private distributor", "अनिता देशपांडे", HEAD, 17,
           "slow", 60, 1.25),
        _C("DECCN", "Deccan Fasteners Pvt. Ltd.", "Hyderabad", "machinery private manufacturer", "Ravi Teja", DIRECTOR,
           9),
        _C("GANGA", "गंगा हार्डवेयर स्टोर्स", "Varanasi", "retail sole_trader retailer", "विनोद मिश्रा", OWNER, 2,
           owner=NOBODY),
        _C("NILGI", "நீலகிரி எண்டர்பிரைசஸ்", "Coimbatore", "textiles private end_user", "கவிதா ராஜன்", BUYER, 0,
           stage="future", opened=LAST_WEEK - 1),
    ),
)
# fmt: on
