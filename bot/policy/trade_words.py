"""A small glossary: words that company names are commonly made of, in the languages of our clients, and places.

It says which words mean the same, so that 上海机械 is seen to be Shanghai Machinery, and which words only describe a
company, so that two namesakes in different trades stay apart. It is no dictionary: what is not here is compared as
it is written.
"""

from bot.policy.names import fold

_TRADES = """
machinery: machinery machines machine mach maschinen maschinenbau maschinenfabrik machinerie macchine macchinari maquinaria maquinas maszyny makina makine машины машиностроение машинери μηχανηματα 机械 機械 机器 기계
tools: tools tool werkzeuge werkzeug werkzeugbau outils outillage herramientas utensili attrezzi ferramentas narzędzia инструмент инструменты инструменти εργαλεια 工具 五金 工具製作所 hardware ferretería quincaillerie ferramenta eisenwaren gereedschap 공구
trade: trading trade traders trd handel handels handelsgesellschaft commerce commercial comercio comercial comércio commerciale négoce commerciale ticaret торговля торговый трейд търговия εμποριο εμπορικη 贸易 貿易 商贸 商貿 商事 商会 무역 상사 perdagangan niaga kereskedelmi obchod handlowa tradex
import_export: import export importers exporters importateur importación exportación importação exportação importacion exportacion importazione ithalat ihracat импорт экспорт 进出口 進出口 진출구 impex eximport eksport
technology: technology technologies tech technologie technologien technik tecnologia tecnologías tecnología technologia teknoloji технологии технология технологий τεχνολογια 科技 技术 技術 기술 teknologi techno technic technics teknik
electronics: electronics electronic elektronik electronique électronique electronica electrónica eletrônica elettronica elektronika электроника 电子 電子 전자
electric: electric electrical elektro electricité électrique electricidad eléctrica elétrica elettrica elektrik электро 电气 電気 電器 电器 電機 电机 전기
industry: industry industries industrial ind industrie industriel industrielle industria industrial indústria industriale przemysł sanayi промышленность индустрия βιομηχανια 工业 工業 实业 實業 实业 산업 industri industries
manufacturing: manufacturing manufacturer manufacturers mfg manufaktur manufacture fabrication fabricación fabricacion fabrik fabrica fábrica fabbrica fabryka imalat производство 制造 製造 制造厂 제조 製作所 works werke werk factory 厂 工厂 工場
steel: steel stahl stahlhandel acier aciers acero aceros acciaio acciai aço aços stal çelik сталь 钢铁 鋼鉄 钢 鋼 철강 staal stål
metal: metal metals metall metalle métal métaux metales metalli metais metale metalurgia métallurgie metal металл металлы 金属 金屬 금속 metallbau
plastics: plastics plastic kunststoff kunststoffe plastique plastiques plásticos plasticos plastica plastiche tworzywa plastik пластик пластмассы 塑料 塑胶 プラスチック 플라스틱 kunststof
textiles: textiles textile textil textilien tessile tessuti têxtil têxteis tekstylia tekstil текстиль 纺织 紡織 纺织品 섬유 繊維 tekstiles
garments: garments garment clothing bekleidung mode vêtements confecciones ropa abbigliamento vestuário odzież giyim одежда 服装 服飾 服饰 アパレル 의류 apparel fashion moda
foods: foods food lebensmittel nahrungsmittel alimentos alimentaire alimentation alimentari alimenticios żywność spożywcza gıda продукты питание храни τροφιμα 食品 식품 makanan
chemicals: chemicals chemical chemie chemische chimie chimique química quimica químicos chimica chemia chemiczne kimya химия химический 化工 化学 化學 화학 kimia chem
pharma: pharma pharmaceutical pharmaceuticals pharmazeutika pharmacie pharmaceutique farmacéutica farmaceutica farmácia farmacja ilaç фарма 制药 製薬 药业 医药 제약 farma
medical: medical medizintechnik médical médica medica medicale medyczny tıbbi медицинский 医疗 医療 의료 medika
paper: paper papers papier papel carta kağıt бумага 纸业 紙業 造纸 제지 kertas papír
packaging: packaging packing verpackung verpackungen emballage emballages embalajes embalagens envases imballaggi opakowania ambalaj упаковка опаковки 包装 包裝 포장 kemasan pack
printing: printing printers druck druckerei imprimerie imprenta stamperia tipografia gráfica drukarnia matbaa типография 印刷 인쇄 percetakan
construction: construction constructions building builders bau bauunternehmen hochbau tiefbau bâtiment construcciones construcción construcoes construção costruzioni edilizia budowa budownictwo budowlana inşaat yapı строительство строй стройматериалы κατασκευες 建设 建設 建筑 建築 工務店 건설 bouw
materials: materials material baustoffe matériaux materiales materiali materiais materiały malzeme материалы материали υλικα 材料 建材 자재
furniture: furniture möbel meubles muebles mobili móveis meble mobilya мебель επιπλα 家具 家居 가구 møbler möbler meubelen
wood: wood timber holz bois madera maderas legno legnami madeira madeiras drewno ahşap kereste древесина 木业 木材 목재 tømmer hout
logistics: logistics logistic logistik logistique logística logistica logistyka lojistik логистика 物流 물류
transport: transport transports transportation spedition spediteur transporte transportes trasporti nakliyat taşımacılık транспорт μεταφορες 运输 運輸 運送 운송 expedition haulage cargo freight
shipping: shipping reederei schifffahrt maritime naviera navigazione navegação żegluga denizcilik судоходство 航运 海运 海運 해운
automotive: automotive auto automobile autos automobiles automóviles automotriz automobili autoteile motoryzacja otomotiv авто автомобили 汽车 汽車 自動車 자동차 motors motor
parts: parts components teile komponenten pièces repuestos piezas ricambi componenti peças części parça запчасти 零部件 配件 部品 부품
energy: energy energie énergie energía energia enerji энергия енергия ενεργεια 能源 エネルギー 에너지 energi power
solar: solar photovoltaik photovoltaïque fotovoltaica güneş солар 光伏 太阳能 ソーラー 태양광
water: water wasser eau eaux agua água acqua woda вода 水务 水処理 voda
environment: environmental environment umwelt umwelttechnik environnement ambiental ambiente środowisko çevre экология 环保 環境 环境 환경
agriculture: agriculture agricultural agro agrar landwirtschaft agricole agrícola agricola rolnictwo tarım агро 农业 農業 农产品 농업 agri
optics: optics optical optik optique óptica optica ottica optyka оптика 光学 光學 광학
glass: glass glas verre vidrio vetro vidro szkło стекло 玻璃 ガラス 유리
ceramics: ceramics ceramic keramik céramique cerámica ceramica cerâmica ceramika seramik керамика 陶瓷 セラミック 도자기
toys: toys spielwaren spielzeug jouets juguetes giocattoli brinquedos zabawki oyuncak игрушки 玩具 완구
jewellery: jewellery jewelry schmuck juwelier bijoux joyería gioielli jóias biżuteria kuyumculuk 珠宝 ジュエリー 보석
software: software informatik informatique informática informatica oprogramowanie yazılım программы 软件 ソフトウェア 소프트웨어
systems: systems system systeme systèmes sistemas sistemi systemy sistem системы 系统 システム 시스템
engineering: engineering engineers ingenieurbüro anlagenbau ingénierie ingeniería ingeniería ingegneria engenharia inżynieria mühendislik инжиниринг 工程 エンジニアリング 엔지니어링 eng
instruments: instruments instrumentation messtechnik mesure instrumentos strumenti przyrządy приборы 仪器 仪表 計器 計測 계측
equipment: equipment ausrüstung anlagen équipement équipements equipos attrezzature equipamentos sprzęt urządzenia ekipman оборудование 设备 設備 装备 장비 peralatan
pumps: pumps pump pumpen pompes bombas pompe pompy pompa насосы 泵业 水泵 ポンプ 펌프
valves: valves valve armaturen ventile robinetterie válvulas valvole zawory vana арматура 阀门 バルブ 밸브
services: services service dienstleistungen dienste servicios servizi serviços usługi hizmetleri услуги 服务 サービス 서비스
sales: sales vertrieb vertriebs ventes ventas vendite vendas sprzedaż satış сбыт продажи 销售 販売 판매
wholesale: wholesale wholesalers grosshandel großhandel gros grossiste mayorista ingrosso atacado atacadista hurtownia hurt toptan опт 批发 卸売 도매
distribution: distribution distributors distributor distribuciones distribuidora distribuição distribuzione dystrybucja dağıtım дистрибуция дистрибьюция 经销 配送 유통
supplies: supplies supply bedarf fournitures suministros forniture fornecimentos zaopatrzenie tedarik снабжение 供应 供应链 공급
retail: retail einzelhandel détail minorista dettaglio varejo detaliczny perakende розница 零售 小売 store stores shop
solutions: solutions solution lösungen soluciones soluzioni soluções rozwiązania çözümleri решения 解决方案 ソリューション 솔루션
design: design gestaltung diseño projekt tasarım дизайн 设计 デザイン 디자인
development: development entwicklung développement desarrollo sviluppo desenvolvimento rozwój geliştirme развитие 发展 開発 开发 개발
investment: investment investments beteiligungen investissement inversiones investimenti investimentos inwestycje yatırım инвест 投资 投資 투자
consulting: consulting consultants beratung conseil consultoría consulenza consultoria doradztwo danışmanlık консалтинг 咨询 コンサルティング 컨설팅
international: international intl internationale internacional internazionale międzynarodowa uluslararası международный 国际 國際 インターナショナル 국제 global worldwide
sons: sons söhne soehne fils hijos figli filhos synowie oğulları сыновья υιοι zonen
brothers: brothers bros gebrüder gebr frères hermanos hnos fratelli flli irmãos bracia kardeşler братья αφοι 兄弟 broers
partners: partners partner associates partenaires socios soci parceiros partnerzy ortakları партнеры партньори
bakery: bakery bäckerei boulangerie panadería panificio padaria piekarnia fırın пекарня 烘焙 ベーカリー bakkerij
brewery: brewery brauerei brauhaus brasserie cervecería birrificio cervejaria browar пивоварня 啤酒 ビール brouwerij
wine: wine wines weine weingut vins vinos vini vinhos wina şarap вина 酒业 ワイン 와인 winery
flowers: flowers blumen fleurs flores fiori kwiaty çiçek цветы 花卉 bloemen
hotel: hotel hotels hôtel hotelería отель 酒店 ホテル 호텔
travel: travel reisen reisebüro voyages viajes viaggi viagens podróże seyahat туризм 旅游 旅行 여행 tours
"""  # noqa: E501 - a trade a line: a table reads better than a paragraph

