"""A proposed spec as TOML: each choice with a comment that says what it does and why."""

from collections.abc import Iterator
from typing import Any

from sheetnet.files.toml import toml_value
from sheetnet.lang import Texts
from sheetnet.spec.proposal.proposal import Proposal
from sheetnet.spec.proposal.reasons import answer, why_out
from sheetnet.spec.schema import schema_file
from sheetnet.wording import clipped


def spec_text(proposal: Proposal, texts: Texts) -> str:
    """Return the text of the spec, with comments in a language."""
    name = proposal.path.stem
    lines = [
        f"#:schema {schema_file().as_uri()}",
        *comment(texts("spec.head", name=name)),
        "",
        _key("title", name),
        _key("kind", "network"),
        "",
        "[data]",
        *_data(proposal, texts),
        *_layers(proposal, texts),
        "",
        "[training]",
        *_training(proposal, texts),
    ]
    return "\n".join(lines) + "\n"


def _key(name: str, value: Any) -> str:  # noqa: ANN401
    return f"{name} = {toml_value(value)}"


def comment(text: str) -> list[str]:
    """Return lines of a comment; what a user wrote may hold no character that ends it."""
    shown = "".join(one if one.isprintable() or one == "\n" else " " for one in text)
    return [f"# {line}" for line in shown.splitlines()]


def _data(proposal: Proposal, texts: Texts) -> Iterator[str]:
    decision, data = proposal.decision, proposal.decision.data
    yield from comment(texts("spec.file"))
    yield _key("file", data.file)
    said = {name: getattr(data, name) for name in
            ("encoding", "separator", "decimal", "header", "sheet")}  # fmt: skip
    if any(value is not None for value in said.values()):
        yield from comment(texts("spec.read"))
        yield from (_key(name, one) for name, one in said.items() if one is not None)
    yield from comment(answer(proposal, texts))
    if data.label is None:
        yield from comment(texts("spec.target"))
        yield _key("target", data.target)
    else:
        yield from comment(texts("spec.label"))
        yield _key("label", data.label)
    if data.ignore:
        yield from comment(texts("spec.ignore"))
        for one in decision.left_out:
            yield from comment(f"- {clipped(one.name)}: {why_out(one, texts)}")
        yield _key("ignore", data.ignore)
    yield from _seen(proposal, texts)
    yield from _taken(proposal, texts)


def _seen(proposal: Proposal, texts: Texts) -> Iterator[str]:
    """Yield how columns become inputs."""
    data = proposal.decision.data
    for name, value in (("categories", data.categories), ("image", data.image)):
        if value:
            yield from comment(texts(f"spec.{name}"))
            yield _key(name, value)
    if data.missing != "refuse":
        yield from comment(texts(f"spec.missing_{data.missing}"))
        yield _key("missing", data.missing)
    yield from comment(texts("spec.scale"))
    if isinstance(data.scale, str):
        yield _key("scale", data.scale)
    else:
        pairs = ", ".join(
            f"{toml_value(name)} = {toml_value(scale)}"
            for name, scale in data.scale.items()
        )
        yield f"scale = {{ {pairs} }}"


def _taken(proposal: Proposal, texts: Texts) -> Iterator[str]:
    """Yield which rows are taken, and for what."""
    data = proposal.decision.data
    for name in ("rows", "test", "split"):
        if (value := getattr(data, name)) is not None:
            yield from comment(texts(f"spec.{name}"))
            yield _key(name, value)
    if data.rows is not None or data.test is not None:
        yield from comment(texts("spec.seed"))
        yield _key("seed", data.seed)
    yield from comment(texts("spec.use"))
    yield _key("use", data.use)


def _layers(proposal: Proposal, texts: Texts) -> Iterator[str]:
    names = ("hidden", "output" if proposal.dataset.classes else "output_numbers")
    for name, layer in zip(names, proposal.layers, strict=True):
        yield ""
        yield from comment(texts(f"spec.{name}"))
        yield "[[layer]]"
        yield _key("kind", str(type(layer).__struct_config__.tag))
        yield _key("units", layer.units)
        yield _key("activation", layer.activation)


def _training(proposal: Proposal, texts: Texts) -> Iterator[str]:
    training = proposal.spec.training
    yield from comment(texts(f"spec.{training.cost.replace('-', '_')}"))
    yield _key("cost", training.cost)
    yield from comment(texts("spec.reduction"))
    yield _key("reduction", training.reduction)
    yield from comment(texts("spec.eta_unseen" if proposal.unseen else "spec.eta"))
    yield _key("eta", training.eta)
    yield from comment(texts("spec.epochs"))
    yield _key("epochs", training.epochs)
    yield from comment(texts("spec.init"))
    yield 'init = { distribution = "xavier", seed = 1 }'
