#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --pulse, --break, --sysrq: what a server of RFC 2217 is asked for, in order; and what sources without such lines say.
. "$TOP/tests/tap.sh"
need python3
cd "$TMPDIR" || exit 1
cat >server.py <<'P'
# Says yes to everything, and prints what was asked of the lines, with the time since the request before.
import socket, sys, time
names = {5: "break on", 6: "break off", 8: "dtr on", 9: "dtr off", 11: "rts on", 12: "rts off"}
listener = socket.create_server(("localhost", 0))
print(listener.getsockname()[1], flush=True)
s, _ = listener.accept()
before, data, agreed = time.monotonic(), b"", False
def tell(word):
    global before
    now = time.monotonic()
    print(word, round((now - before) * 1000), flush=True)
    before = now
while True:
    more = s.recv(4096)
    if not more:
        break
    data += more
    while data:
        if data[0] != 255:
            tell("byte " + chr(data[0]))
            data = data[1:]
        elif len(data) < 3:
            break
        elif data[1] == 250:
            end = data.find(b"\xff\xf0")
            if end < 0:
                break
            if data[2] == 44 and data[3] == 5 and data[4] in names:
                tell(names[data[4]])
            s.sendall(data[:3] + bytes([data[3] + 100]) + data[4:end + 2])
            data = data[end + 2:]
        else:
            if data[1] == 251:
                s.sendall(b"\xff\xfd" + data[2:3])
            data = data[3:]
P
python3 server.py >asked &
server=$!
trap 'kill $server 2>/dev/null; wait 2>/dev/null' EXIT
wait_for 10 test -s asked
timeout 60 "$BIN/serial-capture" --timeout 30 --until never --rts off --pulse dtr=60ms --pulse rts --break 300ms --sysrq sb \
	"rfc2217:localhost:$(head -n 1 asked)" >screen 2>notes &
capture=$!
check "the note says when it is done" wait_for 25 grep -q "what was asked of the port's lines is done" notes
kill $capture
wait $capture $server 2>/dev/null
sed -n '2,$p' asked | sed 's/ [0-9]*$//' | paste -sd, >order
check "levels, pulses, a break and SysRq keys are asked for in this order" grep -qx \
	'rts off,dtr off,dtr on,rts on,rts off,break on,break off,break on,break off,byte s,break on,break off,byte b' order
lasts() { awk -v w="$1" -v least="$2" '$0 ~ "^" w && $NF >= least { found = 1 } END { exit !found }' asked; }
check "a pulse of DTR lasts as long as asked" lasts "dtr on" 55
check "a pulse of RTS lasts 100 ms" lasts "rts off" 95
check "a break lasts as long as asked" lasts "break off" 295
refuses() { # ID ARGUMENTS…
	local id=$1
	shift
	"$BIN/serial-capture" "$@" >refused 2>&1
	[ $? = 2 ] && grep -q "$id" refused
}
printf 'hello\n' >saved
for each in "--pulse dtr" "--break 250ms" "--sysrq b" "--dtr off"; do
	check "$each: a saved log has no such line" refuses SE135 $each file:saved
done
check "--pulse: tcp without RFC 2217 has no such line" refuses SE135 --pulse rts listen-tcp:localhost:0
check "--pulse: names another line" refuses SE136 --pulse cts file:saved
check "--pulse: a time that is none" refuses SE136 --pulse dtr=soon file:saved
check "--break: seconds meant as milliseconds" refuses SE136 --break 250 file:saved
check "--sysrq: no key" refuses SE136 --sysrq '' file:saved
finish
