"""The columns of `Training`, from left to right: groups of parameters, names, strips."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the sheet from left to right."""

    group: int  # width of the group of parameters, and of each further one
    every: int  # groups there are: parameters, gradients, one for each slot
    groups: int  # of them that stand side by side; the others stand below these
    width: int  # of a strip
    gap: int  # after a strip
    guard: int = 0  # empty before the first strip: what a sequence begins from
    text: int = 1
    w: int = 2

    @property
    def levels_below(self) -> int:
        """How many levels of groups stand below the first."""
        return (self.every - 1) // self.groups

    @property
    def step(self) -> int:
        """From one strip to the next."""
        return self.width + self.gap

    def left(self, group: int) -> int:
        """Return the first column of a group: of the parameters (0), the gradients (1).

        Groups that find no room at the right begin at the left again.
        """
        return self.w + group % self.groups * (self.group + 1)

    def of_settings(self) -> list[tuple[int, int]]:
        """Return where an optimizer's settings may stand: a column of words, one of a number.

        The gaps between groups are too narrow for either.
        """
        groups = (
            range(self.left(g), self.left(g) + self.group) for g in range(self.groups)
        )
        wide = [self.text, *(column for group in groups for column in group)]
        return list(zip(wide[::2], wide[1::2], strict=False))

    @property
    def dC(self) -> int:
        """First column of what is said of the gradients: theirs, if they stand beside."""
        return self.left(1) if self.groups > 1 else self.w + 3

    @property
    def band_end(self) -> int:
        """First column of a band's heading after its numbers."""
        return self.dC + 3

    @property
    def name(self) -> int:
        """Column of class and feature names."""
        return self.w + self.groups * (self.group + 1) - 1

    @property
    def symbol(self) -> int:
        """Column of row labels: z²₁."""
        return self.name + 1

    @property
    def strip(self) -> int:
        """First column of the first example."""
        return self.symbol + 1 + self.guard
