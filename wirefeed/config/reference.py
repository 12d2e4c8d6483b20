"""The configuration reference in Markdown, made from the settings; a test keeps docs/configuration.md equal to it. It checks nothing."""

from inspect import cleandoc
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from wirefeed.config.settings import Settings

HEAD = """# Configuration

One TOML file, or a main file that includes others. This page is generated from the settings (`wirefeed config reference`); unknown keys are
errors that name the file, the key and the nearest known one. `wirefeed config check` reads the configuration without doing anything else.

Besides the file: `WIREFEED_CONFIG` names it, `WIREFEED_DATABASE_URL` (or `WIREFEED_DATABASE_URL_FILE`, or the systemd credential
`database.url`) or `--database` win over `[database] url`. `WIREFEED_DATABASE_PASSWORD`, from the same three places, is the password of an
address that names a user and none.
"""


def reference() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        section = section_of(field.annotation)
        if section is None:
            parts.append(f"## `{name}`\n\n{field.description}\n")
            continue
        origin = get_origin(field.annotation)
        heading = f"[[{name}]]" if origin is tuple else f"[{name}.NAME]" if origin is dict else f"[{name}]"
        parts.append(f"## `{heading}`\n\n{cleandoc(section.__doc__ or '')}\n")
        parts.append(
            "| key | default | meaning |\n| --- | --- | --- |\n" + "".join(_row(key, one) for key, one in section.model_fields.items())
        )
    return "\n".join(parts)


def section_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - typing constructs have no common type
    """The settings class behind ``Section``, ``tuple[Section, ...]`` or ``dict[str, Section]``; None for plain values."""
    candidates = get_args(annotation) if get_origin(annotation) in (tuple, dict, Union, UnionType) else (annotation,)
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _row(key: str, field: Any) -> str:  # noqa: ANN401 - pydantic's FieldInfo is not exported as a public type
    required = field.default is PydanticUndefined and field.default_factory is None
    default = "required" if required else f"`{_toml(field.get_default(call_default_factory=True))}`"
    meaning = " ".join(str(field.description).split())
    return f"| `{key}` | {default} | {meaning} |\n"


def _toml(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case tuple() | list():
            return "[]" if not value else str(list(value))
        case dict() | BaseModel():
            return "{}"
        case str():
            return f'"{value}"'
        case _:
            return str(value)
