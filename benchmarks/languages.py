"""Measure joining across languages, at the shipped threshold and around it; make the file of means. Prints Markdown.

    python benchmarks/languages.py [--write-means FILE] [--shared ../shared]

Needs the extra `languages`. The means come from `tests/fixtures/languages/chosen_on.jsonl`, the threshold from it and from real leads of
two languages that tell of different years. What is reported is `reported_on.jsonl`: 16 events in five languages, two of each topic, so that
every text has a look-alike. First each pair of texts in two languages is judged by itself, as if the right partner had never come; then the
whole set goes through the stops of `wirefeed import`. Takes two minutes of one core.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np

from wirefeed.app import rules_of
from wirefeed.cluster.across import LANGUAGES, STORED, AcrossRules, Floats, compare, means_of, said
from wirefeed.cluster.lead import Lead, lead_of
from wirefeed.cluster.weights import shipped
from wirefeed.config.settings import Settings
from wirefeed.errors import WirefeedError
from wirefeed.model.delivery import Delivery
from wirefeed.model.match import Match
from wirefeed.pipeline.imports import Line, import_lines, read_lines
from wirefeed.pipeline.listener import Listener
from wirefeed.pipeline.place import Seating
from wirefeed.store import open_store
from wirefeed.testing import NOON, a_feed
from wirefeed.text.words import primary
from wirefeed.work.read import read
from wirefeed.work.vectors import LeadVectors

TEXTS = Path(__file__).resolve().parents[1] / "tests/fixtures/languages"


@dataclass(frozen=True, slots=True)
class Text:
    """One text: what it is of, what it says, when."""

    event: str
    language: str
    lead: Lead
    stored: bytes
    at: float

    @property
    def topic(self) -> str:
        """Two events share one."""
        return self.event.split("-")[0]


def lines_of(name: str) -> list[Line]:
    """The lines of one set."""
    path = TEXTS / f"{name}.jsonl"
    return list(read_lines(path.read_bytes().splitlines(), {}, path.name))


def texts_of(name: str) -> list[Text]:
    """One set with its vectors."""
    lines = lines_of(name)
    leads = [lead_of(line.item) for line in lines]
    vectors = LeadVectors().embed([lead.text for lead in leads])
    return [
        Text(line.item.guid.rpartition("-")[0], line.item.language, lead, vector or b"", line.item.published_at.timestamp())
        for line, lead, vector in zip(lines, leads, vectors, strict=True)
    ]


def pairs(texts: Sequence[Text], rules: AcrossRules, means: Floats | None = None) -> Iterator[tuple[Text, Text, Match]]:
    """Every pair of texts in two languages, judged by itself."""
    says = [said(text.stored, text.language, means) for text in texts]
    for (one, first), (other, second) in combinations(zip(texts, says, strict=True), 2):
        if one.language != other.language:
            yield one, other, compare(float(first @ second), one.lead, other.lead, abs(one.at - other.at) / 86400, rules)


def row(name: str, judged: Sequence[tuple[Text, Text, Match]], join: float) -> str:
    """Precision and recall of one set at one threshold."""
    right = sum(match.score >= join for one, other, match in judged if one.event == other.event)
    alike = sum(match.score >= join for one, other, match in judged if one.event != other.event and one.topic == other.topic)
    strange = sum(match.score >= join for one, other, match in judged if one.topic != other.topic)
    true = sum(one.event == other.event for one, other, _ in judged)
    precision = right / max(1, right + alike + strange)
    return f"| {name} | {join:.2f} | {right} of {true} | {alike} | {strange} | {precision:.3f} | {right / true:.3f} |"


def by_language(judged: Sequence[tuple[Text, Text, Match]], join: float) -> Iterator[str]:
    """The same by pair of languages."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other, match in judged:
        name = "-".join(sorted((one.language, other.language)))
        kind = "true" if one.event == other.event else "false"
        found[name][kind] += 1
        found[name][f"{kind} joined"] += match.score >= join
    for name, count in sorted(found.items()):
        yield f"| {name} | {count['true joined']} of {count['true']} | {count['false joined']} of {count['false']} |"


