#!/bin/sh
# Fetches the pinned data sets with the machine's npm, else with one from the Python index. Usage: datasets.sh PYTHON DIR
# Never fails the set-up: without the data sets the service runs with lower coverage, and says so.
set -u
python=$1
folder=$2
npm=npm
if ! command -v npm >/dev/null 2>&1; then
  if [ ! -x .venv-data/bin/npm ]; then
    .venv/bin/uv --quiet venv --clear --python "$python" .venv-data &&
      .venv/bin/uv --quiet pip install --python .venv-data/bin/python --require-hashes -r requirements/data.lock
  fi
  PATH="$PWD/.venv-data/bin:$PATH"
  npm=$PWD/.venv-data/bin/npm
fi
"$python" -m analyzers.knowledge.fetch "$folder" --npm "$npm" || true
