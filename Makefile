# Two commands for everybody: `make run` starts Due Remi, `make demo` builds the example company first.
# Needs Python 3.11 or newer and make; everything else comes into .venv by pip.

PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# The stamp's name changes with the pinned versions: an environment is made or mended exactly when they change.
RUNS := .venv/.runs-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
CHECKS := .venv/.checks-$(shell cat requirements-dev.txt | cksum | cut -d' ' -f1)
TESTS := .venv/.tests-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
# In CI the pip that is there already fills the environment: copying one into it takes as long as all the linting.
OUTER_PIP := $(if $(IN_CI),$(shell $(PYTHON) -m pip --version > /dev/null 2>&1 && echo yes))
# It fetches a newer one first: older ones look at each version there ever was of each package, for 15 s of processor.
# Where that one is not to be had, the older does it.
NEWER_PIP := pip==26.3
PIP := $(if $(OUTER_PIP),PYTHONPATH=$(CURDIR)/.venv/pip $(PYTHON) -m pip --python $(BIN)/python,$(BIN)/python -m pip)
# The shell is the same Chromium without windows and menus: a walk takes a third less of the processor.
CHROMIUM := $(shell command -v chromium-headless-shell)
ANY_CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# What nobody will ask again needs not be written down: a tenth of the time.
TYPES := $(if $(IN_CI),--cache-dir=/dev/null)
# What every process of the tests imports, compiled by one in a new environment before three would do it at once.
IMPORTED := import app, demo.build, hypothesis, playwright.sync_api, statsmodels.api, streamlit.testing.v1; \
	from web.start import warm; warm()

.PHONY: run demo test test-all check bench screenshots migration browser clean
.DEFAULT_GOAL := run

run: $(RUNS)
	@$(BIN)/python manage.py run

demo: $(RUNS)
	@$(BIN)/python manage.py demo

# Style and types, in a minute.
check: $(TESTS)
	@$(BIN)/ruff check .
	@$(BIN)/mypy .

# Everything CI runs: style, types, unit, both databases and the browser. One process looks at the types while others
# test, and is heard only when they do not agree; else the last line is pytest's own count.
test: $(TESTS) browser
	@$(BIN)/ruff check .
	@found=$$(mktemp); $(BIN)/mypy $(TYPES) . > $$found 2>&1 & types=$$!; tests=0; \
	$(if $(IN_CI),$(BIN)/python -c "$(IMPORTED)";) $(BIN)/pytest -m "not slow" || tests=$$?; \
	wait $$types || { cat $$found; echo "The types do not agree."; exit 1; }; exit $$tests

# The same and what takes minutes: faults in all their rounds, small loads.
test-all: check browser
	@$(BIN)/pytest

bench: $(TESTS)
	@$(BIN)/python -m benchmarks

screenshots: $(TESTS) browser
	@$(BIN)/python -m benchmarks.screenshots

# make migration MESSAGE="promises get an owner"
migration: $(TESTS)
	@test -n "$(MESSAGE)" || { echo 'Say what changes: make migration MESSAGE="..."'; exit 2; }
	@$(BIN)/python manage.py migration "$(MESSAGE)"

# The browser tests drive the system's Chromium. As root it is installed where there is none (and in CI, which has
# little time, the shell even beside it); otherwise the line says how.
browser:
ifeq ($(CHROMIUM)$(if $(IN_CI),,$(ANY_CHROMIUM)),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		apt-get update -qq; for name in chromium-headless-shell $(if $(ANY_CHROMIUM),,chromium); do \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$name > /dev/null && break; \
		done; \
	fi; \
	command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null || \
		{ echo "The browser tests need Chromium: sudo apt-get install chromium"; exit 1; }
endif

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older."; exit 1; }
	@echo "Making the environment, about a minute, once."
	@$(PYTHON) -m venv $(if $(OUTER_PIP),--without-pip) .venv
ifneq ($(OUTER_PIP),)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --target .venv/pip $(NEWER_PIP) || \
		rm -rf .venv/pip
endif

$(RUNS): | .venv/bin/python
	@$(PIP) install --quiet --disable-pip-version-check $(PIP_MORE) -r requirements.txt
	@rm -f .venv/.runs-*; touch $@

# Beside the other one when make may do several things at once; what is pinned is complete.
$(TESTS): $(RUNS) $(CHECKS)
	@rm -f .venv/.tests-*; touch $@

$(CHECKS): | .venv/bin/python
	@grep -v '^-r' requirements-dev.txt > .venv/checks.txt
	@$(PIP) install --quiet --disable-pip-version-check --no-deps $(PIP_MORE) -r .venv/checks.txt
	@rm -f .venv/.checks-*; touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
