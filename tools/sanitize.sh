#!/usr/bin/env bash
# Build the engine with AddressSanitizer and UndefinedBehaviorSanitizer in a folder of its own, and solve random
# problems with it: tools/sanitize.sh [options of tools/soak.py]. A fault ends the run with where it happened.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=build/sanitize
PATH="$PWD/.venv/bin:$PATH"
cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DPANNIER_SANITIZE=ON -DPython_EXECUTABLE="$PWD/.venv/bin/python" \
  -Dnanobind_DIR="$(python -m nanobind --cmake_dir)" >/dev/null
cmake --build "$folder" --parallel "${WORKERS:-2}"

# Python itself is not built so: the sanitizer comes first by LD_PRELOAD, and what Python keeps is no leak of ours.
preload=$(g++ -print-file-name=libasan.so):$(g++ -print-file-name=libstdc++.so)
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
LD_PRELOAD=$preload exec python -m tools.soak --engine "$(echo "$folder"/_core*.so)" "$@"
