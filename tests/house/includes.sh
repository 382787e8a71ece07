#!/usr/bin/env python3
"""Reads the list of rooms and folders in docs/architecture.md and fails on an include that goes another way: a folder
includes itself, folders above it in its room's list, and the rooms named in brackets; nothing else."""
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

sources = [f"{d}/{f}" for top in rooms for d, _, files in os.walk(top) for f in sorted(files) if re.search(r"\.[ch]$", f)]
wrong, unlisted = [], []
for path in sorted(sources):
    where, noun = os.path.dirname(path), os.path.basename(path)[:-2]
    room = path.split("/")[0]
    may, folders, patterns = rooms[room]
    if not any(fnmatch.fnmatchcase(noun, p) for p in patterns.get(where, [])):
        unlisted.append(path)
        continue
    for n, line in enumerate(open(path), 1):
        if not (inc := re.match(r'#include "([^"]+)"', line)):
            continue
        target = os.path.dirname(inc[1])
        if target.split("/")[0] != room:
            fine = target.split("/")[0] in may and os.path.exists(inc[1])
        else:
            fine = target in folders and folders.index(target) <= folders.index(where)
        if not fine:
            wrong.append(f"{path}:{n}: {where} may not include {inc[1]}")

for number, name, offenders in ((1, "every source is in the list of docs/architecture.md", unlisted),
                                (2, "folders include what is above them only", wrong),
                                (3, "the list names rooms", [] if len(rooms) >= 5 and sources else ["rooms"])):
    for each in offenders:
        print("  " + each)
    print(("not ok" if offenders else "ok") + f" {number} - {name}")
