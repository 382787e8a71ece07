#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files that another process cuts off while they are read: an ordinary error each time, never a signal.
. "$TOP/tests/tap.sh"
cd "$TMPDIR" || exit 1
head -c 200M /dev/zero >payload
SOURCE_DATE_EPOCH=0 "$BIN/imager" uimage -A arm -O linux -T kernel -C none -a 0 -e 0 -n big -d payload whole.uImage
rm payload
for i in $(seq 200); do cat "$TOP"/tests/golden/report-oops/in/*; done >some.log
for i in $(seq 40); do cat some.log; done >whole.log

# cut_off FILE COMMAND…: gives FILE to COMMAND and cuts it off, a bit later each time, until that has been noticed
cut_off() {
	local file=$1 code delay noticed=
	shift
	for delay in $(seq 1 40); do
		cp "whole.$file" "cut.$file"
		# the cutter starts first, or a quick command would be done before it
		(sleep "0.$(printf %03d $((delay * 5)))" && truncate -s 4100 "cut.$file") &
		"$@" "cut.$file" >out 2>err
		code=$?
		wait $!
		[ $code -lt 126 ] || { echo "code $code after $delay"; return 1; }
		if grep -q "cut.$file: error LB036: cut off while it was read: it had" err; then
			noticed=yes
			[ $code -eq 3 ] && [ ! -s out ] || { echo "code $code, and a report of what is not there:"; cat out err; return 1; }
			break
		fi
	done
	[ -n "$noticed" ] || { echo "never cut while it was read"; return 1; }
}
check "a uImage cut off while imager verify sums it" cut_off uImage "$BIN/imager" verify
check "a log cut off while serial-report reads it" cut_off log "$BIN/serial-report"
finish
