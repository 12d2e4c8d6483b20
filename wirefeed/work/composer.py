"""A compose worker: a process that composes the stories it is handed, a batch a request. It sees no database.

It is started by composing.py, sets its own limits, keeps what it found out of the texts, and ends when its input does.
"""

import gc
import os
import pickle
import resource
import sys
from typing import Final

from wirefeed.work.worker import READY, allow_seconds, limit, receive, send

_MIB: Final = 1 << 20
_RARELY: Final = (50_000, 20, 20)
"""When garbage is looked for: what composing makes holds no cycles, and looking it over takes a twelfth of the time."""


def main(megabytes: int, cpu_seconds: int) -> None:
    """Serve requests until the input ends: stories with their members, the rules, the time.

    Each may use ``cpu_seconds`` of processor time; the process ``megabytes`` of memory.
    """
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    gc.disable()
    from wirefeed.compose.source import Annotations  # noqa: PLC0415 - slow imports, in the worker alone
    from wirefeed.pipeline.weave import weave  # noqa: PLC0415

    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_AS, megabytes * _MIB)
    annotations = Annotations()
    send(answers, READY)
    while (request := receive(requests)) is not None:
        allow_seconds(cpu_seconds)
        batch, rules, now = pickle.loads(request)  # noqa: S301 - written by the process that started this one
        woven = [weave(members, rules, now, annotations) for members in batch]
        send(answers, pickle.dumps([(one.made, one.fault, one.seconds) for one in woven], pickle.HIGHEST_PROTOCOL))
