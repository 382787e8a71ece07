#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads the list of rooms and folders in docs/architecture.md and fails on an include that goes another way: a folder
includes itself, folders above it in its room's list, and the rooms named in brackets; nothing else. Of a family, other folders
include types, engine and table, never a row."""
import fnmatch, os, re, subprocess

os.chdir(os.environ.get("TOP", "."))
rooms = {}  # room: (rooms it may include, folders in order, patterns per folder)
room = folder = None
for line in open("docs/architecture.md"):
    if head := re.match(r"^(\S+)/ .*\[(.*)\]$", line):
        room = head[1]
        rooms[room] = ({w.strip() for w in head[2].split(",")}, [], {})
    elif room and (head := re.match(r"^  (\S+)/(?:  |$)", line)):
        folder = os.path.normpath(room + "/" + head[1])
        rooms[room][1].append(folder)
        rooms[room][2][folder] = []
    elif room and line.startswith("    "):
        rooms[room][2][folder] += re.split(r"\s{2,}", line.strip())[0].split()
    elif line.startswith("```"):
        room = None

# a family is known outside its folder by its types, engine and table; its rows are its own business
DOORS = {
    "dt/lint/lint": ("", "-table", "-context"),
    "fex2dts/map/map": ("", "-table", "-answers", "-ask", "-chips", "-gpio", "-nodes", "-pins", "-regulators"),
    "imager/format/payload": ("", "-table"),
    "imager/fs/fs": ("", "-table"),
    "imager/fetch/origin": (),
    "imager/boot/boot": ("-table", "-files"),
    "imager/cmd/cmd": ("",),
    "serial-tools/port/source": ("", "-table"),
    "serial-tools/talk/sink": ("", "-table"),
}


def passes_a_wall(where, target):
    """Whether a folder includes another family's row."""
    for family, doors in DOORS.items():
        if re.fullmatch(re.escape(family) + r"(-.*)?", target[:-2]) and where != os.path.dirname(family):
            return target[len(family):-2] not in doors
    return False


def without_comments(path):
    """The lines, blank where a comment is."""
    return re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), open(path).read(), flags=re.S).split("\n")


sources = [f"{d}/{f}" for top in rooms for d, _, files in os.walk(top) for f in sorted(files) if re.search(r"\.(c|h|inc|S)$", f)]
wrong, unlisted, rows = [], [], []
for path in sorted(sources):
    where, noun = os.path.dirname(path), os.path.basename(path)[:-2]
    room = path.split("/")[0]
    may, folders, patterns = rooms[room]
    if not any(fnmatch.fnmatchcase(noun, p) for p in patterns.get(where, [])):
        unlisted.append(f"{path}: name it in the list of docs/architecture.md, below {where}/")
        continue
    for n, line in enumerate(without_comments(path), 1):
        inc = re.match(r'\s*#\s*include\s*[<"]([^">]+)[">]', line)
        if re.match(r"\s*#\s*include\b", line) and not inc:
            wrong.append(f"{path}:{n}: an include names a header, no macro")
        if not inc or ("<" in line and not os.path.exists(inc[1])):
            continue  # the system's
        if not inc[1].endswith(".h"):
            wrong.append(f"{path}:{n}: {inc[1]} is no header")
        target = os.path.dirname(inc[1])
        if target.split("/")[0] != room:
            fine = target.split("/")[0] in may and os.path.exists(inc[1])
        else:
            fine = target in folders and folders.index(target) <= folders.index(where)
        if passes_a_wall(where, inc[1]):
            rows.append(f"{path}:{n}: {inc[1]} is a row of a family: include its table")
        if not fine and not os.path.exists(inc[1]):
            wrong.append(f"{path}:{n}: there is no {inc[1]}: name a header from the top of the tree")
        elif not fine:
            above = folders[:folders.index(where)] + sorted(may - {""})
            wrong.append(f"{path}:{n}: {where} may not include {inc[1]}; above it are {' '.join(above) or 'none'}")

gone = [f"{folder}/{p}" for _, folders, patterns in rooms.values() for folder in folders for p in patterns[folder]
        if not any(os.path.dirname(s) == folder and fnmatch.fnmatchcase(os.path.basename(s)[:-2], p) for s in sources)]

for number, name, offenders in ((1, "every source is in the list of docs/architecture.md", unlisted),
                                (2, "folders include what is above them only", wrong),
                                (3, "families are known by their tables", rows),
                                (4, "every name in the list is a file's", gone),
                                (5, "the list names rooms", [] if len(rooms) >= 5 and sources else ["rooms"])):
    for each in offenders:
        print("  " + each)
    print(("not ok" if offenders else "ok") + f" {number} - {name}")
