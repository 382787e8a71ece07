#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Boots broken on purpose in what comes after U-Boot's own checks: exit code and verdict name what was broken.
. "$TOP/tests/tap.sh"
need qemu-system-arm mcopy fdtput
cd "$TMPDIR" || exit 1
"$BIN/imager" build h3-orangepi-pc --lock lock -o good.img >build.log 2>&1 || {
	tail -n 20 build.log
	echo "not ok 1 - the image of h3-orangepi-pc is built"
	exit 1
}
start() { # NAME: a fresh copy of the card, and what its boot partition holds
	name=$1
	rm -rf files card.img
	cp --sparse=always good.img card.img
	mkdir files
	mcopy -i card.img@@1M ::/* files
}
put() { mcopy -o -i card.img@@1M "files/$1" "::/$1"; }
foretold() { # ID: imager verify tells before the boot what the boot will show
	check "$name: imager verify says $1" grep -q "error $1" <("$BIN/imager" verify card.img 2>&1)
}
boot() { # EXIT-CODE VERDICT ENTRY
	local code verdict
	flock "${QEMU_LOCK:-/tmp/qemu.lock}" timeout 200 "$BIN/serial-capture" -q -o "$name.log" --verdict "$name.json" \
		--timeout 180 --silence 40 --until '^INIT: .*READY' listen-unix:s -- \
		qemu-system-arm -M orangepi-pc -nographic -monitor none -nic none -drive if=sd,format=raw,file=card.img \
		-chardev socket,id=s,path=s,server=off -serial chardev:s >"$name.out" 2>&1
	code=$?
	verdict=$("$BIN/serial-report" -q --json - "$name.log" 2>&1 | grep -m1 '"label"')
	check "$name: exit code $1" test "$code" = "$1"
	check "$name: the verdict names $2" grep -q -- "$2" <(echo "$verdict")
	[ "$code" = "$1" ] && grep -q -- "$2" <(echo "$verdict") || {
		echo "exit code $code, verdict: $verdict"
		tail -n 12 "$name.log"
	}
}

start no-init
fdtput -t s files/xen.dtb "$(fdtget -l files/xen.dtb /chosen | sed -n 's|^\(module@46000000\)$|/chosen/\1|p')" bootargs \
	'console=hvc0 rdinit=/nothing root=/dev/nothing clk_ignore_unused panic=1'
put xen.dtb
foretold DT07A
boot 10 linux-vfs

start kernel-over-ramdisk
fdtput -t x files/xen.dtb /chosen/module@44000000 reg 46100000 100000
put xen.dtb
foretold DT074
boot 10 xen-bug

start no-hyp
sed -i 's/bootm_boot_mode nonsec/bootm_boot_mode sec/' files/boot.cmd
"$BIN/imager" uimage -A arm -O linux -T script -C none -d files/boot.cmd files/boot.scr >uimage.log 2>&1
put boot.scr
foretold BT003
boot 13 hang

start wrong-tree
fdtput -t s files/xen.dtb /soc/serial@1c28000 status disabled
put xen.dtb
foretold DT042
boot 13 hang
finish
