"""The numbers composing goes by: each a round figure with its reason beside it. What was learned stands in ``compose/weigh.py``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeRules:
    """How long a composite may be and what may stand beside what.

    ``max_words`` is the budget of the body, the reporting line aside. ``lede_least`` to ``lede_most`` are the words a lede may have. Two
    sentences with a TF-IDF cosine above ``same_cosine``, or that share ``same_share`` of the lighter one's weight, say the same thing; for
    the first sentences of two items, which tell the same event, ``same_opening`` of the shorter one's words is enough. ``coverage`` and
    ``kept`` are rewards in shares of the total weight: for each agency used, for each sentence already printed. ``quoted`` is what a
    quotation brings, ``coming`` what comes next, ``late`` what standing last in its text costs where room is scarce, in shares of a mean
    sentence's worth; of that ``spare`` is forgiven where the search leaves room. ``unresolved`` and ``unresolved_today`` are the shares of
    its worth a sentence loses where its "Wednesday" or its "today" cannot be turned into a date, its source having no time, ``personal``
    that of a sentence whose writer says I, shouts or reflects. Past ``much`` words a sentence must tell a share of ``news`` that no
    printed one tells, and more of it by ``rising`` with every word printed since; ``again`` is what it costs that two perhaps tell the
    same in other words, in shares of what both tell: an agency that has nothing else goes unprinted; ``together`` what it brings that two
    follow one another in their source, in shares of a mean sentence's worth, and the less of it the scarcer room is. ``strange`` is the
    cosine of words to every other source under which a source is off topic. ``sources`` members are read at most, ``candidates`` of their
    sentences enter the search, of many sources ``candidates_each`` for each.
    A story told in several languages is written in the first of ``written_in`` that is among them, else in that of most members.
    """

    max_words: int = 450
    lede_least: int = 12
    lede_most: int = 55
    same_cosine: float = 0.38
    same_share: float = 0.55
    same_opening: float = 0.28
    coverage: float = 0.20
    kept: float = 0.03
    quoted: float = 0.3
    coming: float = 1.5
    late: float = 1.0
    unresolved: float = 0.2
    unresolved_today: float = 0.3
    personal: float = 0.75
    spare: float = 0.5
    much: int = 200
    news: float = 0.45
    rising: float = 0.0007
    again: float = 0.5
    together: float = 1.0
    strange: float = 0.02
    sources: int = 40
    candidates: int = 40
    candidates_each: int = 15
    written_in: tuple[str, ...] = ()
