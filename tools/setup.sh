#!/usr/bin/env bash
# Make .venv at the root with exactly the locked packages and Pannier itself; does nothing when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=$(cat pyproject.toml requirements-dev.lock tools/uv.lock CMakeLists.txt src/pannier/engine/cpp/* | cksum)
if [ -x .venv/bin/pannier ] && [ "$(cat .venv/.made-from 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
  python=$(bash tools/find_python.sh)
  echo "Setting up .venv with $python"
  rm -rf .venv
  "$python" -m venv .venv
fi
export VIRTUAL_ENV="$PWD/.venv" UV_PYTHON_DOWNLOADS=never
if ! .venv/bin/uv --version >/dev/null 2>&1; then
  # An environment that other tools made has no pip.
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.lock
fi
echo "Installing Python packages"
# The lock of tools is synced too, so that uv does not remove itself.
.venv/bin/uv pip sync --quiet --require-hashes requirements-dev.lock tools/uv.lock
# The engine is compiled here; its build needs cmake and ninja, which stand in the lock, and a compiler.
bash tools/compiler.sh .venv/bin/python
PATH="$PWD/.venv/bin:$PATH" .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
echo "$stamp" > .venv/.made-from
