#!/usr/bin/env python3
"""fex-score.py: how close fex2dts comes to mainline's trees, on vendor files whose board has one.

    fex-score.py DATA KERNEL WORK BIN [--habits | --report]

DATA is the directory with pairs.tsv, visible/, dtscore and dtscore-strict; KERNEL the unpacked device tree
sources of Linux; WORK keeps what was compiled. Every file is converted on a base made of its SoC's dtsi alone.
Prints the judges' tables; --habits prints share/fex/habits.tsv, --report prints docs/fex-score.md: every
difference by cause.
"""
import collections
import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys


def load_judge(path):
    loader = importlib.machinery.SourceFileLoader("judge", path)
    judge = importlib.util.module_from_spec(importlib.util.spec_from_loader("judge", loader))
    loader.exec_module(judge)
    return judge


def compile_dts(kernel, text, out):
    """As the kernel's build does; the trees are cached beside a stamp of the sources."""
    dts = kernel + "/arch/arm/boot/dts"
    cpp = subprocess.run(["cpp", "-nostdinc", "-undef", "-x", "assembler-with-cpp", "-I", dts, "-I", kernel + "/include", "-"],
                         input=text.encode(), stdout=subprocess.PIPE, check=True)
    subprocess.run(["dtc", "-q", "-@", "-I", "dts", "-O", "dtb", "-o", out, "-"], input=cpp.stdout, check=True)


class Pair:
    def __init__(self, data, kernel, work, fex, dtb):
        self.fex, self.name = data + "/visible/" + fex, fex
        board = dtb[:-len(".dtb")]
        self.soc = "-".join(board.split("-")[:2])
        self.reference, self.base = "%s/%s" % (work, dtb), "%s/%s.dtb" % (work, self.soc)
        self.candidate = "%s/out-%s" % (work, dtb)
        if not os.path.exists(self.reference):
            compile_dts(kernel, open("%s/arch/arm/boot/dts/%s.dts" % (kernel, board)).read(), self.reference)
        if not os.path.exists(self.base):
            compile_dts(kernel, '/dts-v1/;\n#include "%s.dtsi"\n/ { model = "base"; compatible = "allwinner,%s"; };\n'
                        % (self.soc, self.soc), self.base)

    def convert(self, tool):
        subprocess.run([tool, "-q", "-O", "dtb", "--base", self.base, "-o", self.candidate, self.fex], check=True)


def read_fex(path):
    """section: {key: value}, the first of duplicates."""
    sections, current = {}, None
    for line in open(path, encoding="latin-1"):
        line = line.strip()
        if line.startswith("["):
            current = sections.setdefault(line[1:].split("]")[0], {})
        elif "=" in line and line[0] not in ";#" and current is not None:
            key, value = (x.strip() for x in line.split("=", 1))
            current.setdefault(key, value)
    return sections


def is_used(section):
    for key, value in section.items():
        if re.match(r"(\w*_used|used|\w*_enable)$", key):
            return value not in ("0", "0x0", "")
    return True


def pins(sections):
    """(bank, pin) named in used sections."""
    found = set()
    for section in filter(is_used, sections.values()):
        for value in section.values():
            m = re.match(r"port:P([A-N])(\d+)", value)
            if m:
                found.add((ord(m.group(1)) - 65, int(m.group(2))))
    return found


SAYS_NOT, CHOICE, OURS = "the vendor's file does not say it", "mainline's own choice", "ours to mend"
PIN_CLASSES = ("gpio", "pinmux", "pinconf")


def cause(judge, pair, sections, tree, word, kind, fact):
    address = str(fact[0]).split("/")[0]
    claimed = judge.claimed(pair.fex, tree)
    if word == "extra":
        if address in claimed or kind in ("supply", "fixed", "pmicflags", "pmic", "alias", "top"):
            return CHOICE
        if kind == "gpio" and fact[3] and tuple(fact[3])[-2:] in pins(sections):
            return CHOICE
        if kind in ("i2c", "input", "root", "board", "net"):
            return CHOICE if kind != "root" else SAYS_NOT
        return OURS
    if kind == "status":
        return OURS if address in claimed else SAYS_NOT
    if kind == "gpio":
        return OURS if len(fact[3]) == 2 and tuple(fact[3]) in pins(sections) and kind != "leds" else SAYS_NOT
    if kind in PIN_CLASSES:
        return OURS if address in claimed else SAYS_NOT
    return SAYS_NOT


def differences(judge, pair):
    candidate, reference = judge.load(pair.candidate), judge.load(pair.reference)
    decided = reference.decided()
    both = set(candidate.enabled(decided)) & set(reference.enabled(decided))
    mine, theirs = judge.facts(candidate, decided, both), judge.facts(reference, decided, both)
    sections = read_fex(pair.fex)
    for kind in judge.CLASSES:
        for word, rest in (("missing", theirs[kind] - mine[kind]), ("extra", mine[kind] - theirs[kind])):
            for fact in sorted(rest, key=repr):
                yield cause(judge, pair, sections, reference, word, kind, fact), word, kind, fact


