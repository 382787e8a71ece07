# SPDX-License-Identifier: GPL-2.0-or-later
# Runs as root in a fresh Debian: installs the packages in /srv/job/debs, uses the programs as an ordinary user, purges all.
# What it finds goes to /srv/job/said, as TAP.
cd /srv/job || exit 1
exec >said 2>said.err
export TMPDIR=/srv/job LC_ALL=C DEBIAN_FRONTEND=noninteractive
. ./tap.sh
files() { # all but what apt and dpkg keep of any installation
	find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /srv -o -path /tmp -o -path /var/cache -o -path /var/lib/apt \
		-o -path '/var/lib/dpkg/*-old' -o -path '/var/log/apt/*' \) -prune -o -print | sort
	dpkg --get-selections
}
quietly() { apt-get -qq -o Dpkg::Use-Pty=0 -y "$@"; }
user() { (cd /srv/job/home && setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/srv/job/home "$@"); }
gives() { # FILE COMMAND…: prints just that
	diff -u "/srv/job/wanted/$1" <(user "${@:2}")
}
install -d -o 65534 home
cp -r plan report home && chown -R 65534 home

files >before
check "the packages install, with nothing but what they depend on" quietly install --no-install-recommends ./debs/*.deb
[ $tap_failed = 0 ] || finish
for tool in fex2dts imager serial-capture serial-report; do
	check "$tool --version" eval 'user $tool --version | grep -q "^$tool $(dpkg-query -W -f "\${Version}" board-bringup-common)\$"'
	check "$tool --help" eval 'user $tool --help | grep -q "^usage: $tool "'
	check "$tool finds its tables" eval 'user $tool --version -v | grep -q "^share:  /usr/share/board-bringup "'
	check "$tool explains a message" eval 'user $tool --explain LB050 | grep -q package'
	check "$tool has a manual page" test -s "/usr/share/man/man1/$tool.1.gz"
	check "$tool has a completion" eval '. /usr/share/bash-completion/completions/$tool &&
		COMP_WORDS=($tool --vers) COMP_CWORD=1 && _board_bringup && [ "${COMPREPLY[0]}" = --version ]'
done
check "fex2dts makes a device tree" gives dts fex2dts -q -O dts /usr/share/board-bringup/boards/a20-cubie2/cubieboard2.fex
plans() {
	imager plan --cache cache --lock lock --offline board && imager plan --cache cache --lock lock --offline --entry linux --json board
}
export -f plans
check "imager plans a boot" gives plan bash -c "cd plan && plans"
check "imager builds a card" user bash -c "cd plan && imager build --cache cache --lock lock --offline -o sd.img board"
check "imager looks into the card" eval 'user imager verify plan/sd.img | grep "^good.*/uImage"'
check "imager knows the installed boards" eval 'user imager plan --offline no-such-board 2>&1 | grep -q h3-orangepi-pc'
captures() { # a chroot has no serial ports and perhaps no pseudo terminals
	printf 'U-Boot 2023.01\r\nREADY\r\n' >raw.log
	user serial-capture -q -o boot.log --until READY file:/srv/job/raw.log && cmp raw.log home/boot.log
}
check "serial-capture captures" captures
check "serial-report judges a boot" gives report bash -c "cd report && serial-report --reference good.log now.log"
check "the unit starts what is installed" test -x "$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' /usr/lib/systemd/system/serial-capture@.service)"

# as the unit leaves it
mkdir -p /var/log/private/serial-capture && ln -s private/serial-capture /var/log/serial-capture
echo READY >/var/log/serial-capture/ttyUSB0.log
check "they are purged, with what they had needed" quietly purge --autoremove fex2dts imager serial-tools board-bringup-common
rmdir /var/log/private 2>/dev/null # systemd's
files >after
check "nothing of them is left" diff before after
