# SPDX-License-Identifier: GPL-2.0-or-later
# What the boot tests share. Source it; then: parts BOARD..., boot ..., report NUMBER NAME CONDITION...
# One emulator at a time on a machine: two would only make each other late.
lock=${QEMU_LOCK:-/tmp/qemu.lock}
imager=$BIN/imager
number=0
report() { # NAME CONDITION...: prints a TAP line; the run's output is shown when the condition fails
	local name=$1
	shift
	number=$((number + 1))
	if "$@"; then
		echo "ok $number - $name"
	else
		echo "condition: $*"
		tail -n 40 out err 2>/dev/null | cut -c1-300
		echo "not ok $number - $name"
	fi
}
says() { # TEXT: the report or the messages of the last run hold it
	grep -qF -- "$1" out err
}
image() { # BOARD ENTRY FILE: a card image of our own
	"$imager" build "$1" --entry "$2" -o "$3" --lock "$PWD/$1.lock" >out 2>err
}
boot() { # IMAGE [OPTION...]: leaves out, err, log; sets code
	local image=$1
	shift
	exec 8>"$lock"
	flock 8
	"$imager" run "$image" --log "$PWD/log" --quiet "$@" >out 2>err 8>&-
	code=$?
	exec 8>&-
}
left_behind() { # nobody of this run is alive: the emulator and the capture name our directory
	pgrep -f -- "$PWD" >/dev/null
}
nothing_left() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		left_behind || return 0
		sleep 0.3
	done
	pgrep -af -- "$PWD"
	return 1
}
in_log() { # REGEX
	grep -qaE -- "$1" log
}
verdict_is() { # LABEL: serial-report's, of the last boot's log
	"$BIN/serial-report" -q --json - log | grep -m1 '"label"' | grep -qF -- "\"$1\""
}
