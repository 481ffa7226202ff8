# Every door of the project; each sets itself up. See README.md.
PYTHON ?= python3
.PHONY: run test bench screens lock judge clean

run test bench screens lock:
	@$(PYTHON) packaging/bootstrap.py $@ $(ARGS)

judge:
	@$(PYTHON) packaging/judges.py $(ARGS)

clean:
	rm -rf .venv out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
