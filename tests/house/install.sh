#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `make install` into a DESTDIR is complete; the tools start from there and find their tables.
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 1
# the PREFIX is the default one: another would change the programs under the other tests' feet
# and the DESTDIR has a space, beside which nothing is written
put="$TMPDIR/ro ot/usr/local"
installs() { (umask 077 && make -s install DESTDIR="$TMPDIR/ro ot"); }
check "make install" installs
check "it writes below its DESTDIR alone" eval '[ ! -e "$TMPDIR/ro" ] && [ ! -e ot ]'
for tool in fex2dts imager serial-capture serial-report; do
	check "$tool says its version" eval 'BRINGUP_SHARE=$put/share/board-bringup "$put/bin/$tool" --version | grep -q "^$tool [0-9]"'
	check "man $tool can be read, and names the same version" \
		eval 'man -l "$put/share/man/man1/$tool.1" | grep -q "board-bringup $("$put/bin/$tool" --version | cut -d" " -f2) "'
	check "$tool has a completion" bash -n "$put/share/bash-completion/completions/$tool"
done
check "all tables are installed" diff -r --exclude=boards share "$put/share/board-bringup"
check "all boards are installed" diff -r boards "$put/share/board-bringup/boards"
for page in README.md NEWS docs/*.md docs/boot.svg; do
	check "$page is installed" cmp "$page" "$put/share/doc/board-bringup/$page"
done
check "the unit starts the installed program" grep -q "^ExecStart=/usr/local/bin/serial-capture " "$put/lib/systemd/system/serial-capture@.service"
check "the udev rule is installed" cmp dist/udev/60-serial-capture.rules "$put/lib/udev/rules.d/60-serial-capture.rules"
check "everybody may read all of it, whatever the umask" eval '[ -z "$(find "$put" ! -perm -044)" ]'
finish
