#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The device trees that fex2dts makes of the boards' fex files boot Xen and Linux to user space; the A20's with the card's driver probed.
# (The emulated controller is an H3's: with an A20's tree, the kernel's own as well, the driver sees no card in it.)
. "$TOP/tests/boot/boot.bash"
card_detect() { fdtget -t x "$1" /soc/mmc@1c0f000 cd-gpios | cut -d' ' -f2-; }
card_pins() { fdtget "$1" /soc/pinctrl@1c20800/mmc0-pins pins; }
for board in a20-cubie2 a31-mele-m9; do
	image "$board" xen-fex card.img
	report "$board: the image with the tree from its fex is made" test -s card.img
	boot card.img --entry xen-fex
	report "$board: reaches init under Xen, exit code 0" test "$code" = 0
	report "$board: U-Boot loads that tree" in_log 'BOOT-OK xen-fex'
	report "$board: Xen is below" in_log "INIT: $board READY: .* Xen 4.17"
	if [ "$board" = a20-cubie2 ]; then
		report "$board: the card's driver found its pins and is ready" in_log 'sunxi-mmc 1c0f000.mmc: initialized'
		report "$board: card detection comes from the fex" in_log 'sunxi-mmc 1c0f000.mmc: Got CD GPIO'
	else # its supply is behind the PMIC's bus, which the emulator has not: the driver waits, with the kernel's tree too
		mcopy -n -i card.img@@1M ::/xen-fex.dtb ::/xen.dtb .
		report "$board: card detection is that of the kernel's tree" test "$(card_detect xen-fex.dtb)" = "$(card_detect xen.dtb)"
		report "$board: the card's pins are those of the kernel's tree" test "$(card_pins xen-fex.dtb)" = "$(card_pins xen.dtb)"
	fi
	report "$board: no process is left" nothing_left
	rm -f card.img
done
