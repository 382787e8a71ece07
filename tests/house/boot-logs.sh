#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Scores serial-report against the collection of boot logs: stages in order, the label of the root failure,
# silence on good logs. Prints the figures. In the folders that the tables were made for at least 95 % must be
# right; of the others, whose logs nobody had then and whose labels are words of their own, the score is told.
# No good log of any folder may fail.
. "$TOP/tests/tap.sh"
logs=$TOP/../shared/bootlogs
if [ ! -d "$logs" ]; then
	skip "verdicts on the collection of boot logs" "the logs are not here"
	exit 0
fi
need jq
# got: "STAGES LABEL LINE" of one log; "-" for no stages, as read skips an empty column
got() { "$BIN/serial-report" --json - "$1" | jq -r '[([.stages[].stage] | join(",") | if . == "" then "-" else . end), .label, (.failure.line // "")] | @tsv'; }
labels() { # ID: it and what the collection calls it
	awk -F'\t' -v id="$1" '$1 == id { print $2 }' "$TOP/tests/boot-labels.tsv" | tr ',' '\n'
	echo "$1"
}
false_alarms=0
score() { # INDEX: counts its folder into all, right, stages_right, labels_right, lines_right; what is wrong into wrong
	all=0 right=0 stages_right=0 labels_right=0 lines_right=0 wrong=
	while IFS=$'\t' read -r file stages label line; do
		IFS=$'\t' read -r has_stages has_label has_line < <(got "$(dirname "$1")/$file")
		all=$((all + 1)) s=0 l=0
		[ "$has_stages" = "${stages//, /,}" ] && s=1
		labels "$has_label" | grep -qxF "$label" && l=1
		[ "$label" != ok ] && [ "$has_line" = "$line" ] && lines_right=$((lines_right + 1))
		[ "$label" = ok ] && [ "$has_label" != ok ] && false_alarms=$((false_alarms + 1))
		stages_right=$((stages_right + s)) labels_right=$((labels_right + l)) right=$((right + s * l))
		[ $s$l = 11 ] || wrong+="# $file: expected $stages $label, got $has_stages $has_label (line $has_line)"$'\n'
	done < <(tail -n +2 "$1" | awk -F'\t' -v OFS='\t' '{ print $1, $3 == "" ? "-" : $3, $4, $5 == "" ? "-" : $5 }')
}
tell() { echo "# $1: $right of $all right (stages $stages_right, labels $labels_right, line of the failure $lines_right)"; }
sum_all=0 sum_right=0
for folder in qemu visible real; do
	score "$logs/$folder/index.tsv"
	sum_all=$((sum_all + all)) sum_right=$((sum_right + right))
	printf %s "$wrong"
	tell "$folder"
done
for index in "$logs"/*/index.tsv; do
	folder=$(basename "$(dirname "$index")")
	case $folder in qemu | visible | real) continue ;; esac
	score "$index"
	tell "$folder"
done
# runs of emulated boards: whether the goal was reached is all that is known of them
if [ -e "$logs/boards/INDEX.tsv" ]; then
	all=0 right=0
	while IFS=$'\t' read -r file result; do
		IFS=$'\t' read -r _ has_label _ < <(got "$logs/boards/$file")
		good=no said=no
		[ "$result" = GOAL ] && good=yes
		[ "$has_label" = ok ] && said=yes
		[ $good$said = yesno ] && false_alarms=$((false_alarms + 1))
		all=$((all + 1))
		[ $good = $said ] && right=$((right + 1))
	done < <(sed -n 's/^\([^\t]*\)\t# RESULT \([A-Z]*\).*/\1\t\2/p' "$logs/boards/INDEX.tsv")
	echo "# boards: $right of $all told good from bad"
fi
echo "# failures in good logs: $false_alarms"
check "at least 95 % of the logs get their stages and label ($sum_right of $sum_all)" test $sum_all -gt 0 -a $((sum_right * 100)) -ge $((sum_all * 95))
check "no good log gets a failure" test $false_alarms -eq 0
finish
