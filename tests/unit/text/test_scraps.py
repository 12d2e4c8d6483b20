"""Sentences that are no report are told from those that are."""

import pytest

from wirefeed.text.scraps import ARCHIVE, CAPTION, CUT_SHORT, GLUED, HEADING, PAGE, PAPER, PUBLISHER, TRANSCRIPT, front_of, scrap


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The page you are looking for has moved or was never here.", PAGE),
        ("Add Harbours as an interest to stay up to date on the latest ferry news.", PAGE),
        ("You can show where you are in your Tweets from here.", PAGE),
        ("The interactive map could not be loaded.", PAGE),
        ("General permission is granted for use in newspapers.", PAGE),
        ("Are you waiting for the ferry to Harstad?", PAGE),
        ("Click here to see the forty fastest ferries.", PAGE),
        ("Wire Example, a division of Example Holdings, is the world's largest maritime news provider.", PUBLISHER),
        ("Wire Example offers shipping and port news to subscribers in ninety countries.", PUBLISHER),
        ("Watch police detain some of the protesters here.", PAGE),
        ("Mayor Liv Aune (R) and harbour master Odd Lie open the new quay.", CAPTION),
        ("The ferry is seen at the quay in Harstad, March 4, 2026.", CAPTION),
        ("This undated handout photo released by the port shows the ferry.", CAPTION),
        ("(Ana Lim/Harstad Photo) The ferry was built in 1974.", CAPTION),
        ("March 4, 2026 A woman waves from the deck of the ferry.", CAPTION),
        ("Liv Aune, mayor of Harstad, talks to reporters on the quay, Wednesday, March 4, 2026.", CAPTION),
        ("Liv Aune, mayor of Harstad, speaks on the quay, Wednesday, March, 4 2026.", CAPTION),
        ("A crane lifts what is left of the bridge, late Sunday, March 8, 2026, in Harstad, Norvia.", CAPTION),
        ("The ferry was fined at 6:30 a.m. .", GLUED),
        ("Left: Ana Lim at the wheel of the ferry.", CAPTION),
        ("Vik keeper Ana Lim (10) reaches for the ball while being held by a forward of Harstad.", CAPTION),
        ("Colors show how likely each branch is to have had a closed beak.", CAPTION),
        ("Photographs of some of the key moments since the ferry went missing.", CAPTION),
        ("MR. LIE: Well, we shall see about that.", TRANSCRIPT),
        ("March 4, 2026 (1:05 p.m.) MINISTER AUNE QUESTION: When will it sail?", TRANSCRIPT),
        ("The owner , a firm in Bergen, was fined.", GLUED),
        ("The ferry asNorwegian papers say was fined.", GLUED),
        ("It went aground.Divers looked at the hull.", GLUED),
        ("Readers wrote to us about the wreck:So the quay is closed.", GLUED),
        ("Fair winds!by: The ferry sailed on.", GLUED),
        ("The pull of the ropes (F = m a) was too much for the pier.", PAPER),
        ("The plan was opposed by Republican Sen.", CUT_SHORT),
        ("Harbour News Email Enter your email address.", PAGE),
        ("Get breaking news alerts about ferries and quays.", PAGE),
        ("The stories of the coast, delivered weekday mornings.", PAGE),
        ("Printing in magazines requires the consent of the Port Museum.", PAGE),
        ("Remember my name and password on this machine.", PAGE),
        ("Please check the address and try again.", PAGE),
        ("Hear the whole show [mp3] with the mayor of Harstad.", PAGE),
        ("For more information about the ferry, visit the port.", PAGE),
        ("This is the uncorrected machine-read text of the chapter on ferries.", PAGE),
        ("These crawls were given to the Internet Archive by Port Data.", ARCHIVE),
        ("The pier had moved by then (Fig. 2a), and so had the quay.", PAPER),
        ("Earlier work by Aune et al. showed no such crack.", PAPER),
        ("FOR USE FRIDAY MARCH 6 FILE - The ferry lies at the quay.", CAPTION),
        ("This March, 2013 photo released by the port shows the ferry.", CAPTION),
        ("A man walks along the quay in Harstad, Wednesday, March 4, 2026, before the ferry sails.", CAPTION),
        ("Mayor Liv Aune, right, and Odd Lie, left, open the new quay.", CAPTION),
        ("The ferry lies at the quay in this image from 2004.", CAPTION),
        ("Hide Caption 1 of 13 Photos: The ferry leaves the quay.", CAPTION),
        ("5/18 On his ferry The captain never sold it.", HEADING),
        ("Coast News' Ana Lim reports from the flooded quay.", CAPTION),
        ("Step 3: Tie the ferry to the quay.", HEADING),
        ("Letters on the ferry From: Liv Aune To: Odd Lie Date: March 4 Subject: Ropes.", HEADING),
        ("Mayor Warns: 'Quay Of Harstad Is In Danger'.", HEADING),
        ("Note: Ferries in grey no longer sail.", PAGE),
        ("Tide-Adjusted and Coast Wide Figures.", HEADING),
        ("The opinions expressed here are the author's own.", PAGE),
        ("Anyone who saw the ferry can call the port at 555-010-0199.", PAGE),
        ("The author of the log wrote to us to complain of two points in this story.", PAGE),
        ("Here are nine pictures of the ferry that tell its story.", PAGE),
        ("The ferry is 52 years old. (See the top 10 ferries of 2009.)", PAGE),
        ("(2) Data for each port may be found on the map.", PAGE),
        ("Mayor Liv Aune (above) wants a second ferry.", CAPTION),
        ("Crawls of pages about the port were given by Port Data.", ARCHIVE),
        ("Master Odd Lie is pictured with Liv B. Aune at the quay in Harstad on Nov. 12, 2014.", CAPTION),
        ("Ferry Built Route Harstad Queen 1974 To Narvik.", HEADING),
    ],
)
def test_a_scrap_is_told_by_its_kind(sentence, reason):
    """One example of each form."""
    assert scrap(sentence) == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The port is the country's largest and handles news print from Sweden.",
        "The ferry was built on March 4, 1974.",
        "9/11 Commission members spoke of the ferry.",
        "24/7 Harbour compiled a list of slow ferries.",
        "He left the page he was reading on the quay.",
        "The harbour master said photos from the scene showed no oil.",
        "Sen. Liv Aune (R-Nordland) opposed the plan.",
        'The mayor said: "The ferry will sail."',
        "QUAY OWNERS SAY NO: a petition was handed in.",
        "McDonald Shipping bought the ferry, and the iPhone of its captain was found.",
        "The ferry sails for Mt. Athos and St. John.",
        "The party of the left, and that of the right, voted for the ferry.",
        "The Internet Archive lost a case about ferry timetables.",
        "Critics expressed opinions of their own on the ferry.",
        "He tried to call the port 112 times.",
        'The mayor said, "Please check the ropes before you sail."',
        "The minister said this: the ferry sails.",
        "Harstad, Norway, is the home of the ferry.",
        "Mayor Liv Aune is in Harstad.",
        "Odd Lie Wins.",
        "الميناء مغلق منذ صباح الاثنين بسبب الرياح.",
    ],
)
def test_a_sentence_of_a_report_is_no_scrap(sentence):
    """Words that only look like one."""
    assert scrap(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("CLOSE Harbour master Odd Lie was fined.", "Harbour master Odd Lie was fined."),
        ("Ferry Owners of the North Fear for Their Licences A ferry sank.", "A ferry sank."),
        ("ADVERTISEMENT Old Ferries Find New Homes in the South Two ferries were sold.", "Two ferries were sold."),
        ("President Ana Lim of the Harbour Board said no.", "President Ana Lim of the Harbour Board said no."),
        (
            "Harbour Master Odd Lie and Mayor Liv Aune met when the ferry sank.",
            "Harbour Master Odd Lie and Mayor Liv Aune met when the ferry sank.",
        ),
        ("The ferry sank.", "The ferry sank."),
        ("Why it matters: The ferry is the only one.", "The ferry is the only one."),
        ("Why it matters:\xa0The ferry is the only one.", "The ferry is the only one."),
        ("ORIGINALLY PUBLISHED JANUARY 2021: The ferry is the only one.", "The ferry is the only one."),
        ("The big picture, via Coast News: Two ferries are left.", "Two ferries are left."),
        ("Analysis The ferry was old.", "The ferry was old."),
        ("SUMMARY OF THE FERRY REPORT Modern ferries are safe.", "Modern ferries are safe."),
        ("NATO and the EU said no.", "NATO and the EU said no."),
        ("Analysis of the wreck goes on.", "Analysis of the wreck goes on."),
        ("Context is all: The ferry was old.", "Context is all: The ferry was old."),
    ],
)
def test_a_button_or_a_heading_that_ran_into_a_sentence_goes(sentence, left):
    """A name in capitals is neither."""
    assert sentence[front_of(sentence) :] == left
