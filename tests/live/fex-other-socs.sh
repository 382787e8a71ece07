#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# SoCs of which no vendor's file is public: A83T, A64, R40 and V3s. Files that we wrote of boards that mainline has (tests/live/fex) are taken for
# their SoC, compile against the kernel's dtsi to the tree that --base gives, make dtc warn of nothing that it does not find in mainline's file,
# break no binding, and come close to mainline's tree where the judge is at hand.
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock
judge=$TOP/../shared/fexdata
need_kernel_dts "other SoCs"
cd "$TMPDIR" || exit 1
boards=$TOP/tests/live/fex
compile() { # DTS DTB: as the kernel's own build does; the kinds of warning and their nodes in DTB.warnings
	preprocess "$1" | dtc -@ -I dts -O dtb -o "$2" - 2>"$2.log" || return 1
	sed -n 's/.*Warning (\([a-z_]*\)): \([^:]*\):.*/\1 \2/p' "$2.log" | sort -u >"$2.warnings"
}
taken_for() { "$BIN/fex2dts" -O json "$1" 2>&1 >/dev/null | grep -q "taken for the SoC $2,"; }
one_of_two() { "$BIN/fex2dts" -O json "$1" 2>&1 >/dev/null | grep -q 'could be for an v3 or an v3s'; }
compiles() { # BOARD SOC MAINLINE
	local theirs=$dts/arch/arm/boot/dts/$3.dts
	[ -e "$theirs" ] || theirs=$dts/arch/arm64/boot/dts/allwinner/$3.dts
	base_dts "$2" >base.dts
	compile "$theirs" "$2-theirs.dtb" && compile base.dts "$2-base.dtb" &&
		"$BIN/fex2dts" -q --soc "$2" -O dts -o "$2.dts" "$boards/$1.fex" && compile "$2.dts" "$2-ours.dtb" &&
		"$BIN/fex2dts" -q --soc "$2" -O dtb --base "$2-base.dtb" -o "$2-whole.dtb" "$boards/$1.fex" &&
		"$BIN/fex2dts" -q --soc "$2" --diff "$2-ours.dtb" "$2-whole.dtb"
}
warns_no_more() { ! comm -23 "$1-ours.dtb.warnings" "$1-theirs.dtb.warnings" | grep .; }
close_to_mainlines() { # SOC JUDGE AT-LEAST
	python3 "$judge/$2" "$1-whole.dtb" "$1-theirs.dtb" |
		awk -v least="$3" '$1 == "total" { print "total", $4, "wanted", least; bad = $4 < least; found = 1 } $1 == "soc" && $4 != 1 { print; bad = 1; exit } END { exit bad || !found }'
}
while read -r board soc mainline least least_strict; do
	if [ "$soc" = v3s ]; then
		check "$board: V3 and V3s are told apart by --soc alone" one_of_two "$boards/$board.fex"
	else
		check "$board: the SoC is found" taken_for "$boards/$board.fex" "$soc"
	fi
	check "$board: compiles to what --base gives" compiles "$board" "$soc" "$mainline"
	check "$board: dtc warns of nothing that mainline's file does not have" warns_no_more "$soc"
	if [ -d "$judge" ]; then
		check "$board: dtscore is at least $least" close_to_mainlines "$soc" dtscore "$least"
		check "$board: dtscore-strict is at least $least_strict, of the SoC 1" close_to_mainlines "$soc" dtscore-strict "$least_strict"
	else
		skip "$board: score" "the judge is not at hand"
	fi
done <<-END
	a83t-bananapi-m3 a83t sun8i-a83t-bananapi-m3 0.95 0.90
	a64-pine64 a64 sun50i-a64-pine64 0.95 0.91
	r40-bananapi-m2-berry r40 sun8i-v40-bananapi-m2-berry 0.97 0.93
	v3s-licheepi-zero v3s sun8i-v3s-licheepi-zero 0.90 0.80
END
schema() {
	command -v dt-validate dt-mk-schema >/dev/null || return 1
	[ -e "$dts/schema.json" ] || { dt-mk-schema -j -o "$dts/schema.new" "$dts/Documentation/devicetree/bindings" && mv "$dts/schema.new" "$dts/schema.json"; }
}
export -f schema
export dts
# what mainline's own files of these boards are found to break, and what every new board breaks: the list of known ones
allowed="^/: compatible: 'oneOf' conditional failed|^sound: simple-audio-card,routing: b'Left DAC"
allowed="$allowed|^ethernet@[0-9a-f]*: Unevaluated properties are not allowed \('phy-supply' was unexpected\)|^thermal-zones: gpu[01]?-thermal: 'trips'"
bindings() { # two of the SoCs; ALL=1: all of them, for a minute each on a busy machine
	local trees=(a83t-ours.dtb a64-ours.dtb)
	[ -z "${ALL:-}" ] || trees+=(r40-ours.dtb v3s-ours.dtb)
	dt-validate -s "$dts/schema.json" "${trees[@]}" 2>&1 | grep -v 'From schema:' | grep '^[^[:space:]]' | sed 's/^[^:]*\.dtb: //' >findings
	grep -q '^/: compatible' findings && ! grep -vE "$allowed" findings
}
if flock "$TOP/out/kernel-dts.lock" bash -c schema >schema.log 2>&1; then
	check "the bindings find nothing wrong with them" bindings
else
	skip "bindings" "dt-validate is not installed"
fi
finish
