#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every vendor's file on the base of the kernel's dtsi: plain dtc compiles the standalone style, no two enabled nodes share a pin
# (tests/pins-shared.py reads the blob), the text, its script.bin and the tree made of it are the same board to --diff, and
# --check judges the tree without a mistake of the mapping's own.
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock python3
visible=$TOP/../shared/fexdata/visible
need_kernel_dts "standalone style"
[ -d "$visible" ] || { skip "standalone style" "vendors' files are not at hand" && exit 0; }
cd "$TMPDIR" || exit 1
base() { # SOC: the tree of the kernel's dtsi alone
	base_dts "$1" |
		preprocess - | dtc -q -@ -I dts -O dtb -o "base-$1.dtb" -
}
each() { # SOC COMMAND: for every file of the SoC
	local file failed=0
	for file in "$visible/$1"/*.fex; do
		"$2" "$1" "$file" "$1-$(basename "$file" .fex)" || failed=1
	done
	return $failed
}
standalone() { # SOC FILE NAME
	"$BIN/fex2dts" -q --soc "$1" --base "base-$1.dtb" -O dts --style standalone -o "$3.dts" "$2" &&
		dtc -q -I dts -O dtb -o "$3.dtb" "$3.dts"
}
no_difference() { # SOC FILE NAME
	"$BIN/fex2dts" -q -o "$3.bin" "$2" && same "$1" "$2" "$3.bin" && same "$1" "$3.bin" "$2" && same "$1" "$2" "$3.dtb" &&
		same "$1" "$3.dtb" "$2" && same "$1" "$3.bin" "$3.dtb"
}
same() { # SOC A B: nothing is printed, and the code is 0
	"$BIN/fex2dts" -q --soc "$1" --diff "$2" "$3" >differences && [ ! -s differences ] && return 0
	echo "$2 $3" && cat differences && return 1
}
boots() { # SOC FILE NAME: no rule of the tree's finds anything; the vendor's own mistakes are another matter
	"$BIN/fex2dts" --soc "$1" --check --base "base-$1.dtb" "$2" >verdict 2>findings
	! grep -E 'DT0[0-9A-F]{2}' findings && grep -q 'Linux: nothing in the way' verdict && grep -qE 'Xen: (nothing in the way|cannot run)' verdict
}
for soc in $(ls "$visible"); do
	count=$(ls "$visible/$soc" | wc -l)
	base "$soc"
	check "$count files for the $soc compile with plain dtc" each "$soc" standalone
	check "none of them gives a pin to two" "$TOP/tests/pins-shared.py" "$soc"-*.dtb
	check "text, binary and tree of each are the same board" each "$soc" no_difference
	check "--check finds nothing in the way of booting them" each "$soc" boots
done
finish
