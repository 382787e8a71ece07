#!/bin/bash
# Scores serial-report against the collection of boot logs: stages in order, the label of the root failure,
# silence on good logs. Prints the figures; at least 95 % must be right.
. "$TOP/tests/tap.sh"
logs=$TOP/../shared/bootlogs
if [ ! -d "$logs" ]; then
	skip "verdicts on the collection of boot logs" "the logs are not here"
	exit 0
fi
need jq
# got: "STAGES LABEL LINE" of one log
got() { "$BIN/serial-report" --json - "$1" | jq -r '[([.stages[].stage] | join(",")), .label, (.failure.line // "")] | @tsv'; }
labels() { # ID: it and what the collection calls it
	awk -F'\t' -v id="$1" '$1 == id { print $2 }' "$TOP/tests/boot-labels.tsv" | tr ',' '\n'
	echo "$1"
}
all=0 right=0 stages_right=0 labels_right=0 lines_right=0 false_alarms=0
for index in "$logs"/*/index.tsv; do
	while IFS=$'\t' read -r file stages label line; do
		IFS=$'\t' read -r has_stages has_label has_line < <(got "$(dirname "$index")/$file")
		all=$((all + 1)) s=0 l=0
		[ "$has_stages" = "$stages" ] && s=1
		labels "$has_label" | grep -qxF "$label" && l=1
		[ "$label" != ok ] && [ "$has_line" = "$line" ] && lines_right=$((lines_right + 1))
		[ "$label" = ok ] && [ "$has_label" != ok ] && false_alarms=$((false_alarms + 1))
		stages_right=$((stages_right + s)) labels_right=$((labels_right + l)) right=$((right + s * l))
		[ $s$l = 11 ] || echo "# $file: expected $stages $label, got $has_stages $has_label (line $has_line)"
	done < <(tail -n +2 "$index" | awk -F'\t' -v OFS='\t' '{ print $1, $3, $4, $5 == "" ? "-" : $5 }')
done
echo "# $right of $all right: stages $stages_right, labels $labels_right, line of the failure $lines_right, failures in good logs $false_alarms"
check "at least 95 % of the logs get their stages and label ($right of $all)" test $((right * 100)) -ge $((all * 95))
check "no good log gets a failure" test $false_alarms -eq 0
finish
