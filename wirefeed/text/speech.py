"""The verbs a newsroom attributes speech with. A closed list, not a grammar: who speaks is found in ``quotes``."""

from typing import Final

# Verbs that carry a quotation on their own ("..., he said"), longest forms first so that an alternation never stops short.
_ENGLISH: Final = """
said says say told tells tell added adds add asked asks announced announces wrote writes tweeted posted
stated states noted notes explained explains argued argues insisted insists replied replies responded warned warns declared declares
claimed claims continued continues concluded concludes recalled recalls remarked remarks joked commented comments observed testified
testifies stressed stresses emphasized emphasised underlined acknowledged acknowledges admitted admits conceded vowed vows promised pledged
urged urges reported reports quipped shouted yelled cried exclaimed confirmed confirms denied suggested suggests predicted complained
complains lamented opined thundered
laughed growled whispered mused snapped sighed gushed tweets blogged demanded demands boasted countered quoted reiterated pointed
"""
_RUSSIAN: Final = """
сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил отметила отметили добавил добавила добавили подчеркнул
подчеркнула подчеркнули рассказал рассказала пояснил пояснила пояснили написал написала говорит говорится считает уточнил уточнила уточнили
напомнил напомнила объяснил объяснила ответил ответила признал признала передает передаёт
"""
_FRENCH: Final = """
a_dit a_déclaré a_affirmé a_indiqué a_ajouté a_expliqué a_précisé a_estimé a_souligné a_annoncé dit déclare affirme indique ajoute explique
précise estime souligne raconte assure
"""
_HEBREW: Final = "אמר אמרה אמרו הוסיף הוסיפה הודיע הודיעה הודיעו ציין ציינה כתב כתבה מסר מסרה טען טענה הדגיש הדגישה הסביר הסבירה"
_ARABIC: Final = "قال قالت وقال وقالت أضاف أضافت وأضاف وأضافت أكد أكدت وأكد أعلن أعلنت وأعلن أوضح وأوضح صرح ذكر ذكرت"


def _alternation(words: str) -> str:
    """``words`` as the inside of a regular expression group; an underscore stands for a space."""
    return "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word))).replace("_", " ")


SAID: Final = _alternation(_ENGLISH)
SAID_BY_LANGUAGE: Final = {
    "en": SAID,
    "ru": _alternation(_RUSSIAN),
    "fr": _alternation(_FRENCH),
    "he": _alternation(_HEBREW),
    "ar": _alternation(_ARABIC),
}
