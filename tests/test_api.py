"""The public door: build, verify, load_spec, errors; usable without the command line."""

import inspect
from importlib.resources import files

import pytest

import sheetnet
from sheetnet import errors
from tests.nets import small_net


def test_the_door_says_what_it_holds():
    assert set(sheetnet.__all__) >= {"build", "verify", "load_spec", "SheetnetError"}
    for name in sheetnet.__all__:
        assert getattr(sheetnet, name) is not None
    assert sorted(set(sheetnet.__all__) - set(dir(sheetnet))) == []


def test_build_returns_what_was_built(tmp_path):
    result = sheetnet.build(small_net(tmp_path), tmp_path / "b.xlsx", lang="en")
    assert result.path == tmp_path / "b.xlsx"
    assert result.bytes == (tmp_path / "b.xlsx").stat().st_size
    assert result.formulas > 100
    assert result.C_T[1] < result.C_T[0]
    assert 0 <= result.accuracy <= 1


def test_verify_takes_a_text_as_path_and_returns_a_report(tmp_path):
    sheetnet.build(str(small_net(tmp_path)), str(tmp_path / "b.xlsx"))
    report = sheetnet.verify(str(tmp_path / "b.xlsx"), calculator="embedded")
    assert (report.agree, report.verdict, report.first_wrong) == (True, "agree", None)
    assert len(report.sha256) == 64


@pytest.mark.slow
def test_verify_many_takes_paths_and_yields_outcomes_with_reports_or_errors(tmp_path):
    paths = [str(tmp_path / "b.xlsx"), tmp_path / "gone.xlsx"]
    sheetnet.build(small_net(tmp_path), paths[0])
    first, second = sheetnet.verify_many(iter(paths))
    assert isinstance(first, sheetnet.Checked)
    assert (first.path, first.report) == (
        tmp_path / "b.xlsx",
        sheetnet.verify(paths[0]),
    )
    assert (first.verdict, first.agree, first.error) == ("agree", True, None)
    assert (second.verdict, second.agree, second.report) == ("error", False, None)
    with pytest.raises(sheetnet.SheetnetError, match=r"gone\.xlsx: no such file"):
        raise second.error


def test_every_error_is_a_sheetnet_error_with_a_docstring():
    kinds = [
        one for _, one in inspect.getmembers(errors, inspect.isclass)
        if issubclass(one, Exception)
    ]  # fmt: skip
    assert len(kinds) >= 8
    for kind in kinds:
        assert issubclass(kind, sheetnet.SheetnetError)
        assert kind.__doc__


def test_public_functions_are_documented_and_typed():
    for function in (
        sheetnet.build,
        sheetnet.verify,
        sheetnet.verify_many,
        sheetnet.load_spec,
    ):
        assert "Raises" in function.__doc__
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(
            one.annotation is not inspect.Parameter.empty
            for one in signature.parameters.values()
        )
    assert (files("sheetnet") / "py.typed").is_file()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError):
        _ = sheetnet.bild
