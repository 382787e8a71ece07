#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The trees made of vendors' files against mainline's, where both are at hand: two judges, fact by fact, on
# bases that know no board. Thresholds lie a little below what was reached (docs/fex-score.md).
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock python3
data=$TOP/../shared/fexdata
if [ ! -d "$data" ]; then
	skip "score" "the vendors' files are not at hand"
	exit 0
fi
need_kernel_dts "score"
check "every file is converted and judged" \
	sh -c 'python3 "$1/tests/fex-score.py" "$2" "$3" "$4" "$5" >"$4/tables"' - \
	"$TOP" "$data" "$dts" "$TMPDIR" "$BIN/fex2dts"
reaches() { # JUDGE CLASS COLUMN AT-LEAST
	awk -v judge="$1" -v class="$2" -v column="$3" -v least="$4" '
		NF == 1 { table = $1 }
		table == judge && $1 == class { found = 1; print judge, class, $column, "wanted", least; if ($column + 0 < least + 0) exit bad = 1 }
		END { exit bad || !found }' "$TMPDIR/tables"
}
while read -r judge class column least; do
	check "$judge: $class is at least $least" reaches "$judge" "$class" "$column" "$least"
done <<-END
	dtscore core 4 1.0000
	dtscore status 4 0.932
	dtscore pinmux 4 0.952
	dtscore gpio 4 0.86
	dtscore pmic 4 0.895
	dtscore board 4 0.945
	dtscore total 4 0.94
	dtscore-strict soc 4 1.0000
	dtscore-strict status 3 0.94
	dtscore-strict status 2 0.98
	dtscore-strict total 4 0.925
END
# the owner's answers, out of mainline's tree of the board, to what fex2dts asks: the table's columns by their number
check "owners are asked, and their answers taken" \
	sh -c 'python3 "$1/tests/fex-score.py" "$2" "$3" "$4" "$5" --answers >"$4/answers"' - \
	"$TOP" "$data" "$dts" "$TMPDIR" "$BIN/fex2dts"
answers_reach() { # ROW COLUMN AT-LEAST
	awk -F' *[|] *' -v row="$1" -v column="$2" -v least="$3" '
		$2 == row { found = 1; print row, $column, "wanted", least; if ($column + 0 < least + 0) exit bad = 1 }
		END { exit bad || !found }' "$TMPDIR/answers"
}
while IFS=, read -r row column least; do
	check "$row questions answered: column $column is at least $least" answers_reach "$row" "$column" "$least"
done <<-END
	the first 10,4,0.955
	all,4,0.975
	all,7,0.95
	all,8,0.98
	all,9,0.965
	all,10,0.97
END
check "no truthful answer is refused" grep -q '^Refused: none' "$TMPDIR/answers"
# mainline's own sections give these too; nothing that a rule wrote may add another kind
warnings() { dtc -I dtb -O dts -o /dev/null "$1" 2>&1 | sed -n 's/.*Warning (\([a-z_]*\)): \([^:]*\):.*/\1 \2/p' | sort -u; }
adds_no_warning() {
	local tree failed=0
	for tree in "$TMPDIR"/out-*.dtb; do
		warnings "$tree" >"$TMPDIR/ours"
		warnings "${tree/out-/}" >"$TMPDIR/theirs"
		cut -d' ' -f1 "$TMPDIR/theirs" | sort -u >"$TMPDIR/kinds"
		cut -d' ' -f1 "$TMPDIR/ours" | sort -u | comm -23 - "$TMPDIR/kinds" | grep . && failed=1 && echo "$tree"
	done
	return $failed
}
# the overlay on the base, and the board file against the dtsi, are the tree: one board of every SoC
same() { python3 "$data/dtscore-strict" "$1" "$2" | awk '$1 == "total" || $1 == "soc" { print; if ($4 != "1.0000") exit bad = 1 } END { exit bad }'; }
every_form_is_the_tree() {
	local tree reference fex soc seen=" " failed=0
	while IFS=$'\t' read -r tree reference fex; do
		soc=$(basename "$reference" | cut -d- -f1,2)
		case $seen in *" $soc "*) continue ;; esac
		seen="$seen$soc "
		"$BIN/fex2dts" -q --soc "$soc" -O dtbo -o "$TMPDIR/over.dtbo" "$fex" &&
			fdtoverlay -i "$TMPDIR/$soc.dtb" -o "$TMPDIR/merged.dtb" "$TMPDIR/over.dtbo" &&
			same "$TMPDIR/merged.dtb" "$tree" || failed=1
		"$BIN/fex2dts" -q --soc "$soc" -O dts -o "$TMPDIR/board.dts" "$fex" &&
			preprocess "$TMPDIR/board.dts" |
			dtc -q -@ -O dtb -o "$TMPDIR/board.dtb" - && same "$TMPDIR/board.dtb" "$tree" || failed=1
	done <"$TMPDIR/pairs"
	return $failed
}
check "overlay and board file make the same tree" every_form_is_the_tree
check "dtc warns of nothing that it does not find in mainline's tree" adds_no_warning
finish
