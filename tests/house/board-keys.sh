#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every word of a board.conf is told in docs/board-description.md, and every board directory has a description.
cd "$TOP" || exit 1
report() { # NUMBER NAME OFFENDERS
	if [ -z "$3" ]; then echo "ok $1 - $2"; else echo "$3" | tr '\n' ' '; echo; echo "not ok $1 - $2"; fi
}
missing="(no key was found)"
for word in $(sed -n 's/^\t{ "\([a-z0-9-]*\)", CONF_.*/\1/p; s/.*\.name = "\([a-z]*\)".*/\1/p' imager/board/board-keys.c); do
	missing=${missing#(no key was found)}
	grep -q "\`$word[ \`]" docs/board-description.md || missing="$missing $word"
done
report 1 "every key is told in docs/board-description.md" "$missing"
origins="(no origin was found)"
for word in $(sed -n 's/^\t{ "\([a-z]*\)", \(true\|false\), \(true\|false\),.*/\1/p' imager/fetch/origin-table.c); do
	origins=${origins#(no origin was found)}
	grep -q "\`$word:" docs/board-description.md || origins="$origins $word"
done
report 2 "every origin is told in docs/board-description.md" "$origins"
report 3 "every directory under boards has a board.conf" "$(for d in boards/*/; do [ -e "$d/board.conf" ] || echo "$d"; done)"
