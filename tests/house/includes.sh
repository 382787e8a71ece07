#!/usr/bin/env python3
"""Reads the list of rooms and files in docs/architecture.md and fails on an include that goes another way:
a file may include files above it in its own room, those on its own line, and the rooms named in brackets; nothing
else."""
import glob, os, re, sys

os.chdir(os.environ.get("TOP", "."))
rooms, order, room = {}, {}, None
for line in open("docs/architecture.md"):
    head = re.match(r"^(lib|dt|fex2dts|imager|serial-tools)/ .*\[(.*)\]", line)
    if head:
        room = head[1]
        rooms[room] = {w.strip() for w in head[2].split(",")}
        order[room] = []
    elif room and re.match(r"^  \S", line):
        words = re.split(r"\s{2,}", line.strip())[0].split()
        order[room].append(words)
    elif line.strip() == "```":
        room = None


def rank(room, noun):
    for i, words in enumerate(order[room]):
        if noun in words:
            return i
    for i, words in enumerate(order[room]):
        if any(w.endswith("*") and noun.startswith(w[:-1]) for w in words):
            return i
    return None


bad, unlisted = [], []
for room in rooms:
    for path in sorted(glob.glob(room + "/*.[ch]")):
        noun = os.path.basename(path)[:-2]
        own = rank(room, noun)
        if own is None:
            unlisted.append(path)
            continue
        for n, line in enumerate(open(path), 1):
            inc = re.match(r'#include "([^"]+)"', line)
            if not inc:
                continue
            target = inc[1] if "/" in inc[1] else room + "/" + inc[1]
            to_room, to_noun = target.split("/", 1)[0], target.split("/", 1)[1][:-2]
            if to_room != room:
                if to_room not in rooms[room]:
                    bad.append(f"{path}:{n}: {room} may not include {target}")
                continue
            other = rank(room, to_noun)
            family = other == own
            if other is None:
                unlisted.append(target)
            elif to_noun != noun and not other < own and not family:
                bad.append(f"{path}:{n}: {to_noun} is not above {noun}")
for number, name, list_ in ((1, "every source is in the list of docs/architecture.md", sorted(set(unlisted))),
                            (2, "includes go upwards only", bad), (3, "the list names rooms", [] if len(rooms) == 5 else ["rooms"])):
    for each in list_:
        print("  " + each)
    print(("not ok" if list_ else "ok") + f" {number} - {name}")
