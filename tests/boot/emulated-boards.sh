#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The images of `make image`, as they are, boot in the emulator to the ramdisk's init.
. "$TOP/tests/boot/boot.bash"
to_init() { # BOARD ENTRY WORDS...
	local board=$1 entry=$2
	shift 2
	image "$board" "$entry" card.img
	report "$board, entry $entry: the image is made" test -s card.img
	boot card.img
	report "$board, entry $entry: reaches init, exit code 0" test "$code" = 0
	report "$board, entry $entry: the report says PASS with init's line" says "INIT: $board READY: Linux 6.1"
	for words in "$@"; do
		report "$board, entry $entry: the console shows $words" in_log "$words"
	done
	report "$board, entry $entry: no process is left" nothing_left
	rm -f card.img
}
xen='\(XEN\) Xen version 4.17'
# only the board that the machine really is has its card driver's clocks and pins there
card='INIT: partition mmcblk0p1 .* starts at sector 2048, 65536 KiB'
to_init h3-orangepi-pc xen "$xen" 'Brought up 4 CPUs' 'Machine model: Xunlong Orange Pi PC' 'INIT: h3-orangepi-pc READY: .* Xen 4.17' "$card"
to_init h3-orangepi-pc linux 'Booting kernel from Legacy Image' 'Verifying Checksum ... OK' 'INIT: h3-orangepi-pc READY: .* bare metal' "$card"
to_init a20-cubie2 xen "$xen" 'Machine model: Cubietech Cubieboard2' 'INIT: a20-cubie2 READY: .* 2 CPUs, .* Xen 4.17'
report "a20-cubie2: the output says whose firmware stands in" says "its U-Boot are an Orange Pi PC's"
to_init a31-mele-m9 xen "$xen" 'Machine model: Mele M9' 'INIT: a31-mele-m9 READY: .* 2 CPUs, .* Xen 4.17'
report "a31-mele-m9: the output says whose firmware stands in" says "its U-Boot are an Orange Pi PC's"
image a20-cubie2 linux card.img
boot card.img
report "a20-cubie2: Linux alone is refused in the emulator, with a sentence" says "the entry linux of a20-cubie2 does not boot in the emulator"
report "a20-cubie2: that is exit code 2" test "$code" = 2
