#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every option that fex2dts and the serial tools have stands in their manual pages, and the manual names no other.
n=0
for tool in fex2dts serial-capture serial-report; do
	page=$TOP/docs/man/$tool.1
	said=$("$BIN/$tool" --help | grep -oE '^ +(-[a-zA-Z], +)?--[a-z][a-z-]*' | grep -oE -- '--[a-z-]+' | grep -vE "^--(help|version|explain)$" | sort -u)
	told=$(sed -n '/^\.SH OPTIONS/,/^\.SH EXIT/p' "$page" | sed 's/\\-/-/g' | grep -E '^\.(B|BR|BI|IR) ' | grep -oE -- '--[a-z][a-z-]*' | grep -vE "^--(help|version|explain)$" | sort -u)
	n=$((n + 1))
	missing=$(comm -23 <(echo "$said") <(echo "$told"))
	if [ -z "$missing" ]; then echo "ok $n - every option of $tool is in its manual page"; else echo $missing; echo "not ok $n - every option of $tool is in its manual page"; fi
	n=$((n + 1))
	other=$(comm -13 <(echo "$said") <(echo "$told"))
	if [ -z "$other" ]; then echo "ok $n - the manual page of $tool names no option that is none"; else echo $other; echo "not ok $n - the manual page of $tool names no option that is none"; fi
done
# imager's are those of its commands and its own
of_imager() {
	"$BIN/imager" --help
	"$BIN/imager" --help | sed -n '/^commands/,$s/^  \([a-z]*\) .*/\1/p' | while read -r command; do "$BIN/imager" "$command" --help; done
}
said=$(of_imager | grep -oE '^ +(-[a-zA-Z], +)?--[a-z][a-z-]*' | grep -oE -- '--[a-z-]+' | grep -vE "^--(help|version|explain)$" | sort -u)
told=$(sed 's/\\-/-/g' "$TOP/docs/man/imager.1" | grep -E '^\.(B|BR|BI|IR) ' | grep -oE -- '--[a-z][a-z-]*' | grep -vE "^--(help|version|explain)$" | sort -u)
for way in "comm -23:every option of imager's commands is in its manual page" "comm -13:the manual page of imager names no option that is none"; do
	n=$((n + 1))
	wrong=$(${way%%:*} <(echo "$said") <(echo "$told"))
	if [ -n "$said" ] && [ -z "$wrong" ]; then echo "ok $n - ${way#*:}"; else echo $wrong; echo "not ok $n - ${way#*:}"; fi
done
