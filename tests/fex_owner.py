# SPDX-License-Identifier: GPL-2.0-or-later
"""The owner of a board, played by mainline's tree of it: answers what fex2dts asks, and counts how often
fex2dts was right before. Used by fex-score.py."""
import collections
import json
import os
import re
import shutil
import subprocess

NONE = ("none", "no", "unused")


def volts(microvolts):
    text = "%d.%06d" % (microvolts // 1000000, microvolts % 1000000)
    return re.sub(r"(\.\d+?)0+$", r"\1", text) + "V"


def soc_labels(data, soc):
    """address: label, as in the SoC's dtsi."""
    labels = {}
    for line in open("%s/soc/%s.tsv" % (data, soc)):
        row = line.rstrip("\n").split("\t")
        if line[0] != "#":
            labels[row[2].split("+")[0]] = row[0]
    return labels


class Owner:
    """Knows the board's tree. @judge: the module dtscore-strict."""

    def __init__(self, judge, reference, labels):
        self.judge, self.tree, self.labels = judge, reference, labels
        self.decided = reference.decided()
        self.on = set(reference.enabled(self.decided))

    # ---- the node that a question is about ------------------------------------------------

    def node(self, path):
        """The same node in this tree: by address below /soc, else by name, else by what it is."""
        parts = path.strip("/").split("/")
        if parts[0] == "soc":
            address = parts[1].split("@")[-1].lstrip("0") if "@" in parts[1] else None
            node = self.tree.soc.get(address)
            for part in parts[2:]:
                node = node and self.child(node, part)
            return node
        node = self.tree.root
        for part in parts:
            node = node and self.child(node, part)
        return node

    @staticmethod
    def child(node, name):
        base = name.split("@")[0]
        same = [k for k in node.kids if k.name == name] or [k for k in node.kids if k.base == base]
        if not same and base.endswith("-pwrseq"):
            same = [k for k in node.kids if "mmc-pwrseq-simple" in k.text("compatible")]
        return same[0] if len(same) == 1 or (same and same[0].name == name) else None

    def label(self, node):
        return self.labels.get(node.addr)

    # ---- values ------------------------------------------------------------------------------

    def pin(self, node, prop):
        found = self.tree.gpios(node, prop) if prop in node.props else []
        if not found:
            return "none"
        controller, args, flags = found[0]
        label = self.labels.get(controller)
        if label in ("pio", "r_pio") and len(args) == 2:
            bank = args[0] + (11 if label == "r_pio" else 0)
            return "P%c%d%s" % (65 + bank, args[1], ":low" if flags else "")
        return "power%d" % args[0] if len(args) == 1 else None

    def supply(self, node, prop):
        targets = [to for to, _ in self.tree.refs(node, prop, "#none")] if prop in node.props else []
        if not targets or targets[0] is None:
            return "none"
        to = targets[0]
        if to.parent is not None and to.parent.name == "regulators":
            return to.name
        if any("usb-power-supply" in c for c in to.text("compatible")):
            return "pmic"
        microvolts = to.cells("regulator-max-microvolt")
        if "regulator-fixed" not in to.text("compatible") or not microvolts:
            return None
        pin = self.pin(to, "gpio" if "gpio" in to.props else "gpios")
        return volts(microvolts[0]) + ("" if pin == "none" else "@" + pin)

    def pmic(self):
        for bus in self.tree.soc.values():
            if bus.base in ("i2c", "rsb", "p2wi") and self.judge.okay(bus):
                for kid in bus.kids:
                    if any(c.startswith(("x-powers,", "silergy,")) for c in kid.text("compatible")):
                        return kid
        return None

    def range(self, name):
        pmic = self.pmic()
        rails = pmic and pmic.kid("regulators")
        rail = rails and rails.kid(name)
        if not rail:
            return "unused"
        low, high = rail.cells("regulator-min-microvolt"), rail.cells("regulator-max-microvolt")
        text = "unused" if not low or not high else volts(low[0])
        if low and high and high[0] > low[0]:
            text += "-" + volts(high[0])
        text += ",always-on" if "regulator-always-on" in rail.props else ""
        called = rail.text("regulator-name")
        return text + (",%s" % called[0] if called and called[0] != name else "")

    def leds(self):
        found = []
        for node in self.tree.root.kids:
            for led in node.kids if "gpio-leds" in node.text("compatible") else []:
                pin, name = self.pin(led, "gpios"), (led.text("label") or [led.name])[0]
                if pin and pin != "none":
                    found.append("%s@%s%s" % (name.replace(" ", "_"), pin, ":on" if led.text("default-state") == ["on"] else ""))
        return " ".join(found) or "none"

    def keys(self):
        found = []
        for node in self.tree.root.walk():
            for code in node.cells("linux,code")[:1] if self.judge.okay(node) else ():
                pin, voltage = self.pin(node, "gpios"), node.cells("voltage")
                if voltage:
                    found.append("%d@%s" % (code, re.sub(r"\.?0+$", "", "%d.%03d" % divmod(voltage[0], 1000))
                                            if voltage[0] % 1000 else voltage[0] // 1000))
                elif pin and pin != "none":
                    found.append("%d@%s" % (code, pin))
        return ",".join(found) or "none"

    def chips(self):
        found = []
        for bus in self.tree.soc.values():
            if bus.base != "i2c" or not self.judge.okay(bus):
                continue
            for kid in bus.kids:
                what = kid.text("compatible")
                if kid.addr and what and not what[0].startswith("x-powers,") and self.judge.okay(kid):
                    found.append("%s@%s/%s" % (what[0], self.label(bus), kid.addr))
        return " ".join(found) or "none"

    def pins(self, node):
        found = []
        for group, _ in self.tree.refs(node, "pinctrl-0", "#pinctrl-cells"):
            found += group.text("pins") if group is not None else []
        return found

    def network(self):
        return next((n for a, n in self.tree.soc.items() if a in self.on and n.base == "ethernet"), None)

    def word(self, key, candidate, asked):
        root, network = self.tree.root, self.network()
        phy = next((to for prop in ("phy", "phy-handle") if network is not None
                    for to, _ in self.tree.refs(network, prop, "#none") if to is not None), None)
        panel = next((k for k in root.kids if k.base == "panel" and self.judge.okay(k)), None)
        touch = [c.split("@")[0] for c in self.chips().split(" ") if re.search("edt|goodix|silead|gsl|pixcir|chipone|zeitec|focal", c)]
        if key == "more":
            off = self.on - set(candidate.enabled(self.decided))
            return ",".join(sorted(self.labels[a] for a in off if self.labels.get(a) and self.labels[a] not in asked)) or "none"
        if key == "console":
            chosen, aliases = root.kid("chosen"), root.kid("aliases")
            path = chosen.text("stdout-path")[0].split(":")[0] if chosen and chosen.text("stdout-path") else None
            path = (aliases.text(path) or [path])[0] if path else None
            return self.labels.get(path.rsplit("@", 1)[1].lstrip("0")) if path and "@" in path else None
        by_label = {label: address for address, label in self.labels.items()}
        if key in by_label or key == "nand":
            return "yes" if by_label.get({"nand": "nfc"}.get(key, key)) in self.on else "no"
        return {"model": lambda: root.text("model")[0], "compatible": lambda: root.text("compatible")[0],
                "pmic": lambda: "yes" if self.pmic() is not None else "no",
                "regulators": lambda: "yes" if self.pmic() is not None and self.pmic().kid("regulators") else "no",
                "phy-address": lambda: str(phy.cells("reg")[0]) if phy is not None and phy.cells("reg") else None,
                "phy-mode": lambda: (network.text("phy-mode") or [None])[0] if network is not None else None,
                "panel": lambda: (panel.text("compatible") or [None])[0] if panel is not None else "none",
                "touch": lambda: touch[0] if touch else "none", "touch-sure": lambda: "yes" if touch else "no",
                "leds": self.leds, "keys": self.keys, "chips": self.chips}.get(key, lambda: None)()

    def answer(self, question, candidate, asked):
        """In fex2dts' words; None when the tree does not tell."""
        path, prop, kind = question["node"], question["property"], question["kind"]
        described = self.pmic() is not None and self.pmic().kid("regulators")
        if not described and (kind == "range" or prop == "cpu-supply"):
            return None
        if kind == "range":
            return self.range(question["key"])
        if path is None:
            return self.word(question["key"], candidate, asked)
        node = self.node(path)
        if kind == "yes-no" or prop is None:
            address = path.rsplit("@", 1)[-1].lstrip("0")
            if node is not None and "status" not in node.props:
                return "yes"
            return "yes" if address in self.on else "no"
        if node is None or not self.judge.okay(node):
            return None
        if kind in ("pin", "supply"):
            return getattr(self, kind)(node, prop)
        cells, text = node.cells(prop), node.text(prop)
        return text[0] if text else str(cells[0]) if cells else "none"


def agrees(question, truth):
    taken = question["taken"]
    if question["key"] == "leds":
        bare = [sorted(re.sub(r"\S*@|:on", "", word) for word in text.split(" ")) for text in (taken, truth)]
        return bare[0] == bare[1]
    if question["kind"] == "list":
        return sorted(re.split("[ ,]", taken)) == sorted(re.split("[ ,]", truth))
    return taken == truth


class Habits:
    """share/fex/habits.tsv, counted; and without one board's own counts."""

    HEAD = ("# How often mainline's tree has what fex2dts takes (KEY), or has nothing where it takes nothing (KEY=none), over boards with\n"
            "# both a vendor file and a tree in Linux 6.1, by SoC family and class of board. Counted by tests/fex-score.py --habits.\n"
            "label\tfamily\tclass\ton\toff\n")

    def __init__(self):
        self.counts, self.own = collections.Counter(), collections.defaultdict(collections.Counter)

    def count(self, pair, family, kind, question, truth):
        key = question["key"] + ("=none" if question["taken"].split(",")[0] in NONE else "")
        for row in ((key, family, kind), (key, "*", kind), (key, "*", "*")):
            self.counts[row + (agrees(question, truth),)] += 1
            self.own[pair][row + (agrees(question, truth),)] += 1

    def text(self, without=None):
        counts = self.counts - self.own[without] if without else self.counts
        rows = ["%s\t%s\t%s\t%d\t%d\n" % (*row, counts[row + (True,)], counts[row + (False,)])
                for row in sorted({key[:3] for key in counts})]
        return self.HEAD + "".join(rows)


def share_without(share, work, text):
    """A copy of share/ by links with another habits.tsv."""
    out = work + "/share"
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out + "/fex")
    for name in os.listdir(share):
        if name != "fex":
            os.symlink(os.path.join(share, name), os.path.join(out, name))
    for name in os.listdir(share + "/fex"):
        if name != "habits.tsv":
            os.symlink(os.path.join(share, "fex", name), os.path.join(out, "fex", name))
    with open(out + "/fex/habits.tsv", "w") as f:
        f.write(text)
    return out


class Asked:
    """One pair: asks, answers, converts."""

    def __init__(self, judge, tool, pair, owner, share):
        self.judge, self.tool, self.pair, self.owner, self.share = judge, tool, pair, owner, share
        self.refused = []

    def run(self, *options):
        command = [self.tool, "-q", "--share", self.share, "--base", self.pair.base, *options, self.pair.fex]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    @staticmethod
    def options(answers):
        return [word for key, value in answers.items() for word in ("--answer", "%s=%s" % (key, value))]

    def explain(self, answers):
        out = self.run("--explain", "--json", *self.options(answers))
        return json.loads(out.stdout) if out.returncode == 0 else None

    def convert(self, answers, path):
        out = self.run("-O", "dtb", "-o", path, *self.options(answers))
        if out.returncode:
            raise SystemExit("%s: %s" % (self.pair.name, out.stderr.decode()))

    def answers(self, limit):
        """Of the @limit weightiest questions, or of all and of those that come up by them."""
        answers, known = {}, set()
        candidate = self.pair.candidate + ".asked"
        while True:
            self.convert(answers, candidate)
            questions = self.explain(answers)["questions"]
            new = [q for q in questions if q["asked"] and q["key"] not in known][:limit]
            tree, keys = self.judge.load(candidate), {q["key"] for q in questions}
            for question in new:
                known.add(question["key"])
                truth = self.owner.answer(question, tree, keys)
                if truth is None:
                    continue
                if self.explain({**answers, question["key"]: truth}) is None:
                    self.refused.append("%s: %s=%s" % (self.pair.name, question["key"], truth))
                else:
                    answers[question["key"]] = truth
            if limit or not new:
                return answers, len(known)
