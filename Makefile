# Two commands do everything on a machine that has Python 3.11 or newer and make:
#
#     make demo     compare the options of a small support desk
#     make test     check the code and run the tests
#
# Both put what they need into .venv once (by uv where it is installed, else by Python's own venv and pip, every file
# checked against its hash) and again only when a lock file or pyproject.toml has changed. Nothing else is touched.
# To choose the interpreter, after `make clean`: make test PYTHON=/path/to/python3.12. To do without uv: make test UV=

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help install demo test bench validate sensitivity lint lint-locks docs lock clean say-demo say-test

BIN := .venv/bin
PYTHON ?=
UV ?= uv
JOBS ?= 2

help:
	@echo "make demo      compare the options of a small support desk (installs the run-time packages into .venv first)"
	@echo "make test      check the code and run the tests (installs the development packages into .venv first)"
	@echo "make install   install the development packages and supportsim itself into .venv"
	@echo "make lint      only the checks: ruff, mypy, the layers, the locks"
	@echo "make validate  the long campaigns against known results (minutes to hours)"
	@echo "make sensitivity  which conclusions survive when the assumed coefficients of people move (says first how long)"
	@echo "make bench     measure the speed"
	@echo "make docs      write the generated pages and tables of numbers and the picture (plays the demo; minutes)"
	@echo "make lock      resolve the dependencies of pyproject.toml anew; FLAGS=--upgrade for newer versions"
	@echo "make clean     remove .venv, caches and build output (results/ stays)"

# ------------------------------------------------------------------------------------------------- what people ask for

install: .venv/.dev .venv/.project

demo: say-demo .venv/.run .venv/.project
	@$(BIN)/supportsim compare experiment=demo

test: say-test lint
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

say-demo:
	@echo "Demo: installs the run-time packages into .venv if they are not there yet, then compares the demo options."

say-test:
	@echo "Test: installs the development packages into .venv if they are not there yet, then checks the code (ruff, mypy, layers, locks) and runs pytest."

validate: .venv/.dev .venv/.project
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m validate
	@$(MAKE) --no-print-directory sensitivity

# Prints its budget before it starts; stopped, it goes on where it was. EXTENT="trajectories=2 samples=8" is a first look.
EXTENT ?=
sensitivity: .venv/.run .venv/.project
	@$(BIN)/supportsim sensitivity experiment=two_callers_saved $(EXTENT)

bench: .venv/.dev .venv/.project
	@$(BIN)/python -m benchmarks

# By way of a second file, so that a failure does not leave an empty reference. The picture is a chart of the demo, and
# so are the tables of numbers in README.md and docs/support_desk.md.
docs: .venv/.dev .venv/.project
	@$(BIN)/python -m sim.settings.reference > docs/parameters.md.new || { rm -f docs/parameters.md.new; exit 1; }
	@mv docs/parameters.md.new docs/parameters.md
	@echo "docs/parameters.md written"
	@$(BIN)/python docs/write_pages.py
	@rm -rf build/docs && mkdir -p build/docs docs/pictures
	@$(BIN)/supportsim compare experiment=demo study.folder=build/docs >build/docs/log 2>&1 || { cat build/docs/log; exit 1; }
	@$(BIN)/python docs/write_numbers.py build/docs/demo-*
	@$(BIN)/python docs/write_said.py

lint: .venv/.dev .venv/.project lint-locks
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find sim tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ----------------------------------------------------------------------------------------------------------- the locks
# uv.lock is the resolution for every supported Python and system; the two requirements files are exports of it for pip.
# The uv that writes and checks them is the one pinned in requirements-dev.lock, so that all three read alike everywhere.

PYPI := https://pypi.org/simple
EXPORT := $(BIN)/uv export --quiet --frozen --no-emit-project --no-annotate --format requirements-txt
EXPORT_RUN := $(EXPORT) --no-default-groups
EXPORT_DEV := $(EXPORT) --all-extras --all-groups

lock: .venv/.dev
	@$(BIN)/uv lock --quiet --default-index $(PYPI) $(FLAGS)
	@$(EXPORT_RUN) > requirements.lock
	@$(EXPORT_DEV) > requirements-dev.lock
	@$(MAKE) --no-print-directory lint-locks
	@echo "uv.lock, requirements.lock and requirements-dev.lock written; 'make install' brings .venv up to them"

