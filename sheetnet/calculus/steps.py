"""A limit for work whose length nobody can tell beforehand.

Counts Python's steps, not seconds: so what is refused is refused on every machine, and
no thread or process is needed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import repeat

from sheetnet.errors import SpecError


class _TooLongError(BaseException):
    """Stops what runs. Not an Exception, which a library might catch on the way."""


@contextmanager
def at_most(steps: int) -> Iterator[None]:
    """Stop what runs inside after so many calls and returns of functions.

    Raises: SpecError.
    """
    left = repeat(None, steps)

    def count(*_: object) -> None:
        try:
            next(left)
        except StopIteration:
            raise _TooLongError from None

    before = sys.getprofile()
    # cProfile is no function, before Python 3.12; it can only put itself back.
    restore = getattr(before, "enable", partial(sys.setprofile, before))
    sys.setprofile(count)
    try:
        yield
    except _TooLongError:
        raise SpecError("function: its derivative takes too long to find") from None
    finally:
        restore()
