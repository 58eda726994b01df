# Needs only make, a POSIX shell and Python 3.11 or newer; everything else comes into .venv from the package registry.
# Another Python: make run PYTHON=/path/to/python3.12

PYTHON =
PYTHONS = python3.11 python3.12 python3.13 python3.14 python3 python
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
IN_VENV = PATH="$$PWD/.venv/bin:$$PATH"
CACHES = .nox .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help run profiles test lint lock clean setup

help:
	@echo 'make run    запустить весь продукт на этой машине: базу, бота, панель и страницу чата'
	@echo 'make profiles DO="refresh --all"  портреты участников вручную, пока работает make run'
	@echo 'make test   все проверки: стиль, типы, границы, тесты'
	@echo 'make lint   только стиль, типы и границы'
	@echo 'make lock   заново подобрать версии зависимостей в requirements.lock'
	@echo 'make clean  убрать .venv и кэши; данные в data/ не трогает'

run: setup
	@exec .venv/bin/python -m sandbox

profiles: setup
	@exec .venv/bin/python -m sandbox.beside relove-profiles $(DO)

test: setup
	@$(IN_VENV) .venv/bin/python -m nox

lint: setup
	@$(IN_VENV) .venv/bin/python -m nox --sessions lint types imports

lock: setup
	@.venv/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate --all-extras --group dev \
		--quiet --python .venv/bin/python pyproject.toml -o requirements.lock

clean:
	rm -rf .venv $(CACHES) dist
	find . -name data -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# Done again only when the lock changed; see sandbox/bootstrap.py.
setup:
	@for python in $(or $(PYTHON),$(PYTHONS)); do \
		if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
			exec "$$python" sandbox/bootstrap.py $(if $(PYTHON),--chosen); \
		fi; \
	done; \
	echo 'Не нашёлся Python 3.11 или новее (искал: $(or $(PYTHON),$(PYTHONS))).' >&2; \
	echo 'Поставьте его (Debian, Ubuntu: apt install python3 python3-venv) или укажите: make run PYTHON=путь' >&2; \
	exit 1
