#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Board files that fex2dts prints compile against the kernel's own dtsi to the tree that it makes on a base of that dtsi, for
# every SoC and, where the vendors' files are at hand, for every one of them.
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock
need_kernel_dts "board style"
cd "$TMPDIR" || exit 1
compile() { # DTS: as the kernel's own build does
	preprocess "$1" | dtc -q -@ -I dts -O dtb -o "$1.dtb" -
}
board() { # FILE SOC
	local name
	name=$2-$(basename "$1" .fex)
	"$BIN/fex2dts" -q --soc "$2" -O dts --style board -o "$name.dts" "$1" && compile "$name.dts"
}
base() { # SOC: the tree of the kernel's dtsi alone
	[ ! -e "base-$1.dts.dtb" ] || return 0
	base_dts "$1" >"base-$1.dts"
	compile "base-$1.dts"
}
same() { # FILE SOC: the board file compiled is the tree that --base gives
	board "$1" "$2" && base "$2" &&
		"$BIN/fex2dts" -q --soc "$2" -O dtb --base "base-$2.dts.dtb" -o whole.dtb "$1" &&
		"$BIN/fex2dts" -q --soc "$2" --diff "$2-$(basename "$1" .fex).dts.dtb" whole.dtb
}
printf '[product]\nmachine = "none"\n[uart_para]\nuart_debug_port = 0\n[mmc0_para]\nsdc_used = 1\nsdc_detmode = 1\n' >small.fex
for soc in $(awk -F'\t' '!/^#/ && $1 != "name" { print $2 }' "$TOP/share/socs.tsv"); do
	check "a small file for the $soc compiles to what --base gives" same small.fex "$soc"
done
for file in "$TOP"/boards/*/*.fex; do
	[ ! -e "$file" ] || check "$(basename "$(dirname "$file")") compiles" board "$file" "$(basename "$(dirname "$file")" | cut -d- -f1)"
done
visible=$TOP/../shared/fexdata/visible
[ -d "$visible" ] || skip "vendors' files" "they are not at hand"
all_of() { # SOC
	local file failed=0
	for file in "$visible/$1"/*.fex; do
		same "$file" "$1" || failed=1
	done
	return $failed
}
for soc in $(ls "$visible" 2>/dev/null); do
	check "vendors' $(ls "$visible/$soc" | wc -l) files for the $soc compile to what --base gives" all_of "$soc"
done
neat() { # DTS…: the kernel's own style checker has nothing to say
	perl "$dts/scripts/checkpatch.pl" --no-tree --strict -f "$@" >checkpatch.out 2>&1
	grep -E '^(ERROR|WARNING|CHECK):' checkpatch.out
	[ "$(grep -c 'total: 0 errors, 0 warnings, 0 checks' checkpatch.out)" -eq $# ]
}
if command -v perl >/dev/null; then
	check "checkpatch --strict has nothing to say of $(ls ./*-*.dts | grep -vc '/base-') board files" neat $(ls ./*-*.dts | grep -v '/base-')
else
	skip "checkpatch" "perl is not installed"
fi
finish
