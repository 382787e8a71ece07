#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# serial-capture on a real USB serial driver: Debian's kernel with ftdi_sio, and the FTDI that QEMU plays, without udev.
# Rates, pulses, a break, -b auto, and an adapter that is pulled out amid a line and comes back.
. "$TOP/tests/tap.sh"
need qemu-system-x86_64 python3 cpio apt-get dpkg-deb
cd "$TMPDIR" || exit 1
store=${IMAGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/imager}/test-usb-serial
arch=$(dpkg --print-architecture)
[ "$arch" = amd64 ] || {
	skip "usb-serial" "the capture under test is not for the emulated machine ($arch)"
	exit 0
}
kernel=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends: linux-image-/ { print $2; exit }')
unpacked() { # PACKAGE: its files, kept from run to run
	[ -d "$store/$1" ] && return
	mkdir -p "$store" && rm -rf "$store/.$1.$$" &&
		apt-get -qq download "$1" && dpkg-deb -x "$1"_*.deb "$store/.$1.$$" && mv -T "$store/.$1.$$" "$store/$1"
	rm -f "$1"_*.deb
	[ -d "$store/$1" ]
}
if [ -z "$kernel" ] || ! unpacked "$kernel" >fetch.log 2>&1 || ! unpacked busybox-static >>fetch.log 2>&1; then
	skip "usb-serial" "the packages linux-image-amd64 and busybox-static could not be fetched"
	exit 0
fi
mkdir -p root/bin root/proc root/sys root/dev root/tmp
for module in usb/common/usb-common usb/core/usbcore usb/host/uhci-hcd usb/serial/usbserial usb/serial/ftdi_sio; do
	cp "$store/$kernel"/lib/modules/*/kernel/drivers/$module.ko root/ || {
		skip "usb-serial" "the kernel has no $module"
		exit 0
	}
done
cp "$store"/busybox-static/bin/busybox "$BIN/serial-capture" root/bin/
ldd "$BIN/serial-capture" | grep -oE '/[^ ]+' | while read -r library; do
	mkdir -p "root$(dirname "$library")"
	cp -L "$library" "root$library"
done
cat >root/init <<'S'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in usb-common usbcore uhci-hcd usbserial ftdi_sio; do insmod /$module.ko; done
until [ -c /dev/ttyUSB0 ]; do sleep 0.1; done
capture() {
	name=$1
	shift
	serial-capture -q --no-stages -o /tmp/$name --timeout 40 --until END "$@" 2>/dev/console
	code=$?
	sed "s/^/$name: /" /tmp/$name.lines
	echo "$name: $(od -An -tx1 /tmp/$name | tr -d '\n' | tr -s ' ')"
	echo "$name: code $code"
}
capture first -b 115200 --dtr on --rts off --pulse dtr=50ms --break 250ms --sysrq h ttyUSB0
capture second -b 1234567 newest
echo "driver: $(basename "$(readlink /sys/class/tty/ttyUSB0/device/driver)") latency $(cat /sys/bus/usb-serial/devices/ttyUSB0/latency_timer)"
capture third -b auto /dev/ttyUSB0
poweroff -f
S
chmod +x root/init
(cd root && find . | cpio -o -H newc --quiet | gzip -1) >initrd
cat >play.py <<'P'
# The far end of the adapter, and the hand that pulls it out.
import json, re, socket, sys, time
def connect(path):
    end = time.monotonic() + 60
    while True:
        try:
            s = socket.socket(socket.AF_UNIX)
            s.connect(path)
            return s
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
def wait(text, count=1):
    end = time.monotonic() + 100
    while len(re.findall(text, open("console", errors="replace").read())) < count:
        if time.monotonic() > end:
            sys.exit("never came: " + text)
        time.sleep(0.05)
control, line = connect("qmp"), connect("line")
answers = control.makefile()
def ask(name, **arguments):
    control.sendall(json.dumps({"execute": name, "arguments": arguments}).encode() + b"\n")
    while True:
        answer = json.loads(answers.readline())
        if "return" in answer or "error" in answer:
            return answer
answers.readline()
ask("qmp_capabilities")
wait("lines is done")
time.sleep(0.3)
line.sendall(b"the first line\nhalf a ")
time.sleep(0.5)
ask("device_del", id="adapter")
wait("is gone")
ask("device_add", driver="usb-serial", id="adapter", chardev="line")
wait("is back")
time.sleep(0.3)
line.sendall(b"the last line\nEND\n")
wait("first: code")
wait("speed: 1234567")
time.sleep(1)
line.sendall(b"END\n")
wait("second: code")
wait("listening at")
text = b"".join(b"[    %d.%06d] usb 1-1: new full-speed USB device number %d\r\n" % (i, 7919 * i, i) for i in range(12))
time.sleep(0.3)
line.sendall(text)
wait("sure")
line.sendall(b"END\n")
wait("third: code")
P


timeout 200 flock "${QEMU_LOCK:-/tmp/qemu.lock}" qemu-system-x86_64 -accel tcg -m 256 -nodefaults -no-reboot -display none \
	-kernel "$store/$kernel"/boot/vmlinuz-* -initrd initrd -append 'console=ttyS0 quiet panic=-1' -serial file:console \
	-qmp unix:qmp,server=on,wait=off -chardev socket,id=line,path=line,server=on,wait=off \
	-device piix3-usb-uhci -device usb-serial,id=adapter,chardev=line -trace 'usb_serial_*' -D trace >qemu.log 2>&1 &
emulator=$!
trap 'kill $emulator 2>/dev/null; wait 2>/dev/null' EXIT
touch console
python3 play.py >play.log 2>&1
played=$?
wait_for 30 grep -qs '^third: code' console
kill $emulator 2>/dev/null
wait $emulator 2>/dev/null
tr -d '\r' <console >said
[ $played = 0 ] || tail -n 30 play.log said qemu.log
says() { grep -qaE -- "$1" said; }
check "the emulated machine has the FTDI's driver" says '^driver: ftdi_sio'
check "the latency of the adapter is lowered" says 'latency 1$'
check "the rate that is set is told" says 'speed: 115200 8N1'
check "the adapter gets the nearest that it has: 24 MHz / 208" grep -qE 'set_baud.*115384' trace
check "what was asked of the lines is done" says "what was asked of the port's lines is done"
check "the adapter sees DTR go down for the pulse" grep -qE 'control 0x4001, value 0x100$' trace
check "… and the break" grep -qE 'control 0x4004, value 0x4008$' trace
check "an adapter that is pulled out is missed" says '^first: .*ttyUSB0 is gone'
check "without udev it is found again by its path" says '^first: .*is back after'
check "the line that it cut is kept" says '^first: .*half a'
check "what it says after it came back is captured" says '^first: .*the last line'
check "the capture ends with its goal" says '^first: code 0'
check "any rate is asked of the driver: 24 MHz / 19" grep -qE 'set_baud.*1263157' trace
check "-b auto knows the driver, and finds text" says 'speed: [0-9]+ 8N1 \(sure 9[0-9] %\)'
check "the raw log of -b auto is what was sent" says '^third: .* 45 4e 44 0a$'
finish
