"""The book's equations as formula text. Arguments are references, never values.

Each function shows one finished formula. Written from the equations (3-2 to 4-4), not
from the NumPy code; knows nothing of where cells stand.
"""

from collections.abc import Sequence

from sheetnet.model.costs import squared_distance
from sheetnet.workbook.formula.tree import Leaf, parse, parts


def pick(cells: str, *places: str) -> str:
    """Return the value at a place (row, column) of an area; of one cell, the cell.

    INDEX into a single cell fails in some calculators.

    >>> pick("$K$13:$K$14", "M62"), pick("$K$13", "M62")
    ('INDEX($K$13:$K$14,M62)', '$K$13')
    """
    return f"INDEX({','.join((cells, *places))})" if ":" in cells else cells


def any_is(cells: str, text: str) -> str:
    """Return whether a text stands in any of some cells, which no computed number may be.

    COUNTIF of a single cell fails in some calculators.

    >>> any_is("$F$6:$F$9", "✗"), any_is("$F$6", "✗")
    ('COUNTIF($F$6:$F$9,"✗")>0', '$F$6="✗"')
    """
    return f'COUNTIF({cells},"{text}")>0' if ":" in cells else f'{cells}="{text}"'


def _sum_of_products(pairs: Sequence[tuple[str, str]]) -> str:
    return "+".join(f"SUMPRODUCT({one},{other})" for one, other in pairs)


def weighted_input(pairs: Sequence[tuple[str, str]], b: str) -> str:
    """Return z^l_j = Σ_i w^l_ji a^(l−1)_i + b^l_j (book 3-2).

    One pair of what is seen and its weights; for a convolution, one for each map.

    >>> weighted_input([("L$5:N$8", "$D40:$F43")], "$G40")
    'SUMPRODUCT(L$5:N$8,$D40:$F43)+$G40'
    """
    return f"{_sum_of_products(pairs)}+{b}"


def errors_back(pairs: Sequence[tuple[str, str]]) -> str:
    """Return ∂C/∂a^l_i = Σ_j δ^(l+1)_j w^(l+1)_ji (book 4-3).

    One pair of errors and weights; for a convolution, one for each filter, flipped.

    >>> errors_back([("L61:L62", "$B70:$B71")])
    'SUMPRODUCT(L61:L62,$B70:$B71)'
    """
    return _sum_of_products(pairs)


def delta(dC_da: str, slope: str) -> str:
    """Return δ^l = ∂C/∂a^l · a′(z^l) (book 4-3).

    >>> delta("SUMPRODUCT(R[9]C:R[11]C,RC2:R[2]C2)", "RC*(1-RC)")
    'SUMPRODUCT(R[9]C:R[11]C,RC2:R[2]C2)*RC*(1-RC)'
    >>> delta("R[9]C/4+R[10]C/4", "RC*(1-RC)")
    '(R[9]C/4+R[10]C/4)*RC*(1-RC)'
    """
    if dC_da == "0" or slope == "1":
        return dC_da
    whole = f"({dC_da})" if "+" in parts(dC_da) else dC_da
    return f"{whole}*{slope}"


def error_to_first_largest(p: str, a: str, before: Sequence[str], error: str) -> str:
    """Return ∂C/∂a of one cell of a max pool's window: all of it or nothing.

    All where the cell is as large as the window's p and none before it is, by a margin
    that calculators share.

    >>> error_to_first_largest("L70", "M61", ["L61"], "L90")
    'IF(AND(L70-M61<1E-9,L70-MAX(L61)>=1E-9),L90,0)'
    >>> error_to_first_largest("L70", "L61", [], "L90")
    'IF(L70-L61<1E-9,L90,0)'
    """
    largest = f"{p}-{a}<1E-9"
    if not before:
        return f"IF({largest},{error},0)"
    return f"IF(AND({largest},{p}-MAX({','.join(before)})>=1E-9),{error},0)"


def gradient_of_weight(errors: str, seen: str) -> str:
    """Return ∂C_T/∂w^l_ji = Σ_k δ^l_j[k] a^(l−1)_i[k] (book 4-1, 4-2).

    Two rows through all examples; between the strips the cells are empty.

    >>> gradient_of_weight("$M58:$IV58", "$N$9:$IW$9"), gradient_of_weight("M58", "N9")
    ('SUMPRODUCT($M58:$IV58,$N$9:$IW$9)', 'M58*N9')
    """
    return f"SUMPRODUCT({errors},{seen})" if ":" in errors else f"{errors}*{seen}"


def gradient_of_bias(errors: str) -> str:
    """Return ∂C_T/∂b^l_j = Σ_k δ^l_j[k] (book 4-2).

    >>> gradient_of_bias("$M58:$IV58"), gradient_of_bias("M58")
    ('SUM($M58:$IV58)', 'M58')
    """
    return f"SUM({errors})" if ":" in errors else errors


def mean_share(total: str, counted: str) -> str:
    """Return a sum over examples as a mean: reduction = "mean" only.

    >>> mean_share("SUM($M58:$IV58)", "$M55:$IV55")
    'SUM($M58:$IV58)/COUNT($M55:$IV55)'
    """
    return f"{total}/COUNT({counted})"


def distance(pairs: Sequence[tuple[str, str]]) -> str:
    """Return √Σ(w − w₀)², over parameters now and as they were.

    >>> distance([("$B30:$D33", "$B$19:$D$22")])
    'SQRT(SUMXMY2($B30:$D33,$B$19:$D$22))'
    """
    return f"SQRT({'+'.join(squared_distance(*pair) for pair in pairs)})"


