#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Feeds a file through pseudo terminals to serial-capture and its peers and compares what they cost.

usage: capture.py BIN FILE ROUNDS     prints a table; every peer that is not installed is named.
CPU is user + system time of the consumer alone (wait4). A log that differs from what was sent is said.
"""
import filecmp, os, re, select, shutil, signal, subprocess, sys, termios, time, tty

BIN, FILE, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3])
SIZE = os.path.getsize(FILE)
PIECES, PIECE = 64, "piece"
CAPTURE = os.path.join(BIN, "serial-capture")
SHARE = os.environ.get("TOP", ".") + "/share"

# name, argv ({tty}, {log}), kind of the log: raw or stamped, how it ends: by itself when the line hangs up, or by SIGTERM
PEERS = [
    ("cat", ["sh", "-c", "exec cat {tty} >{log}"], "raw"),
    ("capture, raw", [CAPTURE, "-q", "--no-lines", "--no-stages", "--away", "0", "-o", "{log}", "{tty}"], "raw"),
    ("capture, raw + lines", [CAPTURE, "-q", "--no-stages", "--away", "0", "-o", "{log}", "{tty}"], "raw"),
    ("capture, raw + lines + stages + signatures", [CAPTURE, "-q", "--away", "0", "-o", "{log}", "{tty}"], "raw"),
    ("picocom", ["picocom", "-q", "-b", "115200", "--logfile", "{log}", "{tty}"], "raw"),
    ("tio", ["tio", "-b", "115200", "--log", "--log-file", "{log}", "{tty}"], "raw"),
    ("tio, stamps", ["tio", "-b", "115200", "-t", "--log", "--log-file", "{log}", "{tty}"], "stamped"),
    ("grabserial", ["grabserial", "-S", "-d", "{tty}", "-t", "-Q", "-o", "{log}"], "stamped"),
]


def peak_kib(pid):
    try:
        return int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{pid}/status").read())[1])
    except (OSError, TypeError):
        return 0


def ended(child):
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def feed(master, path, child, seconds=60):
    """Returns whether the peer took it all in time."""
    os.set_blocking(master, False)
    end = time.monotonic() + seconds
    with open(path, "rb") as source:
        while data := source.read(65536):
            while data:
                if not select.select([], [master], [], 1)[1]:
                    if time.monotonic() > end or ended(child):
                        return
                    continue
                data = data[os.write(master, data):]


def is_drained(slave):
    import array, fcntl
    waiting = array.array("i", [0])
    fcntl.ioctl(slave, termios.FIONREAD, waiting)
    return waiting[0] == 0


def run(argv, log, path):
    master, slave = os.openpty()
    tty.setraw(slave)
    user_master, user_slave = os.openpty()  # the terminal that picocom and tio want to have
    words = [w.replace("{tty}", os.ttyname(slave)).replace("{log}", log) for w in argv]
    child = subprocess.Popen(words, stdin=user_slave, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(1.2)  # grabserial is Python and slow to start
    begin = time.monotonic()
    feed(master, path, child)
    give_up = time.monotonic() + 60
    while not is_drained(slave) and time.monotonic() < give_up and not ended(child):
        time.sleep(0.005)
    time.sleep(0.2)
    took = time.monotonic() - begin - 0.2
    peak = peak_kib(child.pid)
    os.close(master)
    time.sleep(0.1)
    if not ended(child):
        child.send_signal(signal.SIGTERM)
        for _ in range(100):
            time.sleep(0.02)
            if ended(child):
                break
        else:
            child.kill()
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    for fd in (slave, user_master, user_slave):
        os.close(fd)
    return usage.ru_utime + usage.ru_stime, took, peak


def version(words):
    out = subprocess.run(words, capture_output=True, text=True)
    found = re.search(r"v?\d+\.[\d.a-z]+", out.stdout + out.stderr)
    return found[0] if found else "?"


def verdict(kind, log):
    if kind != "raw":
        return f"{os.path.getsize(log)} bytes" if os.path.exists(log) else "no log"
    if not os.path.exists(log):
        return "no log"
    if filecmp.cmp(log, FILE, shallow=False):
        return "identical"
    return f"DIFFERS, {os.path.getsize(log) - SIZE:+d} bytes"


def main():
    with open(FILE, "rb") as whole, open(PIECE, "wb") as piece:
        piece.write(whole.read(SIZE // PIECES))
    results, skipped = {}, []
    peers = [p for p in PEERS if shutil.which(p[1][0]) or skipped.append(p[0])]
    for _ in range(ROUNDS):
        for name, argv, kind in peers:
            log = f"log-{len(name)}"
            for old in (log, log + ".lines"):
                if os.path.exists(old):
                    os.unlink(old)
            if argv[0] == "grabserial":  # a read per byte: it gets a 64th, and its figures are scaled
                cpu, took, peak = run(argv, log, PIECE)
                result = cpu * PIECES, took * PIECES, peak, "a 64th fed, times scaled"
            else:
                result = run(argv, log, FILE) + (verdict(kind, log),)
            results.setdefault(name, []).append(result)
    base = min(r[0] for r in results["cat"])
    print(f"{SIZE / 2**20:.0f} MiB through a pseudo terminal, {ROUNDS} interleaved rounds, best of each")
    print(f"{'':44} {'CPU s':>7} {'x cat':>6} {'wall s':>7} {'peak KiB':>9}  log")
    for name, runs in results.items():
        best = min(runs)
        peak = max(r[2] for r in runs)
        worst = next((r[3] for r in runs if r[3].startswith("DIFF")), best[3])
        print(f"{name:44} {best[0]:7.3f} {best[0] / base:6.2f} {best[1]:7.3f} {peak:9d}  {worst}")
    print("versions:", ", ".join(f"{p} {version([p, '--help' if p == 'picocom' else '--version'])}" for p in ("cat", "picocom", "tio", "grabserial") if shutil.which(p)))
    for name in skipped:
        print(f"skipped: {name} is not installed")


main()
