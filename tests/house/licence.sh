#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every source names its licence: .c and .h in their first line, scripts and makefiles in one of the first two. Golden
inputs, corpora and what boards and share/ hold are data."""
import os, re, subprocess

os.chdir(os.environ.get("TOP", "."))
IS_DATA = re.compile(r"tests/golden/[^/]*/(in/|expect)|tests/fuzz/corpus-|tests/live/fex/|share/|boards/|docs/")
IS_SOURCE = re.compile(r"(^|/)Makefile$|\.(c|h|mk|py|sh|bash)$|^dist/")
NAME = "SPDX-License-Identifier: GPL-2.0-or-later"


def names_it(path, lines):
    if path.endswith((".c", ".h")):
        return lines[0] == f"/* {NAME} */"
    return f"# {NAME}" in lines[:2]


tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True).stdout.split("\n")
sources, wrong = 0, []
for path in tracked:
    if not os.path.isfile(path) or IS_DATA.match(path):
        continue
    lines = open(path, errors="replace").read(400).split("\n")
    if IS_SOURCE.search(path) or lines[0].startswith("#!"):
        sources += 1
        if not names_it(path, lines):
            wrong.append(path)
if tracked == [""]:
    print("ok 1 - every source names its licence # SKIP this is no git checkout")
else:
    for path in wrong:
        print(f"  {path}: its first line should say {NAME}, behind #! in a script")
    print(("not ok" if wrong or not sources else "ok") + " 1 - every source names its licence")
head = open("LICENSE").read(200) if os.path.exists("LICENSE") else ""
print(("ok" if re.search(r"GNU GENERAL PUBLIC LICENSE\s+Version 2", head) else "not ok") + " 2 - LICENSE holds the licence")
