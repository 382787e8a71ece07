#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The arndale card's boot script runs in a real U-Boot (Debian's u-boot-qemu; the image is a virtio disk) up to the
# jump into Xen or Linux, and says BOOT-FAIL with the file's name when something is wrong.
set -u
uboot=/usr/lib/u-boot/qemu_arm/u-boot.bin
image=$PWD/arndale.img
number=0
if [ ! -e "$uboot" ] || ! command -v qemu-system-arm mcopy >/dev/null; then
	echo "ok 1 - arndale's boot script # SKIP u-boot-qemu, qemu-system-arm or mtools are not installed"
	exit 0
fi
echo "1..9"

verdict() { # CODE NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" || echo "not ok $number - $2"
}

# Boots a copy of the image that an earlier command may have changed; the lines of a dialogue come on stdin.
boot() { # IMAGE
	cat >dialogue
	rm -f console.log ./*.sock
	flock "${QEMU_LOCK:-/tmp/qemu.lock}" timeout 120 "$BIN/serial-capture" -q -o console.log --script dialogue --timeout 100 listen-unix:tty.sock -- \
		qemu-system-arm -M virt -cpu cortex-a15 -m 2G -display none -monitor none -net none -no-reboot -bios "$uboot" \
		-drive "file=$1,if=none,format=raw,id=card" -device virtio-blk-device,drive=card \
		-chardev socket,id=tty,path=tty.sock,server=off,reconnect=1 -serial chardev:tty >capture.out 2>&1
	code=$?
	[ $code -eq 0 ] || { cat capture.out; tail -n 25 console.log; } | tr -cd '\11\12\40-\176' | sed 's/^/# /'
	return $code
}

"$BIN/imager" build arndale --set bl1=none --lock "$PWD/arndale.lock" -o "$image" >build.out 2>&1
code=$?
[ $code -eq 0 ] || sed 's/^/# /' build.out
verdict $code "the card is made without a BL1"
[ $code -eq 0 ] || exit 1

boot "$image" <<'END'
wait BOOT-OK xen: bootm 60s
wait Image Name: +xen 30s
wait Verifying Checksum \.\.\. OK 30s
wait Loading Device Tree to 4f 30s
wait Starting kernel 30s
END
verdict $? "the default entry loads four files and jumps into Xen"

boot "$image" <<'END'
interrupt-autoboot
send setenv entry linux; boot
wait BOOT-OK linux: bootm 60s
wait Image Name: +kernel 30s
wait Loading Ramdisk to 4f 30s
wait Starting kernel 30s
END
verdict $? "setenv entry linux; boot starts the other entry"

boot "$image" <<'END'
interrupt-autoboot
send setenv entry bsd; boot
wait BOOT-FAIL entry bsd: this card has xen linux 60s
wait Stopped\. 10s
END
verdict $? "an unknown entry is named, with those there are"

cp "$image" bad.img && mdel -i bad.img@@1M ::/vmlinuz ::/xen.dtb
boot bad.img <<'END'
wait BOOT-FAIL vmlinuz: it cannot be loaded from virtio 0:1 60s
wait BOOT-FAIL xen.dtb: it cannot be loaded from virtio 0:1 10s
wait Stopped\. 10s
type \x03
wait => 10s
send run linux
wait BOOT-OK linux 60s
wait Starting kernel 30s
END
verdict $? "all missing files are named, and after Ctrl-C run linux starts the other entry"

cp "$image" bad.img && head -c 5000000 /dev/zero >vmlinuz && mcopy -o -i bad.img@@1M vmlinuz ::/vmlinuz
boot bad.img <<'END'
wait BOOT-FAIL vmlinuz: 0x4c4b40 bytes, 0x[0-9a-f]+ when the card was made 60s
wait Stopped\. 10s
END
verdict $? "a kernel of another size than its module says is not started"

cp "$image" bad.img && mcopy -i bad.img@@1M ::/xen.uimg xen.uimg &&
	printf '\377\377' | dd of=xen.uimg bs=1 seek=400000 conv=notrunc 2>/dev/null && mcopy -o -i bad.img@@1M xen.uimg ::/xen.uimg
boot bad.img <<'END'
wait Bad Data CRC 60s
wait BOOT-FAIL bootm: it returned 10s
wait Stopped\. 10s
END
verdict $? "a damaged hypervisor is refused by its checksum and the script stops"
! grep -aq 'Starting kernel' console.log
verdict $? "nothing is started then"

"$BIN/imager" build arndale --set bl1=none --lock "$PWD/arndale.lock" --entry linux -o linux.img >build.out 2>&1
boot linux.img <<'END'
wait BOOT-OK linux: bootm 60s
wait Starting kernel 30s
END
verdict $? "--entry linux makes Linux alone the default"
