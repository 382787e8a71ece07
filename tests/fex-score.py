#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""fex-score.py: how close fex2dts comes to mainline's trees, on vendor files whose board has one.

    fex-score.py DATA KERNEL WORK BIN [--habits | --leave-one-out | --answers | --report]

DATA is the directory with pairs.tsv, visible/, dtscore and dtscore-strict; KERNEL the unpacked device tree
sources of Linux; WORK keeps what was compiled. Every file is converted on a base made of its SoC's dtsi alone.
Prints the judges' tables; --habits prints share/fex/habits.tsv; --leave-one-out converts every file with tables that
its own pair did not help to count, and says how sure they were and how right; --answers lets
the board's owner, played by mainline's tree, answer what fex2dts asks and says what that is worth; --report prints docs/fex-score.md: every
difference by cause.
"""
import collections
import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys

import fex_owner


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


def report(judge, pairs, tables, ceilings, without, answers):
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
    print("## With the owner's answers\n\nEach pair's owner, who knows mainline's tree, is asked what --explain asks, the weightiest questions first, with\n"
          "a share/fex/habits.tsv that his board did not help to count; the file is converted again with his answers. *all*: until no\n"
          "question is left, those included that come up by an answer.\n\n" + answered_text(*answers))
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


def owners(judge, pairs, data, tool, share):
    """What each pair's owner is asked now, with his answers: [(pair, owner, class, [(question, truth)])]."""
    found = []
    for pair in pairs:
        owner = fex_owner.Owner(judge, judge.load(pair.reference), fex_owner.soc_labels(data, pair.soc))
        said = fex_owner.Asked(judge, tool, pair, owner, share).explain({})
        keys, candidate = {q["key"] for q in said["questions"]}, judge.load(pair.candidate)
        truths = [(q, owner.answer(q, candidate, keys)) for q in said["questions"]]
        found.append((pair, owner, said["class"], truths))
    return found


def habits(known):
    counted = fex_owner.Habits()
    for pair, _, kind, truths in known:
        for question, truth in truths:
            if truth is not None:
                counted.count(pair.name, pair.soc.split("-")[0], kind, question, truth)
    return counted


LIMITS = (0, 5, 10, 20, None)


def answered(judge, known, counted, tool, data, share, work):
    """{limit: (tables by judge, questions asked, questions per pair)}; each pair's own counts are left out."""
    lines, asked, refused = collections.defaultdict(list), collections.Counter(), []
    for pair, owner, _, _ in known:
        without = fex_owner.share_without(share, work, counted.text(pair.name))
        one = fex_owner.Asked(judge, tool, pair, owner, without)
        for limit in LIMITS:
            answers, count = one.answers(limit) if limit != 0 else ({}, 0)
            path = "%s.%s" % (pair.candidate, limit)
            one.convert(answers, path)
            asked[limit] += count
            lines[limit].append("%s\t%s\t%s\n" % (path, pair.reference, pair.fex))
        refused += one.refused
    tables = {}
    for limit in LIMITS:
        with open(work + "/pairs-answered", "w") as f:
            f.writelines(lines[limit])
        tables[limit] = (judged(data, work + "/pairs-answered"), asked[limit] / len(known))
    return tables, sorted(set(refused))


def column(table, kind):
    return next(line.split()[3] for line in table.splitlines() if line.split()[:1] == [kind])


