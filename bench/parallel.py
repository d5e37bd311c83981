"""Names in several languages and scripts, for the labelled set of duplicates.

Collected for the measurement alone: the bot's own glossary is not looked at here, so that what it lacks shows.
"""

# ruff: noqa: E501, SIM905 - tables of words read better as tables

LEGAL = {
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "KG", "OHG", "UG (haftungsbeschränkt)", "e.K."),
    "FR": ("SARL", "S.A.", "SAS", "SASU", "EURL"),
    "ES": ("S.L.", "S.A.", "S.L.U.", "S. Coop."),
    "IT": ("S.r.l.", "S.p.A.", "S.a.s.", "S.n.c."),
    "PL": ("Sp. z o.o.", "S.A.", "sp. j.", "Spółka z o.o."),
    "GB": ("Ltd", "Limited", "PLC", "LLP"),
    "US": ("Inc.", "LLC", "Corp.", "Corporation", "Incorporated"),
    "BR": ("Ltda.", "S.A.", "Eireli", "ME"),
    "TR": ("A.Ş.", "Ltd. Şti.", "San. ve Tic. A.Ş."),
    "NL": ("B.V.", "N.V.", "VOF"),
    "SE": ("AB", "Aktiebolag", "HB"),
    "DK": ("A/S", "ApS", "IVS"),
    "IN": ("Pvt. Ltd.", "Private Limited", "Ltd.", "LLP"),
    "CN": ("有限公司", "股份有限公司", "有限责任公司", "Co., Ltd."),
    "JP": ("株式会社", "有限会社", "合同会社", "K.K."),
    "KR": ("주식회사", "(주)", "Co., Ltd."),
    "RU": ("ООО", "АО", "ПАО", "ЗАО"),
    "GR": ("Α.Ε.", "Ε.Π.Ε.", "Ο.Ε.", "Ι.Κ.Ε."),
    "AE": ("LLC", "FZE", "FZCO", "ذ.م.م"),
}
LATIN_LEGAL = {
    "CN": ("Co., Ltd.", "Co. Limited", "Corp."), "JP": ("K.K.", "Co., Ltd.", "Inc."),
    "KR": ("Co., Ltd.", "Inc.", "Corp."), "RU": ("OOO", "LLC", "AO", "JSC"), "GR": ("A.E.", "S.A.", "Ltd."),
    "AE": ("LLC", "FZE", "FZCO"),
}  # fmt: skip

