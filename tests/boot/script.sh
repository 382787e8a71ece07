#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Send and expect against the real U-Boot in the emulator: autoboot is interrupted, the environment kept, Xen's uImage
# loaded over the serial line by YMODEM, its CRC checked there, and booted.
. "$TOP/tests/tap.sh"
need qemu-system-arm
cd "$TMPDIR" || exit 1
"$BIN/imager" fetch h3-orangepi-pc --lock lock >fetch.log 2>&1 || {
	cat fetch.log
	echo "not ok 1 - the parts of h3-orangepi-pc are there"
	exit 1
}
part() { awk -F'\t' -v id="$1" -v c="${IMAGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/imager}" \
	'$1 == id { print c "/files/" substr($4, 1, 16) "/" $5 }' lock; }
truncate -s 64M sd.img
dd if="$(part u-boot)" of=sd.img bs=1k seek=8 conv=notrunc status=none
"$BIN/imager" uimage -A arm -O linux -T kernel -C none -a 0x41000000 -e 0x41000000 -n Xen -d "$(part xen)" xen.uImage >uimage.log 2>&1
cp "$(part dtb)" board.dtb
cat >talk <<'S'
# Stops at U-Boot's prompt, keeps the environment, loads Xen over the serial line and starts it.
interrupt-autoboot 60
run version
env-dump env.txt
run setenv greeting 'it works'
run printenv greeting
if greeting=it works
else
  fail the variable was not set
end
try false
if ok
  fail false succeeded
end
timeout 300
upload xen.uImage 0x45000000
run iminfo 0x45000000
if Verifying Checksum ... OK
  run crc32 0x45000000 ${filesize}
else
  fail the uImage arrived damaged
end
upload board.dtb 0x43800000
run fdt addr 0x43800000
send bootm 0x45000000 - 0x43800000
wait \(XEN\) Xen version 60s
S
flock "${QEMU_LOCK:-/tmp/qemu.lock}" "$BIN/serial-capture" -q -o log --timeout 400 --script talk listen-unix:s -- \
	qemu-system-arm -M orangepi-pc -nographic -monitor none -drive if=sd,format=raw,file=sd.img \
	-chardev socket,id=s,path=s,server=off -serial chardev:s >capture.log 2>&1
code=$?
check "the script reaches Xen's banner" test $code = 0
[ $code = 0 ] || tail -n 40 capture.log log
crc=$(gzip -c xen.uImage | tail -c8 | od -An -N4 -tx4 | tr -d ' ')
check "the board's CRC-32 is that of the file" grep -q "==> $crc" log
check "the environment was kept" grep -q '^bootcmd=' env.txt
finish
