# make setup | demo | test | coverage | fuzz | lint | bench | docs | format | clean: GNU make, Python 3.11+ and pip are enough.
#
# Variables: PYTHON (interpreter for .venv), CONSTRAINTS (empty: newest versions instead of the pinned ones),
# WORKERS (test processes), TIME_LIMIT (seconds for the demonstration plan). pip's own variables work as usual, for
# example PIP_INDEX_URL for a mirror or PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels for a machine without network.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo browser test coverage fuzz lint bench docs format constraints clean

IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c '$(IS_NEW_ENOUGH)' 2>/dev/null && { echo $$p; break; }; done)
CONSTRAINTS ?= constraints.txt
WORKERS ?= 2
TIME_LIMIT ?= 60

BIN := .venv/bin
READY := .venv/.ready
SOURCES := models planner tests benchmarks docs app.py

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

setup: $(READY) ## make .venv with everything; does nothing when it is there

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(IS_NEW_ENOUGH)' || \
		{ echo "Python 3.11 or newer is needed; install it, or name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -c '$(IS_NEW_ENOUGH)' || "$(PYTHON)" -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),-c $(CONSTRAINTS)) -e ".[all]"
	@touch $@

demo: $(READY) ## plan the demonstration county Kelan, into demo/
	$(BIN)/planner demo kelan demo
	$(BIN)/planner check demo/kelan.toml
	$(BIN)/planner plan demo/kelan.toml --out demo/run --time-limit $(TIME_LIMIT)
	@echo "The plan is in demo/run: plan.xlsx (workbook), run.json (figures), *.csv (tables), plan.gpkg (map)."

browser: ## Chromium and a Chinese font for the browser tests: from Debian, where they are missing
	@test -x /usr/bin/chromium && fc-list :lang=zh | grep -q . || \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fontconfig fonts-noto-cjk; }

test: lint browser ## lint, types, import contracts, tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

coverage: $(READY) browser ## the tests again, traced, in about twice the time; the command line and workers with them
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered --cov-report=xml

fuzz: $(READY) ## the property tests on cases never drawn before
	HYPOTHESIS_PROFILE=new $(BIN)/python -m pytest -n $(WORKERS) -m hypothesis

lint: $(READY) ## ruff, mypy, import contracts
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## let ruff put the code in order
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

bench: $(READY) ## measure and rewrite docs/benchmarks.md
	$(BIN)/python -m benchmarks --write docs/benchmarks.md

docs: $(READY) ## write the generated pages and build site/
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

constraints: $(READY) ## pin what .venv holds
	$(BIN)/python -m pip --disable-pip-version-check freeze --exclude-editable --exclude setuptools | LC_ALL=C sort -f > constraints.txt
	@touch $(READY)

clean: ## remove what can be made again, except .venv
	rm -rf build dist site demo *.egg-info .coverage .coverage.* coverage.xml htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