CITIES = {
    "DE": (("Köln", "Cologne"), ("München", "Munich"), ("Hamburg", "Hamburg"), ("Nürnberg", "Nuremberg"),
           ("Leipzig", "Leipzig"), ("Frankfurt am Main", "Frankfurt"), ("Bielefeld", "Bielefeld"), ("Ulm", "Ulm")),
    "FR": (("Lyon", "Lyon"), ("Lille", "Lille"), ("Marseille", "Marseilles"), ("Nantes", "Nantes"),
           ("Strasbourg", "Strassburg"), ("Toulouse", "Toulouse")),
    "ES": (("Sevilla", "Seville"), ("Valencia", "Valencia"), ("Zaragoza", "Saragossa"), ("Bilbao", "Bilbao"),
           ("Madrid", "Madrid"), ("A Coruña", "La Coruña")),
    "IT": (("Milano", "Milan"), ("Torino", "Turin"), ("Firenze", "Florence"), ("Bologna", "Bologna"),
           ("Napoli", "Naples"), ("Padova", "Padua")),
    "PL": (("Warszawa", "Warsaw"), ("Łódź", "Lodz"), ("Kraków", "Cracow"), ("Gdańsk", "Danzig"),
           ("Poznań", "Poznan"), ("Katowice", "Katowice")),
    "GB": (("London", "London"), ("Leeds", "Leeds"), ("Bristol", "Bristol"), ("Glasgow", "Glasgow"),
           ("Birmingham", "Birmingham"), ("Cardiff", "Cardiff")),
    "US": (("Denver", "Denver"), ("Houston", "Houston"), ("Saint Louis", "St. Louis"), ("Portland", "Portland"),
           ("New York", "New York City"), ("Charlotte", "Charlotte")),
    "BR": (("São Paulo", "Sao Paulo"), ("Curitiba", "Curitiba"), ("Recife", "Recife"), ("Joinville", "Joinville"),
           ("Brasília", "Brasilia")),
    "TR": (("İstanbul", "Istanbul"), ("İzmir", "Smyrna"), ("Bursa", "Bursa"), ("Konya", "Konya"), ("Adana", "Adana")),
    "NL": (("Den Haag", "The Hague"), ("Rotterdam", "Rotterdam"), ("Utrecht", "Utrecht"), ("Breda", "Breda")),
    "SE": (("Göteborg", "Gothenburg"), ("Stockholm", "Stockholm"), ("Malmö", "Malmo"), ("Uppsala", "Uppsala")),
    "DK": (("København", "Copenhagen"), ("Aarhus", "Århus"), ("Odense", "Odense"), ("Esbjerg", "Esbjerg")),
    "IN": (("Mumbai", "Bombay"), ("Chennai", "Madras"), ("Pune", "Poona"), ("Ahmedabad", "Ahmedabad")),
    "CN": (("上海", "Shanghai"), ("宁波", "Ningbo"), ("东莞", "Dongguan"), ("佛山", "Foshan"), ("昆山", "Kunshan"),
           ("义乌", "Yiwu"), ("绍兴", "Shaoxing"), ("青岛", "Qingdao")),
    "JP": (("東京", "Tokyo"), ("大阪", "Osaka"), ("名古屋", "Nagoya"), ("浜松", "Hamamatsu"), ("福岡", "Fukuoka")),
    "KR": (("서울", "Seoul"), ("부산", "Busan"), ("인천", "Incheon"), ("대구", "Daegu")),
    "RU": (("Москва", "Moscow"), ("Самара", "Samara"), ("Казань", "Kazan"), ("Пермь", "Perm"), ("Томск", "Tomsk")),
    "GR": (("Αθήνα", "Athens"), ("Θεσσαλονίκη", "Thessaloniki"), ("Πάτρα", "Patras"), ("Βόλος", "Volos")),
    "AE": (("دبي", "Dubai"), ("أبوظبي", "Abu Dhabi"), ("الشارقة", "Sharjah")),
}  # fmt: skip

