#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What mainline's boards leave off and the owner switches on - raw NAND, cameras, S/PDIF - and CAN: on every SoC whose dtsi has it, the
# board file with all of it compiles without a warning of dtc's more, and the bindings find nothing wrong with the nodes.
. "$TOP/tests/tap.sh"
. "$TOP/tests/live/kernel-dts.bash"
need cpp dtc flock
need_kernel_dts "answered"
cd "$TMPDIR" || exit 1
port() { # SOC PIN FUNCTION: the vendors' notation, with the mux that gives the pin that function
	awk -F'\t' -v pin="$2" -v f="$3" '$1 == pin { for (i = 2; i <= NF; i++) { split($i, a, "."); if (a[1] == f) printf "port:%s<%d><default><default><default>", pin, i - 2 } }' \
		"$TOP/share/pinmux/$(name_of "$1").tsv"
}
wires() { # SOC FUNCTION PREFIX KEY=PIN…
	local soc=$1 function=$2 prefix=$3 each
	shift 3
	for each; do echo "$prefix${each%%=*} = $(port "$soc" "${each#*=}" "$function")"; done
}
nand() { # SOC
	printf '[nand0_para]\nnand0_used = 1\n'
	wires "$1" nand0 nand0_ we=PC0 ale=PC1 cle=PC2 ce0=PC4 nre=PC5 rb0=PC6 d0=PC8 d1=PC9 d2=PC10 d3=PC11 d4=PC12 d5=PC13 d6=PC14 d7=PC15
}
camera() { # SOC INDEX FUNCTION BANK MCLK-PIN FIRST-DATA-PIN TWI SCL SDA
	local soc=$1 index=$2 function=$3 bank=$4 mclk=$5 first=$6 twi=$7 i list=()
	for i in 0 1 2 3 4 5 6 7 8 9 10 11; do list+=("csi_d$i=P$bank$((first + i))"); done
	printf '[twi%d]\ntwi_used = 1\n' "$twi"
	wires "$soc" "i2c$twi" twi_ scl="$8" sda="$9"
	printf '[csi%d]\nvip_used = 1\nvip_dev0_mname = "ov5640"\nvip_dev0_twi_id = %d\nvip_dev0_twi_addr = 0x78\n' "$index" "$twi"
	printf 'vip_dev0_hflip = 1\nvip_dev0_vflip = 1\nvip_dev0_reset = port:PF%d<1><default><default><0>\nvip_dev0_power_en = port:PF02<1><default><default><0>\n' "$index"
	wires "$soc" "$function" vip_ csi_pck=P${bank}0 csi_mck="$mclk" csi_hsync=P${bank}2 csi_vsync=P${bank}3 "${list[@]}"
}
spdif() { # SOC PIN
	printf '[spdif_para]\nspdif_used = 1\n'
	wires "$1" spdif spdif_ dout="$2"
}
can() { # SOC
	printf '[can_para]\ncan_used = 1\n'
	wires "$1" can can_ tx=PH20 rx=PH21
}
compile() { # DTS: as the kernel's own build does, its warnings in DTS.warnings
	preprocess "$1" | dtc -@ -I dts -O dtb -o "$1.dtb" - 2>"$1.log" || return 1
	sed -n 's/.*Warning (\([a-z_]*\)): \([^:]*\):.*/\1 \2/p' "$1.log" | sort -u >"$1.warnings"
}
schema() {
	command -v dt-validate dt-mk-schema >/dev/null || return 1
	[ -e "$dts/schema.json" ] || { dt-mk-schema -j -o "$dts/schema.new" "$dts/Documentation/devicetree/bindings" && mv "$dts/schema.new" "$dts/schema.json"; }
}
export -f schema
export dts
flock "$TOP/out/kernel-dts.lock" bash -c schema >schema.log 2>&1 && judged=yes
adds() { # SOC NODES ANSWERS…: the answers add the nodes, and no warning of dtc's
	local soc=$1 nodes=$2 node each options=()
	shift 2
	for each; do options+=(--answer "$each"); done
	"$BIN/fex2dts" -q --soc "$soc" --answer can0=no -O dts -o "$soc-without.dts" "$soc.fex" && compile "$soc-without.dts" || return 1
	"$BIN/fex2dts" --soc "$soc" "${options[@]}" -O dts -o "$soc-with.dts" "$soc.fex" 2>said || return 1
	! grep FX30 said && compile "$soc-with.dts" || return 1
	dtc -q -I dtb -O dts "$soc-with.dts.dtb" >flat
	for node in $nodes; do
		awk -v node="$node" '$1 == node { found = 1 } END { exit !found }' flat || { echo "no $node"; return 1; }
	done
	! comm -23 "$soc-with.dts.warnings" "$soc-without.dts.warnings" | grep .
}
ours='nand-controller@|nand@|csi@|camera@|csi[01]?-|csi-power|spdif|sound-spdif|can@'
own=spdif@5093000:.dma-names # the H6's dtsi says it of itself
bindings() { # one run for all: reading the bindings takes as long as judging by them; ALL=1: the SoCs that are like another, too
	local judge=()
	for each in ./*-with.dts.dtb; do
		[ -z "${ALL:-}" ] && [[ $each =~ /(a10s|a23|a31s|h6|v3)-with ]] || judge+=("$each")
	done
	dt-validate -s "$dts/schema.json" "${judge[@]}" 2>&1 | tee findings | grep -E "^[^:]*\.dtb: ($ours)" | grep -v "$own" && return 1
	grep -q "^[^:]*\.dtb: /: compatible: 'oneOf' conditional failed" findings # the board's name, which no binding knows
}
cd "$TMPDIR" || exit 1
while read -r soc nand_pins csi spdif_pin with_can; do
	sections=() nodes=() answers=()
	[ "$nand_pins" = - ] || { sections+=("nand $soc") && nodes+=(nand@0) && answers+=(nand=yes); }
	[ "$csi" = - ] || for each in ${csi//;/ }; do
		IFS=, read -r sensor address index function bank mclk first twi scl sda <<<"$each"
		sections+=("camera $soc $index $function $bank $mclk $first $twi $scl $sda")
		nodes+=("camera@$address") && answers+=("csi$index=$sensor")
	done
	[ "$spdif_pin" = - ] || { sections+=("spdif $soc $spdif_pin") && nodes+=(sound-spdif) && answers+=(spdif=yes); }
	[ "$with_can" = - ] || { sections+=("can $soc") && nodes+=(can@1c2bc00); }
	for each in "${sections[@]}"; do $each; done >"$soc.fex"
	check "the $soc: ${answers[*]} ${with_can#-}" adds "$soc" "${nodes[*]}" "${answers[@]}"
done <<-END
	a10 nand ov7670,21,1,csi1,G,PG1,4,1,PB18,PB19 PB13 can
	a10s nand - - -
	a13 nand - - -
	a20 nand yes,3c,0,csi0,E,PE1,4,1,PB18,PB19;ov2640,30,1,csi1,G,PG1,4,2,PB20,PB21 PB13 can
	a23 nand - - -
	a33 nand - - -
	a31 - - PH28 -
	a31s - - PH28 -
	h3 - yes,3c,0,csi,E,PE1,4,2,PE12,PE13 PA17 -
	a83t - yes,3c,0,csi,E,PE1,4,2,PE14,PE15 PE18 -
	a64 - yes,3c,0,csi,E,PE1,4,2,PE14,PE15 PH8 -
	h6 - - PH7 -
	r40 - ov7725,21,0,csi0,E,PE1,4,1,PB18,PB19 - can
	v3 - yes,3c,1,csi,E,PE1,4,1,PE21,PE22 - -
	v3s - ov7740,21,1,csi,E,PE1,4,1,PE21,PE22 - -
END
if [ -n "${judged:-}" ]; then
	check "the bindings find nothing wrong with them" bindings
else
	skip "bindings" "dt-validate is not installed"
fi
finish