def streamed(name: str) -> str:
    """The whole set through the pipeline: how many stories, and the pairs across languages that share one."""
    store, rules = open_store("sqlite://"), rules_of(Settings())
    started = process_time()
    lines = lines_of(name)
    seating = Seating(rules=rules.cluster, weights=shipped(), listener=Listener(embedder=LeadVectors()))
    import_lines(store, seating, lines, rules=rules, now=NOON)
    seconds = process_time() - started
    with store.read() as unit:
        seats = {member.ref.guid: story for story, member in unit.seated_items(range(1, len(lines) + 1))}
    store.close()
    split = {guid: guid.rpartition("-")[::2] for guid in seats}
    crossed = [(a, b) for a, b in combinations(sorted(seats), 2) if split[a][1] != split[b][1]]
    together = [(a, b) for a, b in crossed if seats[a] == seats[b]]
    right = sum(split[a][0] == split[b][0] for a, b in together)
    true = sum(split[a][0] == split[b][0] for a, b in crossed)
    stories, events = len(set(seats.values())), len({event for event, _ in split.values()})
    return f"| {name} | {stories} / {events} | {right / max(1, len(together)):.3f} | {right / true:.3f} | {seconds:.1f} |"


def strangers(shared: Path, rules: AcrossRules) -> str:
    """Real leads of two languages and many years, held against each other as if of one hour: whatever joins is wrong."""
    feeds = [
        path
        for path in sorted((shared / "data/feeds").rglob("*"))
        if path.suffix in {".xml", ".json", ".rss"} and path.stat().st_size < 4e6
    ]
    feeds = [path for path in feeds if not {"peer-suites", "article-html"} & set(path.parts)]
    leads: dict[tuple[str, str], Lead] = {}
    for path in feeds:
        try:
            read_ = read(
                Delivery(feed="tass-en", url="https://example.org/", body=path.read_bytes(), fetched_at=NOON), a_feed(), frozenset()
            )
        except WirefeedError:
            continue
        leads.update(((primary(one.item.language), one.item.headline), lead_of(one.item)) for one in read_.items)
    lines = (shared / "data/cluster/mix.jsonl").read_bytes().splitlines()
    stories = {json.loads(line)["story"]: line for line in reversed(lines)}
    leads.update((("en", line.item.headline), lead_of(line.item)) for line in read_lines(stories.values(), {}, "mix"))
    leads = {key: lead for key, lead in leads.items() if key[0] in LANGUAGES}
    vectors = LeadVectors().embed([lead.text for lead in leads.values()])
    says = np.array([said(vector or b"", language) for vector, (language, _) in zip(vectors, leads, strict=True)])
    alike, kept, languages = says @ says.T, list(leads.values()), np.array([language for language, _ in leads])
    near = np.argwhere(np.triu((alike >= rules.least) & (languages[:, None] != languages), 1))
    joined = sum(compare(float(alike[i, j]), kept[i], kept[j], 0.0, rules).score >= rules.join for i, j in near)
    counts = ", ".join(f"{count} {language}" for language, count in Counter(languages.tolist()).most_common())
    return f"\nReal leads ({counts}): {joined} of {int((languages[:, None] != languages).sum()) // 2} pairs join."


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write-means", type=Path)
    parser.add_argument("--shared", type=Path, default=TEXTS.parents[3] / "shared")
    options = parser.parse_args()
    chosen, reported, rules = texts_of("chosen_on"), texts_of("reported_on"), AcrossRules()
    if options.write_means:
        vectors: dict[str, list[Floats]] = defaultdict(list)
        for text in chosen:
            vectors[text.language].append(np.frombuffer(text.stored, STORED).astype(np.float32))
        options.write_means.write_bytes(means_of(vectors))
    print(
        "\n| set | join at | same event joined | look-alikes joined | others joined | precision | recall |\n|---|---|---|---|---|---|---|"
    )
    judged = {name: list(pairs(texts, rules)) for name, texts in (("chosen on", chosen), ("reported on", reported))}
    for name, found in judged.items():
        for join in sorted({0.38, 0.42, 0.46, rules.join, 0.54, 0.58}):
            print(row(name, found, join))
    bare = AcrossRules(name=0, figure=0, clash=0, day=0, alone=0)
    for join in (0.36, 0.40, 0.44, 0.48):
        print(row("reported on, meaning alone", list(pairs(reported, bare)), join))
    print("\n| languages | same event joined | others joined |\n|---|---|---|")
    print("\n".join(by_language(judged["reported on"], rules.join)))
    print(
        "\n| through the pipeline | stories / events | precision of pairs | recall of pairs | CPU s, model aside |\n|---|---|---|---|---|"
    )
    for name in ("chosen_on", "reported_on"):
        print(streamed(name), flush=True)
    if (options.shared / "data").is_dir():
        print(strangers(options.shared, rules))


if __name__ == "__main__":
    main()
