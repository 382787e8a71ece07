# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's device tree sources for tests of board files. Source it behind tests/tap.sh, with `dts` then their directory:
#   need_kernel_dts NAME         skips the test NAME and ends where linux-source-6.1 is not installed
#   preprocess FILE              a source as the kernel's own build hands it to dtc; - is standard input
#   name_of SOC                  a20 → sun7i-a20
#   base_dts SOC                 the source of a tree that knows no board
dts=$TOP/out/kernel-dts
need_kernel_dts() {
	flock "$TOP/out/kernel-dts.lock" "$TOP/build/kernel-dts" "$dts" && return
	skip "$1" "linux-source-6.1 is not installed"
	exit 0
}
preprocess() {
	cpp -nostdinc -undef -x assembler-with-cpp -I "$dts/arch/arm/boot/dts" -I "$dts/arch/arm64/boot/dts/allwinner" -I "$dts/include" "$1"
}
name_of() { awk -F'\t' -v s="$1" '$2 == s { print $1 }' "$TOP/share/socs.tsv"; }
base_dts() {
	local name
	name=$(name_of "$1")
	printf '/dts-v1/;\n#include "%s.dtsi"\n/ { model = "base"; compatible = "allwinner,%s"; };\n' "$name" "$name"
}