LANGUAGE = {
    "DE": "de", "FR": "fr", "ES": "es", "IT": "it", "PL": "pl", "GB": "en", "US": "en", "BR": "pt", "TR": "tr",
    "NL": "nl", "SE": "en", "DK": "en", "IN": "en", "CN": "zh", "JP": "ja", "KR": "ko", "RU": "ru", "GR": "el",
    "AE": "ar",
}  # fmt: skip
_LANGUAGES = "en de fr es it pl pt tr nl zh ja ko ru el ar".split()
_TRADES = """
Machinery|Maschinenbau|Machines|Maquinaria|Macchine|Maszyny|Máquinas|Makina|Machinebouw|机械|機械|기계|Машины|Μηχανήματα|للآلات
Trading|Handel|Négoce|Comercial|Commerciale|Handel|Comércio|Ticaret|Handel|贸易|貿易|무역|Торговля|Εμπορική|للتجارة
Textiles|Textil|Textiles|Textil|Tessuti|Tekstylia|Têxtil|Tekstil|Textiel|纺织|繊維|섬유|Текстиль|Υφάσματα|للنسيج
Foods|Lebensmittel|Alimentation|Alimentos|Alimentari|Żywność|Alimentos|Gıda|Levensmiddelen|食品|食品|식품|Продукты|Τρόφιμα|للأغذية
Packaging|Verpackungen|Emballages|Embalajes|Imballaggi|Opakowania|Embalagens|Ambalaj|Verpakkingen|包装|包装|포장|Упаковка|Συσκευασία|للتغليف
Electronics|Elektronik|Électronique|Electrónica|Elettronica|Elektronika|Eletrônica|Elektronik|Elektronica|电子|電子|전자|Электроника|Ηλεκτρονικά|للإلكترونيات
Furniture|Möbel|Meubles|Muebles|Mobili|Meble|Móveis|Mobilya|Meubelen|家具|家具|가구|Мебель|Έπιπλα|للأثاث
Chemicals|Chemie|Chimie|Química|Chimica|Chemia|Química|Kimya|Chemie|化工|化学|화학|Химия|Χημικά|للكيماويات
Steel|Stahl|Aciers|Aceros|Acciai|Stal|Aços|Çelik|Staal|钢铁|鋼業|철강|Сталь|Χάλυβας|للصلب
Logistics|Logistik|Logistique|Logística|Logistica|Logistyka|Logística|Lojistik|Logistiek|物流|物流|물류|Логистика|Μεταφορές|للخدمات اللوجستية
Technology|Technik|Technologies|Tecnología|Tecnologie|Technologie|Tecnologia|Teknoloji|Techniek|科技|技研|기술|Технологии|Τεχνολογία|للتقنية
Bearings|Wälzlager|Roulements|Rodamientos|Cuscinetti|Łożyska|Rolamentos|Rulman|Lagers|轴承|軸受|베어링|Подшипники|Ρουλεμάν|للمحامل
Lighting|Leuchten|Luminaires|Iluminación|Illuminazione|Oświetlenie|Iluminação|Aydınlatma|Verlichting|照明|照明|조명|Светотехника|Φωτισμός|للإضاءة
Footwear|Schuhe|Chaussures|Calzado|Calzature|Obuwie|Calçados|Ayakkabı|Schoenen|鞋业|シューズ|신발|Обувь|Υποδήματα|للأحذية
Cables|Kabel|Câbles|Cables|Cavi|Kable|Cabos|Kablo|Kabels|电缆|電線|전선|Кабель|Καλώδια|للكابلات
Paints|Farben|Peintures|Pinturas|Vernici|Farby|Tintas|Boya|Verf|涂料|塗料|페인트|Краски|Χρώματα|للدهانات
Bicycles|Fahrräder|Cycles|Bicicletas|Biciclette|Rowery|Bicicletas|Bisiklet|Rijwielen|自行车|サイクル|자전거|Велосипеды|Ποδήλατα|للدراجات
Ceramics|Keramik|Céramique|Cerámica|Ceramiche|Ceramika|Cerâmica|Seramik|Keramiek|陶瓷|セラミックス|세라믹|Керамика|Κεραμικά|للسيراميك
Construction|Bau|Construction|Construcciones|Costruzioni|Budownictwo|Construções|İnşaat|Bouw|建筑|建設|건설|Строй|Κατασκευές|للمقاولات
Medical|Medizintechnik|Médical|Médica|Medicale|Medyczna|Médica|Medikal|Medisch|医疗|医療|의료|Медтехника|Ιατρικά|الطبية
Tools|Werkzeuge|Outillage|Herramientas|Utensili|Narzędzia|Ferramentas|Takım|Gereedschappen|工具|工具|공구|Инструмент|Εργαλεία|للأدوات
Cosmetics|Kosmetik|Cosmétiques|Cosmética|Cosmetici|Kosmetyki|Cosméticos|Kozmetik|Cosmetica|化妆品|化粧品|화장품|Косметика|Καλλυντικά|لمستحضرات التجميل
Glass|Glas|Verre|Vidrio|Vetro|Szkło|Vidros|Cam|Glas|玻璃|ガラス|유리|Стекло|Γυαλί|للزجاج
Leather|Leder|Cuir|Cuero|Pelletteria|Skóra|Couros|Deri|Leer|皮革|皮革|가죽|Кожа|Δέρματα|للجلود
"""
TRADES = tuple(dict(zip(_LANGUAGES, line.split("|"), strict=True)) for line in _TRADES.strip().splitlines())

SURNAMES = {
    "DE": "Müller Schäfer Krüger Hoffmann Lindner Vogt Brandt Götz Ziegler Reuter Kühn Sauer Haas Bergmann".split(),
    "FR": "Lefèvre Moreau Girard Bonnet Chevalier Fontaine Perrin Gauthier Mercier Renaud Blanchard".split(),
    "ES": "Ibáñez Ortega Castaño Peña Ríos Navarro Quintana Beltrán Salgado Montero Carrasco".split(),
    "IT": "Rossi Bianchi Colombo Gallo Marchetti Fontana Rinaldi Ferraro Pellegrini Battaglia".split(),
    "PL": "Wójcik Kowalczyk Szymański Dąbrowski Wiśniewski Piątek Zając Górski Sikora Wróbel".split(),
    "GB": "Hartley Whitmore Ashdown Pemberton Thackeray Langford Bexley Cartwright Holroyd Winslow".split(),
    "BR": "Gonçalves Magalhães Araújo Nogueira Figueiredo Teixeira Cardoso Moraes Vasconcelos".split(),
}

