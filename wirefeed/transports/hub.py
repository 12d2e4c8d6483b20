"""Asks a hub for something: one form sent through the guard, and whether the hub took it. What is asked stands in websub.py."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
from yarl import URL

from wirefeed.text.redact import redact
from wirefeed.transports.dial import Dialling, Lookup, dialling, guarded_connector, look_up
from wirefeed.transports.guard import Allow, allow_list, check_redirect, check_url, read_url
from wirefeed.transports.http import CONNECT_SECONDS, MAX_REDIRECTS, HttpSettings

_SAME_FORM = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)
"""Redirects that keep method and form; after any other the form would be lost."""


class _NotAsked(Exception):
    """The guard said no; the message is why."""


class HubClient:
    """Sends requests to hubs. ``lookup`` resolves names (tests hand in their own)."""

    def __init__(self, settings: HttpSettings, *, lookup: Lookup = look_up) -> None:
        self._settings = settings
        self._allow: Allow = allow_list(settings.allow)
        self._lookup = lookup

    async def ask(self, hub: str, form: Mapping[str, str]) -> str | None:
        """Send a form; returns why the hub did not take it, in the operator's words, or None when it did (any 2xx)."""
        contact = self._settings.contact
        agent = f"{self._settings.user_agent} (+{contact})" if contact else self._settings.user_agent
        try:
            async with (
                asyncio.timeout(self._settings.timeout_seconds),
                aiohttp.ClientSession(
                    connector=guarded_connector(self._allow, self._lookup),
                    timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
                    cookie_jar=aiohttp.DummyCookieJar(),
                    trust_env=False,
                    headers={"User-Agent": agent},
                ) as session,
            ):
                return await self._send(session, read_url(hub), form)
        except _NotAsked as not_asked:
            return str(not_asked)
        except TimeoutError:
            return f"{redact(hub)} gave no answer within {self._settings.timeout_seconds:g} s"
        except aiohttp.ClientConnectorError as error:
            return f"{redact(hub)} cannot be reached: {error.os_error.strerror or error.os_error}"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return f"{redact(hub)} gave no usable answer ({type(error).__name__})"

    async def _send(self, session: aiohttp.ClientSession, url: URL, form: Mapping[str, str]) -> str | None:
        if reason := check_url(url, self._allow):
            raise _NotAsked(f"{redact(str(url))} is not asked: {reason}")
        for _ in range(MAX_REDIRECTS + 1):
            with dialling(Dialling(host=url.raw_host or "", port=url.port or 0)):
                async with session.post(url, data=dict(form), allow_redirects=False) as response:
                    if response.status not in _SAME_FORM:
                        return None if response.ok and response.status < HTTPStatus.MULTIPLE_CHOICES else await _said(url, response)
                    target = read_url(response.headers.get("Location", ""), url)
            if reason := check_redirect(url, target, self._allow):
                raise _NotAsked(f"{redact(str(url))} leads to {redact(str(target))}, which is not asked: {reason}")
            url = target
        return f"more than {MAX_REDIRECTS} redirects, the last to {redact(str(url))}"


async def _said(url: URL, response: aiohttp.ClientResponse) -> str:
    """The status and the hub's first words: they say what it did not like."""
    words = (await response.content.read(300)).decode("utf-8", "replace")
    told = "".join(char if char.isprintable() else " " for char in words).strip()
    return f"{redact(str(url))} answered {response.status}" + (f": {told[:200]}" if told else "")
