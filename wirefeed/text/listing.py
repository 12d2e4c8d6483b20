"""Word lists as they are written in the code: words with blanks between. It knows no words."""


def listed(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())
