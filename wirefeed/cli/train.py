"""``wirefeed train FILE.jsonl...``: learn when items belong together, from labelled items and from the desk's own decisions."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from wirefeed.cli.context import Context, console, print_json, read_file
from wirefeed.errors import InputError

if TYPE_CHECKING:
    from wirefeed.cluster.score import Score

_LEAST_SETS = 2


def train(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help='JSON lines as for import, each with "story": the name of the story it belongs to.')
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The weights file to write; name it in [merge] weights.")] = Path(
        "weights.json"
    ),
    cross_fit: Annotated[
        bool, typer.Option("--cross-fit", help="Print scores by weights that never saw the stories judged, and write nothing.")
    ] = False,
    desk: Annotated[
        bool, typer.Option("--desk/--no-desk", help="Learn from the merges and splits made by hand in the database, too.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Learn the weights of joining and merging. Needs LightGBM: pip install 'wirefeed[train]'."""
    obj: Context = context.obj
    if not cross_fit:
        _will_take(output)
    named = {file.stem: read_file(file).splitlines() for file in files or ()}
    with obj.app() as app:
        training = app.training(named, desk=desk, told=_hush if as_json else _say)
    if not cross_fit:
        text = training.learn()
        output.write_text(text, encoding="utf-8")
        learned = {name: len(lessons) for name, lessons in training.sets.items()}
        told = f"{output}: learned from {sum(learned.values())} items of {', '.join(learned)}"
        _answer(as_json, {"weights": str(output), "learned_from": learned}, told)
        return
    scores = training.cross_fit()
    left_out = training.leave_one_out(training.sets) if len(training.sets) >= _LEAST_SETS else {}
    if as_json:
        print_json({"cross_fit": _rows(scores), "left_out": _rows(left_out)})
    else:
        _print("Each story judged by weights that never saw it", scores)
        _print("Each set judged by weights that never saw any story of it", left_out)


def _will_take(output: Path) -> None:
    """Raise InputError where the weights could not be written: learning takes minutes, and is told so before."""
    if output.is_dir() or not os.access(output if output.exists() else output.absolute().parent, os.W_OK):
        raise InputError(f"{output} cannot be written: name a file in a folder that exists and that you may write to")


def _answer(as_json: bool, document: dict[str, object], said: str) -> None:
    if as_json:
        print_json(document)
    else:
        console().print(said)


def _say(step: str) -> None:
    typer.echo(step, err=True)


def _hush(_: str) -> None:
    pass


def _rows(scores: "Mapping[str, Score]") -> list[dict[str, object]]:
    return [
        {
            "set": name,
            "b3_precision": score.precision,
            "b3_recall": score.recall,
            "b3_f1": score.f1,
            "stories": score.stories,
            "true_stories": score.true_stories,
            "singletons_joined": score.lone_joined,
        }
        for name, score in scores.items()
    ]


def _print(title: str, scores: "Mapping[str, Score]") -> None:
    if not scores:
        return
    table = Table(
        "set", "precision", "recall", "B-cubed F1", "stories", "true stories", "singletons joined", title=title, title_justify="left"
    )
    for name, score in scores.items():
        counts = (str(score.stories), str(score.true_stories), f"{score.lone_joined:.1%}")
        table.add_row(name, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.4f}", *counts)
    mean = sum(score.f1 for score in scores.values()) / len(scores)
    table.add_row("mean", "", "", f"{mean:.4f}", "", "", "")
    console().print(table)
