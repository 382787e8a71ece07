#!/bin/bash
# The device trees that fex2dts makes of the boards' fex files boot Xen and Linux to user space, the card's driver probed.
# (The emulated controller is an H3's: with an A20's or A31's tree, the kernel's own as well, the driver sees no card in it.)
. "$TOP/tests/boot/boot.bash"
for board in a20-cubie2 a31-mele-m9; do
	image "$board" xen-fex card.img
	report "$board: the image with the tree from its fex is made" test -s card.img
	boot card.img --entry xen-fex
	report "$board: reaches init under Xen, exit code 0" test "$code" = 0
	report "$board: U-Boot loads that tree" in_log 'BOOT-OK xen-fex'
	report "$board: Xen is below" in_log "INIT: $board READY: .* Xen 4.17"
	report "$board: the card's driver found its pins and is ready" in_log 'sunxi-mmc 1c0f000.mmc: initialized'
	report "$board: card detection comes from the fex" in_log 'sunxi-mmc 1c0f000.mmc: Got CD GPIO'
	report "$board: no process is left" nothing_left
	rm -f card.img
done
