#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# All four boards' card images before judges that we did not write: sfdisk, fsck.vfat, mtools, dumpimage; and again
# made by another user in another place at another time: the same bytes.
set -u
. "$TOP/tests/boot/boot.bash"
boards="h3-orangepi-pc a20-cubie2 a31-mele-m9 arndale"
echo "1..$((9 * $(wc -w <<<"$boards") + 3))"

build() { # BOARD FILE [OPTION...]
	local board=$1 file=$2
	shift 2
	[ "$board" != arndale ] || set -- --set bl1=none "$@"
	"$imager" build "$board" -o "$file" --lock "$PWD/$board.lock" "$@" >out 2>err
}

# The first partition in bytes: start, size; cut out without its holes being written.
partition() { # IMAGE
	sfdisk -J "$1" | python3 -c 'import json, sys
p = json.load(sys.stdin)["partitiontable"]["partitions"][0]
print(p["start"] * 512, p["size"] * 512)'
}

clean() { # PARTITION: fsck.vfat finds nothing, and says nothing but its version and counts
	fsck.vfat -n "$1" >fsck 2>&1 && [ "$(grep -vcE '^fsck|^part: [0-9]+ files' fsck)" -eq 0 ] || { cat fsck && false; }
}

# Every file, read by mtools, is what imager verify measured; and what the cache holds is on the card unchanged.
read_back() { # BOARD
	rm -rf files && mkdir files && mcopy -s -n -i part ::/ files || return 1
	python3 - "$1.json" <<'END'
import json, os, sys
items = json.load(open(sys.argv[1]))[0]["items"]
sizes = {i["place"].strip(): i["size"] for i in items if i["place"].startswith("  /")}
found = {"/" + os.path.relpath(os.path.join(d, f), "files"): os.path.getsize(os.path.join(d, f))
         for d, _, names in os.walk("files") for f in names}
sys.exit(0 if sizes == found and found else str((sizes, found)))
END
}
unchanged() { # BOARD: the kernel and the ramdisk are the components, byte for byte
	awk -F '\t' '$1 == "kernel" || $1 == "ramdisk" { print $1, $4 }' "$1.lock" >wanted
	while read -r id sum; do
		sha256sum files/* | grep -q "^$sum" || { echo "$id ($sum) is not on the card" && return 1; }
	done <wanted
}
dumpimage_agrees() { # dumpimage reads every uImage, and its sizes are ours
	local file count=0
	for file in files/*; do
		[ "$(head -c 4 "$file" | xxd -p)" = 27051956 ] || continue
		dumpimage -l "$file" >dump 2>&1 || return 1
		grep -q "Data Size: *$(($(stat -c %s "$file") - 64)) Bytes" dump || { cat dump && return 1; }
		count=$((count + 1))
	done
	[ $count -ge 3 ] # the script, Xen, Linux
}

# Bytes of the card against a component: its file by the lock's sum.
at_sector() { # BOARD IMAGE SECTOR ID
	local size sum
	read -r size sum < <(awk -F '\t' -v id="$4" '$1 == id { print $3, $4 }' "$1.lock")
	[ "$(tail -c +$(($3 * 512 + 1)) "$2" | head -c "$size" | sha256sum)" = "$sum  -" ]
}
loaders() { # BOARD IMAGE
	case $1 in
	arndale)
		at_sector "$1" "$2" 17 spl && at_sector "$1" "$2" 49 u-boot &&
			[ -z "$(tail -c +513 "$2" | head -c 8192 | tr -d '\0')" ]
		;;
	*) at_sector "$1" "$2" 16 u-boot ;;
	esac
}

only_bl1_is_missing() {
	"$imager" verify --board arndale sd.img >out 2>err
	[ $? -eq 1 ] && says "bl1 is missing" && says "sd.img: 1 fault" && ! "$imager" verify sd.img >out 2>err && says "sd.img: 1 fault"
}

# Another user where that is possible, and in any case another place, time zone, umask and language.
build_elsewhere() { # BOARD FILE
	local cache nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
	rm -rf elsewhere && mkdir -m 777 elsewhere && cp "$1.lock" elsewhere/
	cache=${IMAGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/imager}
	chmod o+x .
	if [ "$(id -u)" -eq 0 ] && (cd elsewhere && $nobody "$imager" plan "$1" --help) >/dev/null 2>&1; then
		mkdir elsewhere/cache && cp -R "$cache/files" "$cache/origins" elsewhere/cache/ &&
			chown -R 65534:65534 elsewhere
		set -- "$1" "$2" $nobody
		cache=elsewhere/cache
	else
		set -- "$1" "$2" env
	fi
	local board=$1 file=$2 extra=
	shift 2
	[ "$board" != arndale ] || extra="--set bl1=none"
	(umask 077 && cd elsewhere && sleep 1 && HOME=$PWD TZ=Asia/Tokyo LC_ALL=C "$@" "$imager" build "$board" $extra --offline \
		--cache "$OLDPWD/$cache" --lock "$PWD/$board.lock" -o "$PWD/$file") >out 2>err
}

for board in $boards; do
	report "$board: the image is made" build "$board" sd.img --force
	case $board in
	arndale) report "$board: imager verify finds nothing but the BL1 that was left out" only_bl1_is_missing ;;
	*) report "$board: imager verify finds it good" "$imager" verify --board "$board" sd.img ;;
	esac
	"$imager" verify --json sd.img >"$board.json" 2>/dev/null
	report "$board: sfdisk is content" sfdisk --verify sd.img
	read -r start size < <(partition sd.img)
	cp --sparse=always sd.img part && fallocate -c -o 0 -l "$start" part 2>/dev/null || tail -c +$((start + 1)) sd.img | head -c "$size" >part
	truncate -s "$size" part
	report "$board: fsck.vfat is content" clean part
	report "$board: mtools read every file" read_back "$board"
	report "$board: kernel and ramdisk are unchanged" unchanged "$board"
	report "$board: dumpimage agrees with every uImage" dumpimage_agrees
	report "$board: the loaders are at their sectors" loaders "$board" sd.img
	build_elsewhere "$board" again.img
	report "$board: another user, place, time and umask give the same bytes" cmp sd.img elsewhere/again.img
done

refused() { # BOARD FILE SAID: exit code 1 and a sentence
	"$imager" verify --board "$1" "$2" >out 2>err
	[ $? -eq 1 ] && says "$3"
}
build h3-orangepi-pc sd.img --force
cp --sparse=always sd.img bad.img
python3 -c 'f = open("bad.img", "r+b"); f.seek(8192 + 600); b = f.read(1)[0] ^ 4; f.seek(8192 + 600); f.write(bytes([b]))'
report "a flipped byte in the SPL is found" refused h3-orangepi-pc bad.img IM332
report "a card for another board is found" refused a20-cubie2 sd.img IM333
head -c 30M sd.img >bad.img
report "an image that was cut off is found" refused h3-orangepi-pc bad.img IM512
