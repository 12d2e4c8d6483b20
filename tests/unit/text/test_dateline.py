"""Datelines of the world's agencies, and sentences that only look like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hang import HANG
from wirefeed.text.agencies import canonical
from wirefeed.text.dateline import LONGEST, find_dateline

FORMS = [
    ("MOSCOW, January 21. /TASS/. ", "The talks resumed.", "MOSCOW", "January 21", "TASS"),
    ("IGORA /Leningrad Region/, December 26. /TASS/. ", "The talks resumed.", "IGORA", "December 26", "TASS"),
    ("KIEV, April 7. /ITAR-TASS/. ", "The talks resumed.", "KIEV", "April 7", "TASS"),
    ("DUBAI/ANKARA, Oct 9. /TASS/. ", "The talks resumed.", "DUBAI/ANKARA", "Oct 9", "TASS"),
    ("МОСКВА, 21 января. /ТАСС/. ", "Переговоры начались.", "МОСКВА", "21 января", "TASS"),
    ("МОСКВА, 21 января. /Корр. ТАСС Иван Белов/. ", "Переговоры начались.", "МОСКВА", "21 января", "TASS"),
    ("МОСКВА, 21 янв — РИА Новости. ", "Переговоры начались.", "МОСКВА", "21 янв", "RIA Novosti"),
    ("Москва. 21 января. ИНТЕРФАКС - ", "Переговоры начались.", "Москва", "21 января", "Interfax"),
    ("STOCKHOLM, Aug 29, 2014 (AFP) - ", "The talks resumed.", "STOCKHOLM", "Aug 29, 2014", "AFP"),
    ("WARSAW (AFP) - ", "The talks resumed.", "WARSAW", None, "AFP"),
    ("Paris, 21 jan 2019 (AFP) - ", "Les discussions ont repris.", "Paris", "21 jan 2019", "AFP"),
    ("Genève, 1er janvier 2020 (AFP) - ", "Les discussions ont repris.", "Genève", "1er janvier 2020", "AFP"),
    ("القاهرة (أ ف ب) - ", "قال الرئيس", "القاهرة", None, "AFP"),
    ("باريس 21-1-2019 (ا ف ب) - ", "قال الرئيس", "باريس", "21-1-2019", "AFP"),
    ("القاهرة 12 كانون الثاني/يناير (رويترز) - ", "قالت الحكومة", "القاهرة", "12 كانون الثاني/يناير", "Reuters"),
    ("ירושלים (AFP) - ", "השר אמר", "ירושלים", None, "AFP"),
    ("SYCAMORE, Ill. --", "The talks resumed.", "SYCAMORE", None, None),
    ("Sycamore, IL - ", "Monday, a judge heard evidence.", "Sycamore", None, None),
    ("WASHINGTON (AP) — ", "The talks resumed.", "WASHINGTON", None, "AP"),
    ("FORT WASHINGTON, Pa. (AP) _ ", "The talks resumed.", "FORT WASHINGTON", None, "AP"),
    ("CAIRO (Reuters) - ", "iPhone sales rose.", "CAIRO", None, "Reuters"),
    ("BEIJING/SEOUL, Oct 9 (Reuters) - ", "The talks resumed.", "BEIJING/SEOUL", "Oct 9", "Reuters"),
    ("Iguala de la Independencia (Mexico) (AFP) - ", "The talks resumed.", "Iguala de la Independencia", None, "AFP"),
    ("JERUSALEM (JTA) — ", "The talks resumed.", "JERUSALEM", None, "JTA"),
    ("Jerusalem, Wednesday, Jan. 19 (JTA) - ", "The talks resumed.", "Jerusalem", "Jan. 19", "JTA"),
    ("JTA - ", "The talks resumed.", None, None, "JTA"),
    ("(JTA) -- ", "The talks resumed.", None, None, "JTA"),
    ("(CNN)", "The talks resumed.", None, None, "CNN"),
    ("Harstad, Norway (CNN) ", "The talks resumed.", "Harstad", None, "CNN"),
    ("(ANSA) - ROME, JUL 11 - ", "The talks resumed.", "ROME", "JUL 11", "ANSA"),
    ("København /ritzau/: ", "En mand", "København", None, "Ritzau"),
    ("BAGHDAD / Nina /--", "The talks resumed.", "BAGHDAD", None, "Nina"),
    ("Nueva Delhi, 21 ene (EFE).- ", "Una pareja", "Nueva Delhi", "21 ene", "EFE"),
    ("SEOUL, Nov 26 AFP - ", "The talks resumed.", "SEOUL", "Nov 26", "AFP"),
    ("MADRID, 21 Nov. 2024 (Europa Press) - ", "El presidente", "MADRID", "21 Nov. 2024", "Europa Press"),
    ("BRUSSELS 21/01 (BELGA) = ", "The talks resumed.", "BRUSSELS", "21/01", "Belga"),
    ("Berlin, 21. Januar (Reuters) - ", "Der Minister", "Berlin", "21. Januar", "Reuters"),
    ("New Delhi, Jan 21 (PTI) ", "The talks resumed.", "New Delhi", "Jan 21", "PTI"),
    ("SEOUL, South Korea — ", "The talks resumed.", "SEOUL", None, None),
    ("PUTRAJAYA, Nov 22 — ", "The talks resumed.", "PUTRAJAYA", "Nov 22", None),
    ("OTTAWA - ", "A man of 40", "OTTAWA", None, None),
    ("McALLEN, Texas — ", "The talks resumed.", "McALLEN", None, None),
    ("PORT-au-PRINCE, Haiti — ", "The talks resumed.", "PORT-au-PRINCE", None, None),
    ("THE HAGUE, Netherlands (AP) — ", "The talks resumed.", "THE HAGUE", None, "AP"),
    ("NEW DELHI: ", "The talks resumed.", "NEW DELHI", None, None),
    ("New York – ", "In his first speech", "New York", None, None),
    ("WASHINGTON - April 27 - ", "The talks resumed.", "WASHINGTON", None, None),
    ("PLANTATION, Fla. (WSVN) -- ", "A police officer", "PLANTATION", None, None),
    ("Mannheim, Germany (Sports Network) - ", "The champion", "Mannheim", None, None),
    ("MONDAY, Jan. 25, 2016 (HealthDay News) -- ", "Colon cancer", None, "Jan. 25, 2016", None),
    ("新华社北京4月24日电 ", "国家主席", "北京", "4月24日", "Xinhua"),
    ("(서울=연합뉴스) 홍길동 기자 = ", "대통령은", "서울", None, "Yonhap"),
    ("【ワシントン共同】", "大統領は", "ワシントン", None, "Kyodo"),
]  # fmt: skip


@pytest.mark.parametrize(("dateline", "report", "place", "date", "agency"), FORMS)
def test_a_dateline_is_read_and_spans_all_that_is_not_report(dateline, report, place, date, agency):
    text = "Standfirst.\n" + dateline + report
    found = find_dateline(text, start=len("Standfirst."))
    assert found is not None
    assert text[found.span.start : found.span.end] == dateline
    assert (found.place, found.date, found.agency) == (place, date, agency)


@pytest.mark.parametrize(
    "sentence",
    [
        "London - the capital of England - is cold.",
        "Tonight — finally! — the match is on.",
        "NASA — which runs the probe — said so.",
        "NATO — The alliance meets.",
        "UPDATE — Police have left the scene.",
        "EXCLUSIVE — The minister speaks.",
        "FILE - In this photo the ferry leaves.",
        "President Lim (D) - said nothing.",
        "The Islamic State (ISIS) - a group",
        "The governor's harassment -- documented in the report -- was known.",
        "CHINESE AGGRESSION: Manila accused Beijing.",
        "MARKETS - SOUTH AMERICA :",
        "On October 1 - 2 the city hosts a seminar.",
        "A FIRE - BOMB attack on a bank",
        "Ana Lim / AFP / Getty Images The ferry leaves",
        "What the minister said: Nothing.",
        "Monday (AP) - x",
        "He said (Reuters) - and others agree.",
        "Lim, Park (AFP) said so.",
        "Lim, Park (WSVN) The talks resumed.",
        "Sunday, November 27 - 2005 at 16:12",
        "5 - 3 was the score.",
        "(Photo) - The ferry leaves.",
        "",
        "(",
        "/",
    ],
)
def test_a_sentence_with_a_dash_is_no_dateline(sentence):
    assert find_dateline(sentence) is None


def test_a_short_place_in_capitals_is_told_from_an_acronym_by_the_text():
    found = find_dateline("VIK — A seal was brought ashore. It will be set free near Vik on Monday.")
    assert (found.place, found.span.end) == ("VIK", 6)
    assert find_dateline("NASA — A probe was launched. The agency will follow it near Mars.") is None


def test_a_dateline_may_fill_its_line():
    assert find_dateline("KANSAS CITY, MO (KCTV) -\nA man").place == "KANSAS CITY"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Agence France-Presse", "AFP"),
        ("the Associated Press", "AP"),
        ("ИТАР-ТАСС", "TASS"),
        ("Thomson Reuters", "Reuters"),
        (" Jewish Telegraphic Agency. ", "JTA"),
        ("The Daily Wire of Nowhere", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_agencies_have_one_short_name(name, short):
    assert canonical(name) == short


@given(
    st.text() | st.lists(st.sampled_from(["MOSCOW", ", ", "May 5", " (", "AFP", ") ", "- ", "/", "TASS", ". ", "\n", "—"])).map("".join),
    st.integers(0, 20),
)
def test_any_text_gives_a_span_inside_it_or_none(text, start):
    found = find_dateline(text, start)
    assert found is None or start <= found.span.start < found.span.end <= min(len(text), found.span.start + LONGEST)


@pytest.mark.parametrize("text", ["A, " * 50_000, "(" * 100_000, "/" * 100_000, "- " * 50_000, "MOSCOW " * 20_000, " " * 200_000 + "x"])
def test_no_text_takes_long(text):
    before = time.process_time()
    find_dateline(text)
    assert time.process_time() - before < HANG
