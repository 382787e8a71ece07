#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The caller's flags are added to ours, other flags build again, and the programs are hardened.
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 1
unset MAKEFLAGS MFLAGS CPPFLAGS CFLAGS LDFLAGS CI
out=$TMPDIR/out
build() { make --no-print-directory "OUT=$out" "BIN=$out/bin" BUILD=release "$@"; } # apart from what other tests run
object=$out/obj/lib/number.o
has() { # TEXT WORD…: the words stand in the text, in this order
	local text=" $1 " word
	shift
	for word in "$@"; do
		case $text in *" $word "*) text=" ${text#*" $word "}" ;; *) echo "no $word in: $text" && return 1 ;; esac
	done
}
ours_and_theirs() { # WAY: how make is told
	local said
	said=$("$1" build -n all) || return 1
	has "$(grep -- "-c -o $object" <<<"$said")" -D_FORTIFY_SOURCE=2 -DTHEIRS -std=gnu11 -fstack-protector-strong -O2 -O3 &&
		has "$(grep -- "-o $out/bin/imager" <<<"$said")" -Wl,-z,relro -Wl,-z,now -Wl,-O1 -pie
}
told() { "$@" CPPFLAGS=-DTHEIRS CFLAGS=-O3 LDFLAGS=-Wl,-O1; }
inherited() { CPPFLAGS=-DTHEIRS CFLAGS=-O3 LDFLAGS=-Wl,-O1 "$@"; }
check "flags on make's command line are added to ours" ours_and_theirs told
check "flags of the environment are added to ours" ours_and_theirs inherited
another_level() { # FLAG…: compiles in spite of -Werror, with no second definition
	build -B CI=1 "$@" "$object"
}
check "the caller may fortify at another level" another_level CPPFLAGS=-D_FORTIFY_SOURCE=3
check "the caller may switch optimising off" another_level CFLAGS=-O0
check "a caller who links statically gets no -pie" eval '! has "$(build -n LDFLAGS=-static all | grep -- "-o $out/bin/fex2dts")" -static-pie'

builds_again() { # WANTED ARGUMENT…: the sources that make would compile
	local wanted=$1 said
	shift
	said=$(build "$@" "$object" "$out/obj/lib/places.o" | sed -n 's/^  CC    //p' | sort | xargs)
	[ "$said" = "$wanted" ] || { echo "built \"$said\"" && return 1; }
}
check "what was built with other flags is built again" builds_again "lib/number.c lib/places.c" CFLAGS=-DA="'b c'"
check "the same flags build nothing again" builds_again "" CFLAGS=-DA="'b c'"
check "another PREFIX builds again what knows it" builds_again "lib/places.c" CFLAGS=-DA="'b c'" PREFIX=/opt/x
check "PREFIX is where the tables are looked for" grep -q /opt/x/share/board-bringup "$out/obj/lib/places.o"

renamed() ( # in a copy, and in a shell of its own: it changes directory
	mkdir "$TMPDIR/tree" && cp -R Makefile NEWS build lib dt fex2dts imager serial-tools "$TMPDIR/tree" || exit 1
	cd "$TMPDIR/tree" && build "$out/lib/lib.a" && mv lib/nearest.c lib/nearby.c && build "$out/lib/lib.a" &&
		has "$(ar t "$out/lib/lib.a" | xargs)" nearby.o && ! has "$(ar t "$out/lib/lib.a" | xargs)" nearest.o
)
check "a source that was renamed leaves its room's library" renamed

need readelf
for each in "$BIN"/*; do
	check "$(basename "$each") is position independent" eval 'readelf -hW "$each" | grep -q "Type: *DYN"'
	check "$(basename "$each") is read-only once relocated" eval 'readelf -lW "$each" | grep -q GNU_RELRO && readelf -dW "$each" | grep -q BIND_NOW'
	check "$(basename "$each") guards its stack" eval 'readelf -sW "$each" | grep -q __stack_chk_fail'
	check "$(basename "$each") has no stack to run code on" eval 'readelf -lW "$each" | grep GNU_STACK | grep -qv E'
done
check "libc's checked functions are used" eval 'readelf -sW "$BIN/imager" | grep -q "__.*_chk@"'
finish
