#!/usr/bin/env python3
"""fex-score.py: how close fex2dts comes to mainline's trees, on vendor files whose board has one.

    fex-score.py DATA KERNEL WORK BIN [--habits | --leave-one-out | --report]

DATA is the directory with pairs.tsv, visible/, dtscore and dtscore-strict; KERNEL the unpacked device tree
sources of Linux; WORK keeps what was compiled. Every file is converted on a base made of its SoC's dtsi alone.
Prints the judges' tables; --habits prints share/fex/habits.tsv; --leave-one-out converts every file with tables that
its own pair did not help to count, and says how sure they were and how right; --report prints docs/fex-score.md: every
difference by cause.
"""
import collections
import importlib.machinery
import importlib.util
import os
import re
import shutil
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

    def convert(self, tool, *options):
        subprocess.run([tool, "-q", "-O", "dtb", "--base", self.base, "-o", self.candidate, *options, self.fex], check=True)


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


# ---- how far the rules could come --------------------------------------------------------------


def sets_of(judge, pair):
    """Facts of the tree made and of mainline's, by class, as either judge counts them."""
    candidate, reference = judge.load(pair.candidate), judge.load(pair.reference)
    decided = reference.board_decided() if hasattr(reference, "board_decided") else reference.decided()
    if not hasattr(judge, "excused"):
        mine, theirs = judge.facts(candidate, decided), judge.facts(reference, decided)
    else:
        on = set(reference.enabled(decided))
        both = set(candidate.enabled(decided)) & on
        mine, theirs = judge.facts(candidate, decided, both), judge.facts(reference, decided, both)
        free = judge.claimed(pair.fex, reference) - on
        mine = {c: {f for f in mine[c] if f in theirs[c] or not judge.excused(f, free)} for c in mine}
    return mine, theirs


def f1(shared, mine, theirs):
    return 2 * shared / (mine + theirs) if mine + theirs else 1.0


def ceiling(counting, judge, pairs):
    """Per class: F1 as it is; with all of ours mended; with mainline's choices guessed, too."""
    rows = {kind: collections.Counter() for kind in counting.CLASSES + ("total",)}
    for pair in pairs:
        (mine, theirs), sections, tree = sets_of(counting, pair), read_fex(pair.fex), judge.load(pair.reference)
        for kind in counting.CLASSES:
            row = collections.Counter(shared=len(mine[kind] & theirs[kind]), mine=len(mine[kind]), theirs=len(theirs[kind]))
            for word, rest in (("missing", theirs[kind] - mine[kind]), ("extra", mine[kind] - theirs[kind])):
                for fact in rest:
                    fact = fact if isinstance(fact, tuple) else (fact,)
                    row[word, cause(judge, pair, sections, tree, word, kind, fact)] += 1
            rows[kind] += row
            if kind not in getattr(judge, "SOC_CLASSES", ()) or not hasattr(counting, "excused"):
                rows["total"] += row
    lines = ["%-9s %8s %8s %8s\n" % ("class", "reached", "ours", "choices")]
    for kind in counting.CLASSES + ("total",):
        row = rows[kind]
        shared, mine = row["shared"] + row["missing", OURS], row["mine"] + row["missing", OURS] - row["extra", OURS]
        lines.append("%-9s %8.4f %8.4f %8.4f\n" % (kind, f1(row["shared"], row["mine"], row["theirs"]),
                     f1(shared, mine, row["theirs"]), f1(shared, mine - row["extra", CHOICE], row["theirs"])))
    return "".join(lines)