lint-locks: .venv/.dev
	@$(BIN)/uv lock --quiet --check --offline --default-index $(PYPI) 2>/dev/null \
	  || { echo "uv.lock does not agree with pyproject.toml: run 'make lock'"; exit 1; }
	@$(EXPORT_RUN) | diff requirements.lock - >/dev/null \
	  || { echo "requirements.lock does not agree with uv.lock: run 'make lock'"; exit 1; }
	@$(EXPORT_DEV) | diff requirements-dev.lock - >/dev/null \
	  || { echo "requirements-dev.lock does not agree with uv.lock: run 'make lock'"; exit 1; }
	@if grep -Eho '[a-z+]+://[^/"]*' uv.lock requirements.lock requirements-dev.lock \
	    | grep -Ev '^https://(pypi\.org|files\.pythonhosted\.org)$$' \
	  || grep -En '^ *(-i|-f|--index-url|--extra-index-url|--find-links)' requirements.lock requirements-dev.lock; \
	  then echo "a lock names a package index other than PyPI: run 'make lock' without your own index settings"; exit 1; fi

# ------------------------------------------------------------------------------------------------------ the environment
# The stamps .venv/.made, .run, .dev and .project say what is in .venv; each is written only when its step has succeeded.

# 1. An interpreter in .venv: one that is there and fit is kept, otherwise the first fit Python on the path makes it.
.venv/.made:
	@py=; seen=; \
	for candidate in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python); do \
	  version=`$$candidate -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null` || continue; \
	  seen="$$seen$${seen:+, }$$candidate is $$version"; \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then py=$$candidate; break; fi; \
	done; \
	if [ -x $(BIN)/python ] && $(BIN)/python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  :; \
	elif [ -z "$$py" ]; then \
	  echo "supportsim needs Python 3.11 or newer ($${seen:-none found}): install one, or name it with PYTHON=/path/to/python3.12"; exit 1; \
	elif command -v "$(UV)" >/dev/null 2>&1; then \
	  rm -rf .venv; "$(UV)" venv --quiet --no-project --python "`$$py -c 'import sys; print(sys.executable)'`" .venv; \
	elif $$py -c 'import venv, ensurepip' 2>/dev/null; then \
	  rm -rf .venv; $$py -m venv .venv; \
	else \
	  echo "$$py has no venv module (on Debian and Ubuntu: apt install python3-venv), and uv is not installed either"; exit 1; \
	fi
	@touch $@

# 2. Packages from a lock, $(1), told to the reader as $(2). Quiet: all output goes to .venv/install.log, and is shown
#    only when it is needed. A failure that speaks of the network is told in one line.
define install_lock
@echo "Installing the $(2) packages into .venv, about a minute ..."
@if command -v "$(UV)" >/dev/null 2>&1; then \
  "$(UV)" pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
else \
  { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --default-pip; } && \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $(1); \
fi >.venv/install.log 2>&1 || { $(call tell_failure) }
endef

tell_failure = if grep -Eiq $(NETWORK) .venv/install.log; \
  then echo "no network: the packages could not be downloaded (the details are in .venv/install.log)"; \
  else cat .venv/install.log; echo "the installation failed (the lines above are in .venv/install.log)"; fi; exit 1;

NETWORK := 'failed to establish a new connection|name resolution|dns error|network is unreachable|connection (refused|reset|timed out)|connect(ion)? error|error sending request|client error \(connect\)|ConnectTimeout|ReadTimeout|ProxyError'

.venv/.run: requirements.lock | .venv/.made
	$(call install_lock,requirements.lock,run-time)
	@touch $@

# The development packages contain the run-time ones.
.venv/.dev: requirements-dev.lock | .venv/.made
	$(call install_lock,requirements-dev.lock,development)
	@touch $@ .venv/.run

# 3. supportsim itself, from these files: an edit needs no new installation.
.venv/.project: pyproject.toml | .venv/.made
	@if command -v "$(UV)" >/dev/null 2>&1; then \
	  "$(UV)" pip install --quiet --python $(BIN)/python --no-deps --editable .; \
	else \
	  { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --default-pip; } && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --editable .; \
	fi >.venv/install.log 2>&1 || { $(call tell_failure) }
	@touch $@
