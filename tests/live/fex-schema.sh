#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Board files against the kernel's bindings: dt-validate finds nothing in them that it does not find in mainline's own board
# files. Five SoCs; ALL=1 (make check-schema): every vendors' file.
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock dt-validate dt-mk-schema
visible=$TOP/../shared/fexdata/visible
need_kernel_dts "bindings"
[ -d "$visible" ] || { skip "bindings" "vendors' files are not at hand" && exit 0; }
make_schema() {
	[ -e "$dts/schema.json" ] || { dt-mk-schema -j -o "$dts/schema.new" "$dts/Documentation/devicetree/bindings" && mv "$dts/schema.new" "$dts/schema.json"; }
}
export -f make_schema
export dts
flock "$TOP/out/kernel-dts.lock" bash -c make_schema >"$TMPDIR/schema.log" 2>&1
cd "$TMPDIR" || exit 1
compile() { # DTS DTB
	preprocess "$1" 2>/dev/null | dtc -q -@ -I dts -O dtb -o "$2" -
}
findings() { # DTB…: one a line, without the file's name
	dt-validate -s "$dts/schema.json" "$@" 2>&1 | grep -v 'From schema:' | sed 's/^[^:]*\.dtb: //' | grep -v '^\s' | sort -u
}
# What mainline's own board files of these SoCs are found to break (four of each, when this list was made), and what every new
# board breaks: its name is not in the list of boards that the bindings know.
is_known() { # SOC
	local file number=0
	for file in "$visible/$1"/*.fex; do
		number=$((number + 1))
		[ "${ALL:-}" ] || [ $number -eq 1 ] || break
		"$BIN/fex2dts" -q --soc "$1" -O dts -o ours.dts "$file" && compile ours.dts "ours-$1-$number.dtb" || return 1
	done
	findings ours-"$1"-*.dtb >"found-$1"
	! grep -vxFf "$TOP/tests/live/fex-schema.known" "found-$1" | grep -v "^/: compatible: 'oneOf' conditional failed"
}
socs="a10 a20 a31 a33 h3"
[ -z "${ALL:-}" ] || socs=$(ls "$visible")
for soc in $socs; do
	check "the bindings find nothing new in board files for the $soc" is_known "$soc"
done
finish
