#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# 1,200 damaged script.bin files: cut off, bits flipped, words replaced, pieces exchanged. fex2dts reads each or refuses it with an
# offset; it never dies. (sunxi-fexc 1.4.2 dies on about every eighth.) And 600 damaged texts, each made a tree and judged by --check:
# the answer is yes, no or a refusal; in the sanitizer build where there is one.
. "$TOP/tests/tap.sh"
need python3
cd "$TMPDIR" || exit 1
"$BIN/fex2dts" -q -O bin -o whole.bin "$TOP/tests/golden/fex-board-dts/in/board.fex" || exit 1
damaged() {
	python3 - "$BIN/fex2dts" <<'PYTHON'
import random, subprocess, sys
whole = open("whole.bin", "rb").read()
chance = random.Random(1)
died = unexplained = refused = 0
for number in range(1200):
    data = bytearray(whole)
    kind = number % 4
    if kind == 0:
        del data[chance.randrange(len(data)):]
    elif kind == 1:
        for _ in range(chance.randrange(1, 9)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        at = chance.randrange(len(data) // 4) * 4
        data[at:at + 4] = chance.choice((0, 1, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff)).to_bytes(4, "little")
    else:
        a, b = (chance.randrange(len(data) // 4) * 4 for _ in range(2))
        data[a:a + 40] = data[b:b + 40]
    open("damaged.bin", "wb").write(data)
    result = subprocess.run([sys.argv[1], "-I", "bin", "-O", "fex", "damaged.bin"], capture_output=True)
    died += result.returncode not in (0, 2)
    refused += result.returncode == 2
    unexplained += result.returncode == 2 and b"error FX" not in result.stderr
print(f"# {refused} refused, {1200 - refused - died} read, {died} died, {unexplained} refused without a reason")
sys.exit(died + unexplained > 0 or refused < 300)
PYTHON
}
damaged_texts() {
	local tool=$TOP/out/asan/bin/fex2dts
	[ -x "$tool" ] || tool=$BIN/fex2dts
	ASAN_OPTIONS=detect_leaks=1 python3 - "$tool" "$TOP/tests/golden/fex-board-dts/in/board.fex" <<'PYTHON'
import collections, random, re, subprocess, sys
lines = open(sys.argv[2]).read().splitlines()
chance = random.Random(2)
words = ["0", "1", "-1", "7", "255", "4294967295", "0x1c28000", '"axp209"', "", "port:PA00<0><default><default><default>",
         "port:PB22<2><1><default><default>", "port:power4<1><0><default><0>", "port:PL01<7><default><default><default>"]
ends = collections.Counter()
for number in range(600):
    text = list(lines)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(text))
        kind = chance.randrange(5)
        if kind == 0:
            del text[at]
        elif kind == 1:
            text.insert(at, chance.choice(lines))
        elif kind == 2 and "=" in text[at]:
            text[at] = text[at].split("=")[0] + "= " + chance.choice(words)
        elif kind == 3:
            text[at] = re.sub(r"\d", lambda digit: str(chance.randrange(10)), text[at])
        else:
            text[at] = text[at][:chance.randrange(len(text[at]) + 1)]
    open("damaged.fex", "w").write("\n".join(text) + "\n")
    soc = chance.choice(("a20", "a31", "h3", "a10"))
    result = subprocess.run([sys.argv[1], "--soc", soc, "--check", "--for", chance.choice(("xen", "linux", "both")), "damaged.fex"],
                            capture_output=True)
    ends[result.returncode] += 1
    if result.returncode not in (0, 1, 2):
        print(soc, result.stderr.decode("latin-1")[:2000])
print("#", dict(ends))
sys.exit(any(code not in (0, 1, 2) for code in ends) or not (ends[0] and ends[1] and ends[2]))
PYTHON
}
check "1,200 damaged binaries are read or refused" damaged
cat "$TMPDIR/tap.out"
check "600 damaged texts are judged or refused" damaged_texts
cat "$TMPDIR/tap.out"
finish
