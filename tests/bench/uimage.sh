#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Wrapping a kernel into a uImage: mkimage against imager uimage, on tmpfs, warm, interleaved.
set -eu
dir=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/uimage-XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir"
rounds=${ROUNDS:-15}
export SOURCE_DATE_EPOCH=1700000000

time_us() { # COMMAND...: microseconds that it took
	local start=$EPOCHREALTIME end
	"$@" >/dev/null
	end=$EPOCHREALTIME
	echo $((${end/./} - ${start/./}))
}
median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }

echo "mkimage: $(mkimage -V), imager: $("$BIN/imager" --version), $(df --output=fstype . | tail -n 1), median of $rounds"
printf '%8s %14s %14s %8s\n' kernel 'mkimage ms' 'imager ms' ratio
for mib in 6 64; do
	head -c ${mib}M /dev/urandom >kernel
	for ((i = 0; i <= rounds; i++)); do
		theirs=$(time_us mkimage -A arm -O linux -T kernel -C none -a 40008000 -n bench -d kernel theirs)
		ours=$(time_us "$BIN/imager" uimage -A arm -O linux -T kernel -C none -a 40008000 -n bench -d kernel ours)
		[ "$i" -eq 0 ] && { : >theirs.us && : >ours.us; continue; } # the first one warms up
		echo "$theirs" >>theirs.us
		echo "$ours" >>ours.us
	done
	cmp theirs ours
	a=$(median theirs.us) b=$(median ours.us)
	printf '%5s MiB %10d.%03d %10d.%03d %7s\n' $mib $((a / 1000)) $((a % 1000)) $((b / 1000)) $((b % 1000)) "$(awk "BEGIN { printf \"%.1fx\", $a / $b }")"
done