def largest_size(areas: Sequence[str]) -> str:
    """Return the largest |value|.

    >>> largest_size(["$G19:$I22"])
    'MAX(MAX($G19:$I22),-MIN($G19:$I22))'
    """
    every = ",".join(areas)
    return f"MAX(MAX({every}),-MIN({every}))"


def share_of_used(total: str, use: str) -> str:
    """Return a sum over the examples that are used as their mean.

    >>> share_of_used("SUMPRODUCT($M$8:$IV$8,$M55:$IV55)", "$M$8:$IV$8")
    'SUMPRODUCT($M$8:$IV$8,$M55:$IV55)/SUM($M$8:$IV$8)'
    """
    return f"{total}/SUM({use})" if ":" in use else f"{total}/{use}"


def share_of_batch(total: str, in_batch: str) -> str:
    """Return the mean over a batch; 0 of an empty one.

    >>> share_of_batch("SUM($M58:$IV58)", "$M56:$IV56")
    'SUM($M58:$IV58)/MAX(1,SUM($M56:$IV56))'
    """
    return f"{total}/MAX(1,SUM({in_batch}))"


def total_of_used(use: str, each: str) -> str:
    """Return the sum over the examples that are used.

    >>> total_of_used("$M$8:$IV$8", "$M55:$IV55"), total_of_used("M8", "M55")
    ('SUMPRODUCT($M$8:$IV$8,$M55:$IV55)', 'M8*M55')
    """
    return f"SUMPRODUCT({use},{each})" if ":" in each else f"{use}*{each}"


def delta_of_used(use: str, delta: str) -> str:
    """Return the error of an output, 0 where the example is not used.

    >>> delta_of_used("R8C", "(R[9]C-R13C)*RC"), delta_of_used("R8C", "R[9]C-R13C")
    ('R8C*(R[9]C-R13C)*RC', 'R8C*(R[9]C-R13C)')
    """
    row = parse(delta, "R1C1")
    signs = [one for one in row if isinstance(one, Leaf) and one.text in "+-"]
    return f"{use}*({delta})" if signs else f"{use}*{delta}"


def target(label: str, of_class: str, other: float = 0.0) -> str:
    """Return t: 1 where the label is the class, else 0 (book 3-3); of tanh, else −1.

    >>> target("M$5", "$K13"), target("M$5", "$K13", -1.0)
    ('IF(M$5=$K13,1,0)', 'IF(M$5=$K13,1,-1)')
    """
    return f"IF({label}={of_class},1,{other:g})"


def answer_of_many(upto: list[str], outputs: str) -> str:
    """Return the number of the first output that is as large as any.

    Counts the outputs that stand before it: one more for each beginning of the column
    whose largest stays below the largest of all, by a margin that calculators share.

    >>> answer_of_many(["L59:L59"], "L59:L60")
    '1+IF(MAX(L59:L59)<MAX(L59:L60)-1E-9,1,0)'
    """
    return "1" + "".join(f"+IF(MAX({part})<MAX({outputs})-1E-9,1,0)" for part in upto)


def target_at_position(cell: str, symbol: str) -> str:
    """Return 1 where a cell of a sequence holds a symbol; an empty one is not the symbol 0.

    >>> target_at_position("L$4", "$I7")
    'IF(AND(L$4<>"",L$4=$I7),1,0)'
    """
    return f'IF(AND({cell}<>"",{cell}={symbol}),1,0)'


def answer_of_one(a: str, other: float = 0.0) -> str:
    """Return 2 where one output unit says the second of two classes, else 1.

    `other` is the target of the first class.

    >>> answer_of_one("L59"), answer_of_one("L59", -1.0)
    ('IF(L59-0.5>1E-9,2,1)', 'IF(L59>1E-9,2,1)')
    """
    return f"IF({a}-0.5>1E-9,2,1)" if other == 0.0 else f"IF({a}>1E-9,2,1)"


def correct_of_many(targets: str, answer: str, other: float = 0.0) -> str:
    """Return 1 where the answer is the target: the target at the answer's place.

    >>> correct_of_many("L$13:L$14", "L62")
    'INDEX(L$13:L$14,L62)'
    >>> correct_of_many("L$13:L$14", "L62", -1.0)
    '(INDEX(L$13:L$14,L62)+1)/2'
    """
    return _hit(pick(targets, answer), other)


def correct_of_one(target: str, answer: str, other: float = 0.0) -> str:
    """Return 1 where the answer of one output unit is right, else 0.

    >>> correct_of_one("L$13", "L62"), correct_of_one("L$13", "L62", -1.0)
    ('1-ABS(L62-1-L$13)', '1-ABS(L62-1-(L$13+1)/2)')
    """
    return f"1-ABS({answer}-1-{_hit(target, other)})"


def _hit(target: str, other: float) -> str:
    """Return 1 where a target is 1, and 0 where it is the other one."""
    return target if other == 0.0 else f"({target}+1)/2"


def is_no_class(targets: str, count: int, other: float = 0.0) -> str:
    """Return whether no target of an example is 1, of `count` targets.

    >>> is_no_class("L$13:L$14", 2), is_no_class("L$13:L$14", 2, -1.0)
    ('SUM(L$13:L$14)<0.5', 'SUM(L$13:L$14)<-1')
    """
    return f"SUM({targets})<{0.5 if other == 0.0 else 1 - count:g}"
