# The two commands are `make run` and `make test`; each does all the set-up it needs.
# The logic is in Python (portal/management/commands, .ci/run); this file only names it.

PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
# The first Python that the product runs on; 3.11 and 3.12 bring a Redis along
PYTHON ?= $(shell for p in python3 python3.12 python3.11 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes

.PHONY: run test check clean bench proof chaos pictures lock messages install install-dev

run: install
	@DEBUG=0 exec $(BIN)/python manage.py run_portal --host $(HOST) --port $(PORT) --workers $(WORKERS)

test: install-dev
	@exec $(BIN)/python -m tests.run $(ARGS)

check: install-dev
	@exec .ci/check

clean:
	@test ! -d var || $(BIN)/python -m portal.embedded.forget

bench: install-dev
	@exec $(BIN)/python manage.py bench $(ARGS)

proof: install-dev
	@exec $(BIN)/python -m tests.run --proof $(ARGS)

chaos: install-dev
	@exec $(BIN)/python -m tests.run --chaos $(ARGS)

pictures: install-dev
	@exec $(BIN)/python -m tests.run --pictures $(ARGS)

messages: install-dev
	@$(BIN)/python manage.py makemessages --locale fr --no-location --no-obsolete --ignore .venv --ignore var

lock:
	@exec .ci/lock

install: .venv/.runtime
install-dev: .venv/.development

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=/path/to/python3." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "Installing what the portal needs (once; about a minute) …"
	@$(INSTALL) -r requirements.lock
	@touch $@

.venv/.development: .ci/requirements.lock requirements.lock | .venv/bin/python
	@echo "Installing what tests and checks need (once; about two minutes) …"
	@$(INSTALL) -r .ci/requirements.lock
	@touch .venv/.runtime $@
