"""Every error a user can cause. The text says what, where and what was expected.

The command line prints the text on one or two lines and ends with status 2.
"""


class SheetnetError(Exception):
    """Base of all errors that sheetnet raises on purpose."""


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
        return f'did you mean "{close[0]}"?'
    return "known: " + ", ".join(known)
