#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files of 64 GiB that are holes but for their beginning: their holes are not read. And what is no file.
. "$TOP/tests/tap.sh"
cd "$TMPDIR" || exit 1
truncate -s 64G hole 2>/dev/null || {
	skip "huge files" "the disk has no files of 64 GiB"
	exit 0
}
# verifies FILE CODE TEXT [SECONDS]: within the time, with that answer
verifies() {
	local file=$1 code=$2 text=$3 has
	timeout "${4:-10}" "$BIN/imager" verify "$file" >out 2>&1
	has=$?
	cat out
	[ $has -eq "$code" ] && grep -qF -- "$text" out
}
python3 "$TOP/tests/golden/verify-packed/in/archive.py" >initrd || exit 1
SOURCE_DATE_EPOCH=0 "$BIN/imager" uimage -A arm -C none -d initrd uImage
cp -R "$TOP/tests/golden/build-refuses/in/board" board
python3 "$TOP/tests/golden-shared/parts.py" && dtc -q -o board/good.dtb board/good.dts && head -c 600000 /dev/zero >board/u-boot || exit 1
"$BIN/imager" build ./board --cache cache --lock lock -o sd.img >/dev/null || exit 1
gzip -c initrd >initrd.gz
truncate -s 64G initrd uImage sd.img initrd.gz
check "a hole" verifies hole 1 "file of an unknown kind"
check "a ramdisk with a hole behind it" verifies initrd 0 "initrd: good"
check "a packed ramdisk with a hole behind it" verifies initrd.gz 0 "initrd.gz: good"
check "a uImage with a hole behind it" verifies uImage 0 "warning IM315: 68719190924 bytes follow"
check "a card image of 64 GiB" verifies sd.img 1 "good   /vmlinuz"
check "a directory" verifies . 2 "error LB031: . is a directory"
check "a character device" verifies /dev/null 2 "error LB031: /dev/null is a character device"
check "a file that is not there" verifies none 2 "error LB030: cannot be opened: No such file or directory"
: >empty
check "an empty file" verifies empty 1 "an unknown kind, empty"
device=$(find /dev -maxdepth 1 -type b | head -n 1)
if [ -z "$device" ] || ! setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
	skip "a block device that may not be read" "there is none, or no other user can be taken on"
else
	chmod o+x . && cp "$BIN/imager" imager && mkdir share && cp -R "$TOP/share/." share
	forbidden() {
		setpriv --reuid=65534 --clear-groups "$TMPDIR/imager" --share share verify "$device" >out 2>&1
		[ $? -eq 2 ] && grep -qF "$device: error LB030: cannot be opened: Permission denied" out && grep -q "hint: read the device as root" out
	}
	check "a block device that may not be read" forbidden
fi
finish
