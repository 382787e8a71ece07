#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails on a circle: a set of .c/.h pairs whose includes, or whose undefined symbols as nm shows them in the built objects,
lead back to the first. Prints each circle with what ties it. Test programs link all rooms, so a name is global once."""
import glob, os, re, subprocess, sys

os.chdir(os.environ.get("TOP", "."))
objects = f"out/{os.environ.get('BUILD', 'release')}/obj/"
rooms = re.findall(r"^(\S+)/ .*\[.*\]$", open("docs/architecture.md").read(), re.M)
sources = sorted(f"{d}/{f}" for top in rooms for d, _, files in os.walk(top) for f in files if re.search(r"\.[ch]$", f))

ties = {}  # pair: {pair it needs: [why]}
for path in sources:
    needs = ties.setdefault(path[:-2], {})
    text = re.sub(r"/\*.*?\*/", "", open(path).read(), flags=re.S)
    for target in re.findall(r'^\s*#\s*include\s*[<"]([^">]+)[">]', text, re.M):
        if os.path.exists(target):
            needs.setdefault(target[:-2], []).append("#include")

defined, twice, wanted, missing = {}, [], [], []
for path in sources:
    if path.endswith(".h"):
        continue
    pair, built = path[:-2], objects + path[:-2] + ".o"
    if not os.path.exists(built) or os.path.getmtime(built) < os.path.getmtime(path):
        missing.append(built)
        continue
    for line in subprocess.run(["nm", "-P", built], capture_output=True, text=True, check=True).stdout.splitlines():
        symbol, kind = line.split()[:2]
        if kind in "Uvw":
            wanted.append((pair, symbol))
        elif kind.isupper() and symbol != "main":
            if symbol in defined:
                twice.append(f"{symbol}: {defined[symbol]} and {pair}")
            defined[symbol] = pair
for pair, symbol in wanted:
    if symbol in defined:
        ties[pair].setdefault(defined[symbol], []).append(symbol)


def circles():
    """Tarjan's strongly connected components, those of more than one pair."""
    number, low, stack, found = {}, {}, [], []

    def visit(pair):
        number[pair] = low[pair] = len(number)
        stack.append(pair)
        for other in ties.get(pair, ()):
            if other == pair:
                continue
            if other not in number:
                visit(other)
                low[pair] = min(low[pair], low[other])
            elif other in stack:
                low[pair] = min(low[pair], number[other])
        if low[pair] == number[pair]:
            circle = stack[stack.index(pair):]
            del stack[stack.index(pair):]
            if len(circle) > 1:
                found.append(sorted(circle))

    sys.setrecursionlimit(10000)
    for pair in list(ties):
        if pair not in number:
            visit(pair)
    return sorted(found, key=len)


def way_round(circle):
    """The shortest closed way within a circle."""
    best = circle
    for start in circle:
        ways, seen = [[start]], {start}
        while ways:
            way = ways.pop(0)
            for other in ties[way[-1]]:
                if other == start and 1 < len(way) < len(best):
                    best = way
                if other in circle and other not in seen:
                    seen.add(other)
                    ways.append(way + [other])
    return best


bad = circles()
for circle in bad:
    way = way_round(circle)
    print(f"  a circle of {len(circle)}, shortest: {' -> '.join(way + way[:1])}")
    for a in circle:
        for b in circle:
            if a != b and b in ties[a]:
                print(f"    {a} -> {b}: {' '.join(sorted(set(ties[a][b])))}")
for each in missing:
    print(f"  {each} is not built, or older than its source: make all")
print(("not ok" if missing or not defined else "ok") + " 1 - every source has an object to look into")
print(("not ok" if bad else "ok") + f" 2 - no circles among {len(ties)} pairs")
for each in twice:
    print(f"  {each}")
print(("not ok" if twice else "ok") + " 3 - a global name belongs to one pair")
