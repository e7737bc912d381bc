"""The commands in both languages: help, what they print, and what goes wrong, in Chinese whole."""

import json
import re

import pytest
from click.testing import CliRunner

from sheetnet.cli.app import cli
from tests.nets import outcome

COMMANDS = ["", *sorted(cli.commands)]
# Words that are code: names of files, options, keys, functions, programs, units; and quoted data.
CODE = re.compile(
    r"sheetnet \w+ \w+|`[^`]*`|\"[^\"]*\"|'[^']*'|“[^”]*”|\S*[/\\]\S*|--?\w[\w-]*|[\w\[\]-]+\.[\w.*\[\]-]+|\[[^\]]*\]"
    r"|\b[A-Z_]{2,}\w*\b|\w+ = \S+|\{[^}]*\}"
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def english(text):
    """Return the English sentences in a text: three plain words or more in a row."""
    plain = CODE.sub(" ; ", text)
    return re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", plain)


def helped(command, lang):
    runner = CliRunner(env={"SHEETNET_LANG": lang})
    result = runner.invoke(cli, [*command.split(), "--help"])
    assert result.exit_code == 0
    return result.output


def of_option(text):
    return re.findall(r"^ +(-\S+.*?)(?:  |$)", text, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_and_has_the_options_and_examples_of_english(command):
    one, other = helped(command, "zh"), helped(command, "en")
    examples = re.compile(r"^  sheetnet .*$", re.MULTILINE)
    assert english(examples.sub("", one.partition("\n")[2])) == []
    assert re.search("[\u4e00-\u9fff]", one)
    assert not re.search("[\u4e00-\u9fff]", other)
    assert of_option(one) == of_option(other)
    assert examples.findall(one) == examples.findall(other) != []


def columns(line):
    return sum(2 if "\u2e80" < one < "\uffff" else 1 for one in line)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_terminal(command):
    assert max(map(columns, helped(command, "zh").splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("buld xor", "没有命令“buld”"),
        ("build", "缺少参数 SPEC"),
        ("build xor --lag zh", "没有选项 --lag"),
        ("build xor --lang de", "没有“de”"),
        ("build xor xor", "多了一个参数：xor"),
        ("build xor -o", "后面要有值"),
        ("build xor -o -q", "这里应为文件名，实为 -q"),
        ("build xor --force=1", "不带值"),
        ("sabotage xor", "缺少选项 '-o' / '--output'"),
        ("verify a.xlsx --perturb=-1", "不在范围 x>=0 内"),
        ("verify a.xlsx --rtol=a", "不是数"),
        ("verify a.xlsx --rtol=-1", "应为不小于 0 的数"),
        ("verify a.xlsx --seed=a", "不是整数"),
        ("new mine --label y", "要与 --data FILE 一起用"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(monkeypatch, arguments, says):
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    status, out, err = outcome(*arguments.split())
    assert (status, out) == (2, "")
    assert says in err
    assert english(err.partition("\n")[2]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"SHEETNET_LANG": "zh"},
        {"SHEETNET_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"},
        {"SHEETNET_LANG": "", "LC_ALL": "zh_TW", "LANG": "en_US"},
    ],
)
def test_the_language_of_the_environment_is_the_workbook_s(monkeypatch, environment):
    import openpyxl

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    status, out, err = outcome("build", "and-neuron")
    assert (status, err) == (0, "")
    assert english(out) == []
    book = openpyxl.load_workbook("output/and-neuron.xlsx")
    assert {"导读", "训练"} <= set(book.sheetnames)
    assert english(outcome("show", "and-neuron")[1]) == []
    assert outcome("build", "and-neuron", "--lang", "en", "-o", "e.xlsx", "-q")[0] == 0
    assert openpyxl.load_workbook("e.xlsx").sheetnames[0] == "Guide"


@pytest.mark.slow
def test_what_commands_print_is_chinese(monkeypatch):
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    outcome("build", "and-neuron", "-q")
    book = "output/and-neuron.xlsx"
    for arguments in (
        ("calculators",),
        ("train", "and-neuron"),
        ("verify", book),
        ("verify", book, "-v"),
        ("verify", book, "-j", "1"),
        ("sabotage", book, "-o", "puzzle.xlsx", "--reveal"),
        ("verify", "puzzle.xlsx"),
        ("verify", "puzzle.xlsx", book),
    ):
        _, out, err = outcome(*arguments)
        assert english(out) == [], arguments
        assert err == ""
    report = json.loads(outcome("verify", "puzzle.xlsx", "--json", "-")[1])
    assert english(" ".join([*report["problems"], *report["notes"]])) == []


def test_a_new_spec_is_chinese_and_builds(monkeypatch, tmp_path):
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    assert outcome("new", "mine")[0] == 0
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    comments = [line for line in text.splitlines()[1:] if line.startswith("#")]
    assert all(re.search("[\u4e00-\u9fff]", line) for line in comments)
    # Excel takes a table without a mark for another encoding.
    assert (tmp_path / "mine.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert outcome("build", "mine.toml", "-q") == (0, "", "")
    assert outcome("new", "other", "--data", "mine.csv", "--label", "形状")[0] == 0
    assert english((tmp_path / "other.toml").read_text(encoding="utf-8")[90:]) == []


# ------------------------------------------------------------------ what goes wrong

GOOD = """\
[data]
file = "t.csv"
label = "y"
[[layer]]
kind = "dense"
units = 2
activation = "sigmoid"
[training]
cost = "squared-error"
eta = 0.5
epochs = 2
init = { distribution = "normal", mean = 0, sd = 1, seed = 1 }
"""
TABLE = "a,b,y\n0,1,p\n1,0,q\n1,1,p\n"

WRONG_SPECS = {
    "eta": ("eta = 0.5", "eta = -1"),
    "a word": ("eta = 0.5", 'eta = "small"'),
    "units": ("units = 2", "units = 2.5"),
    "too many units": ("units = 2", "units = 7"),
    "a key": ("units", "unit"),
    "no key": ("units = 2\n", ""),
    "an activation": ('"sigmoid"', '"sigmiod"'),
    "a kind": ('"dense"', '"dens"'),
    "a cost": ('"squared-error"', '"cross-entropy2"'),
    "curly quotes": ('"dense"', "“dense”"),
    "no equals sign": ("units = 2", "units 2"),
    "an open quote": ('"dense"', '"dense'),
    "no layer": (GOOD[GOOD.index("[[layer]]") : GOOD.index("[training]")], ""),
    "no answer": ('label = "y"\n', ""),
    "both answers": ('label = "y"\n', 'label = "y"\ntarget = ["a"]\n'),
    "no such column": ('label = "y"', 'label = "z"'),
    "no such file": ("t.csv", "u.csv"),
    "a picture": ('label = "y"', 'label = "y"\nimage = [2, 2]'),
    "a distribution": ('"normal"', '"normel"'),
    "a seed": ("seed = 1", 'seed = "one"'),
    "a path": ('"t.csv"', '"C:\\data\\t.csv"'),
    "epochs": ("epochs = 2", "epochs = 10000000"),
    "ends": ("mean = 0, sd = 1,", "mean = 0, sd = -1,"),
}


@pytest.mark.parametrize("change", WRONG_SPECS.values(), ids=WRONG_SPECS)
def test_a_wrong_spec_is_told_in_chinese(monkeypatch, tmp_path, change):
    assert change[0] in GOOD
    (tmp_path / "t.toml").write_text(GOOD.replace(*change, 1), encoding="utf-8")
    (tmp_path / "t.csv").write_text(TABLE)
    check_told(monkeypatch)


WRONG_TABLES = {
    "a gap": "a,b,y\n0,,p\n1,0,q\n",
    "a word": "a,b,y\n0,1,p\nmany,0,q\n2,1,p\n",
    "a date": "a,b,y\n0,2024-01-01,p\n1,2024-02-01,q\n",
    "a unit": "a,b,y\n0,1 kg,p\n1,2 kg,q\n",
    "a mixed unit": "a,b,y\n0,10%,p\n1,2,q\n",
    "marks": "a,b,y\n0,1.5,p\n1,'2,5',q\n".replace("'", '"'),
    "fields": "a,b,y\n0,1,p\n1,0,0,q\n",
    "one class": "a,b,y\n0,1,p\n1,0,p\n",
    "many classes": "a,b,y\n0,1,1.5\n1,0,2.5\n1,1,3.5\n",
    "two names": "a,a,y\n0,1,p\n1,0,q\n",
    "no header": "0,1,2\n1,0,3\n",
    "a header alone": "a,b,y\n",
    "one column": "y\np\nq\n",
    "empty": "",
    "an open quote": 'a,b,y\n"0,1,p\n1,0,q\n',
    "texts": "a,b,y\n" + "".join(f"{n},text {n},p\n" for n in range(99)) + "1,z,q\n",
    "an empty column": "a,b,y\n,1,p\n,0,q\n",
    "too large": "a,b,y\n1e200,1,p\n1,0,q\n",
    "a pdf": "%PDF-1.7",
    "a page": "<html><table></table></html>",
    "no label": "a,b,y\n0,1,\n1,0,q\n1,1,p\n",
    "alike": "a,b,y\n0,1,P\n1,0,p\n1,1,q\n",
}


@pytest.mark.parametrize("table", WRONG_TABLES.values(), ids=WRONG_TABLES)
def test_a_wrong_table_is_told_in_chinese(monkeypatch, tmp_path, table):
    (tmp_path / "t.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    check_told(monkeypatch)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\0\1"])
def test_a_table_of_no_known_kind_is_told_in_chinese(monkeypatch, tmp_path, content):
    (tmp_path / "t.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "t.csv").write_bytes(content)
    check_told(monkeypatch)


def check_told(monkeypatch):
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    status, out, err = outcome("build", "t.toml", "-o", "t.xlsx")
    assert (status, out) == (2, "")
    assert re.search("[\u4e00-\u9fff]", err)
    assert english(err) == []
    # Where it goes wrong is the same in English, where nothing is Chinese.
    monkeypatch.setenv("SHEETNET_LANG", "en")
    assert not re.search("[\u4e00-\u9fff]", outcome("build", "t.toml")[2])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n",
        b"%PDF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 and no more",
    ],
)
def test_a_file_that_is_no_workbook_is_told_in_chinese(monkeypatch, tmp_path, content):
    (tmp_path / "t.xlsx").write_bytes(content)
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    status, out, err = outcome("verify", "t.xlsx")
    assert (status, out) == (2, "")
    assert re.search("[\u4e00-\u9fff]", err)
    assert english(err) == []


def test_no_such_template_is_told_with_those_of_a_like_name():
    says = 'no such template; did you mean "digits" or "digits-8x8"'
    assert says in outcome("build", "digit")[2]
    assert outcome("build", "qqq")[2].endswith(
        "no such template; sheetnet list has them all\n"
    )


@pytest.mark.slow
def test_a_certificate_is_in_english_whoever_makes_it(monkeypatch, tmp_path):
    import openpyxl

    outcome("build", "and-neuron", "-q")
    book = openpyxl.load_workbook("output/and-neuron.xlsx")
    book["Training"]["ZZ1"] = "=1+1"
    book.save("b.xlsx")
    monkeypatch.setenv("SHEETNET_LANG", "zh")
    outcome("verify", "b.xlsx", "--certificate", "c.json")
    notes = json.loads((tmp_path / "c.json").read_text())["notes"]
    assert any("outside the plan was not checked" in note for note in notes)
    assert outcome("verify", "b.xlsx", "--against", "c.json")[0] == 0
