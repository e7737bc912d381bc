"""Good bytes → hostile ones, token by token: for TOML, CSV, JSON, XML and formulas alike."""

import re
from collections.abc import Callable
from random import Random

_TOKEN = re.compile(r'"[^"\n]*"|[^\W\d][\w.-]*|[-+]?\d[\d.]*(?:[eE][-+]?\d+)?|\s+|.')

_DEEP = 3_000
HOSTILE = (
    *("", "0", "-1", "1", "-0.0", "1e400", "-1e-400", "nan", "inf", "-inf", "null"),
    *("1e308", "-1e308", "1e155", "1e-308", "1e16", "710", "0.1"),
    *("2147483648", "9" * 20, "1" + "0" * 400, "9" * 5_000, "0x" + "f" * 5_000),
    *("1048577", "16385", "XFE1", "A0", "R[-9]C[-9]", "R1C99999", "$A$1:XFD1048576"),
    *("d", "e", "str", "shared", "array", "2024-01-02", "10:00:00", "PT1H"),
    *("true", "[]", "{}", '""', "''", '"a"', "1979-05-27", "25:61:00", "0o7", "1_0"),
    *("[" * _DEEP, "{" * _DEEP, "(" * _DEEP, "-" * _DEEP, "a." * _DEEP, '"' * 3),
    *("[" * 90 + "]" * 90, '{"a":' * 90 + "1" + "}" * 90, "(" * 19 + "x" + ")" * 19),
    *("\0", "\x1b[31m", "\ufeff", "\u202e", "١٢٣", "²", "\U0001f600", "_x0041_", "\r"),
    *("\\u0000", "\\ud800", "\\", "&#0;", "&lt;", "&a;", "<!DOCTYPE a>", "]]>", "<a>"),
    *("/dev/null", "../../x", "a\0b", "x" * 300, "%s%n", "{0}", "=1+1", "|", "#", "!"),
    *("**", "^", "9**9**9", "exp(exp(exp(x)))", "x**x**x", "1/0", "log(0)", ",", ";"),
)


def mutated(data: bytes, rng: Random) -> bytes:
    """Return the bytes with one to four changes, drawn at random."""
    # Bytes that are no text survive the way to text and back.
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(_CHANGES)(text, rng)
    found = text.encode("utf-8", "surrogateescape")
    return _flipped(found, rng) if rng.random() < 0.1 else found


def _replace_token(text: str, rng: Random) -> str:
    tokens = _TOKEN.findall(text) or [""]
    at = rng.randrange(len(tokens))
    inside = tokens[at][:1] == '"' and rng.random() < 0.5
    new = rng.choice(HOSTILE)
    tokens[at] = f'"{new}"' if inside else new
    return "".join(tokens)


def _replace_value(text: str, rng: Random) -> str:
    """Change a number or a string: what stands for a value in most formats."""
    values = list(re.finditer(r'"[^"\n]*"|(?<![\w.])[-+]?\d[\w.]*', text))
    if not values:
        return _replace_token(text, rng)
    hit = rng.choice(values)
    new = rng.choice([*HOSTILE, rng.choice(values)[0], str(rng.randint(-9, 99))])
    if hit[0][0] == '"' and rng.random() < 0.5:
        new = f'"{new}"'
    return text[: hit.start()] + new + text[hit.end() :]


def _swap_tokens(text: str, rng: Random) -> str:
    tokens = _TOKEN.findall(text) or [""]
    one, other = (rng.randrange(len(tokens)) for _ in range(2))
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return "".join(tokens)


def _lines(text: str, rng: Random) -> str:
    """Leave out a line, repeat one, or move one."""
    lines = text.split("\n")
    line = lines.pop(rng.randrange(len(lines)))
    for _ in range(rng.randrange(3)):
        lines.insert(rng.randint(0, len(lines)), line)
    return "\n".join(lines)


def _span(text: str, rng: Random) -> str:
    """Leave out a piece, repeat it, or put it elsewhere."""
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.randint(0, 60))
    piece, rest = text[start:end], text[:start] + text[end:]
    at = rng.randint(0, len(rest))
    return rest[:at] + piece * rng.choice([0, 1, 2, 50]) + rest[at:]


def _cut(text: str, rng: Random) -> str:
    return text[: rng.randint(0, len(text))]


def _flipped(data: bytes, rng: Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


# Values are what a reader must doubt most.
_CHANGES: list[Callable[[str, Random], str]] = [
    *(4 * [_replace_value]),
    *(2 * [_replace_token]),
    _swap_tokens,
    _lines,
    _span,
    _cut,
]
