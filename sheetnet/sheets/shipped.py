"""The sheets that ship, by the protocols that they keep to: for type checkers alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheetnet.sheets.check import sheet as s_check
    from sheetnet.sheets.check import truth as t_check
    from sheetnet.sheets.explorer import sheet as s_explorer
    from sheetnet.sheets.explorer import truth as t_explorer
    from sheetnet.sheets.gradient_check import sheet as s_gradient_check
    from sheetnet.sheets.gradient_check import truth as t_gradient_check
    from sheetnet.sheets.picture import truth as t_picture
    from sheetnet.sheets.protocols import (
        SheetFormulas,
        SheetTruth,
    )
    from sheetnet.sheets.try_out import sheet as s_try_out
    from sheetnet.sheets.try_out import truth as t_try_out
    from sheetnet.sheets.write_on import sheet as s_write_on
    from sheetnet.sheets.write_on import truth as t_write_on

    SHEETS: tuple[SheetFormulas, ...] = (
        s_check,
        s_explorer,
        s_gradient_check,
        s_try_out,
        s_write_on,
    )
    TRUTHS: tuple[SheetTruth, ...] = (
        t_check,
        t_explorer,
        t_gradient_check,
        t_picture,
        t_try_out,
        t_write_on,
    )
