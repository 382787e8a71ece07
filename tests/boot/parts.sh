#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetching from Debian: as it is interrupted, without a network the second time, by a user without rights.
mkdir board
cat >board/board.conf <<'CONF'
model = "Parts"
soc = "none"
compatible = "none,none"
default-entry = e
ram {
	base = 0x40000000
	size = 1G
}
console {
	device = "serial0"
	tty = "ttyS0"
	rate = 115200
}
loader {
	text-base = 0x4a000000
	bootm-len = 8M
	bootm-low = 0x40000000
	bootm-size = 160M
	script = 0x43100000
	reserve = 64M
}
component busybox {
	origin = "deb:busybox-static:armhf/bin/busybox"
	kind = "elf"
}
component ramdisk {
	origin = "ramdisk:init"
	needs = {busybox}
}
entry e {
	title = "never booted"
	kernel = busybox
	dtb = busybox
}
image sd.img {
	hdimage {
	}
	partition boot {
		image = "boot.vfat"
	}
}
image boot.vfat {
	vfat {
	}
	size = 8M
}
CONF
number=0
report() { # NAME CONDITION...
	local name=$1
	shift
	number=$((number + 1))
	if "$@"; then echo "ok $number - $name"; else
		tail -n 20 out err 2>/dev/null
		echo "not ok $number - $name"
	fi
}
fetch() {
	"$BIN/imager" fetch ./board --cache "$PWD/cache" --lock lock "$@" >out 2>err
	code=$?
}
whole() { # every file of the cache has the bytes that its directory is named for
	local each
	for each in cache/files/*/*; do
		[ -e "$each" ] || continue
		[ "$(sha256sum <"$each" | cut -c1-16)" = "$(basename "$(dirname "$each")")" ] || return 1
	done
}
host_apt() { find /etc/apt /var/lib/apt/lists /var/cache/apt -type f -printf '%p %s %T@\n' 2>/dev/null | sha256sum; }

fetch --offline
report "offline with an empty cache: exit code 2 and IM202" grep -q 'error IM202: the component busybox is not in the cache' err
before=$(host_apt)
for moment in 0.3 1 2; do
	timeout -s KILL "$moment" "$BIN/imager" fetch ./board --cache "$PWD/cache" --lock lock >out 2>err
	report "killed after $moment s: what is in the cache is whole" whole
done
report "killed: no lock file, or a whole one" test ! -e lock -o "$(wc -l 2>/dev/null <lock)" = 4
fetch
report "then it is fetched: exit code 0" test "$code" = 0
report "the lock names version, size and SHA-256" grep -qE "^busybox	1:1\.[0-9.]+-[^	]+	[0-9]{7}	[0-9a-f]{64}	busybox	deb:" lock
report "the host's apt is untouched" test "$before" = "$(host_apt)"
cp lock lock.before
export http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9
fetch
report "the second time needs no network: exit code 0" test "$code" = 0
report "the second time changes nothing" cmp -s lock lock.before
rm lock
fetch
report "without the lock it takes what is in the cache" cmp -s lock lock.before
sed -i 's/^\(busybox\t[^\t]*\t[^\t]*\t\)[0-9a-f]*/\10000000000000000000000000000000000000000000000000000000000000000/' lock
fetch
report "a lock of other bytes is not satisfied by the cache" test "$code" != 0
