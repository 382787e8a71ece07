#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A disk that is really full: a tmpfs of 2 MiB, in a name space of our own. What was there stays whole, nothing is left
# beside it, and the message says how much is needed and how much there is.
. "$TOP/tests/tap.sh"
cd "$TMPDIR" || exit 1
if ! unshare -Urm true 2>/dev/null; then
	skip "full disk" "no name space of our own may be made here"
	exit 0
fi
cp -R "$TOP/tests/golden/build-refuses/in/board" board
need python3 dtc
python3 "$TOP/tests/golden-shared/parts.py" && dtc -q -o board/good.dtb board/good.dts || exit 1
head -c 600000 /dev/zero >board/u-boot
mkdir disk
export IMAGER_CACHE=$TMPDIR/cache SOURCE_DATE_EPOCH=1700000000
head -c 5M /dev/urandom >payload
seq 200000 | sed 's/^/[    0.000000] line /' >log

# full NAME NEEDED OLD-FILE COMMAND…: on the small disk, which has OLD-FILE already
full() {
	local name=$1 needed=$2 old=$3
	shift 3
	check "$name" unshare -Urm bash -c '
		needed=$1 old=$2
		shift 2
		mount -t tmpfs -o size=2m none disk || exit 9
		echo "what was there" >"disk/$old"
		before=$(find disk | sort)
		"$@" >out 2>err
		code=$?
		cat out err
		[ $code -eq 3 ] || { echo "code $code"; exit 1; }
		[ "$(cat "disk/$old")" = "what was there" ] || { echo "$old is changed"; exit 1; }
		[ "$(find disk | sort)" = "$before" ] || { echo "left beside it:"; find disk; exit 1; }
		grep -E "error LB042: writing failed: at least [0-9,]+ bytes are needed, the disk has [0-9,]+: No space left on device" err || exit 1
		said=$(sed -n "s/.*at least \([0-9,]*\) bytes.*/\1/p" err | head -n 1 | tr -d ,)
		free=$(sed -n "s/.*the disk has \([0-9,]*\):.*/\1/p" err | head -n 1 | tr -d ,)
		[ "$said" -ge "$needed" ] && [ "$free" -le 2097152 ]
	' _ "$needed" "$old" "$@"
}
full "imager uimage" 5242880 uImage "$BIN/imager" uimage -A arm -C none -d payload disk/uImage
full "imager build" 5800000 sd.img "$BIN/imager" build ./board --lock lock -o disk/sd.img

# The emulator's copy of a card with another board's firmware.
sed '/^emulator {/,/^}/d' board/board.conf >lender.conf
mkdir lent && cp -R board/. lent/ && cat lender.conf - >lent/board.conf <<END
emulator {
	program = "true"
	machine = "m"
	memory = 1G
	card = 64M
	firmware-from = board
	goal = "x"
	timeout = 1
}
END
"$BIN/imager" --boards . build lent --lock lent.lock -o sd.img >/dev/null || exit 1
full "imager run: the card with borrowed firmware" 5800000 verdict.json env TMPDIR="$TMPDIR/disk" "$BIN/imager" --boards . run lent \
	--image sd.img --log disk/boot.log
full "serial-report" 1 report bash -c 'head -c 4M /dev/zero >disk/full 2>/dev/null
	find disk >found; "$0" -q --json disk/report log; code=$?; rm disk/full; exit $code' "$BIN/serial-report"

# The cache holds whole files only, whichever write failed; the rest is fetched when there is room again.
cache_stays_whole() {
	unshare -Urm bash -c '
		mount -t tmpfs -o size=2m none disk || exit 9
		"$0" fetch ./board --cache disk --lock lock2 >out 2>err
		code=$?
		cat err
		[ $code -eq 3 ] && [ ! -e lock2 ] || { echo "code $code"; exit 1; }
		grep -q "error LB042: writing failed: at least 5,000,000 bytes are needed, the disk has [0-9,]*:" err || exit 1
		find disk/files -type f | while read -r file; do
			sum=$(sha256sum "$file")
			case $file in */"${sum:0:16}"/*) ;; *) echo "half: $file" ;; esac
		done >half
		cat half
		[ ! -s half ] && mount -o remount,size=64m disk && "$0" fetch ./board --cache disk --lock lock2
	' "$BIN/imager"
}
check "imager fetch: the cache" cache_stays_whole
finish
