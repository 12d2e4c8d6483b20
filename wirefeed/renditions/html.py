"""A story as a page that stands alone, and as the article inside it. No script, no picture fetched, nothing the story's text could add.

Everything is escaped where it is written, and what comes out passes the sanitiser once more, last of all.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

import nh3

from wirefeed.model.story import Segment, Segments, Story, StoryTimes
from wirefeed.renditions.parts import GENERATOR, parts_of, safe

STYLE: Final = (
    "body{font:18px/1.55 Georgia,serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "h1{font-size:1.9rem;line-height:1.2;margin:.3rem 0 1rem}.slug,figcaption,footer,time{font:14px/1.5 system-ui,sans-serif;color:#555}"
    ".slug{text-transform:uppercase;letter-spacing:.06em}figure{margin:0 0 1rem;padding:.6rem .8rem;background:#f3f1ec}"
    ".edit{text-decoration:underline dotted #bbb}.frame{color:#6b4f1d}.reporting{font-style:italic}"
    "@media(prefers-color-scheme:dark){body{color:#e8e6e1;background:#181818}figure{background:#242424}.frame{color:#d3b175}}"
)
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; img-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""The content security policy of the page; a server adds frame-ancestors, which no page can set for itself."""
_TAGS: Final = {"article", "h1", "p", "span", "figure", "figcaption", "footer", "time", "a"}
_ATTRIBUTES: Final = {
    "p": {"class"},
    "span": {"class", "title"},
    "time": {"datetime"},
    "a": {"href"},
    "article": {"lang", "dir"},
}


def render(story: Story, times: StoryTimes) -> str:
    """The page."""
    parts = parts_of(story)
    title = escape(parts.headline or f"{safe(story.slug)} [{story.status.value}]")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(story.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="{GENERATOR}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{article(story, times)}\n</body>\n</html>\n"
    )


def article(story: Story, times: StoryTimes) -> str:
    """The ``<article>`` alone, for a page of somebody else: each run of words carries where it is from as its title."""
    parts = parts_of(story)
    updated = f'<time datetime="{times.updated_at.isoformat()}">{times.updated_at:%Y-%m-%d %H:%M} UTC</time>'
    inner = [f'<p class="slug">{escape(safe(story.slug))}</p>']
    if not parts.paragraphs and not parts.headline:
        inner.append(f"<p>This story is {story.status.value} since {updated}.</p>")
    else:
        inner += [
            f"<h1>{_runs(story.headline)}</h1>",
            _figure(story, parts.image_url),
            *(f"<p>{_runs(one)}</p>" for one in story.paragraphs),
        ]
        inner += [f'<p class="reporting">{escape(safe(story.reporting_line))}</p>', f"<footer>Version {story.version}, {updated}</footer>"]
    whole = f'<article lang="{escape(story.language)}" dir="auto">' + "\n".join(part for part in inner if part) + "</article>"
    return nh3.clean(whole, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel="noopener noreferrer nofollow")


def _figure(story: Story, image_url: str | None) -> str:
    link = f' <a href="{escape(image_url)}">picture</a>' if image_url else ""
    credit = f" ({_runs(story.credit)})" if story.credit else ""
    if not (story.caption or credit or link):
        return ""
    return f"<figure><figcaption>{_runs(story.caption)}{credit}{link}</figcaption></figure>"


def _runs(segments: Segments) -> str:
    return "".join(_run(segment) for segment in segments)


def _run(segment: Segment) -> str:
    source = segment.source
    cited = (
        f"{source.item.feed} {source.item.guid} v{source.item.version} {source.field.value}[{source.start}:{source.end}]" if source else ""
    )
    what = " ".join(part for part in (segment.operation or "", cited) if part)
    title = f' title="{escape(safe(what))}"' if what else ""
    return f'<span class="{segment.kind.value}"{title}>{escape(safe(segment.text))}</span>'
