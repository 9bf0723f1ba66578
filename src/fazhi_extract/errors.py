"""The errors this library raises: one root, few children.

Every message names the value, where it stands and what to do about it.
"""

from __future__ import annotations

__all__ = [
    "DatasetError",
    "FazhiError",
    "InputError",
    "LexiconError",
    "MissingPackageError",
    "NumeralError",
    "OptionError",
    "SourceError",
    "WorkerError",
]


class FazhiError(Exception):
    """Root of every error that `fazhi_extract` raises on purpose."""


class InputError(FazhiError, TypeError):
    """An input of a type that cannot be parsed (a `bytes`, a `None`, a number)."""


class OptionError(FazhiError, ValueError):
    """An option with an unknown name or an impossible value."""


class LexiconError(FazhiError, ValueError):
    """A lexicon or data file that does not fit its schema, or an unknown lexicon name."""


class SourceError(FazhiError, ValueError):
    """A file that cannot be read as what it is: damaged, too large, without text, of an unknown format."""


class MissingPackageError(FazhiError, ImportError):
    """A package or program that is needed here is not installed; the message says which extra has it."""


class DatasetError(FazhiError, ValueError):
    """A data set that is none, is damaged, or does not hold what was asked for."""


class WorkerError(FazhiError, RuntimeError):
    """A worker process that died over and over, or an error of its own that could not be brought over."""


class NumeralError(FazhiError, ValueError):
    """A string that is not one whole numeral.

    Attributes:
        numeral: the string as given.
        position: 0-based character offset at which it stops making sense.
    """

    def __init__(self, message: str, *, numeral: str, position: int) -> None:
        """Keep the numeral and the position beside the message."""
        super().__init__(message)
        self.numeral = numeral
        self.position = position

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the keyword arguments, so that the error crosses processes."""
        return (_rebuild_numeral_error, (str(self), self.numeral, self.position))


def _rebuild_numeral_error(message: str, numeral: str, position: int) -> NumeralError:
    return NumeralError(message, numeral=numeral, position=position)