_PLACES = """
beijing: beijing peking pekin 北京 пекин
shanghai: shanghai schanghai 上海 шанхай 상하이
guangzhou: guangzhou canton kanton 广州 廣州
shenzhen: shenzhen 深圳
tianjin: tianjin 天津
chongqing: chongqing 重庆
chengdu: chengdu 成都
hangzhou: hangzhou 杭州
ningbo: ningbo 宁波
nanjing: nanjing nanking 南京
suzhou: suzhou 苏州
wuxi: wuxi 无锡
wuhan: wuhan 武汉
xian: xian 西安
qingdao: qingdao tsingtao 青岛
dalian: dalian 大连
xiamen: xiamen amoy 厦门
dongguan: dongguan 东莞
foshan: foshan 佛山
wenzhou: wenzhou 温州
yiwu: yiwu 义乌
shenyang: shenyang 沈阳
changsha: changsha 长沙
zhengzhou: zhengzhou 郑州
jinan: jinan 济南
hefei: hefei 合肥
fuzhou: fuzhou 福州
zhejiang: zhejiang 浙江
jiangsu: jiangsu 江苏
guangdong: guangdong 广东
shandong: shandong 山东
fujian: fujian 福建
hebei: hebei 河北
sichuan: sichuan 四川
hongkong: hongkong 香港 гонконг
taipei: taipei 台北 臺北
taiwan: taiwan 台湾 臺灣
china: china chine cina chiny çin китай 中国 中國 중국
tokyo: tokyo tokio 東京 东京 токио 도쿄
osaka: osaka 大阪 осака 오사카
kyoto: kyoto 京都
nagoya: nagoya 名古屋
yokohama: yokohama 横浜
japan: japan japon giappone japonia 日本 япония 일본
seoul: seoul séoul seúl 서울 首尔 сеул
incheon: incheon inchon 인천
daegu: daegu taegu 대구
busan: busan pusan 부산
korea: korea corée corea 한국 韩国 корея
singapore: singapore singapur singapour 新加坡 сингапур
bangkok: bangkok กรุงเทพ
hanoi: hanoi hanói
vietnam: vietnam
cologne: köln koeln cologne colonia kolonia keulen кёльн кельн
munich: münchen muenchen munich monaco múnich monachium мюнхен
nuremberg: nürnberg nuernberg nuremberg norimberga núremberg
hamburg: hamburg hambourg amburgo hamburgo гамбург
berlin: berlin berlino berlín берлин
frankfurt: frankfurt francfort francoforte fráncfort франкфурт
dusseldorf: düsseldorf duesseldorf dusseldorf дюссельдорф
germany: germany deutschland allemagne alemania germania alemanha niemcy almanya германия
vienna: wien vienna vienne viena wiedeń viyana вена
zurich: zürich zuerich zurich zurigo цюрих
geneva: genf genève geneva ginevra ginebra
basel: basel bâle basilea
brussels: brüssel bruxelles brussel brussels bruselas брюссель
antwerp: antwerpen anvers antwerp amberes
hague: hague haag denhaag thehague
paris: paris parigi parís париж
lyon: lyon lione lyons
strasbourg: strasbourg strassburg estrasburgo
marseille: marseille marseilles marsiglia marsella
france: france frankreich francia frança francja fransa франция
london: london londres londra londyn лондон
milan: milano milan mailand milán милан
rome: roma rome rom rzym рим
turin: torino turin turín
naples: napoli naples neapel nápoles
padua: padova padua padoue
florence: firenze florence florenz florencia
venice: venezia venice venedig venecia venise
genoa: genova genoa genua gênes
italy: italia italy italie italien италия
zaragoza: zaragoza saragossa saragosse
seville: sevilla seville siviglia séville
lisbon: lisboa lisbon lissabon lisbonne lizbona
porto: porto oporto
spain: spain españa spanien espagne spagna испания
warsaw: warszawa warsaw warschau varsovie varsovia varsavia варшава
krakow: kraków krakow cracow krakau cracovie
gdansk: gdańsk gdansk danzig
wroclaw: wrocław wroclaw breslau
poland: poland polska polen pologne polonia польша
prague: praha prague prag praga прага
budapest: budapest будапешт
bucharest: bucurești bucharest bukarest bucarest
belgrade: beograd belgrade belgrad београд белград
zagreb: zagreb agram
sofia: sofia софия
patras: patras patra πατρα
volos: volos βολος
athens: athina athens athen athènes atenas atene αθηνα афины
thessaloniki: thessaloniki saloniki salonica θεσσαλονικη
piraeus: piraeus piräus πειραιας
heraklion: heraklion iraklio ηρακλειο
moscow: moskva moscow moskau moscou moscú mosca москва 莫斯科
petersburg: petersburg petersbourg petersburgo петербург
kyiv: kyiv kiev kiew киев київ
odesa: odesa odessa одесса одеса
varna: varna варна
plovdiv: plovdiv пловдив
russia: russia rossiya russland russie rusia россия
istanbul: istanbul estambul stambuł стамбул
izmir: izmir smyrna измир
ankara: ankara анкара
turkey: turkey türkiye türkei turquie turquía турция
copenhagen: københavn copenhagen kopenhagen copenhague копенгаген
gothenburg: göteborg gothenburg
stockholm: stockholm стокгольм
helsinki: helsinki helsingfors
lodz: łódź lodz lodsch
cairo: cairo kairo القاهرة el-qahira
alexandria: alexandria الإسكندرية
abudhabi: abudhabi أبوظبي
sharjah: sharjah الشارقة
dubai: dubai dubaï دبي дубай 迪拜
jeddah: jeddah dschidda جدة djeddah
riyadh: riyadh riad الرياض
mumbai: mumbai bombay मुंबई
pune: pune poona
chennai: chennai madras
kolkata: kolkata calcutta
bengaluru: bengaluru bangalore
delhi: delhi दिल्ली
india: india indien inde भारत
newyork: newyork newyorkcity nuevayork
mexico: mexico méxico mexiko mexique мексика
brazil: brazil brasil brasilien brésil бразилия
usa: usa america américa amerika
europe: europe europa european euro
asia: asia asien asie 亚洲 アジア
"""

_FILLERS = "and und et y e i ve и und a the der die das le la les el los il lo of de des du di da do del van den der en for für ~ &"  # noqa: E501


def _table(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        key, _, words = line.partition(": ")
        for word in words.split():
            found.setdefault(_key(word), key)
    return found


def _key(word: str) -> str:
    """Return a word as it stands in a folded name."""
    return fold(word).replace(" ", "") if word.isascii() else fold(word)


TRADES = _table(_TRADES)
"""What a word in a company's name says it does, by the folded word."""
PLACES = _table(_PLACES)
"""Which place a word names, by the folded word."""
FILLERS = frozenset(_key(word) for word in _FILLERS.split())
"""Small words that come and go."""
