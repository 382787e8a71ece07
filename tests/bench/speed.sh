#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How soon and how surely -b auto finds a rate: simulated lines over all usual rates and some others,
# five adapters, skews of -2 to 2 %, text and binary-heavy text; then changes in mid-stream. One rate
# set in ten comes into force up to 30 ms late, as on a loaded machine. ROUNDS=5 for docs/speed.md.
# Texts: the boot logs beside the project if they are there, else the documentation.
set -eu
TOP=${TOP:-$(cd "$(dirname "$0")/../.." && pwd)}
program=$(mktemp "${TMPDIR:-/tmp}/speed-XXXXXX")
trap 'rm -f "$program"' EXIT
make -s -C "$TOP" all >/dev/null
${CC:-gcc} -std=gnu11 -D_GNU_SOURCE -O2 -I"$TOP" -o "$program" "$TOP"/tests/bench/speed.c \
	"$TOP"/tests/unit/speed-trial.c "$TOP"/tests/unit/uart.c "$TOP"/out/release/lib/serial-tools.a \
	"$TOP"/out/release/lib/lib.a -lm
shopt -s nullglob
texts=("$TOP"/../shared/bootlogs/{real,qemu,visible}/*.log)
[ ${#texts[@]} -gt 0 ] || texts=("$TOP"/docs/*.md)
echo "-- usual rates"
"$program" -l -n "${ROUNDS:-1}" "${texts[@]}"
echo "-- with rates in between"
"$program" -n "${ROUNDS:-1}" "${texts[@]}" | tail -1
echo "-- the adapter is known"
"$program" -K -l -n "${ROUNDS:-1}" "${texts[@]}" | tail -1
"$program" -t -n "${ROUNDS:-1}" "${texts[@]}" | tail -1
