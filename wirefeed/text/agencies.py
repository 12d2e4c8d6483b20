"""The news agencies of the world by the names their copy carries. A closed list for reading credits, not the configuration's agencies."""

import re
from typing import Final

# Canonical name = every form seen in datelines, credits and bylines, lower case, without "the".
_FORMS: Final = """
AFP = afp | a.f.p. | agence france-presse | agence france presse | أ ف ب | ا ف ب | أ.ف.ب | ا.ف.ب | أف ب | فرانس برس | афп
AFP = وكالة فرانس برس | франс пресс
TASS = tass | itar-tass | itar tass | тасс | итар-тасс | tass news agency | تاس | טאס
Reuters = reuters | thomson reuters | reuters news agency | reuters health | thomson reuters foundation | рейтер
Reuters = رويترز | רויטרס | ロイター | 路透社 | 路透 | 로이터
AP = ap | a.p. | associated press | أسوشيتد برس | أ ب | ассошиэйтед пресс | 美联社 | איי-פי
JTA = jta | jewish telegraphic agency | jta.org
dpa = dpa | d.p.a. | deutsche presse-agentur | dpa-afx | dpa international | دب أ | د ب أ | дпа
UPI = upi | united press international
EFE = efe | agencia efe
ANSA = ansa | agenzia ansa
Kyodo = kyodo | kyodo news | 共同 | 共同通信
Jiji = jiji | jiji press | 時事 | 時事通信
Xinhua = xinhua | xinhuanet | xinhua news agency | 新华社 | 新華社 | 新华网 | شينخوا | синьхуа
China News Service = china news service | 中新社 | 中新网 | ecns
Yonhap = yonhap | yonhap news agency | 연합뉴스 | 聯合
Newsis = newsis | 뉴시스
News1 = news1 | 뉴스1
Interfax = interfax | interfax.ru | интерфакс | интерфакс.ru | interfax-ukraine | интерфакс-украина
RIA Novosti = ria novosti | ria | риа новости | ria news
Sputnik = sputnik | sputniknews
Ukrinform = ukrinform | укринформ
UNIAN = unian | униан
BelTA = belta | белта
PA = press association | pa media | pa news agency | pa
PTI = pti | press trust of india
ANI = ani | asian news international
IANS = ians | indo-asian news service
UNI = uni | united news of india
AAP = aap | australian associated press
The Canadian Press = canadian press | cp | presse canadienne | la presse canadienne
Belga = belga
ANP = anp
APA = apa | austria presse agentur
Keystone-ATS = ats | sda | keystone-ats | keystone-sda | awp | awp/sda
TT = tt | tt nyhetsbyrån | tt-reuters
NTB = ntb
Ritzau = ritzau
STT = stt | stt-lehtikuva
BNS = bns
ELTA = elta
LETA = leta
PAP = pap | polska agencja prasowa
CTK = ctk | čtk
TASR = tasr
SITA = sita
MTI = mti
Tanjug = tanjug
Beta = beta
HINA = hina
BTA = bta
Agerpres = agerpres
Lusa = lusa
Europa Press = europa press | europa press -
Anadolu = anadolu | anadolu agency | aa | الأناضول | anadolu ajansı
DHA = dha
IRNA = irna | ارنا | إرنا
ISNA = isna
Fars = fars | fars news agency
Tasnim = tasnim | تسنيم
Mehr = mehr | mnaa
SANA = sana | سانا
WAM = wam | وام
SPA = spa | واس
QNA = qna | قنا
KUNA = kuna | كونا
BNA = bna | بنا
Petra = petra | بترا
MENA = mena | أ ش أ
Maan = ma'an | maan | ma’an
WAFA = wafa | وفا
Nina = nina
APS = aps
MAP = map
TAP = tap
Bernama = bernama
Antara = antara
VNA = vna | ttxvn | vnanet
PNA = pna
APP = app
BSS = bss
Bloomberg = bloomberg | bloomberg news
Dow Jones = dow jones | dow jones newswires | djn
MarketWatch = marketwatch
CNN = cnn | cnn business | cnn money | cnnmoney | cnn.com | cnn español
BBC = bbc | bbc news
RFE/RL = rfe/rl | rferl | radio free europe/radio liberty
VOA = voa | voice of america
CNA = cna | catholic news agency
CNS = cns | catholic news service | cns news
RNS = rns | religion news service
KNA = kna
epd = epd
SID = sid
Notimex = notimex
Prensa Latina = prensa latina
Télam = telam | télam
NAN = nan
APO = apo
GNA = gna
MarketWired = marketwired | marketwire
PR Newswire = pr newswire | prnewswire | /prnewswire/
Business Wire = business wire | businesswire
GlobeNewswire = globenewswire | globe newswire
"""


def _by_form(listing: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in listing.strip().splitlines():
        name, _, forms = line.partition(" = ")
        for form in forms.split(" | "):
            found.setdefault(form.strip(), name)
    return found


_MAJOR: Final = "AFP TASS Reuters AP JTA dpa UPI EFE ANSA Xinhua PTI ANI IANS Interfax CNN Kyodo Yonhap"
MAJOR: Final = frozenset(_MAJOR.split())
"""Canonical names that are no other word: they stand for the agency wherever they are met, in any case."""
_BY_FORM: Final = _by_form(_FORMS)
_LONGEST: Final = max(map(len, _BY_FORM))
_FOLD: Final = re.compile(r"[\s\u00a0]+")


def canonical(name: str) -> str | None:
    """The short name of the agency ``name`` stands for (``Agence France-Presse`` -> ``AFP``); None where the list does not know it."""
    if len(name) > _LONGEST + 8:
        return None
    folded = _FOLD.sub(" ", name).strip(" .,:;*'\"").lower()
    return _BY_FORM.get(folded) or _BY_FORM.get(folded.removeprefix("the "))
