"""The words that stand beside figures: what befell people, measures, currencies, modifiers. A vocabulary, no grammar."""

from typing import Final

from wirefeed.text.listing import listed


def _table(listing: str) -> dict[str, str]:
    """Word -> the name it goes by; one name a line, its words after it."""
    rows = [line.split() for line in listing.strip().splitlines()]
    return {word: name for name, *words in rows for word in words}


# What happened to those counted.
FATES: Final = _table(
    """
    killed killed killing kill kills died dead deaths death die fatalities fatality lives slain perished
    injured injured injuring wounded wounding hurt injuries wounds
    missing missing unaccounted
    arrested arrested arresting arrests detained detaining jailed imprisoned
    displaced displaced displacing homeless
    evacuated evacuated evacuating
    rescued rescued rescuing saved
    infected infected infecting infections infection cases
    hospitalised hospitalized hospitalised hospitalizations hospitalisations hospital
    released released releasing freed
    kidnapped kidnapped abducted
    fired fired launched
    """
)
MEASURES: Final = _table(
    """
    kilometre km kilometers kilometres kilometer kilometre
    mile miles mile
    metre meters metres meter metre
    degree degrees degree
    mph mph
    kph kph km/h
    tonne tons tonnes ton tonne
    barrel barrels barrel
    hectare hectares hectare
    acre acres acre
    foot feet foot
    inch inches inch
    kilogram kg kilograms kilos
    pound pounds pound
    minute minutes minute
    hour hours hour
    day days day
    week weeks week
    month months month
    year years year
    """
)
MONEY: Final = _table(
    """
    usd dollars dollar
    eur euros euro
    ils shekels shekel
    rub rubles roubles
    jpy yen
    cny yuan
    inr rupees
    sar riyals
    aed dirhams
    chf francs
    try lira
    mxn pesos
    pln zloty
    uah hryvnia
    """
)
SIGNS: Final = {"$": "usd", "US$": "usd", "€": "eur", "£": "gbp", "₪": "ils", "₽": "rub", "¥": "jpy"}
HEAPS: Final = {
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "tens of millions": 20_000_000,
    "hundreds of millions": 200_000_000,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
    "billions": 2_000_000_000,
}
# People in general: a number of them and a number of nothing in particular may be the same number.
GENERIC: Final = listed("people person persons victims dead")
PLURALS: Final = listed("people men women children troops police")
# Words that end the noun phrase behind a number.
STOP: Final = listed(
    """
    was were are is be been have has had will would could may might can do did who that which in on at of and or to from for by with after
    before when as since including than the a an this these those into over under between during while but not also so per each every across
    near against about through last next ago if because where until without within out up down more other others additional remaining
    """
)
AT_LEAST: Final = (
    "at least|more than|over|no fewer than|not fewer than|not less than|upwards? of|a minimum of|exceeding|greater than|above|topped"
    "|surpassed"
)
AT_MOST: Final = "as many as|up to|at most|fewer than|less than|under|no more than|below|a maximum of|not more than"
NEARLY: Final = "nearly|almost|close to|approaching|just under|shy of"
ABOUT: Final = "about|around|roughly|approximately|some|an estimated|estimated|more or less"
