#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every id that the code says has its story under share/diagnostics/, and every story is used.
cd "$TOP" || exit 1
used=$(grep -rhoE '"(LB|DT|BT|FX|IM|SE)[0-9A-F]{3}"' --include='*.c' --include='*.tsv' lib dt fex2dts imager serial-tools share 2>/dev/null | tr -d '"' | sort -u)
told=$(cat share/diagnostics/*.tsv | grep -oE '^(LB|DT|BT|FX|IM|SE)[0-9A-F]{3}' | sort)
report() { # NUMBER NAME OFFENDERS
	if [ -z "$3" ]; then echo "ok $1 - $2"; else echo "$3" | tr '\n' ' '; echo; echo "not ok $1 - $2"; fi
}
report 1 "every id in the code has a row in share/diagnostics" "$(comm -23 <(echo "$used") <(echo "$told" | uniq))"
report 2 "every row in share/diagnostics is used by the code" "$(comm -13 <(echo "$used") <(echo "$told" | uniq) | grep -v LB001)"
report 3 "no id has two rows" "$(echo "$told" | uniq -d)"
report 4 "every row tells title, effect, causes and remedy" "$(awk -F'\t' '!/^#/ && NF != 5 { print FILENAME ":" FNR }' share/diagnostics/*.tsv)"
