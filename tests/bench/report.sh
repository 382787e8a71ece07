#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# serial-report over SIZE MiB (default 1024) of boot logs with all stages and signatures, beside grep -c with the same
# signatures over a part of it (its time is scaled up) and wc -l as the floor. The logs of the collection where they
# are, else logs made of the examples in the tables.
SIZE=${SIZE:-1024}
logs=$TOP/../shared/bootlogs
if [ -d "$logs" ]; then
	cat "$logs"/*/*.log >one
else
	awk -F'\t' '!/^#/ && NF > 5 { print "[    1.234567] an ordinary line of a kernel that says nothing of note"; print $NF }' \
		"$TOP"/share/stages.tsv "$TOP"/share/signatures.tsv >one
fi
one=$(stat -c %s one)
times=$((SIZE * 1048576 / one + 1))
for ((i = 0; i < times; i++)); do cat one; done | head -c $((SIZE * 1048576)) >all
awk -F'\t' '!/^#/ && $1 != "id" && $4 != "" { print $4 }' "$TOP"/share/signatures.tsv >patterns
cat one one one one >part # what grep gets
seconds() { # COMMAND…: "elapsed cpu"; into a file, for grep stops early when it writes to /dev/null
	local TIMEFORMAT='%R %U %S'
	{ time "$@" >out 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }'
}
cat all >/dev/null # into the cache
echo "$SIZE MiB, $(wc -l <all) lines, $(wc -l <patterns) signatures, $("$BIN/serial-report" --version | head -n 1)"
printf '%-34s %10s %10s %10s %10s\n' program elapsed MB/s cpu MB/cpu-s
row() { # NAME ELAPSED CPU BYTES
	echo "$2 $3 $4" | awk -v name="$1" '{ printf "%-34s %10.3f %10.0f %10.3f %10.0f\n", name, $1, $3 / 1e6 / $1, $2, $3 / 1e6 / ($2 > 0 ? $2 : 0.001) }'
}
for round in 1 2 3; do
	for what in wc report; do
		case $what in
		wc) s=$(seconds wc -l all) name="wc -l ($(wc --version | head -n 1 | grep -oE '[0-9.]+$'))" ;;
		report) s=$(seconds "$BIN/serial-report" --quiet --json verdict.json all) name="serial-report, all signatures" ;;
		esac
		row "$name" $s $((SIZE * 1048576))
	done
done
bytes=$(stat -c %s part)
s=$(LC_ALL=C seconds grep -aPc "$(sed 's/^(?i)\(.*\)$/(?i:\1)/' patterns | paste -sd'|')" part)
row "grep -P, all signatures ($(grep --version | head -n 1 | grep -oE '[0-9.]+$'))" $s "$bytes"
