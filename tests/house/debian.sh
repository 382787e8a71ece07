#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# debian/ says what NEWS and build/packages.txt say.
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 1
same() { [ "$1" = "$2" ] || { echo "\"$1\" is not \"$2\"" && return 1; }; }
read -r _ version date <<<"$(head -n 1 NEWS | tr -d '()')"
stamp=$(sed -n 's/^ -- .*>  //p' debian/changelog | head -n 1)
check "the first line of NEWS has a version and a date" eval '[[ "$version $date" =~ ^[0-9.]+\ [0-9]{4}-[0-9]{2}-[0-9]{2}$ ]]'
check "the changelog's version is that of NEWS" same "$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)" "$version"
check "the changelog's date is that of NEWS" same "$(date -u -d "$stamp" +%F)" "$date"
# what every Debian builds with needs no mention
mentioned() { sed -n '/^Build-Depends:/,/^$/s/^ \([^ ,]*\).*/\1/p' debian/control | grep -v '^debhelper' | sort; }
needed() { sed -n '/^# build$/,/^# run/{/^#/d;p}' build/packages.txt | grep -vxE 'gcc|make|libc6-dev' | sort; }
check "Build-Depends are what the build needs" diff <(mentioned) <(needed)
for tool in fex2dts imager serial-capture serial-report; do
	check "$tool is in a package, with its page and its completion" \
		eval '[ "$(grep -hE "/$tool(\.1)?\$" debian/*.install | wc -l)" = 3 ]'
done
finish
