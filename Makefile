# The two commands of a new user are `make demo` and `make test`; both build .venv where it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.built

.PHONY: setup demo run test check bench drill writing polite newsroom mutations
setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(STAMP)

demo: $(STAMP)        ## a live newsroom on loopback, watched by the real daemon
	$(BIN)/marsad demo $(DEMO)

run: $(STAMP)         ## the daemon with ./config.toml
	$(BIN)/marsad run

test: $(STAMP)        ## offline, under two minutes
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(STAMP)       ## what CI asks beside the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

drill: $(STAMP)       ## slow: kill -9 at random moments of a real run; DRILL="--bad-days" for all that can fail
	$(BIN)/python -m tests.drills.kill $(DRILL)

writing: $(STAMP)     ## slow: kill -9 at 100 random moments of writing (KILLS=500): nothing half, nothing lost
	$(BIN)/python -m tests.drills.writing --kills $(or $(KILLS),100) $(DRILL)

polite: $(STAMP)      ## slow: 50 pages of one host that complains, fails, hangs and dies; the pace holds
	$(BIN)/python -m tests.drills.polite $(DRILL)

newsroom: $(STAMP)    ## slow: 200 polls of a live room in every layout: doubled, missed, falsely edited
	$(BIN)/python -m tests.drills.newsroom $(DRILL)

mutations: $(STAMP)   ## slow: 2,000 broken pages: no crash, no hang, bounded memory
	$(BIN)/python -m tests.drills.mutations $(DRILL)

bench: $(STAMP)       ## figures as ratios within one run
	$(BIN)/python -m bench