def answered_text(tables, refused):
    lines = ["| questions answered | per board | dtscore total | status | pinmux | gpio | pmic | board | strict total | gpio | supply | pmic |",
             "|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for limit in LIMITS:
        ((_, first), (_, strict)), asked = tables[limit]
        row = [column(first, k) for k in ("total", "status", "pinmux", "gpio", "pmic", "board")]
        row += [column(strict, k) for k in ("total", "gpio", "supply", "pmic")]
        name = {0: "none", None: "all"}.get(limit, "the first %s" % limit)
        lines.append("| %s | %.1f | %s |" % (name, asked, " | ".join(row)))
    return "\n".join(lines + ["", "Refused: " + ("; ".join(refused) or "none.")]) + "\n"


def calibration(points):
    """How right the figures are that --explain prints beside a node: points are [(said, was right)]."""
    lines = ["on in mainline's tree, of nodes that the rules switch on, by how sure --explain is (leave one out)\n",
             "%-10s %6s %8s %8s\n" % ("sure", "nodes", "said", "true")]
    groups = collections.defaultdict(list)
    for said, right in points:
        groups[min(int(said * 10), 9)].append((said, right))
    for tenth in sorted(groups):
        group = groups[tenth]
        lines.append("0.%d to %.1f %6d %8.3f %8.3f\n" % (tenth, (tenth + 1) / 10, len(group), sum(s for s, _ in group) / len(group),
                                                        sum(r for _, r in group) / len(group)))
    score = lambda guess: sum((guess(s) - r) ** 2 for s, r in points) / len(points)
    base = sum(r for _, r in points) / len(points)
    return "".join(lines) + "Brier score %.4f; with %.3f for every node it would be %.4f\n" % (score(lambda s: s), base, score(lambda s: base))


def leave_one_out(judge, known, counted, data, share, work, tool):
    """How far habits.tsv can be trusted, and the tables of trees made without what their own pair taught it."""
    points, changed = [], []
    for pair, owner, _, _ in known:
        without = fex_owner.share_without(share, work, counted.text(pair.name))
        for node in fex_owner.Asked(judge, tool, pair, owner, without).explain({})["enabled"]:
            address = node["node"].rsplit("@", 1)[-1].lstrip("0")
            if address in owner.decided:
                points.append((node["permille"] / 1000, address in owner.on))
        before = open(pair.candidate, "rb").read()
        pair.convert(tool, "--share", without)
        if open(pair.candidate, "rb").read() != before:
            changed.append(pair.name)
    tables = judged(data, work + "/pairs")
    for pair in pairs_of(known):
        pair.convert(tool)
    return calibration(points), changed, tables


def pairs_of(known):
    return [pair for pair, _, _, _ in known]


def judged(data, path):
    """[(judge, its table)] of the trees listed in a file."""
    return [(name, subprocess.run([sys.executable, data + "/" + name, "--pairs", path], stdout=subprocess.PIPE, check=True).stdout.decode())
            for name in ("dtscore", "dtscore-strict")]


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
    return len(pairs), judged(data, work + "/pairs")


def report_relatives(count, tables):
    print("## Near relatives\n\nThe %d files of tests/fex-relatives.tsv, whose boards have no tree, against the tree of a near relative. Most rules were\n"
          "made without a look at them, so they tell better than the pairs what a new file may expect; the boards differ a little, too.\n" % count)
    for title, text in tables:
        print("```\n%s\n%s```\n" % (title, text))


def main(argv):
    data, kernel, work, tool = argv[:4]
    os.makedirs(work, exist_ok=True)
    judge, share = load_judge(data + "/dtscore-strict"), os.path.dirname(os.path.abspath(__file__)) + "/../share"
    pairs = [Pair(data, kernel, work, *line.split()) for line in open(data + "/pairs.tsv") if line.strip()]
    for pair in pairs:
        pair.convert(tool)
    with open(work + "/pairs", "w") as f:
        for pair in pairs:
            f.write("%s\t%s\t%s\n" % (pair.candidate, pair.reference, pair.fex))
    tables, options = judged(data, work + "/pairs"), set(argv[4:])
    if options:
        known = owners(judge, pairs, data, tool, share)
        counted = habits(known)
    if "--habits" in options:
        return print(counted.text(), end="")
    if "--report" in options:
        ceilings = [(name, ceiling(load_judge(data + "/" + name), judge, pairs)) for name, _ in tables]
        report(judge, pairs, tables, ceilings, leave_one_out(judge, known, counted, data, share, work, tool),
               answered(judge, known, counted, tool, data, share, work))
        return report_relatives(*relatives(data, kernel, work + "/relatives", tool))
    if "--answers" in options:
        return print(answered_text(*answered(judge, known, counted, tool, data, share, work)), end="")
    if "--leave-one-out" in options:
        said, changed, tables = leave_one_out(judge, known, counted, data, share, work, tool)
        print("%s\ntrees that change: %s\n" % (said, " ".join(changed) or "none"))
    for name, text in tables:
        print("%s\n%s" % (name, text))


if __name__ == "__main__":
    main(sys.argv[1:])
