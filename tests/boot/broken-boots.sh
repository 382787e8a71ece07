#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What goes wrong is told by the exit code and a sentence; nothing is left behind.
. "$TOP/tests/boot/boot.bash"
image h3-orangepi-pc xen good.img
fresh() {
	cp --sparse=always good.img card.img
	cp good.img.json card.img.json
}
pid_below() { # PID NAME: the descendant of that name
	local each
	for each in $(pgrep -P "$1"); do
		if [ "$(cat "/proc/$each/comm" 2>/dev/null)" = "$2" ]; then
			echo "$each"
			return
		fi
		pid_below "$each" "$2"
	done
}
start_and_wait_for() { # REGEX: imager run in the background, until the console shows it
	exec 8>"$lock"
	flock 8
	rm -f log
	"$imager" run card.img --log "$PWD/log" --quiet >out 2>err 8>&- &
	running=$!
	for _ in $(seq 600); do
		grep -qaE "$1" log 2>/dev/null && return
		sleep 0.2
	done
}
finish() {
	wait "$running"
	code=$?
	exec 8>&-
}

fresh
start_and_wait_for 'U-Boot SPL'
kill -KILL "$(pid_below "$running" qemu-system-arm)"
finish
report "the emulator is killed: exit code 12" test "$code" = 12
report "the emulator is killed: the report says so" says "FAIL: the emulator went away"
report "the emulator is killed: no process is left" nothing_left

start_and_wait_for 'U-Boot SPL'
kill -TERM "$running"
finish
report "imager run is told to stop: exit code 3" test "$code" = 3
report "imager run is told to stop: it says so" says "IM612: stopped by Terminated"
report "imager run is told to stop: no process is left" nothing_left

start_and_wait_for 'U-Boot SPL'
kill -KILL "$running"
finish
report "imager run is killed: no process is left" nothing_left

fresh
mcopy -n -i card.img@@1M ::/xen.uimg xen.uimg
printf '\xff\xfe\xfd' | dd of=xen.uimg bs=1 seek=400000 conv=notrunc status=none
mcopy -o -i card.img@@1M xen.uimg ::/xen.uimg
boot card.img
report "a corrupted uImage: exit code 10" test "$code" = 10
report "a corrupted uImage: the report shows U-Boot's line" says "Bad Data CRC"
report "a corrupted uImage: the verdict is that" verdict_is uboot-bad-data-crc

fresh
mdel -i card.img@@1M ::/vmlinuz
boot card.img
report "a missing kernel: exit code 10" test "$code" = 10
report "a missing kernel: the report names the file" says "vmlinuz"
report "a missing kernel: the verdict is that" verdict_is uboot-load-failed

fresh
boot card.img --timeout 3
report "a boot that is too slow: exit code 11" test "$code" = 11
report "a boot that is too slow: the report says so" says "FAIL: no goal within the time limit"

boot no-such.img --board h3-orangepi-pc
report "no such image: exit code 2" test "$code" = 2
report "every end: no process is left" nothing_left