def obstacles(rows):
    """What stops the classes that stay low, in sentences whose figures are counted."""
    of = lambda kind, word: [(pair.name, fact) for pair, (_, w, k, fact) in rows if k == kind and w == word]
    extra, missing = of("pmic", "extra"), of("pmic", "missing")
    bare = {name for name, fact in extra} - {name for name, _ in missing}
    voltages = [fact for name, fact in missing if fact[0] == "dcdc2" and (name, "dcdc2") in {(n, f[0]) for n, f in extra}]
    gpio, pins = of("gpio", "missing"), [fact for _, fact in of("gpio", "extra")]
    elsewhere = sum((name, fact[0], fact[1]) in {(n, f[0], f[1]) for n, f in of("gpio", "extra")} for name, fact in gpio)
    board = of("board", "extra")
    print("*pmic*: %d of %d extra facts are the rails of %d boards whose mainline tree describes none or fewer, though the chip is\n"
          "there; a rule cannot tell that an author stopped. %d differences are the highest voltage of dcdc2, 1.40 or 1.45 V, which no\n"
          "vendor's file tells.\n" % (sum(name in bare for name, _ in extra), len(extra), len(bare), len(voltages)))
    print("*gpio*: of %d missing facts %d have their user here with another pin: the file names a pin, mainline found another. Of %d\n"
          "extra facts %d are pins that switch or sense a USB port's power: the file wires them, mainline's author left them out.\n"
          % (len(gpio), elsewhere, len(pins), sum(fact[0] == "fixed" or fact[1].startswith("usb") for fact in pins)))
    print("*board*: %d of %d extra facts belong to a peripheral that the file calls used and mainline leaves off.\n"
          % (sum(fact[0] in {f[0] for n, f in of("status", "extra") if n == name} for name, fact in board), len(board)))


def report(judge, pairs, tables, ceilings, without):
    print("# How close fex2dts comes to mainline's trees\n")
    print("Made by tests/fex-score.py. %d vendor files whose board has a tree in Linux 6.1, converted on a base of the\n"
          "SoC's dtsi alone; the judges compare fact by fact with mainline's tree.\n" % len(pairs))
    for title, text in tables:
        print("## %s\n\n```\n%s```\n" % (title, text))
    rows = [(pair, d) for pair in pairs for d in differences(judge, pair)]
    said, changed, again = without
    print("## Leave one out\n\nThe same trees, each made with a share/fex/habits.tsv that its own pair did not help to count. Trees that change: %s."
          % (" ".join(changed) or "none"))
    print("Total of %s.\n\n```\n%s```\n" % (", of ".join(
        "%s %s" % (name, next(line.split()[3] for line in text.splitlines() if line.startswith("total"))) for name, text in again), said))
    print("## The ceiling\n\nF1 per class: *reached*; *ours*, if every difference that is ours to mend were mended and nothing else; *choices*, if\n"
          "besides every choice of mainline's authors were guessed. What is left then is what no vendor's file says.\n")
    for name, text in ceilings:
        print("```\n%s\n%s```\n" % (name, text))
    obstacles(rows)
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


def labels_of(data, soc):
    """address: mainline's label."""
    rows = (line.rstrip("\n").split("\t") for line in open("%s/soc/%s.tsv" % (data, soc)) if line[0] != "#")
    return {row[2].split("+")[0]: row[0] for row in rows}


def class_of(pair, tool):
    out = subprocess.run([tool, "-q", "--explain", pair.fex], stdout=subprocess.PIPE, check=True).stdout.decode()
    kind = re.search(r"class: (\w+)", out)
    return kind.group(1) if kind else "*"


def choices(judge, pair, data):
    """(label, whether mainline has it on) of what the rules switch on."""
    labels = labels_of(data, pair.soc)
    reference, candidate = judge.load(pair.reference), judge.load(pair.candidate)
    decided = reference.decided()
    on, mine = set(reference.enabled(decided)), set(candidate.enabled(decided))
    return [(labels[address], address in on) for address in sorted(mine & decided) if address in labels]


def habit_keys(label, pair, kind):
    """The rows of habits.tsv that speak of it, the most telling one first."""
    return [(label, family, which) for family, which in ((pair.soc.split("-")[0], kind), ("*", kind), ("*", "*"))]


def count_habits(judge, pairs, data, tool):
    """{pair: Counter of (label, family, class, on)}."""
    counts = {pair: collections.Counter() for pair in pairs}
    for pair in pairs:
        kind = class_of(pair, tool)
        for label, on in choices(judge, pair, data):
            for key in habit_keys(label, pair, kind):
                counts[pair][key + (on,)] += 1
    return counts


def print_habits(counts, out):
    print("# How often mainline has a peripheral on that the rules switch on, over boards with both a vendor file and a tree in\n"
          "# Linux 6.1, by SoC family and class of board. Counted by tests/fex-score.py --habits (through a temporary file: it reads this one).\n"
          "label\tfamily\tclass\ton\toff", file=out)
    for key in sorted({k[:3] for k in counts if counts[k]}):
        print("%s\t%s\t%s\t%d\t%d" % (*key, counts[key + (True,)], counts[key + (False,)]), file=out)


