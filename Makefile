# 法治政府建设年度报告知识图谱 — the commands of this project.
# make run    set up and publish the reports under data/ into dist/
# make test   set up and run the tests
# make eval   score the extractor on the labelled texts
# make bench-sizes  what each stage costs at 1 to 1,000 generated reports (SIZES="1 10"), into docs/bench.md
# make bench  what users wait for beside rdflib, pySHACL and PyLD, into benchmarks/RESULTS.md
# make bench-spark  2,000 generated reports on Apache Spark beside build -j 2 (needs Java 17), kept in build/lake; hours (COUNT="600 100")
# make bench-lake  that lake into pyoxigraph and Virtuoso, and what they answer (QUADS="1000000 5000000 20000000")
# make faults  kills, full disks, changing inputs, writers at once: what is left (15 minutes)
# make soak   ten minutes of polite and rude clients (MINUTES=10)
# make fuzz   try every parser and the extractor on mutated files, nine minutes (SECONDS=45 for each)
# make pictures  the pictures of the READMEs, drawn from the published site (needs Chromium)
# make packages  sdist, wheel, SBOM and their digests into build/packages
# make check  everything a change must pass: lint, types, tests
PYTHON ?= python3
VENV   ?= .venv
OUT    ?= dist
MINUTES ?= 10
SECONDS ?= 45
COUNT  ?= 2000 400
QUADS  ?= 1000000 5000000 20000000
BIN    := $(VENV)/bin

.PHONY: run test lint types check eval bench bench-sizes bench-spark bench-lake faults soak fuzz pictures packages clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[serve]'
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/.installed

# with the library that the extractor is compared with
$(VENV)/.installed-eval: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,eval]'
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed

$(VENV)/.installed-lint: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	@touch $@ $(VENV)/.installed-test $(VENV)/.installed

run: $(VENV)/.installed
	$(BIN)/dashi-kg publish -o $(OUT)

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-lint
	$(BIN)/mypy

check: lint types test

eval: $(VENV)/.installed-eval
	$(BIN)/python -m evaluation

bench: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks

bench-sizes: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.sizes $(SIZES)

bench-spark: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet -e '.[spark,duckdb]'
	$(BIN)/python -m benchmarks.spark $(COUNT) build/lake
	$(BIN)/python scripts/scale.py

bench-lake: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.lake build/lake/same $(QUADS)
	$(BIN)/python scripts/scale.py

faults: $(VENV)/.installed-test
	$(BIN)/python -m faults $(if $(RECORD),--record)

soak: $(VENV)/.installed-test
	$(BIN)/python -m faults.soak --minutes $(MINUTES) $(if $(RECORD),--record)

fuzz: $(VENV)/.installed-test
	$(BIN)/python -m fuzz --seconds $(SECONDS)

pictures: run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check playwright pillow
	$(BIN)/python scripts/pictures.py $(OUT)

packages: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[packages]'
	$(BIN)/python scripts/packages.py build/packages

clean:
	rm -rf $(VENV) $(OUT) build
