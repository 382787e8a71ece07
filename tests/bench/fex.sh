#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Vendors' files to script.bin against sunxi-fexc, and to a device tree; one process a file, rounds interleaved. All write to
# standard output: a file of ours is synced to the disk before it takes its name, which sunxi-fexc does not do.
# usage: tests/bench/fex.sh [ROUNDS]
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-9}
fex2dts=$top/out/bin/fex2dts
files=("$top"/../shared/fexdata/visible/*/*.fex)
[ -e "${files[0]}" ] || files=("$top"/boards/*/*.fex "$top"/tests/golden/fex-*/in/board.fex)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
to_bin() { for file in "${files[@]}"; do "$fex2dts" -q -O bin "$file" >"$work/out.bin"; done; }
theirs() { for file in "${files[@]}"; do sunxi-fexc -q -I fex -O bin "$file" >"$work/out.bin" 2>/dev/null; done; }
to_dts() { for file in "${files[@]}"; do "$fex2dts" -q -O dts "$file" >"$work/out.dts" 2>/dev/null; done; }
to_dtb() { for file in "${files[@]}"; do "$fex2dts" -q -O dtbo "$file" >"$work/out.dtb" 2>/dev/null; done; }
nothing() { for file in "${files[@]}"; do /bin/true "$file"; done; }
milliseconds() { # FUNCTION
	local start=$EPOCHREALTIME end
	"$1" >/dev/null 2>&1
	end=$EPOCHREALTIME
	echo $(((${end/./} - ${start/./}) / 1000))
}
cases="to_bin to_dts to_dtb nothing"
command -v sunxi-fexc >/dev/null && cases="theirs $cases"
for ((round = 0; round < rounds; round++)); do
	for each in $cases; do milliseconds "$each" >>"$work/$each"; done
done
median() { sort -n "$work/$1" | sed -n "$((rounds / 2 + 1))p"; }
least() { sort -n "$work/$1" | head -n 1; }
echo "${#files[@]} files, one process each, $rounds rounds interleaved; median (least) of the rounds"
row() { # NAME CASE
	awk -v name="$1" -v m="$(median "$2")" -v l="$(least "$2")" -v n=${#files[@]} \
		'BEGIN { printf "%-34s %6d ms (%d)  %.2f ms a file\n", name, m, l, m / n }'
}
row "/bin/true" nothing
[ ! -e "$work/theirs" ] || row "sunxi-fexc $(dpkg-query -W -f '${Version}' sunxi-tools 2>/dev/null) -O bin" theirs
row "fex2dts -O bin" to_bin
row "fex2dts -O dts (board style)" to_dts
row "fex2dts -O dtbo" to_dtb
if [ -e "$work/theirs" ]; then
	awk -v a="$(median theirs)" -v b="$(median to_bin)" 'BEGIN { printf "sunxi-fexc / fex2dts: %.2f\n", a / b }'
	[ "$(median to_bin)" -le "$(median theirs)" ] || echo "fex2dts is slower than sunxi-fexc here"
fi
