#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# labgrid drives the emulated board through the port that the capture shares: power, U-Boot's prompt, commands with
# their status; the capture's own log holds the whole session. The environment is the one that `imager farm` writes.
. "$TOP/tests/boot/boot.bash"
if ! /usr/bin/python3 -c 'import labgrid' 2>/dev/null; then
	echo "ok 1 - labgrid drives the board # SKIP labgrid is not installed"
	exit 0
fi
image h3-orangepi-pc xen card.img
report "the image is made" test -s card.img
port=$((20000 + RANDOM % 20000))
cat >power <<P
#!/bin/sh
case \$1 in
on) setsid qemu-system-arm -M orangepi-pc -display none -monitor none -nic none -pidfile $PWD/pid \\
	-drive if=sd,format=raw,snapshot=on,file=$PWD/card.img -chardev socket,id=s,path=$PWD/s,server=off -serial chardev:s \\
	</dev/null >$PWD/qemu.log 2>&1 & sleep 0.2 ;;
off) [ ! -e $PWD/pid ] || kill \$(cat $PWD/pid) 2>/dev/null; rm -f $PWD/pid ;;
esac
exit 0
P
chmod +x power
"$imager" farm labgrid h3-orangepi-pc --port $port --power-on "$PWD/power on" --power-off "$PWD/power off" -o env.yaml
exec 8>"$lock"
flock 8
"$BIN/serial-capture" -q -o log --away 1h --serve "tcp:localhost:$port" "listen-unix:$PWD/s" 8>&- >capture.log 2>&1 &
capture=$!
sleep 0.5
timeout 150 /usr/bin/python3 - >out 2>err 8>&- <<'P'
from labgrid import Environment
target = Environment('env.yaml').get_target('main')
strategy = target.get_driver('UBootStrategy')
strategy.transition('uboot')
uboot = target.get_driver('UBootDriver')
stdout, _, code = uboot.run('version')
assert code == 0 and any('U-Boot 20' in line for line in stdout), (stdout, code)
assert uboot.run('false')[2] == 1
assert uboot.run_check('echo from labgrid') == ['from labgrid']
strategy.transition('off')
print('driven to the end')
P
code=$?
kill -TERM $capture
wait $capture
./power off
exec 8>&-
report "labgrid reaches U-Boot's prompt and runs commands" says "driven to the end"
report "the capture's log has the first line" in_log 'U-Boot SPL 20'
report "the capture's log has what labgrid typed" in_log 'from labgrid'
report "no process is left" nothing_left
