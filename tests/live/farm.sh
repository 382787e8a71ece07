#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The farm files of every board, judged by Debian's own LAVA schemas and labgrid.
. "$TOP/tests/tap.sh"
cd "$TMPDIR" || exit 1
boards=$(cd "$TOP/boards" && ls)
if ! /usr/bin/python3 -c 'import lava_common, jinja2, yaml' 2>/dev/null; then
	skip "LAVA jobs" "lava-common is not installed"
else
	for board in $boards; do
		"$BIN/imager" farm lava-job "$board" -o "$board-job.yaml"
		"$BIN/imager" farm lava-device "$board" --port 24010 --power-on 'p on' --power-off 'p off' -o "our-$board.jinja2"
		check "LAVA accepts the job of $board" /usr/bin/python3 -c "
import sys, yaml
from lava_common import schemas
schemas.validate(yaml.safe_load(open('$board-job.yaml')), strict=True)"
	done
	if apt-get -qq download lava-server >download.log 2>&1 && dpkg-deb -x lava-server*.deb server; then
		for board in $boards; do
			check "LAVA renders and accepts the device of $board" /usr/bin/python3 -c "
import yaml
from jinja2 import Environment, FileSystemLoader
from lava_common.schemas import device
env = Environment(loader=FileSystemLoader(['server/usr/share/lava-server/device-types', '.']), trim_blocks=True)
tree = yaml.safe_load(env.get_template('our-$board.jinja2').render())
device.validate(tree)
assert tree['commands']['connect'] == 'telnet localhost 24010', tree['commands']
assert '0x4' in str(tree['parameters']), tree['parameters']"
		done
	else
		skip "LAVA devices" "the lava-server package with the base templates could not be downloaded"
	fi
fi
if ! /usr/bin/python3 -c 'import labgrid' 2>/dev/null; then
	skip "labgrid environments" "labgrid is not installed"
else
	for board in $boards; do
		"$BIN/imager" farm labgrid "$board" --port 24010 -o "$board.yaml"
		check "labgrid loads the environment of $board" /usr/bin/python3 -c "
from labgrid import Environment
target = Environment('$board.yaml').get_target('main')
names = {type(d).__name__ for d in target.drivers}
assert {'SerialDriver', 'UBootDriver', 'ShellDriver'} <= names, names"
	done
fi
finish
