"""A spec that is proposed: what is decided of the data, and the network that learns them."""

from dataclasses import dataclass
from pathlib import Path

from sheetnet.layers.dense.spec import DenseSpec
from sheetnet.model.functions import SOFTMAX
from sheetnet.spec.data import Dataset
from sheetnet.spec.loading import Spec
from sheetnet.spec.proposal.deciding import Decision
from sheetnet.spec.training import InitSpec, TrainingSpec

# Measured on tables of 6 to 1,800 rows: with scaled data these learn all of them. With many
# classes fewer units leave too little room to tell them apart.
HIDDEN = 8
HIDDEN_OF_MANY = 16
MANY_CLASSES = 6
EPOCHS = 30


@dataclass(frozen=True, slots=True)
class Proposal:
    """The spec to write at `path`; `tried` are the η of the short runs.

    `unseen` tells that they were compared on examples that were left out in turn.
    """

    path: Path
    decision: Decision
    dataset: Dataset
    eta: float = 1.0
    tried: tuple[float, ...] = ()
    unseen: bool = False

    @property
    def layers(self) -> tuple[DenseSpec, DenseSpec]:
        """A hidden layer, and an output unit for each class or number."""
        units = len(self.dataset.classes) or len(self.dataset.targets)
        activation = SOFTMAX if self.dataset.classes else "identity"
        hidden = HIDDEN_OF_MANY if units >= MANY_CLASSES else HIDDEN
        return DenseSpec(hidden, "tanh"), DenseSpec(units, activation)

    @property
    def spec(self) -> Spec:
        """The spec, as if it had been read from its file."""
        training = TrainingSpec(
            eta=self.eta,
            epochs=EPOCHS,
            cost="cross-entropy" if self.dataset.classes else "squared-error",
            reduction="mean",
            init=InitSpec(distribution="xavier", seed=1),
        )
        name = self.path.stem
        return Spec(self.path, name, name, self.decision.data, self.layers, training)
