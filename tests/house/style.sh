#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The house style, as far as a machine can tell.
cd "$TOP" || exit 1
# new files too, which git does not know yet
files=$(git ls-files -co --exclude-standard '*.c' '*.h' 2>/dev/null | while read -r f; do [ ! -e "$f" ] || echo "$f"; done)
[ -n "$files" ] || files=$(find lib dt fex2dts imager serial-tools tests -name '*.[ch]')
report() { # NUMBER NAME OFFENDERS
	if [ -z "$3" ]; then echo "ok $1 - $2"; else echo "$3" | head -n 30; echo "not ok $1 - $2"; fi
}
if command -v clang-format >/dev/null; then
	report 1 "sources are formatted (make format)" "$(clang-format --dry-run $files 2>&1 | grep -oE '^[^ :]+:[0-9]+' | sort -u)"
else
	echo "ok 1 - sources are formatted # SKIP clang-format is not installed"
fi
report 2 "no function is longer than 80 lines" \
	"$(awk '/^{/ { start = FNR } /^}/ && start { if (FNR - start > 80) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' $files)"
report 3 "no source is longer than 400 lines (tables excepted)" \
	"$(for f in $files; do case $f in *table*) continue ;; esac; n=$(grep -cvE '^[[:space:]]*\{.*\},?$' "$f"); [ "$n" -le 400 ] || echo "$f: $n lines"; done)"
report 4 "the code speaks of the project alone" \
	"$(git grep -nIiE "/work/(main|wt|shared)|issue #?[0-9]" -- ":!tests/house/style.sh" 2>/dev/null | head)"
report 5 "the Makefile stays under 250 lines" "$([ "$(wc -l <Makefile)" -lt 250 ] || echo Makefile)"
report 6 "no merge is left half done" "$(git grep -nIE '^(<{7}|>{7}) ' -- ':!tests/house/style.sh' 2>/dev/null | head)"
report 7 "every Python program can be read" \
	"$(for f in build/* tests/*.py; do case $(head -c 40 "$f" 2>/dev/null | head -n 1) in *python3*) ;; *) continue ;; esac; python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$f" 2>/dev/null || echo "$f"; done)"
