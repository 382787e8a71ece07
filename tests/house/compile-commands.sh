#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `make compile_commands.json`: what clangd and clang-tidy read is whole, and true.
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 1
need python3 make
make -s compile_commands.json COMMANDS="$TMPDIR/commands.json" >"$TMPDIR/make.out" 2>&1 || cat "$TMPDIR/make.out"
every_source() {
	python3 - "$TMPDIR/commands.json" <<'PYTHON'
import glob, json, sys

named = [entry["file"] for entry in json.load(open(sys.argv[1]))]
there = [path for top in ("lib", "dt", "fex2dts", "imager", "serial-tools", "tests/unit", "tests/fuzz", "tests/bench")
         for path in glob.glob(top + "/**/*.c", recursive=True)]
print("missing:", sorted(set(there) - set(named)), "unknown:", sorted(set(named) - set(there)))
sys.exit(sorted(named) != sorted(there))
PYTHON
}
check "it is JSON that names every C source once" every_source
compiles() { # with the command as it stands, but for the object's place
	local command
	command=$(python3 -c 'import json, sys; print(next(e["command"] for e in json.load(open(sys.argv[1])) if e["file"] == sys.argv[2]))' "$TMPDIR/commands.json" "$1") && [ -n "$command" ] || return 1
	bash -c "${command/ -c -o [! ]*.o / -c -o $TMPDIR/object.o }"
}
for source in lib/options.c lib/places.c imager/disk/partition-table.c tests/unit/test-lib.c; do
	check "its command for $source compiles" compiles $source
done
finish
