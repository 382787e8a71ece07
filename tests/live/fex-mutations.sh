#!/bin/bash
# 1,200 damaged script.bin files: cut off, bits flipped, words replaced, pieces exchanged. fex2dts reads each or refuses it with an
# offset; it never dies. (sunxi-fexc 1.4.2 dies on about every eighth.)
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
check "1,200 damaged binaries are read or refused" damaged
cat "$TMPDIR/tap.out"
finish
