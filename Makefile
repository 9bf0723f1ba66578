# `make demo` reads a shipped report; `make test` runs the tests. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python
REPORT ?= fixtures/qingxi_2023.txt

.PHONY: demo test check bench docs clean

demo: $(VENV)/.installed
	@$(VENV)/bin/fazhi-extract parse $(REPORT)

test: $(VENV)/.installed-test
	$(RUN) -m pytest

check: $(VENV)/.installed-dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m mkdocs build --strict --site-dir build/site

bench: $(VENV)/.installed-test
	$(RUN) benchmarks/parse.py

docs: $(VENV)/.installed-dev
	$(RUN) -m mkdocs serve

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# A Python without ensurepip (Debian's, without python3-venv) makes the environment bare; pip is then put into it.
$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making an environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
		rm -rf $(VENV); \
		$(PYTHON) -m venv --without-pip $(VENV) && \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check pip \
			--target "$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"; }

define install
@echo "Installing fazhi-extract ($(1)) ..."
@$(RUN) -m pip install --quiet --disable-pip-version-check --editable "$(2)"
@touch $@
endef

$(VENV)/.installed: $(RUN) pyproject.toml
	$(call install,the library,.)

$(VENV)/.installed-test: $(RUN) pyproject.toml
	$(call install,with what its tests need,.[test])
	@touch $(VENV)/.installed

$(VENV)/.installed-dev: $(RUN) pyproject.toml
	$(call install,with its development tools,.[dev])
	@touch $(VENV)/.installed $(VENV)/.installed-test
