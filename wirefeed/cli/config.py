"""``wirefeed config check|show``."""

from typing import Any

import typer

from wirefeed.cli.context import Context, console, print_json
from wirefeed.model.credentials import MASK

app = typer.Typer(help="Check, show or explain the configuration.", no_args_is_help=True)


@app.command()
def check(context: typer.Context) -> None:
    """Say whether the configuration is right.

    Every mistake is named with its file and key, and ends with 2.
    """
    from wirefeed.app import listener_of, weights_of

    obj: Context = context.obj
    settings = obj.settings
    listener_of(settings)
    weights_of(settings)
    console().print(f"The configuration is right: {len(settings.agency)} agencies, {len(settings.feeds())} feeds.")
    for agency in settings.agency:
        for parent in sorted(set(agency.parents) - settings.agencies().keys()):
            console().print(f"The agency {agency.key} names the parent {parent}, which is not configured: it changes nothing.")
    for name, why in settings.disabled().items():
        console().print(f"The feed {name} is disabled: {why}.")


@app.command()
def show(context: typer.Context) -> None:
    """Print the configuration as wirefeed understands it.

    Defaults included and secrets masked.
    """
    from wirefeed.config.secrets import variable

    obj: Context = context.obj
    settings = obj.settings
    document = settings.model_dump(mode="json")
    for name, block in settings.credentials.items():
        absent = settings.absent(name)
        names = (variable(name, key) for key in block.wanted(name).keys)
        missing = absent.missing if absent else ()
        document["credentials"][name]["secrets"] = {one: "not set" if one in missing else MASK for one in names}
        document["credentials"][name]["absent"] = absent.why if absent else None
    print_json(masked(document))


@app.command()
def reference() -> None:
    """Print the reference of all keys, in Markdown.

    As it stands in docs/configuration.md.
    """
    from wirefeed.config.reference import reference as page

    typer.echo(page(), nl=False)


def masked(document: dict[str, Any]) -> dict[str, Any]:
    """The same tree with every value masked that may hold a secret: passwords in addresses and request headers."""
    from wirefeed.text.redact import redact

    def walk(value: Any, key: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        if isinstance(value, dict):
            return {name: MASK if key == "headers" else walk(child, name) for name, child in value.items()}
        if isinstance(value, list):
            return [walk(child, key) for child in value]
        return redact(value) if key in ("url", "proxy", "token_url") and isinstance(value, str) else value

    return {name: walk(value, name) for name, value in document.items()}
