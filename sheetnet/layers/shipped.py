"""The kinds of layers that ship, by the protocols that they keep to: for type checkers alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheetnet.layers.add import formulas as f_add
    from sheetnet.layers.add import numbers as n_add
    from sheetnet.layers.add import sentences as w_add
    from sheetnet.layers.add import spec as s_add
    from sheetnet.layers.average_pool import formulas as f_average_pool
    from sheetnet.layers.average_pool import numbers as n_average_pool
    from sheetnet.layers.average_pool import sentences as w_average_pool
    from sheetnet.layers.average_pool import spec as s_average_pool
    from sheetnet.layers.batch_norm import formulas as f_batch_norm
    from sheetnet.layers.batch_norm import numbers as n_batch_norm
    from sheetnet.layers.batch_norm import sentences as w_batch_norm
    from sheetnet.layers.batch_norm import spec as s_batch_norm
    from sheetnet.layers.conv import formulas as f_conv
    from sheetnet.layers.conv import numbers as n_conv
    from sheetnet.layers.conv import sentences as w_conv
    from sheetnet.layers.conv import spec as s_conv
    from sheetnet.layers.dense import formulas as f_dense
    from sheetnet.layers.dense import numbers as n_dense
    from sheetnet.layers.dense import sentences as w_dense
    from sheetnet.layers.dense import spec as s_dense
    from sheetnet.layers.dropout import formulas as f_dropout
    from sheetnet.layers.dropout import numbers as n_dropout
    from sheetnet.layers.dropout import sentences as w_dropout
    from sheetnet.layers.dropout import spec as s_dropout
    from sheetnet.layers.max_pool import formulas as f_max_pool
    from sheetnet.layers.max_pool import numbers as n_max_pool
    from sheetnet.layers.max_pool import sentences as w_max_pool
    from sheetnet.layers.max_pool import spec as s_max_pool
    from sheetnet.layers.norm import formulas as f_norm
    from sheetnet.layers.norm import numbers as n_norm
    from sheetnet.layers.norm import sentences as w_norm
    from sheetnet.layers.norm import spec as s_norm
    from sheetnet.layers.protocols import (
        LayerFormulas,
        LayerNumbers,
        LayerSentences,
        LayerSpec,
        LearnedFormulas,
        LearnedNumbers,
        LearnedSentences,
        MaskedFormulas,
        MeasuredNumbers,
        NormalisedFormulas,
        NormalisedNumbers,
        RecurrentFormulas,
        RecurrentNumbers,
    )
    from sheetnet.layers.recurrent import formulas as f_recurrent
    from sheetnet.layers.recurrent import numbers as n_recurrent
    from sheetnet.layers.recurrent import sentences as w_recurrent
    from sheetnet.layers.recurrent import spec as s_recurrent

    SPECS: tuple[LayerSpec, ...] = (
        s_add,
        s_average_pool,
        s_batch_norm,
        s_conv,
        s_dense,
        s_dropout,
        s_max_pool,
        s_norm,
        s_recurrent,
    )
    NUMBERS: tuple[LayerNumbers, ...] = (n_add, n_average_pool, n_dropout, n_max_pool)
    LEARNED_NUMBERS: tuple[LearnedNumbers, ...] = (n_conv, n_dense)
    RECURRENT_NUMBERS: tuple[RecurrentNumbers, ...] = (n_recurrent,)
    NORMALISED_NUMBERS: tuple[NormalisedNumbers, ...] = (n_norm,)
    MEASURED_NUMBERS: tuple[MeasuredNumbers, ...] = (n_batch_norm,)
    FORMULAS: tuple[LayerFormulas, ...] = (f_add, f_average_pool, f_max_pool)
    MASKED_FORMULAS: tuple[MaskedFormulas, ...] = (f_dropout,)
    LEARNED_FORMULAS: tuple[LearnedFormulas, ...] = (f_conv, f_dense)
    RECURRENT_FORMULAS: tuple[RecurrentFormulas, ...] = (f_recurrent,)
    NORMALISED_FORMULAS: tuple[NormalisedFormulas, ...] = (f_batch_norm, f_norm)
    SENTENCES: tuple[LayerSentences, ...] = (
        w_add,
        w_average_pool,
        w_dropout,
        w_max_pool,
    )
    LEARNED_SENTENCES: tuple[LearnedSentences, ...] = (
        w_batch_norm,
        w_conv,
        w_dense,
        w_norm,
        w_recurrent,
    )
