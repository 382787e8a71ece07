#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# rfc2217: against the real ser2net on a pseudo terminal: the rate is set there and changed on the fly, the data
# comes through whole. A control line on a pseudo terminal is never answered: that must cost nothing else.
. "$TOP/tests/tap.sh"
need ser2net socat python3
cd "$TMPDIR" || exit 1
port=$((20000 + RANDOM % 20000))
socat -d -d pty,rawer,link=board pty,rawer,link=far 2>socat.log &
socat=$!
trap 'kill $socat $server $capture 2>/dev/null; wait 2>/dev/null' EXIT
wait_for 5 test -e far
cat >ser2net.yaml <<Y
%YAML 1.1
---
connection: &c1
  accepter: telnet(rfc2217),tcp,localhost,$port
  connector: serialdev(nouucplock=true),$TMPDIR/far,9600n81,local,nobreak
  options: {mdns: false, max-connections: 3}
Y
ser2net -d -n -c ser2net.yaml >ser2net.log 2>&1 &
server=$!
wait_for 5 grep_port "$port"
rate() { stty -F far | grep -oE 'speed [0-9]+' | grep -oE '[0-9]+'; }
timeout 30 "$BIN/serial-capture" -q -b 57600 --dtr on --timeout 20 --until 'END OF DATA' --serve "rfc2217:localhost:$((port + 1))" \
	-o log "rfc2217:localhost:$port" 2>capture.log &
capture=$!
speed_is() { [ "$(rate)" = "$1" ]; }
check "the rate asked for is set behind ser2net" wait_for 6 speed_is 57600
python3 - "$((port + 1))" <<'P' >client.log 2>&1
import sys, socket, time
s = socket.create_connection(("localhost", int(sys.argv[1])))
s.sendall(b"\xff\xfb\x2c")
time.sleep(0.5)
s.sendall(b"\xff\xfa\x2c\x01" + (115200).to_bytes(4, "big") + b"\xff\xf0")
time.sleep(1.0)
print(s.recv(4096))
P
check "a client of the shared port changes the rate on the fly" wait_for 6 speed_is 115200
head -c 200000 /dev/urandom | tr -d '\000\021\023' >sent
printf 'END OF DATA\n' >>sent
cat sent >board
wait "$capture"
check "the goal is reached through ser2net" test $? = 0
check "200 kB of random bytes come through as sent" cmp sent log
finish
