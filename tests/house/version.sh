#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The version stands in the first line of NEWS; programs and manual pages say the same.
. "$TOP/tests/tap.sh"
first=$(head -n 1 "$TOP/NEWS")
version=$(sed -n '1s/^[^ ]* \([0-9.]*\).*/\1/p' "$TOP/NEWS")
in_form() { [[ $first =~ ^board-bringup\ [0-9]+\.[0-9]+\.[0-9]+\ \([0-9]{4}-[0-9]{2}-[0-9]{2}\)$ ]] || { echo "$first" && false; }; }
check "the first line of NEWS names version and day" in_form
says() { # TOOL
	local said
	said=$("$BIN/$1" --version)
	[ "$said" = "$1 $version" ] || { echo "expected $1 $version, found $said" && false; }
}
page_says() { head -n 1 "$TOP/docs/man/$1.1" | grep -F "\"board-bringup $version\""; }
for tool in fex2dts imager serial-capture serial-report; do
	check "$tool --version says the version of NEWS" says $tool
	check "the manual page of $tool says the version of NEWS" page_says $tool
done
finish
