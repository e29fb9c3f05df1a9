"""Every command of `takar`, one after the other in one process; prints how each ended, as JSON.

Run as a program with the arguments of the commands on stdin. Starting Django once for all of them is
what makes trying every command in every bad place affordable.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys


def main() -> None:
    from takar.config.cli import main as takar

    found = []
    for words in json.load(sys.stdin):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status: object = takar(words)
            except SystemExit as end:
                status = end.code
            except BaseException as error:
                status = f"{type(error).__name__}: {error}"
        found.append({"words": words, "status": status, "out": out.getvalue(), "err": err.getvalue()})
    print(json.dumps(found))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main()
