"""Two weeks of five real RSS feeds, labelled by reading: what agencies' plain feeds are like. Writes them as lines for `wirefeed import`.

    python benchmarks/rss_weeks.py april|june [--shared ../shared] > week.jsonl
    wirefeed import week.jsonl && python ../shared/eval/score_clusters.py week.jsonl wirefeed.db

Titles and summaries of twenty to forty words, most items alone in their story, one topic over all (the pandemic; in June also the protests
after a death in police custody): long articles, of which the other labelled sets are made, are not like that. The texts come from the
polling histories beside the checkout; the labels, story numbers by item, are in rss_weeks.tsv.
"""

import argparse
import csv
import json
import sys
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.integration.history import read_history
from wirefeed.errors import FormatError
from wirefeed.model.delivery import Delivery
from wirefeed.model.feed import Agency, Feed
from wirefeed.model.item import Item
from wirefeed.work.read import read

FEEDS = {"bbc": "BBC News", "rnz": "RNZ", "gmanews": "GMA News", "straittimes": "The Straits Times", "aljazeeraenglish": "Al Jazeera"}
HISTORIES = "data/feeds/git-scraped-history"
WEEKS = {"april": ("20200420", "20200504"), "june": ("20200601", "20200701")}
"""Of which polls the items are."""
LABELS = Path(__file__).with_suffix(".tsv")


def key_of(agency: str, guid: str) -> str:
    """The name of an item in the file of labels."""
    return sha256(f"{agency} {guid}".encode()).hexdigest()[:12]


def labels_of(week: str) -> dict[str, str]:
    """The story of each labelled item."""
    with LABELS.open(encoding="ascii", newline="") as file:
        return {key: story for name, key, story in csv.reader(file, delimiter="\t") if name == week}


def items_of(archive: Path, agency: str, week: str) -> dict[str, Item]:
    """The items of a feed's polls in a week, by guid, each as it came first."""
    feed = Feed(name=archive.stem, agency=Agency(key=archive.stem, name=agency, quoted_as=agency), url="https://feed.example/")
    first, last = WEEKS[week]
    found: dict[str, Item] = {}
    for poll in read_history(archive):
        if first <= f"{poll.at:%Y%m%d}" < last:
            delivery = Delivery(feed=feed.name, url=feed.url, body=poll.body, fetched_at=poll.at, content_type="application/xml")
            try:
                reading = read(delivery, feed, frozenset())
            except FormatError:
                continue
            for prepared in reading.items:
                found.setdefault(prepared.item.guid, prepared.item)
    return found


def records(shared: Path, week: str) -> list[dict[str, Any]]:
    """The labelled items of a week in order of publication, as `wirefeed import` and `wirefeed train` read them."""
    labels = labels_of(week)
    found: list[tuple[datetime, dict[str, Any]]] = []
    for stem, agency in FEEDS.items():
        (archive,) = (shared / HISTORIES).glob(f"*/{stem}.tar.xz")
        for guid, item in items_of(archive, agency, week).items():
            if story := labels.get(key_of(agency, guid)):
                clock = timezone(timedelta(minutes=item.utc_offset or 0))
                line = {"id": guid, "source": agency, "published": item.published_at.astimezone(clock).isoformat(), "lang": "en"}
                found.append((item.published_at, {**line, "title": item.headline, "text": item.text, "story": f"{week}-{story}"}))
    return [line for _, line in sorted(found, key=lambda each: (each[0], each[1]["id"]))]


def main() -> None:
    """Print one week."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("week", choices=[*WEEKS])
    parser.add_argument("--shared", type=Path, default=LABELS.parent.parent.parent / "shared")
    options = parser.parse_args()
    for record in records(options.shared, options.week):
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
