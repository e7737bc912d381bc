# Two commands do everything on a machine with Python (3.11 or later) and make:
#   make run    build output/digits.xlsx and verify it
#   make test   every check
# For daily work: make quick (under a minute).

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2
# Of fuzzing: the seconds in all, and the doors (all of them if none is named).
SECONDS ?= 600
DOORS ?=

.PHONY: run test quick lint golden random against-torch conformance pictures pages bench fuzz clean

run: $(VENV)/installed
	$(BIN)/sheetnet build digits -o output/digits.xlsx
	$(BIN)/sheetnet verify output/digits.xlsx

test: $(VENV)/developing tests/page/node_modules lint
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

quick: $(VENV)/developing lint
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -q -m "not slow and not libreoffice and not gnumeric"

lint: $(VENV)/developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Remake what tests compare with; read the difference before you commit it.
golden: $(VENV)/developing
	$(BIN)/python -m tests.make_golden

# Random networks and tables, seven hundred: do all agree, and do their sheets say so?
# And all cases, faults and kills of which the suite takes a part.
random: $(VENV)/developing
	SHEETNET_RANDOM_RUNS=300 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/test_random_runs.py tests/test_random_networks.py tests/test_tables_random.py tests/test_fault_lab.py tests/test_sudden_death.py tests/test_against_torch.py tests/test_broken_formulas.py tests/test_hostile.py tests/test_conformance.py tests/test_round_trip.py tests/test_verify.py tests/test_picture.py tests/test_explain.py tests/test_text.py tests/test_training_on.py tests/test_updates.py tests/test_page.py tests/test_portable.py tests/test_formula.py tests/test_fuzz.py

# Train small networks by torch, where it is installed, and keep its numbers for the tests.
against-torch: $(VENV)/developing
	$(BIN)/python -m tests.against_torch

# Every template in every calculator; some minutes.
conformance: $(VENV)/developing
	$(BIN)/python -m tests.make_conformance

pictures: $(VENV)/developing
	$(BIN)/python docs/make_pictures.py

# A gallery under output/pages, which can be served as it is: an index, a page a template.
pages: $(VENV)/installed
	$(BIN)/python docs/make_pages.py

# How fast: against peers, by stage, as networks grow, whole commands; some minutes.
bench: $(VENV)/developing
	$(BIN)/python -m bench.writing
	$(BIN)/python -m bench.checking
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.commands

# Hostile bytes through every door of fuzz/doors.py, led by the branches they reach.
fuzz: $(VENV)/developing
	$(BIN)/python -m pip install -q atheris==3.0.0
	$(BIN)/python -m fuzz $(SECONDS) $(DOORS)

# What checks the page's JavaScript, where npm is; the tests say what was left out.
tests/page/node_modules: tests/page/package.json
	command -v npm >/dev/null || exit 0; npm install --prefix tests/page --no-package-lock --no-audit --no-fund
	test ! -d $@ || touch $@

clean:
	rm -rf tests/page/node_modules $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz dist

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -e .
	touch $@

$(VENV)/developing: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -e ".[dev]"
	touch $(VENV)/installed $@