HANZI = dict(
    pair.split(":")
    for pair in (
        "华:hua 腾:teng 金:jin 鑫:xin 恒:heng 盛:sheng 瑞:rui 丰:feng 达:da 泰:tai 宏:hong 昌:chang 晟:sheng 璟:jing "
        "骅:hua 祺:qi 榕:rong 皓:hao 晖:hui 煜:yu 佳:jia 美:mei 康:kang 宝:bao 龙:long 凯:kai 嘉:jia 诚:cheng 信:xin "
        "顺:shun 通:tong 源:yuan 兴:xing 旺:wang 隆:long 裕:yu 祥:xiang 亨:heng 朗:lang 锐:rui 驰:chi 翔:xiang 鹏:peng "
        "贝:bei 德:de 斯:si 曼:man 菲:fei 洛:luo 维:wei 卡:ka 诺:nuo 迪:di 莱:lai 雅:ya 尚:shang 乐:le 优:you 创:chuang"
    ).split()
)
BRANDS = {
    "JP": "サクラ:Sakura ミズホ:Mizuho ヒカリ:Hikari アサヒ:Asahi ツバメ:Tsubame カモメ:Kamome ナニワ:Naniwa イズミ:Izumi "
    "山田:Yamada 田中:Tanaka 富士見:Fujimi 高橋:Takahashi 石川:Ishikawa 中村:Nakamura トミタ:Tomita フジシマ:Fujishima",
    "KR": "한빛:Hanbit 대성:Daesung 동양:Dongyang 세종:Sejong 금강:Kumkang 신라:Silla 백두:Baekdu 한솔:Hansol 우진:Woojin "
    "태광:Taekwang 삼원:Samwon 경동:Kyungdong 미래:Mirae 성우:Sungwoo",
    "RU": "Ромашка:Romashka Восток:Vostok Рассвет:Rassvet Балтика:Baltika Чайка:Chaika Север:Sever Юпитер:Yupiter "
    "Жемчуг:Zhemchug Прогресс:Progress Заря:Zarya Лидер:Lider Уралец:Uralets Горизонт:Gorizont Ястреб:Yastreb",
    "GR": "Δέλτα:Delta Όλυμπος:Olympos Ήλιος:Helios Αιγαίο:Aigaio Μακεδονία:Makedonia Φοίνικας:Finikas Ίκαρος:Ikaros "
    "Παπαδάκης:Papadakis Ορφέας:Orfeas Ποσειδών:Poseidon",
    "AE": "النور:Al Noor الأمل:Al Amal الخليج:Al Khaleej السلام:Al Salam الفجر:Al Fajr المدينة:Al Madina النجم:Al Najm",
}
SYLLABLES = (
    "al an ar ba bel bo bri ca cor da del dra el en far fer ga gor ha hel in ja kal ko la lin lu mar mer mo na nor or pa "
    "pol qua ra ren ro sa sel so ta tel tor ul va ver vi wen xo ya zan ze"
).split()
ENDINGS = "bach dex ia is lux mont nova on or port rex sund tec ton tra um us vale wick zen".split()
STREETS = {
    "DE": "Hauptstraße|Industriestr.|Am Hafen|Goethestraße|Bahnhofstraße", "FR": "rue de la Gare|avenue Foch|rue Pasteur",
    "ES": "Calle Mayor|Avenida del Puerto|Calle Colón", "IT": "Via Roma|Via Garibaldi|Corso Italia",
    "GB": "High Street|Station Road|Mill Lane", "US": "Main Street|Oak Avenue|Industrial Blvd", "PL": "ul. Długa|ul. Polna",
}  # fmt: skip
