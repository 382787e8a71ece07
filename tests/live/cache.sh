#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Caches as they are met: none, without a network, read-only, of a user without a home.
. "$TOP/tests/tap.sh"
cd "$TMPDIR" || exit 1
chmod o+x . && cp "$BIN/imager" imager && cp -R "$TOP/share" "$TOP/boards" . || exit 1
imager() { "$TMPDIR/imager" --share share --boards boards "$@"; }
other() { setpriv --reuid=65533 --clear-groups env -u HOME -u XDG_CACHE_HOME -u IMAGER_CACHE "$TMPDIR/imager" --share share --boards boards "$@"; }
same() { # FILE: it holds what is on standard input
	diff -u - "$1"
}
no_network() {
	unshare -Urn "$TMPDIR/imager" --share share --boards boards fetch --cache fresh --lock lock h3-orangepi-pc >out 2>err
	[ $? -eq 3 ] && [ ! -e lock ] && [ "$(grep -c error err)" = 1 ] &&
		grep -q "^error IM211: Debian's package lists cannot be fetched: Failed to fetch http" err &&
		grep -q "hint: is there a network" err
}
if unshare -Urn true 2>/dev/null; then
	check "a first fetch without a network fails once, not for each part, and says what apt said" no_network
else
	skip "a first fetch without a network" "no name space of our own may be made here"
fi

mkdir board && head -c 60000 /dev/urandom >board/f && sed -e '/^component /,/^}/d' boards/h3-orangepi-pc/board.conf >board/board.conf
for part in u-boot xen kernel dtb ramdisk; do printf 'component %s {\n\torigin = "path:f"\n}\n' $part; done >>board/board.conf
imager fetch --cache full --lock full.lock ./board >full.out || exit 1
chmod -R a+rX . && chmod -R a-w full && mkdir anyone && chmod 777 anyone
if setpriv --reuid=65533 --clear-groups true 2>/dev/null; then
	read_only() {
		other fetch --cache full --lock anyone/lock ./board >out 2>err
		code=$?
		cat err
		[ $code -eq 0 ] && same out <full.out && cmp anyone/lock full.lock
	}
	check "a cache that may only be read serves when it has everything" read_only
	not_there() {
		mkdir -p board && echo other >board/f
		other fetch --cache full --lock anyone/lock2 ./board >out 2>err
		[ $? -eq 2 ] && grep -q "error LB041: the directory $TMPDIR/full/files/.* cannot be made: Permission denied" err
	}
	check "and says so when it has not" not_there
	homeless() {
		other fetch --lock anyone/lock3 ./board >out 2>err
		[ $? -eq 2 ] && grep -q "error IM206: there is no place for the cache: HOME is not set" err
	}
	check "without HOME and without a user's directory there is no cache" homeless
else
	skip "a cache that may only be read" "no other user can be taken on"
fi
chmod -R u+w full
finish
