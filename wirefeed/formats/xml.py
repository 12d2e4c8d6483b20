"""A hardened lxml tree of a wire document. It resolves no entity, opens nothing, and knows no format.

The DOCTYPE never gets here (prolog.py takes it off), so that a document that only names an external DTD parses, and none is fetched.
"""

from xml.parsers.expat import ExpatError

from lxml import etree

from wirefeed.formats.document import Document
from wirefeed.formats.mend import mend
from wirefeed.formats.scan import OverLimit, check
from wirefeed.model.delivery import Fault, FaultKind


def tree_of(document: Document) -> tuple[etree._Element, tuple[Fault, ...]]:
    """The root element, and a fault where the document had to be mended. Raises Malformed: not well-formed, beyond the limits."""
    body, faults = document.body, tuple[Fault, ...]()
    try:
        try:
            check(body)
        except ExpatError as error:
            body = mend(body)
            check(body)
            faults = (Fault(kind=FaultKind.ILL_FORMED, where="document", message=f"not well-formed: {error}; mended"),)
        return etree.fromstring(body, _parser()), faults
    except (ExpatError, etree.XMLSyntaxError, OverLimit) as error:
        raise document.malformed(f"not well-formed: {error}") from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
