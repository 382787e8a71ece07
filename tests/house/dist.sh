#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed beside the tools: the systemd unit, the udev rule, the completion.
cd "$TOP" || exit 1
if command -v systemd-analyze >/dev/null; then
	sed "/^Documentation/d; s|/usr/bin/serial-capture|$BIN/serial-capture|" dist/systemd/serial-capture@.service >"$TMPDIR/serial-capture@.service"
	if systemd-analyze verify "$TMPDIR/serial-capture@ttyS9.service" >"$TMPDIR/out" 2>&1 || ! grep -q serial-capture "$TMPDIR/out"; then
		echo "ok 1 - the unit is one that systemd accepts"
	else
		cat "$TMPDIR/out"
		echo "not ok 1 - the unit is one that systemd accepts"
	fi
else
	echo "ok 1 - the unit is one that systemd accepts # SKIP systemd-analyze is not installed"
fi
complete_words() { # WORD…: what completion offers for the last word
	bash -c 'source dist/bash-completion/board-bringup; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _board_bringup; printf "%s\n" "${COMPREPLY[@]}"' _ "$@"
}
PATH=$BIN:$PATH
check() { # NUMBER NAME WANTED WORD…
	local n=$1 name=$2 wanted=$3
	shift 3
	if complete_words "$@" | grep -qx -- "$wanted"; then echo "ok $n - $name"; else complete_words "$@" | head; echo "not ok $n - $name"; fi
}
check 2 "completion offers imager's commands" uimage imager ui
check 3 "completion offers a command's options" --json imager plan --js
check 4 "completion offers serial-capture's options" --until serial-capture --un
