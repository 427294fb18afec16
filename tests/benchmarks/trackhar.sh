#!/bin/sh
# Puts TrackHAR into a folder of its own, for the benchmark alone; without npm the benchmark says what it lacks.
set -eu
place="$1"
command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 || exit 0
test -d "$place/node_modules/trackhar" && exit 0
mkdir -p "$place"
cd "$place"
npm install --no-audit --no-fund --silent trackhar@1.0.0 >/dev/null 2>&1 || rm -rf node_modules
