"""The numbers the judge decides by, each with its reason. It reads no configuration: ``config`` builds a value of this type."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DedupRules:
    """Thresholds of deduplication; every default was measured or reasoned, as the comment beside it says.

    Containments are shares in [0, 1]: ``short`` of the shorter text's shingles found in the longer, ``long`` the other way round.
    """

    # --- copies of any agency
    window_days: int = 7
    """How far back copies are looked for: reprints follow within hours, weekly magazines and archives within days."""
    reprint_short: float = 0.45
    """A reprint keeps at least this much of the shorter text (shared quotations alone were seen up to .44, reprints from .51) ..."""
    reprint_long: float = 0.3
    """... and this much of the longer: less is a quoted passage, a background paragraph, a press release inside an article."""
    partial_short: float = 0.2
    """Below this the common words are quotes and set phrases: nothing to report."""
    exact: float = 0.98
    """Both ways: the same text but for a word or two (a spelling, a dateline)."""
    shared_at_least: int = 3
    """Fewer common shingles are one set phrase, whatever their share of a short text."""
    reprint_words: int = 12
    """A text shorter than this is a headline or a slug: equal words say too little about equal news."""
    lead_words: int = 60
    """Names and figures that tell two bulletins of one template apart stand in the headline and in about so many words after it."""
    clash: float = 0.5
    """So large a share of the names (or of the figures) of each text must be missing from the other to call them two events."""

    clash_figures: int = 2
    """One figure alone may be the toll that rose between a report and its reprint; a bulletin changes several."""

    # --- the same article of the same feed under another name
    same_link_titles: float = 0.2
    """Share of title words two versions at one article link have in common at least, if nothing else speaks for them."""
    same_title: float = 0.5
    """Share of title words from which two titles say the same (a slug that followed an edited title)."""
    renamed_days: int = 3
    """An article keeps changing its guid and link for days, not weeks; a text that comes back later is news again."""
    own_words: int = 100
    """A text of so many words is its own proof. A shorter one under a new guid and link must have kept its time of publication too: twin
    reports of two events, hourly bulletins and daily notes are often word for word the same."""
    own_short: float = 0.8
    """How much of such a text must have stayed as it was: of the shorter version ..."""
    own_long: float = 0.5
    """... and of the longer; what has changed more is a new report that reprints the old one."""

    # --- which version is the newer
    counter_limit: int = 100_000
    """A source version of this size or more is no counter (Reuters sends 978556838, then 1927777166): the time decides."""
    settled_hours: float = 2.0
    """A lagging mirror is overtaken within minutes; an earlier version shown alone for so long is what the desk went back to."""

    fuller: float = 1.5
    """A text so many times as long under the same headline is the article a standfirst stood for, whatever its times say."""

    # --- kills
    kill_days: int = 7
    """A notice that names its report by headline alone means a recent one."""
