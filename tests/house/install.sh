#!/bin/bash
# `make install` into a DESTDIR: the tools start from there and find their tables.
cd "$TOP" || exit 1
make -s install DESTDIR="$TMPDIR/root" PREFIX=/usr >"$TMPDIR/log" 2>&1 || {
	cat "$TMPDIR/log"
	echo "not ok 1 - make install"
	exit 1
}
echo "ok 1 - make install"
n=1
for tool in fex2dts imager serial-capture serial-report; do
	n=$((n + 1))
	if BRINGUP_SHARE=$TMPDIR/root/usr/share/board-bringup "$TMPDIR/root/usr/bin/$tool" --version >"$TMPDIR/out" 2>&1 &&
		grep -q "^$tool [0-9]" "$TMPDIR/out"; then
		echo "ok $n - $tool --version"
	else
		cat "$TMPDIR/out"
		echo "not ok $n - $tool --version"
	fi
	n=$((n + 1))
	if [ -e "$TMPDIR/root/usr/share/man/man1/$tool.1" ] && man -l "$TMPDIR/root/usr/share/man/man1/$tool.1" >"$TMPDIR/out" 2>&1; then
		echo "ok $n - man $tool"
	else
		echo "not ok $n - man $tool"
	fi
done
