# One verb a task. `make` alone lists them. Set PYTHON to choose the interpreter, ARGS to pass flags on.
#     make test PYTHON=python3.12 ARGS="-k route --durations=5"

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
ARGS ?=
VERBS := demo test check bench format figures soak lock clean
.PHONY: help $(VERBS)

# Called from another folder (make -f .../Makefile), go home first: every path below is relative.
HOME_FOLDER := $(shell cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd -P)
ifneq ($(HOME_FOLDER),$(shell pwd -P))

help $(VERBS):
	@$(MAKE) --no-print-directory -C "$(HOME_FOLDER)" $@

else

VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

# The stamp is younger than what it was made from, so a second call installs nothing.
$(READY): requirements.lock pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Clientele needs Python 3.11 or later. Name it: make PYTHON=python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Clientele needs into $(VENV): once, a minute or two ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: $(READY) ## a Slack workspace, the bot and a demo company, all on this machine
	@$(RUN) -m bot demo $(ARGS)

test: $(READY) ## every test, on SQLite and on a PostgreSQL of its own
	@$(RUN) -m pytest -n auto --dist loadfile $(ARGS)

check: $(READY) ## style, types and the rules between rooms
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(RUN) -c 'from importlinter.cli import lint_imports_command as lint; lint(["--no-logo"])'

format: $(READY) ## put the code in the house style
	@$(RUN) -m ruff check --fix-only --quiet .
	@$(RUN) -m ruff format .

bench: $(READY) ## measure speed and write docs/benchmarks.md
	@$(RUN) -m bench $(ARGS)

figures: $(READY) ## compare our figures with a ledger worked out independently
	@$(RUN) -m bench.figures ../shared/data/northwind $(ARGS)

soak: $(READY) ## the long versions: kills, disconnects, large ledgers
	@$(RUN) -m pytest -m soak $(ARGS)

# Our own environment is not used: what happens to be installed in it must not decide what is pinned.
lock: ## pin every dependency anew (ARGS=--upgrade takes newer ones)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check pip-tools
	@CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/python -m piptools compile --quiet --all-extras --strip-extras \
		--all-build-deps --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--annotation-style=line --output-file=requirements.lock $(ARGS) pyproject.toml

clean: ## remove what was made: environment, caches, build and demo data
	@rm -rf $(VENV) build dist demo-data *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

endif