def copy_of_share(work):
    """share/ as it is, but for files that are about to be written anew."""
    ours = work + "/share"
    shutil.rmtree(ours, ignore_errors=True)
    shutil.copytree(os.path.dirname(os.path.abspath(__file__)) + "/../share", ours)
    return ours


def calibration(said):
    """How right the figures are that --explain prints beside a node: said is [(permille, on)]."""
    lines = ["on in mainline's tree, of nodes that the rules switch on, by how sure the tables were (leave one out)\n",
             "%-12s %6s %8s %8s\n" % ("sure", "nodes", "said", "true")]
    for low, high in ((0, 650), (650, 800), (800, 900), (900, 1001)):
        rows = [row for row in said if low <= row[0] < high]
        if rows:
            lines.append("%.2f to %.2f %6d %8.3f %8.3f\n" % (low / 1000, min(high, 1000) / 1000, len(rows),
                         sum(p for p, _ in rows) / len(rows) / 1000, sum(on for _, on in rows) / len(rows)))
    return "".join(lines)


def leave_one_out(judge, pairs, data, work, tool):
    """How far habits.tsv can be trusted, and the tables of trees made without what their own pair taught it."""
    share = copy_of_share(work)
    counts = count_habits(judge, pairs, data, tool)
    total, said, changed = sum(counts.values(), collections.Counter()), [], []
    for pair in pairs:
        rest = collections.Counter(total)
        rest.subtract(counts[pair])
        kind = class_of(pair, tool)
        for label, on in choices(judge, pair, data):
            rows = [(rest[key + (True,)], rest[key + (False,)]) for key in habit_keys(label, pair, kind)]
            yes, no = next((row for row in rows if sum(row)), (0, 0))
            if yes + no:
                said.append((1000 * (yes + 1) // (yes + no + 2), on))
        before = open(pair.candidate, "rb").read()
        with open(share + "/fex/habits.tsv", "w") as out:
            print_habits(rest, out)
        pair.convert(tool, "--share", share)
        if open(pair.candidate, "rb").read() != before:
            changed.append(pair.name)
    tables = judged(data, work)
    for pair in pairs:
        pair.convert(tool)
    return calibration(said), changed, tables


def judged(data, work):
    """[(judge, its table)] of the trees at hand."""
    return [(name, subprocess.run([sys.executable, data + "/" + name, "--pairs", work + "/pairs"], stdout=subprocess.PIPE,
                                  check=True).stdout.decode()) for name in ("dtscore", "dtscore-strict")]


def relatives(data, kernel, work, tool):
    """The tables of boards that have no tree, against a near relative's; and how many there are."""
    os.makedirs(work, exist_ok=True)
    table = os.path.dirname(os.path.abspath(__file__)) + "/fex-relatives.tsv"
    pairs = [Pair(data, kernel, work, *line.split()) for line in open(table) if line[0] != "#"]
    for pair in pairs:
        pair.convert(tool)
    with open(work + "/pairs", "w") as f:
        for pair in pairs:
            f.write("%s\t%s\t%s\n" % (pair.candidate, pair.reference, pair.fex))
    return len(pairs), judged(data, work)


def report_relatives(count, tables):
    print("## Near relatives\n\nThe %d files of tests/fex-relatives.tsv, whose boards have no tree, against the tree of a near relative. Most rules were\n"
          "made without a look at them, so they tell better than the pairs what a new file may expect; the boards differ a little, too.\n" % count)
    for title, text in tables:
        print("```\n%s\n%s```\n" % (title, text))


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
        return print_habits(sum(count_habits(judge, pairs, data, tool).values(), collections.Counter()), sys.stdout)
    tables = judged(data, work)
    if "--report" in argv:
        ceilings = [(name, ceiling(load_judge(data + "/" + name), judge, pairs)) for name, _ in tables]
        report(judge, pairs, tables, ceilings, leave_one_out(judge, pairs, data, work, tool))
        return report_relatives(*relatives(data, kernel, work + "/relatives", tool))
    if "--leave-one-out" in argv:
        said, changed, tables = leave_one_out(judge, pairs, data, work, tool)
        print("%s\ntrees that change: %s\n" % (said, " ".join(changed) or "none"))
    for name, text in tables:
        print("%s\n%s" % (name, text))


if __name__ == "__main__":
    main(sys.argv[1:])