def report(judge, pairs, tables):
    print("# How close fex2dts comes to mainline's trees\n")
    print("Made by tests/fex-score.py. %d vendor files whose board has a tree in Linux 6.1, converted on a base of the\n"
          "SoC's dtsi alone; the judges compare fact by fact with mainline's tree.\n" % len(pairs))
    for title, text in tables:
        print("## %s\n\n```\n%s```\n" % (title, text))
    rows = [(pair, d) for pair in pairs for d in differences(judge, pair)]
    counts = collections.Counter((d[2], d[1], d[0]) for _, d in rows)
    print("## Differences by cause\n")
    print("Strict facts. *%s*: a fact of the board that no line states, or a file that tells of other parts than\n"
          "mainline found. *%s*: the file calls it used or wires it, mainline's author left it out.\n"
          "*%s*: the file says it and the tree lacks it, or the tree has it and the file does not.\n" % (SAYS_NOT, CHOICE, OURS))
    print("| class | missing: %s | missing: %s | extra: %s | extra: %s | extra: %s |\n|---|---|---|---|---|---|"
          % (SAYS_NOT, OURS, CHOICE, SAYS_NOT, OURS))
    for kind in judge.CLASSES:
        row = [counts[(kind, "missing", SAYS_NOT)], counts[(kind, "missing", OURS)], counts[(kind, "extra", CHOICE)],
               counts[(kind, "extra", SAYS_NOT)], counts[(kind, "extra", OURS)]]
        if any(row):
            print("| %s | %s |" % (kind, " | ".join(map(str, row))))
    print("\n## Every difference\n\nm: missing, e: extra; n: %s, c: %s, o: %s.\n" % (SAYS_NOT, CHOICE, OURS))
    short = {SAYS_NOT: "n", CHOICE: "c", OURS: "o"}
    for pair in pairs:
        mine = [d for p, d in rows if p is pair]
        print("### %s\n" % pair.name)
        for why, word, kind, fact in mine:
            print("- %s%s %s %s" % (word[0], short[why], kind, " ".join(map(str, fact))))
        print()


def habits(judge, pairs, data, tool):
    labels, counts = {}, collections.Counter()
    for pair in pairs:
        if pair.soc not in labels:
            labels[pair.soc] = {}
            for line in open("%s/soc/%s.tsv" % (data, pair.soc)):
                row = line.rstrip("\n").split("\t")
                if line[0] != "#":
                    labels[pair.soc][row[2].split("+")[0]] = row[0]
        out = subprocess.run([tool, "-q", "--explain", pair.fex], stdout=subprocess.PIPE, check=True).stdout.decode()
        kind = re.search(r"class: (\w+)", out)
        kind = kind.group(1) if kind else "*"
        reference, candidate = judge.load(pair.reference), judge.load(pair.candidate)
        decided = reference.decided()
        on, mine = set(reference.enabled(decided)), set(candidate.enabled(decided))
        for address in mine & decided:
            label = labels[pair.soc].get(address)
            for family, which in ((pair.soc.split("-")[0], kind), ("*", kind), ("*", "*")):
                if label:
                    counts[(label, family, which, address in on)] += 1
    print("# How often mainline has a peripheral on that the rules switch on, over boards with both a vendor file and a tree in\n"
          "# Linux 6.1, by SoC family and class of board. Counted by tests/fex-score.py --habits (through a temporary file: it reads this one).\nlabel\tfamily\tclass\ton\toff")
    for key in sorted({k[:3] for k in counts}):
        print("%s\t%s\t%s\t%d\t%d" % (*key, counts[key + (True,)], counts[key + (False,)]))


def main(argv):
    data, kernel, work, tool = argv[:4]
    os.makedirs(work, exist_ok=True)
    judge = load_judge(data + "/dtscore-strict")
    pairs = [Pair(data, kernel, work, *line.split()) for line in open(data + "/pairs.tsv") if line.strip()]
    for pair in pairs:
        pair.convert(tool)
    with open(work + "/pairs", "w") as f:
        for pair in pairs:
            f.write("%s\t%s\t%s\n" % (pair.candidate, pair.reference, pair.fex))
    if "--habits" in argv:
        return habits(judge, pairs, data, tool)
    tables = [(name, subprocess.run([sys.executable, data + "/" + name, "--pairs", work + "/pairs"], stdout=subprocess.PIPE,
                                    check=True).stdout.decode()) for name in ("dtscore", "dtscore-strict")]
    if "--report" in argv:
        return report(judge, pairs, tables)
    for name, text in tables:
        print("%s\n%s" % (name, text))


if __name__ == "__main__":
    main(sys.argv[1:])
