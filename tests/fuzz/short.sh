#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each parser under libFuzzer with ASan and UBSan: the kept corpus first, then SECONDS_EACH seconds of new inputs.
# For a long run: make BUILD=asan fuzzers && SECONDS_EACH=3600 tests/run tests/fuzz/short.sh
cd "$TOP" || exit 1
if ! command -v clang >/dev/null; then
	echo "ok 1 - fuzzing # SKIP clang is not installed"
	exit 0
fi
make -s -j"$(nproc)" BUILD=asan fuzzers >"$TMPDIR/build.log" 2>&1 || {
	tail -n 20 "$TMPDIR/build.log"
	echo "not ok 1 - the fuzz targets build"
	exit 1
}
number=0
one() { # FUZZER NUMBER
	local name=${1##*/fuzz-} work=$TMPDIR/$2
	mkdir -p "$work/new"
	[ ! -d "tests/fuzz/corpus-$name" ] || cp -R "tests/fuzz/corpus-$name/." "$work/new"
	if "$1" -max_total_time="${SECONDS_EACH:-8}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$work/" "$work/new" >"$work.log" 2>&1; then
		echo "ok $2 - fuzz $name: $(grep -oE 'number_of_executed_units: [0-9]+' "$work.log" | grep -oE '[0-9]+$') inputs"
	else
		tail -n 40 "$work.log"
		echo "not ok $2 - fuzz $name"
	fi
}
for fuzzer in out/asan/fuzz/fuzz-*; do
	[ -x "$fuzzer" ] || continue
	number=$((number + 1))
	one "$fuzzer" $number
done
[ $number -gt 0 ] || echo "not ok 1 - there are fuzz targets"
