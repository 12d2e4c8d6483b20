# ruff: noqa: E501 - one row of the table is one line
"""Boilerplate that only a regular expression tells, as data, each with an example in the form seen in real copy. It decides nothing.

The examples are self-written; the tests hold every pattern to its own. Scopes::

    line     the whole of a line
    short    the whole of a line of up to 80 characters
    label    the whole of a line that does not end as a sentence does, or ends in a bracket
    head     the beginning of a line
    inline   anywhere in a paragraph
    footer   anywhere in the last thousand characters of a text

``needs`` are literals of which one must occur for the pattern to be tried; after ``^``, in lower case, they must begin the line.
"""

from typing import Final, Literal, NamedTuple

Scope = Literal["line", "short", "label", "head", "inline", "footer"]


class Form(NamedTuple):
    """One row of the table."""

    agency: str
    scope: Scope
    reason: str
    example: str
    pattern: str
    needs: str = ""


_NETWORKS: Final = r"(?:twitter|facebook|instagram|telegram|whatsapp|youtube|linkedin|tiktok|google ?\+|pinterest|bluesky|@\w)"

# fmt: off
PATTERNS: Final = (
    Form("AFP", "short", "desk note", "ab-cd/ef/gh", r"[a-z]{2,5}(?:[-/][a-z]{1,5}){1,8}\W{0,3}", "/"),
    Form("AFP", "short", "desk note", "burs-ab/cd (Reuters, AFP)", r"[a-z]{2,5}(?:[-/][a-z]{1,5}){1,6} \([\w, ]{2,40}\)", "/"),
    Form("AFP", "short", "desk note", "سب-لال/كام/شي", r"[\u0600-\u06ff]{1,7}(?:[-/ ][\u0600-\u06ff]{1,7}){1,8}", "/"),
    Form("AFP", "label", "desk note", "UPDATES with quotes from minister, details", r"(?-i:UPDAT(?:ES|ING)|CORRECT(?:S|ING)|ADDS|RECASTS|REPEATS)\b[^.!?]*", "^updat|correct|adds|recasts|repeats"),
    Form("page", "line", "rights", "© Wire Example 2020", r"©.{0,300}", "^©"),
    Form("PA", "line", "desk note", "EMBARGOED UNTIL 0600 GMT Friday", r"(?:(?:strictly |strictly under )?(?-i:EMBARGO(?:ED)?|SPERRFRIST)\b|(?:strictly )?embargoed (?:until|till|to)\W+(?:\d|noon|midnight|\w+day\b)|(?:hold for|not for) (?:publication|release)\b).{0,200}", "^embargo|strictly|sperrfrist|hold for|not for"),
    Form("AFP", "line", "rights", "NO ARCHIVAL USE", r"(?-i:NO (?:ARCHIV\w*|SALES|RESALE|USE|MARKETING)|NOT FOR (?:SALE|ADVERTISING))\b.{0,200}", "^no|not"),
    Form("AFP", "short", "desk note", "(Graphic+Picture)", r"\((?:with )?(?:graphic|picture|photo|video|infographic)s?(?:\s*[+,&/]\s*(?:graphic|picture|photo|video)s?)*\)", "("),
    Form("dpa", "short", "desk note", "dpa abc yydd n1 sku", r"(?-i:dpa)(?: [a-z0-9]{1,4}){2,12}", "dpa"),
    Form("dpa", "short", "desk note", "# dpa-Notizblock", r"#(?:\s*#)*(?:\s.{0,60})?", "#"),
    Form("page", "short", "desk note", "-0-", r"-\s?(?:0|30)\s?-|x{3,}"),
    Form("ritzau", "short", "credit", "/ritzau/", r"/\s?[^/\n]{2,24}\s?/\.?", "/"),
    Form("Kyodo", "short", "credit", "==Kyodo", r"={1,3}\s?\w[\w ]{1,20}", "="),
    Form("AAP", "short", "credit", "AAP RTV ar", r"(?-i:AFP|AAP|EFE|AP|PA|UPI|KNA|SID|ANSA|TASS|JTA)(?:[ /-](?:[A-Za-z]{2,4})){0,3}\.?"),
    Form("AP", "line", "credit", "Associated Press writers Ana Lim and Jo Ro in Cairo contributed to this report.", r".{2,300}\bcontributed (?:to (?:this|the) (?:report|story|article|piece|coverage)|reporting\b|from \w+).{0,80}", "contributed"),
    Form("Reuters", "line", "correction", "(This story corrects the name of the ferry in paragraph 3)", r"\((?:this (?:story|version|article|refile|report)|refiles|corrects).{5,400}\)", "^(this|(refiles|(corrects"),
    Form("page", "line", "correction", "This article on the ferry has been amended to give the right harbour.", r"\(?this (?:story|article|report|post|item|piece|headline)\b.{0,80}\b(?:been|was) (?:corrected|amended|clarified)\b.{0,400}", "^this|(this"),
    Form("page", "line", "note", "This article from May 4 originally appeared on Wire Example.", r"\(?this (?:story|article|report|post|item|piece|column|interview)\b.{0,40}\b(?:originally|first) (?:appeared|published|ran|aired)\b.{0,200}", "^this|(this"),
    Form("page", "line", "contact", "Ana Lim: ana@wire.example, +44 20 0000 0000", r"[^@]{0,160}\w@[\w.-]{1,60}\.\w{2}.{0,160}", "@"),
    Form("Bloomberg", "line", "contact", "To reach Ana Lim, call 555-0100.", r"(?:to reach|contact|reach|e-?mail|phone|call) (?-i:[A-Z][\w.'-]+)(?: (?-i:[A-Z][\w.'-]+)){0,3}(?:,| at| on| by)? .{0,40}(?:\d{3}[-. ]\d{3,4}|\S@\S).{0,120}", "^to reach|contact|reach|email|e-mail|phone|call"),
    Form("page", "line", "contact", "Tel: +44 20 0000 0000", r"(?:tel|telephone|phone|mobile|cell|fax|тел|tél)\b[.:]?\s*[+(\d][\d\s()./-]{6,}.{0,60}", "^tel|phone|mobile|cell|fax|тел|tél"),
    Form("page", "line", "promotion", "Follow Ana Lim on Twitter @analim", r"[\W_]*follow\b.{0,100}(?:" + _NETWORKS + r"|\bus\b|\bon x\b).{0,160}", "ollow"),
    Form("page", "line", "promotion", "Ana Lim on Twitter: https://wire.example/analim", r".{2,40} (?:is )?on (?:twitter|facebook|instagram)(?: at)?\s*:?\s*(?:@|https?:|www\.).{0,80}", "on Twitter|on Facebook|on Instagram"),
    Form("page", "line", "promotion", "Get the top stories sent straight to your inbox", r"(?:get|have|receive)\b.{2,120}\b(?:to your (?:inbox|e-?mail)|newsletters?\b|daily edition).{0,160}", "^get|have|receive"),
    Form("page", "line", "promotion", "Sign up here to get our newsletter every morning.", r".{0,80}\bsign up\b.{0,120}\bnewsletters?\b.{0,120}", "ign up"),
    Form("page", "short", "embed", "— Ana Lim (@analim) May 4, 2020", r"[—–-]+\s?.{1,60}\(@\w+\).{0,40}", "(@"),
    Form("page", "line", "embed", "A photo posted by Ana Lim (@analim) on Jan 7, 2015 at 3:02pm PST", r"a (?:photo|post|video) (?:posted|shared) by .{2,120}", "^a photo|a post|a video"),
    Form("page", "line", "embed", "Ferries are sailing again! pic.twitter.com/Ab12Cd", r".{0,320}pic\.twitter\.com/\w+.{0,120}", "pic.twitter.com/"),
    Form("page", "line", "embed", "#ferry #harbour #storm", r"(?:[#@]\w+\s*){2,}", "^#|@"),
    Form("page", "label", "caption", "[Image via Shutterstock]", r"[\[(](?:images?|photo(?:graph)?s?|pictures?|pics?|videos?|screen ?-?shots?|screengrab|courtesy|credits?|file|via|ap photo|reuters|getty)\b[^\[\]()]{0,200}[\])]\W*", "^[|("),
    Form("page", "label", "caption", "The ferry leaves the harbour. Photo: Ana Lim/AFP", r".{3,400}\b(?:photo|photograph|picture|pic|image|video|foto)s?(?: (?:credit|by|courtesy of))?\s?[:/]\s?(?-i:[A-Z@]).{1,80}(?<![.!?])", "hoto|HOTO|icture|Pic|pic|mage|ideo|oto"),
    Form("AP", "label", "caption", "The ferry leaves the harbour on Monday. (AP Photo/Ana Lim)", r".{3,500}[(\[](?:(?:ap|afp|epa|reuters|getty|pool|file|rex)\b.{0,10}(?:photo|images?|/)|photo|picture|image|photograph)[^()\[\]]{0,100}[)\]]\W{0,3}", "hoto|/|mage|icture|ile|etty"),
    Form("Getty", "label", "caption", "The ferry leaves the harbour (Ana Lim/AFP/Getty Images)", r".{3,500}[(\[][^()\[\]]{0,80}/(?:afp|ap|epa|reuters|getty images|shutterstock|flash ?90|pool)(?:[ ,/][^()\[\]]{0,40})?[)\]]\W{0,3}", "/"),
    Form("Getty", "line", "caption", "Ana Lim/AFP/Getty Images The ferry leaves the harbour", r"(?-i:[A-Z])[\w.' -]{2,40}\s?/\s?(?:afp|ap|epa|reuters|getty images|pool|rex|shutterstock|flash ?90)(?:\s?/\s?(?:getty images|file|pool|afp|handout))?\b.{0,300}", "/"),
    Form("page", "line", "caption", "CEN   Bystanders watch the ferry leave", r"(?-i:[A-Z])[\w.&/-]{1,20}(?: [\w.&/-]{2,20}){0,2} {3}\S.{0,300}", "   "),
    Form("page", "short", "time stamp", "4 hours ago", r"(?:\w+:\s*)?(?:about )?(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week)s? ago", " ago"),
    Form("page", "short", "separator", "+12", r"[+#]?\d{1,3}(?:[/.]\d{0,3})?"),
    Form("page", "line", "link", "https://wire.example/ferry", r"(?:https?://|www\.)\S+(?:\s+(?:https?://|www\.)\S+)*", "^http|www."),
    Form("page", "short", "link", "wire.example.com/ferry", r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|gov|edu|info|me|tv)(?:/\S*)?", "."),
    Form("page", "line", "code", "player.create('ferry-player');", r".{0,300}\w?['\")\]]\);\s*|.{0,80}?(?:\w\.\w+\((?:['\")]|function)|function\s*\w*\(|\bvar \w+\s?=|\w\s?=\s?['\"][^'\"]{0,200}['\"];|\{[^{}]{0,80}:[^{}]{0,200};).*", "(|;"),
    Form("page", "line", "code", "@media only screen and (min-width: 500px) {.ferry { display: none; }}", r"(?:@media|@import|\.[\w-]+\s*\{|#[\w-]+\s*\{|<!--).*", "^@|.|#|<!"),
    Form("Reuters", "head", "desk note", "(Adds details, background) The ferry sailed.", r"\((?:adds|updates?|recasts?|corrects?|rewrites?|refiles?|releads?|repeats?|writes? through|new throughout)\b[^()\n]{0,300}\)\s*", "("),
    Form("page", "head", "note", "UPDATE 24/02/2015: This story seems to be false.", r"update(?:d)?(?: (?:at )?[\d/:. ]{2,16}(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?\s*:\s+", "update"),
    Form("AP", "inline", "credit", "The harbour (AP Photo/Ana Lim) was empty.", r"\s?[(\[](?:AP|AFP|EPA)?\s?Photo/[^()\[\]\n]{2,80}[)\]]", "Photo/"),
    Form("Reuters", "inline", "credit", "The harbour was empty. REUTERS/Ana Lim", r"\s?\(?\bREUTERS/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?:/(?:File(?: Photo)?|Files|Handout|Pool))?\)?", "REUTERS/"),
    Form("Getty", "inline", "credit", "The harbour (Ana Lim/AFP/Getty Images) was empty.", r"\s?[(\[][^()\[\]\n]{0,80}Getty Images[^()\[\]\n]{0,40}[)\]]", "Getty Images"),
    Form("AFP", "inline", "credit", "The harbour was empty. AFP PHOTO / ANA LIM", r"\s?\(?AFP PHOTO /\s?[A-Z][\w.'’/ -]{2,40}\)?", "AFP PHOTO /"),
    Form("ToI", "footer", "promotion", "It sailed. The post Ferry sails again appeared first on The Times of Israel.", r"\s?The post .{1,400}? appeared first on [^\n.]{2,60}(?:\.|(?=\n|$))", " appeared first on "),
    Form("page", "footer", "promotion", "Il part. L’article Le ferry part est apparu en premier sur Exemple.", r"\s?L['’]article .{1,400}? est apparu en premier sur [^\n.]{2,60}(?:\.|(?=\n|$))", " est apparu en premier sur "),
    Form("page", "footer", "promotion", "Паром ушёл. Сообщение Паром ушёл появились сначала на Пример.", r"\s?(?:Сообщение|Запись) .{1,400}? появились сначала на [^\n.]{2,60}(?:\.|(?=\n|$))", " появились сначала на "),
    Form("page", "footer", "promotion", "Sie fährt. Der Beitrag Die Fähre fährt erschien zuerst auf Beispiel.", r"\s?Der Beitrag .{1,400}? erschien zuerst auf [^\n.]{2,60}(?:\.|(?=\n|$))", " erschien zuerst auf "),
    Form("ToI", "inline", "promotion", "It sailed. Get The Times of Israel's Daily Edition by email and never miss our top stories Free Sign Up It came back.", r"\s?(?:Get (?:The )?[^\n]{2,160}?)?(?:Newsletter email address\s*)?(?:Your e-?mail\s*)?Free Sign Up\b\.?", "Free Sign Up"),
    Form("NYT", "inline", "navigation", "It sailed. Advertisement Continue reading the main story It came back.", r"\s?(?:Advertisement\s+)?Continue reading the main story(?:\s*Continue reading the main story)*", "ontinue reading the main story"),
    Form("page", "inline", "navigation", "It sailed. Story continues below advertisement It came back.", r"\s?\(?(?:Story|Article) continues below(?: advertisement| video| gallery)?\b\)?\.?", "ontinues below"),
    Form("WaPo", "inline", "navigation", "It sailed. Story Continued Below It came back.", r"\s?(?:Story|Article) Continue[sd] Below(?: Advertisement)?\b\.?", " Below"),
    Form("page", "inline", "link", "It sailed. pic.twitter.com/Ab12Cd", r"\s?(?:https?://)?pic\.twitter\.com/\w{2,20}", "pic.twitter.com/"),
    Form("page", "inline", "link", "It sailed. https://t.co/Ab12Cd", r"\s?https?://t\.co/\w{2,20}", "://t.co/"),
    Form("NPR", "inline", "caption", "It sailed. Enlarge this image toggle caption Ana Lim/AFP", r"\s?(?:Enlarge this image\s+)?toggle caption\b[^\n]*", "toggle caption"),
    Form("page", "inline", "navigation", "The ferry (click to enlarge) sailed.", r"\s?\((?:click|tap) (?:here|to|for|on|image|photo)[^()\n]{0,60}\)", "(click "),
)
# fmt: on
