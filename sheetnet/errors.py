"""Every error a user can cause. The text says what, where and what was expected.

The command line prints the text on one or two lines and ends with status 2.
"""

from sheetnet.wording import worded


class SheetnetError(Exception):
    """Base of all errors that sheetnet raises on purpose.

    Made of a message and its fields, as `worded` takes them; it holds the text.
    """

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(worded(message, **fields))


class SpecError(SheetnetError):
    """The spec (TOML file or an override of it) is not acceptable."""


class DataError(SheetnetError):
    """The file of data is not acceptable."""


class ParameterError(SheetnetError):
    """The file of initial parameters does not fit the network."""


class TrainingError(SheetnetError):
    """The numbers of the run leave what a spreadsheet can hold."""


class LimitError(SheetnetError):
    """The workbook would not fit into a spreadsheet."""


class OutputError(SheetnetError):
    """The workbook cannot be written where it was asked for."""


class WorkbookError(SheetnetError):
    """The file to be checked is not a workbook that sheetnet can check."""


class FormulaError(SheetnetError):
    """A formula uses something outside the portable whitelist."""


class CalculatorError(SheetnetError):
    """A calculator is missing, failed, or took too long."""


def nearest(word: str, known: list[str]) -> str:
    """Return a hint that names the known word nearest to `word`, or all of them.

    >>> nearest("sigmiod", ["sigmoid", "tanh"])
    'did you mean "sigmoid"?'
    >>> nearest("qqq", ["sigmoid", "tanh"])
    'known: sigmoid, tanh'
    """
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    if close:
        return worded('did you mean "{word}"?', word=close[0])
    return worded("known: {words}", words=", ".join(known))
