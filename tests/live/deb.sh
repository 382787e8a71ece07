#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# `make deb`, then lintian, then a fresh Debian in which the packages are installed, used and purged. As root or as
# an ordinary user; the network is needed for Debian's own packages only.
. "$TOP/tests/tap.sh"
cd "$TOP" || exit 1
need dpkg-buildpackage dh lintian mmdebstrap dtc python3 readelf
unset MAKEFLAGS MFLAGS BRINGUP_SHARE BRINGUP_BOARDS
seen() { git status --porcelain 2>/dev/null; }
before=$(seen)
builds() { DEB_BUILD_OPTIONS="nocheck $DEB_BUILD_OPTIONS" make -s deb; } # the unit tests have their own place in a check
check "make deb" builds
[ $tap_failed = 0 ] || finish
hardened() {
	local deb each
	for deb in fex2dts imager serial-tools; do
		dpkg-deb -x out/deb/${deb}_*.deb "$TMPDIR/put" || return 1
	done
	for each in "$TMPDIR"/put/usr/bin/*; do
		readelf -hW "$each" | grep -q 'Type: *DYN' && readelf -lW "$each" | grep -q GNU_RELRO &&
			readelf -dW "$each" | grep -q BIND_NOW || { echo "$each" && return 1; }
	done
}
check "nothing is left in the checkout" [ "$(seen)" = "$before" ]
check "lintian has nothing to say" lintian --allow-root --fail-on error,warning out/deb/*.changes
check "programs are position independent, relocated at once, then read-only" hardened
version=$(sed -n '1s/^[^ ]* \([0-9.]*\) .*/\1/p' NEWS)
check "packages have the version of NEWS" eval '[ "$(dpkg-deb -f out/deb/imager_*.deb Version)" = "$version" ]'

# what the installed programs will do, and what must come of it
job=$TMPDIR/job
mkdir -p "$job/debs" "$job/wanted" "$job/plan"
cp out/deb/*_"$version"_*.deb "$job/debs" && rm -f "$job"/debs/*-dbgsym_*
cp tests/tap.sh tests/live/deb-installed.bash "$job"
cp -r tests/golden/plan-prints/in/. "$job/plan"
(cd "$job/plan" && GOLDEN=$TOP/tests/golden-shared python3 "$TOP/tests/golden-shared/parts.py" && dtc -q -o board/good.dtb board/good.dts)
cp tests/golden/plan-prints/expect.out "$job/wanted/plan"
cp tests/golden/report-reference/expect.out "$job/wanted/report"
cp -r tests/golden/report-reference/in "$job/report"
"$BIN/fex2dts" -q -O dts boards/a20-cubie2/cubieboard2.fex >"$job/wanted/dts"
chmod -R a+rX "$job"

# Debian's mirror, as apt has it here; what apt was told of proxies and dates goes for it, too
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
	'Created-By: Packages' 'Origin: Debian' >"$TMPDIR/mirror"
apt-config dump | grep -E '^Acquire::(Check-|.*Proxy)' >"$TMPDIR/apt.conf"
if [ ! -s "$TMPDIR/mirror" ]; then
	skip "the packages in a fresh Debian" "apt has no lists of Debian's packages"
	finish
fi
chmod a+rx "$TMPDIR" # apt fetches as a user of its own
mmdebstrap --quiet --variant=apt --aptopt="$TMPDIR/apt.conf" --customize-hook="copy-out /etc/debian_version $TMPDIR" \
	--customize-hook="copy-in $job /srv" --customize-hook='chroot "$1" bash /srv/job/deb-installed.bash' \
	--customize-hook="copy-out /srv/job/said $TMPDIR" \
	"$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" /dev/null "$TMPDIR/mirror" >"$TMPDIR/mmdebstrap.log" 2>&1
if [ -e "$TMPDIR/said" ]; then
	cat "$TMPDIR/said"
	! grep -q '^not ok' "$TMPDIR/said" || tap_failed=1
elif [ -e "$TMPDIR/debian_version" ]; then
	check "the packages in a fresh Debian" eval 'cat "$TMPDIR/mmdebstrap.log"; false'
else
	skip "the packages in a fresh Debian" "mmdebstrap cannot make one here: $(grep '^E:' "$TMPDIR/mmdebstrap.log" | head -n 1)"
fi
finish
