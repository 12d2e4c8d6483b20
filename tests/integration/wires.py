"""Self-written wires as agencies send them: AFP's NewsML 1.2, a NewsML-G2 item, an RSS feed. It builds documents and tests nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

NOON = datetime(2026, 10, 7, 12, tzinfo=UTC)
"""A Wednesday."""


def minutes(count: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=count)


def paragraphs(texts: Sequence[str]) -> str:
    """Texts as paragraphs of XHTML or NITF."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def afp(
    code: str,
    at: datetime,
    texts: Sequence[str],
    *,
    headline: str = "",
    kind: str = "News",
    urgency: int = 4,
    slug: str = "Norway-ferry-accident",
    city: str = "Lindhaven",
    status: str = "Usable",
    note: str = "",
    replaces: str = "",
) -> str:
    """One document of AFP's wire: a new identifier for every text, an alert without a headline, whose label is a flag."""
    stamp, name = f"{at:%Y%m%dT%H%M%SZ}", f"urn:newsml:afp.com:{at:%Y%m%dT%H%M%SZ}:{code}"
    replaced = f'<AssociatedWith NewsItem="{replaces}"/>' if replaces else ""
    line = f'<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>{note}</NewsLineText></NewsLine>' if note else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<NewsML Version="1.2"><NewsEnvelope><DateAndTime>{stamp}</DateAndTime><Priority FormalName="{urgency}"/></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>afp.com</ProviderId><DateId>{at:%Y%m%d}</DateId><NewsItemId>{code}</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>{name}:1</PublicIdentifier></NewsIdentifier>
<NameLabel>{slug}</NameLabel></Identification>
<NewsManagement><NewsItemType FormalName="{kind}"/><FirstCreated>{stamp}</FirstCreated><ThisRevisionCreated>{stamp}</ThisRevisionCreated>
<Status FormalName="{status}"/><Urgency FormalName="{urgency}"/>{replaced}</NewsManagement>
<NewsComponent><NewsLines><HeadLine>{escape(headline)}</HeadLine>
<DateLine>{city}, {at:%b} {at.day}, {at.year} (AFP) -</DateLine>{line}</NewsLines>
<DescriptiveMetadata><Language FormalName="en"/><Location HowPresent="Origin"><Property FormalName="City" Value="{city}"/></Location>
</DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/>
<DataContent><nitf><body><body.content>{paragraphs(texts)}<p>ab/cd</p></body.content></body></nitf>
</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


def afp_name(code: str, at: datetime) -> str:
    """The guid by which wirefeed knows such a document."""
    return f"urn:newsml:afp.com:{at:%Y%m%dT%H%M%SZ}:{code}"


def g2(
    guid: str,
    version: int,
    at: datetime,
    texts: Sequence[str],
    *,
    headline: str,
    first: datetime | None = None,
    signal: str = "",
    note: str = "",
    status: str = "usable",
    by: str = "",
    agency: str = "Nordwire",
) -> str:
    """One news item of an agency that counts its versions."""
    told = f'<signal qcode="sig:{signal}"/>' if signal else ""
    edited = f'<edNote role="role:correction">{escape(note)}</edNote>' if note else ""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>{at.isoformat()}</sent></header><itemSet>
<newsItem guid="{guid}" version="{version}" standard="NewsML-G2" xml:lang="en">
<rightsInfo><copyrightHolder literal="{agency}"/></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>{at.isoformat()}</versionCreated>
<firstCreated>{(first or at).isoformat()}</firstCreated><pubStatus qcode="stat:{status}"/>{edited}
<edNote role="role:contacts" pubconstraint="pc:nonpublic">Ada Berg, +49 170 5550 111, ada.berg@nordwire.example</edNote>{told}</itemMeta>
<contentMeta><urgency>3</urgency><slugline>FERRY-LINDHAVEN</slugline><headline>{escape(headline)}</headline>
<by>{by}</by><creditline>{agency}</creditline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs(texts)}</body></html>
</inlineXML></contentSet></newsItem>
<newsItem guid="{guid}-picture" version="1" standard="NewsML-G2" xml:lang="en"><itemMeta><itemClass qcode="ninat:picture"/>
<versionCreated>{(first or at).isoformat()}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><creator><name>Jon Falk</name></creator><headline>Ferry aground off Lindhaven</headline>
<creditline>Jon Falk / {agency}</creditline>
<description role="drol:caption">The ferry Aurora lies on a reef off Lindhaven, Norway, on October 7, 2026.</description></contentMeta>
<contentSet><remoteContent href="https://pictures.nordwire.example/9.jpg" contenttype="image/jpeg" width="2000"/></contentSet></newsItem>
</itemSet></newsMessage>"""


def rss(items: Sequence[tuple[str, datetime, str, Sequence[str]]]) -> bytes:
    """An RSS feed of (link, time, title, paragraphs)."""
    entries = "".join(
        f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<content:encoded><![CDATA[{paragraphs(texts)}]]></content:encoded></item>"
        for link, at, title, texts in items
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Harbour Post</title><link>https://harbour.example/</link><description>News</description>{entries}</channel></rss>"
    ).encode()
