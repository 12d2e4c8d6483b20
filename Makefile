# make demo | make test | make check: each sets up .venv by itself. Nothing but Python 3.11+ and make is needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

# What is made here stays here, also where the shell names a newsroom's own configuration and database.
unexport WIREFEED_CONFIG WIREFEED_DATABASE_URL WIREFEED_DATABASE_URL_FILE

.PHONY: demo test check format lock clean

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("wirefeed needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(STAMP) ## run the bundled wires end to end and print the composite with its provenance
	@$(BIN)/wirefeed --config config/demo.toml db upgrade
	$(BIN)/wirefeed --config config/demo.toml fetch --once --force
	$(BIN)/wirefeed --config config/demo.toml demo

test: $(STAMP) ## the whole suite
	$(BIN)/python -m pytest -q -n auto

check: $(STAMP) ## format, lint, types, floors, then the suite
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q -n auto

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --resolver=backtracking --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
SERVICE_EXTRAS := --extra postgresql --extra metrics --extra parquet --extra sftp --extra languages --extra build

lock: ## resolve both lock files anew, with hashes: all of it, and what a service needs (the same versions)
	$(LOCK) $(SERVICE_EXTRAS) --extra dev --extra train --extra benchmarks --output-file requirements.lock pyproject.toml
	$(LOCK) $(SERVICE_EXTRAS) --constraint requirements.lock --output-file requirements-service.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist *.egg-info
