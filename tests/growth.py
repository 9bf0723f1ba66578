"""How work grows with its input, without a clock."""

from __future__ import annotations

import sys


def steps(work, *arguments):
    """The lines of Python that a call runs: as many on a busy machine as on an idle one."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work(*arguments)
    finally:
        sys.settrace(before)
    return count


def growth(work, make, size, times=4):
    """The steps of work on `make(times * size)` beside those on `make(size)`, in so many times: 1 is linear.

    What is done once only, such as compiling patterns, is done beforehand. Loops inside of C, such as those
    of a regular expression, are not seen: a large input under a time limit is the guard against these.
    """
    short, long = make(size), make(times * size)
    work(make(1))
    work(short)
    return steps(work, long) / (times * steps(work, short))


LINEAR = 1.1  # what `growth` may come to
