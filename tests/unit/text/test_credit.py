"""Credit lines: photographer, agency, distributors, each as the line writes it, and none that it does not."""

import pytest

from wirefeed.model.delivery import Picture
from wirefeed.text.credit import Credit, names_of, origin_of_file, read_credit, split_caption, told_apart, without_label

LINES = {
    "Ana LIM / SPUTNIK / AFP": ("Ana LIM", "SPUTNIK", ("AFP",)),
    "Ana Lim/AFP/Getty Images": ("Ana Lim", "AFP", ("Getty Images",)),
    "AFP PHOTO / ANA LIM": ("ANA LIM", "AFP", ()),
    "(AP Photo/Ana Lim)": ("Ana Lim", "AP", ()),
    "AP Photo/Ana Lim, File": ("Ana Lim", "AP", ()),
    "REUTERS/Ana Lim/File Photo": ("Ana Lim", "REUTERS", ()),
    "Photo by Ana Lim / AFP": ("Ana Lim", "AFP", ()),
    "Photo by Ana Lim": ("Ana Lim", None, ()),
    "Image source, Getty Images": (None, "Getty Images", ()),
    "Foto: dpa": (None, "dpa", ()),
    "picture alliance/dpa | Ana Lim": ("Ana Lim", "picture alliance", ("dpa",)),
    "Ana Lim/PA Images via Getty Images": ("Ana Lim", "PA Images", ("Getty Images",)),
    "Ana Lim": (None, None, ()),
    "Ministry of Harbours": (None, None, ()),
    "": (None, None, ()),
    None: (None, None, ()),
    "/ / /": (None, None, ()),
}


@pytest.mark.parametrize("line", LINES)
def test_a_credit_is_read_into_its_parts(line):
    photographer, agency, distributors = LINES[line]
    assert read_credit(line) == Credit(photographer=photographer, agency=agency, distributors=distributors)


@pytest.mark.parametrize("line", [line for line in LINES if line])
def test_no_name_is_invented(line):
    found = read_credit(line)
    for name in (found.photographer, found.agency, *found.distributors):
        assert name is None or name in line


CAPTIONS = {
    "The ferry leaves. (Ana Lim/AFP/Getty Images)": ("The ferry leaves.", "Ana Lim/AFP/Getty Images"),
    "The ferry leaves on Monday (AP Photo/Ana Lim)": ("The ferry leaves on Monday", "AP Photo/Ana Lim"),
    "The ferry leaves. Photo: Ana Lim/AFP": ("The ferry leaves.", "Photo: Ana Lim/AFP"),
    "The ferry leaves. | Ana Lim/PA Images via Getty Images": ("The ferry leaves.", "Ana Lim/PA Images via Getty Images"),
    "The ferry leaves. Ana Lim (Keystone)": ("The ferry leaves.", "Ana Lim (Keystone)"),
    "The ferry leaves. REUTERS": ("The ferry leaves.", "REUTERS"),
    "The ferry (left) leaves the harbour (right)": ("The ferry (left) leaves the harbour (right)", None),
    "The ferry leaves (file)": ("The ferry leaves (file)", None),
    "The minister said: this is a photo": ("The minister said: this is a photo", None),
    "The ferry leaves.": ("The ferry leaves.", None),
    "": (None, None),
    None: (None, None),
}


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_loses_its_credit_and_nothing_else(caption):
    assert split_caption(caption) == CAPTIONS[caption]


def test_a_picture_keeps_the_credit_it_was_given():
    assert told_apart(Picture(caption="The quay. (Ana LIM / AFP)", credit="Jo Ro/AP")) == Picture(
        caption="The quay.", credit="Jo Ro/AP", photographer="Jo Ro"
    )
    assert told_apart(Picture(caption="The quay. (Ana LIM / AFP)")) == Picture(
        caption="The quay.", credit="Ana LIM / AFP", photographer="Ana LIM"
    )
    assert told_apart(Picture()) == Picture()


@pytest.mark.parametrize(
    ("credit", "bare"),
    [
        ("Photo: Ana Lim/AP", "Ana Lim/AP"),
        ("(Foto: REUTERS)", "REUTERS"),
        ("© Ana Lim", "Ana Lim"),
        ("Ana Lim/AP Visa mer", "Ana Lim/AP"),
        (None, None),
    ],
)
def test_what_only_says_that_it_is_a_credit_goes(credit, bare):
    assert without_label(credit) == bare


def test_the_name_of_a_file_tells_the_agency_and_never_a_credit_that_names_one():
    assert origin_of_file("https://static.example/uploads/AFP__20260702__B92U33K.jpg?x=1") == "AFP"
    assert origin_of_file("https://static.example/AP26183712345678.jpg") == "AP"
    assert origin_of_file("https://static.example/harbour.jpg") is None
    assert origin_of_file(None) is None
    assert names_of(None, None, "https://static.example/AFP__20260702__B92U.jpg") == Credit(agency="AFP")
    assert names_of("Ana Lim/AP", None, "https://static.example/AFP__20260702__B92U.jpg") == Credit(photographer="Ana Lim", agency="AP")


@pytest.mark.parametrize("line", ["/" * 5000, "a " * 5000, "(" * 5000, "Photo: " * 2000, "Ana Lim/" * 1000])
def test_a_hostile_line_is_read_all_the_same(line):
    read_credit(line)
    split_caption(line)
