#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The same card image from the same files: genimage against imager build, on tmpfs, warm, interleaved. imager also
# checks every file against its lock, makes the initramfs and the boot plan, and wraps the uImages in its time.
set -eu
board=${BENCH_BOARD:-h3-orangepi-pc}
rounds=${ROUNDS:-15}
dir=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/image-XXXXXX")
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir in root tmp
"$BIN/imager" build "$board" --offline -o ours.img >/dev/null 2>err || "$BIN/imager" build "$board" -o ours.img >/dev/null 2>err || {
	echo "skipped: the parts of $board cannot be fetched here"
	exit 0
}

# What is on the card, for genimage: the loader's bytes up to its end, and the files.
partition=$(sfdisk -J ours.img | python3 -c 'import json, sys; p = json.load(sys.stdin)["partitiontable"]["partitions"][0]; print(p["start"], p["size"])')
read -r start sectors <<<"$partition"
tail -c +8193 ours.img | head -c "$(("$("$BIN/imager" verify --json ours.img | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["items"][1]["size"])')"))" >in/loader.bin
mcopy -s -n -i ours.img@@$((start * 512)) ::/ in/
files=$(cd in && printf '"%s", ' $(find . -type f ! -name loader.bin -printf '%P\n'))
cat >genimage.cfg <<CFG
image boot.vfat {
	vfat { label = "BOOT" files = {${files%, }} }
	size = $((sectors * 512))
}
image theirs.img {
	hdimage { disk-signature = 0x12345678 }
	partition loader { in-partition-table = false offset = 8K image = "loader.bin" }
	partition boot { partition-type = 0x0c bootable = true offset = $((start * 512)) image = "boot.vfat" }
	size = $(stat -c %s ours.img)
}
CFG

theirs() { genimage --config genimage.cfg --inputpath in --rootpath root --tmppath tmp --outputpath out; }
ours() { "$BIN/imager" build "$board" --force --offline -o ours.img; }
time_us() { # COMMAND: microseconds that it took
	local begin=$EPOCHREALTIME end
	"$@" >log 2>&1 || { cat log && exit 1; }
	end=$EPOCHREALTIME
	echo $((${end/./} - ${begin/./}))
}
median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }
for ((i = 0; i <= rounds; i++)); do
	a=$(time_us theirs) b=$(time_us ours)
	[ "$i" -eq 0 ] && { : >theirs.us && : >ours.us; continue; } # the first one warms up
	echo "$a" >>theirs.us
	echo "$b" >>ours.us
done
a=$(median theirs.us) b=$(median ours.us)
allocated() { echo $(($(stat -c '%b * %B' "$1"))); }
x=$(($(allocated out/theirs.img) + $(allocated out/boot.vfat))) y=$(allocated ours.img)
echo "$board, $(stat -c %s ours.img) bytes, $(genimage --version | head -n 1 | sed 's/^/genimage /'), $("$BIN/imager" --version), $(df --output=fstype . | tail -n 1), median of $rounds"
printf '%-26s %14s %14s %8s\n' '' genimage imager ratio
printf '%-26s %11d.%03d %10d.%03d %7s\n' 'time ms' $((a / 1000)) $((a % 1000)) $((b / 1000)) $((b % 1000)) "$(awk "BEGIN { printf \"%.2f\", $b / $a }")"
printf '%-26s %14d %14d %7s\n' 'allocated, all files' "$x" "$y" "$(awk "BEGIN { printf \"%.2f\", $y / $x }")"
printf '%-26s %14d %14d %7s\n' 'allocated, image alone' "$(allocated out/theirs.img)" "$y" "$(awk "BEGIN { printf \"%.2f\", $y / $(allocated out/theirs.img) }")"
content=$(($(stat -c %s in/* | paste -sd+)))
printf '%-26s %14s %14d %7s\n' 'of content' '' "$content" "$(awk "BEGIN { printf \"%.2f\", $y / $content }")"
