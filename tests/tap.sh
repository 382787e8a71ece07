# SPDX-License-Identifier: GPL-2.0-or-later
# For test scripts: check NAME COMMAND… prints a TAP line; need PROGRAM… skips the file where one is missing.
tap_number=0
tap_failed=0
check() { # NAME COMMAND…
	local name=$1
	shift
	tap_number=$((tap_number + 1))
	if "$@" >"$TMPDIR/tap.out" 2>&1; then
		echo "ok $tap_number - $name"
	else
		tail -n 20 "$TMPDIR/tap.out"
		tap_failed=1
		echo "not ok $tap_number - $name"
	fi
}
skip() { # NAME WHY
	tap_number=$((tap_number + 1))
	echo "ok $tap_number - $1 # SKIP $2"
}
need() {
	local program
	for program in "$@"; do
		command -v "$program" >/dev/null && continue
		skip "$(basename "$0" .sh)" "$program is not installed"
		exit 0
	done
}
wait_for() { # SECONDS COMMAND…: until it succeeds
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}
grep_port() { # PORT: somebody listens there
	awk -v p="$(printf %04X "$1")" '$2 ~ ":" p "$" && $4 == "0A" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6
}
finish() { exit $tap_failed; }
