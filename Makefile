# The only door. `make demo` and `make test` need Python 3.11 and make, nothing else.
PORT ?= 8000
PYTHON ?= python3.11 python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input --require-virtualenv
COMPILE := $(BIN)/pip-compile --quiet --allow-unsafe --strip-extras --generate-hashes --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --no-emit-options
PYTEST := $(BIN)/python -m pytest -n 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast prove check bench css where map lock po

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

demo: $(VENV)/ready ## migrate, load the demo world once, print addresses and log-ins, serve (PORT=8000)
	@$(BIN)/unionhall demo --port $(PORT)

test: check ## everything: SQLite, PostgreSQL and a real browser where present
	$(PYTEST) -m "not prove"
	$(BIN)/python -m tests.postgres

test-fast: $(VENV)/ready-dev ## SQLite, no browser, under 90 seconds
	$(PYTEST) -m "not postgres and not browser and not slow and not prove"

prove: $(VENV)/ready-dev ## the long runs: kills, scale, 20,000-step machines
	$(BIN)/python -m pytest -m prove

check: $(VENV)/ready-dev ## ruff and the doors, without running anything
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/ready-dev ## each measured against its own floor, in one run
	$(BIN)/python -m benchmarks

where: $(VENV)/ready ## each room with its sentence, public services and open points
	@$(BIN)/unionhall where

map: $(VENV)/ready-dev ## write docs/map.md and the glossary's last column
	$(BIN)/python -m tests.mapping

css: ## rebuild the committed style sheet (the only target that needs Node)
	npm ci
	npm run css

po: $(VENV)/ready-dev ## gather the words for people and compile them (needs gettext)
	cd unionhall && DJANGO_SETTINGS_MODULE=unionhall.config.settings ../$(BIN)/django-admin makemessages \
		--locale en --no-location --no-wrap --no-obsolete --ignore 'tests/*' --ignore 'migrations/*'
	cd unionhall && DJANGO_SETTINGS_MODULE=unionhall.config.settings ../$(BIN)/django-admin compilemessages --locale en

lock: $(VENV)/ready-dev ## pin the dependencies anew, with hashes and without addresses
	$(PIP) install pip-tools==7.6.2
	$(COMPILE) --all-build-deps --only-build-deps --output-file=requirements-build.lock pyproject.toml
	$(COMPILE) --output-file=requirements.lock pyproject.toml
	$(COMPILE) --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
	$(COMPILE) --extra=solve --constraint=requirements.lock --output-file=requirements-solve.lock pyproject.toml

$(BIN)/python:
	@for python in $(PYTHON); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		$$python -m venv $(VENV) && exit 0; \
		echo "$$python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; \
	done; echo "Python 3.11 or newer is needed."; exit 1

$(VENV)/ready: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing the pinned parts, once; about a minute."
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock requirements-solve.lock $(VENV)/ready
	@echo "Installing the tools for tests, once."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-solve.lock
	@touch $@
