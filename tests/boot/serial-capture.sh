#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""serial-capture against real pseudo terminals, sockets, signals, full disks and programs."""
import array, fcntl, os, re, resource, select, shutil, signal, socket, subprocess, sys, termios, threading, time, tty

CAPTURE = os.path.join(os.environ["BIN"], "serial-capture")
SHARED_LOGS = os.path.join(os.environ.get("TOP", "."), "../shared/bootlogs/qemu/xen-h3-opipc.log")
SLOW = os.environ.get("BUILD") != "release"
failures, number = 0, 0


def check(name, good, detail=""):
    global failures, number
    number += 1
    failures += not good
    if not good and detail:
        print("# " + str(detail).replace("\n", "\n# ")[:2000])
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)


def skip(name, why):
    global number
    number += 1
    print(f"ok {number} - {name} # SKIP {why}", flush=True)


def text_of(size):
    line = b"[    1.234567] sun8i-h3-pinctrl 1c20800.pinctrl: initialized sunXi PIO driver, line %08d\r\n"
    out = bytearray()
    n = 0
    while len(out) < size:
        out += line % n
        n += 1
    return bytes(out[:size])


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return b""


def start(*words, **options):
    return subprocess.Popen([CAPTURE, *words], stdin=subprocess.DEVNULL, stdout=options.pop("stdout", subprocess.DEVNULL),
                            stderr=subprocess.PIPE, **options)


def run(*words, timeout=60, **options):
    p = subprocess.run([CAPTURE, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, **options)
    return p


def wait_for(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.01)
    return False


def waiting_bytes(fd):
    count = array.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, count)
    return count[0]


class Board:
    """A pseudo terminal whose master we hold; `path` leads to its slave."""

    def __init__(self, path="board"):
        self.path = path
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        if os.path.lexists(path):
            os.unlink(path)
        os.symlink(os.ttyname(self.slave), path)

    def say(self, data, seconds=30):
        os.set_blocking(self.master, False)
        end = time.monotonic() + seconds
        while data:
            try:
                data = data[os.write(self.master, data):]
            except BlockingIOError:
                if not select.select([], [self.master], [], 1)[1] and time.monotonic() > end:
                    raise TimeoutError("nobody reads the port")

    def unplug(self):
        os.unlink(self.path)
        os.close(self.slave)
        os.close(self.master)


def holds(pid, path):
    """Whether a process has the file open."""
    wanted = os.path.realpath(path)
    for fd in os.listdir(f"/proc/{pid}/fd"):
        try:
            if os.readlink(f"/proc/{pid}/fd/{fd}") == wanted:
                return True
        except FileNotFoundError:
            pass
    return False


def is_reading(process, path):
    """Waits until the capture has opened the port and set it up."""
    if not wait_for(lambda: process.poll() is not None or holds(process.pid, path)) or process.poll() is not None:
        raise RuntimeError(f"the capture does not read {path}: {process.stderr.read() if process.poll() is not None else ''}")
    time.sleep(0.05)


def peak_kib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", open(f"/proc/{pid}/status").read())[1])


def test_64_mib_through_a_pty():
    size = (8 if SLOW else 64) << 20
    with open("big", "wb") as f:
        f.write(text_of(size))
    p = run("-q", "--no-lines", "-o", "big.log", "exec:cat big")
    check("64 MiB of a program arrive byte for byte", p.returncode == 0 and read("big.log") == read("big"), p.stderr)
    board = Board()
    p = start("-q", "-o", "tty.log", "--away", "0", "board")
    is_reading(p, "board")
    board.say(read("big"))
    wait_for(lambda: waiting_bytes(board.slave) == 0)
    time.sleep(0.2)
    peak = peak_kib(p.pid)
    board.unplug()
    p.wait(30)
    check("64 MiB through a port arrive byte for byte, with a log of lines", read("tty.log") == read("big"))
    check("a port that is gone ends it with code 12 when nobody waits for it", p.returncode == 12, p.stderr.read())
    if SLOW:
        skip("it stays under 8 MiB", "sanitizers need more")
    else:
        check("it stays under 8 MiB", peak < 8192, f"{peak} KiB")
    lines = read("tty.log.lines").split(b"\n")
    stamped = [l for l in lines if re.match(rb"\[ +\d+\.\d{6}\] \[    1\.234567\]", l)]
    wanted = len([l for l in read("big").split(b"\r\n") if len(l) >= 14])
    check("each line of it has one stamp", len(stamped) == wanted, f"{len(stamped)} stamps, {wanted} lines")
    for name in ("big", "big.log", "tty.log", "tty.log.lines"):
        os.unlink(name)


def stop_in_mid_stream(sig):
    """Sends until the signal goes out; returns (sent, log, still in the terminal, exit code)."""
    board = Board()
    p = start("-q", "-o", "stop.log", "board")
    is_reading(p, "board")
    data, sent = text_of(400000), 0
    os.set_blocking(board.master, False)
    while sent < len(data):
        try:
            sent += os.write(board.master, data[sent:sent + 700])
        except BlockingIOError:
            time.sleep(0.0005)
        if sent > 300000:
            break
    p.send_signal(sig)
    p.wait(20)
    left = b""
    while select.select([board.slave], [], [], 0.1)[0]:
        left += os.read(board.slave, 65536)
    log = read("stop.log")
    board.unplug()
    return data[:sent], log, left, p.returncode


def test_signals():
    for name, sig in (("SIGTERM", signal.SIGTERM), ("SIGINT", signal.SIGINT), ("SIGHUP", signal.SIGHUP)):
        sent, log, left, code = stop_in_mid_stream(sig)
        check(f"after {name} everything that was sent is in the log", log + left == sent and code == 0 and len(left) < 5000,
              f"sent {len(sent)}, log {len(log)}, left {len(left)}, code {code}")
    sent, log, left, code = stop_in_mid_stream(signal.SIGKILL)
    check("after SIGKILL every byte that was read is in the log", log + left == sent and len(log) > 100000,
          f"sent {len(sent)}, log {len(log)}, left {len(left)}")


def test_full_disk(size, lost):
    """A limit on the file's size stands in for the disk; raising it makes room."""
    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100000, resource.RLIM_INFINITY))

    board = Board()
    p = start("-q", "-o", "full.log", "board", preexec_fn=limited)
    is_reading(p, "board")
    data = text_of(size)
    board.say(data)
    wait_for(lambda: waiting_bytes(board.slave) == 0)
    time.sleep(0.3)
    before = len(read("full.log"))
    peak = peak_kib(p.pid)
    resource.prlimit(p.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    time.sleep(0.5)
    board.say(b"after the disk was full\r\n")
    time.sleep(0.3)
    p.send_signal(signal.SIGTERM)
    p.wait(20)
    board.unplug()
    log, notes = read("full.log"), p.stderr.read().decode()
    wanted = data + b"after the disk was full\r\n"
    check(f"the disk was full while {size >> 10} KiB came", before <= 100000 and "cannot be written" in notes, notes)
    if not lost:
        check("a full disk loses nothing as long as the ring lasts", log == wanted and "full.log is written again, nothing is lost" in notes,
              f"{len(log)} of {len(wanted)}\n{notes}")
        return
    missing = len(wanted) - len(log)
    told = re.search(r"full.log is written again; (\d+) bytes are missing at offset (\d+), received from", notes)
    good = told is not None and int(told[1]) == missing and log == wanted[:int(told[2])] + wanted[int(told[2]) + missing:]
    check("what the ring could not hold is told with place, size and time", good and missing > 0, f"missing {missing}\n{notes}")
    check("the log of lines says so, too", b"[-- full.log is written again; " in read("full.log.lines"))
    check("a full disk does not take it above 8 MiB", SLOW or peak < 8192, f"{peak} KiB")
    print(f"# peak {peak} KiB")


def test_source_returns():
    board = Board()
    p = start("-q", "-b", "1500000", "-o", "gone.log", "board")
    is_reading(p, "board")
    sent = b""
    for round in range(3):
        data = b"round %d\r\n" % round + text_of(50000)
        sent += data
        board.say(data)
        wait_for(lambda: waiting_bytes(board.slave) == 0)
        wait_for(lambda: len(read("gone.log")) == len(sent))
        board.unplug()
        time.sleep(0.3)
        if round < 2:
            board = Board()
            is_reading(p, "board")
    before = os.times()
    cpu = sum(map(int, open(f"/proc/{p.pid}/stat").read().rsplit(")")[1].split()[11:13]))
    time.sleep(0.7)
    cpu = sum(map(int, open(f"/proc/{p.pid}/stat").read().rsplit(")")[1].split()[11:13])) - cpu
    p.send_signal(signal.SIGTERM)
    p.wait(10)
    lines = read("gone.log.lines").decode()
    check("a port that goes and comes back twice loses nothing", read("gone.log") == sent, f"{len(read('gone.log'))} of {len(sent)}")
    check("the gaps stand in the log of lines", len(re.findall(r"\[-- board is gone: ", lines)) == 3 and
          len(re.findall(r"\[-- board is back after \d\.\d{3} s --\]", lines)) == 2, lines[-500:])
    check("the rate is set again and told", lines.count("[-- speed: 1500000 8N1 --]") == 3)
    check("waiting for the port costs no CPU", cpu <= 5, f"{cpu} ticks in 0.7 s")


def test_not_one_byte_is_written():
    board = Board("quiet")
    tty.setraw(board.slave)
    attributes = termios.tcgetattr(board.slave)
    attributes[3] |= termios.ECHO | termios.ICANON  # as a port is before anyone has set it
    termios.tcsetattr(board.slave, termios.TCSANOW, attributes)
    p = start("-q", "quiet")
    is_reading(p, "quiet")
    wait_for(lambda: not termios.tcgetattr(board.slave)[3] & termios.ECHO)
    board.say(b"U-Boot SPL\r\nHit any key to stop autoboot: ")
    time.sleep(0.3)
    heard = select.select([board.master], [], [], 0.2)[0]
    p.terminate()
    p.wait(10)
    check("not one byte reaches the board", not heard, os.read(board.master, 100) if heard else "")
    board.unplug()


def test_goal_and_codes():
    say = "exec:sh -c 'echo U-Boot SPL 2023.01; printf \"board login: \"; sleep 20'"
    p = run("-q", "-o", "goal.log", "--until", "login: $", "--verdict", "verdict.json", say)
    check("an unfinished line can be the goal: code 0", p.returncode == 0, p.stderr)
    verdict = read("verdict.json").decode()
    check("the verdict tells goal, line and code", '"end": "goal reached"' in verdict and '"text": "board login: "' in verdict and '"code": 0' in verdict, verdict)
    halves = "exec:sh -c 'printf \"init: RE\"; sleep 0.1; printf \"ADY: 4 CPUs, \"; sleep 0.15; echo bare metal; sleep 20'"
    p = run("-o", "halves.log", "--until", "init: RE", halves)
    check("a goal that comes in pieces is waited for", p.returncode == 0 and read("halves.log") == b"init: READY: 4 CPUs, bare metal\n", p.stderr)
    check("and named whole", b"init: READY: 4 CPUs, bare metal" in p.stderr, p.stderr)
    p = run("-q", "--until", "login: $", "exec:printf 'board login: '")
    check("a prompt is the goal though the program ends there", p.returncode == 0, p.stderr)
    growing = "exec:sh -c 'printf READY; while :; do printf .; sleep 0.05; done'"
    begin = time.monotonic()
    p = run("-q", "--until", "READY", "--timeout", "20", growing)
    check("a line that never ends does not keep the goal waiting", p.returncode == 0 and time.monotonic() - begin < 8, p.returncode)
    begin = time.monotonic()
    p = run("-q", "--until", "never", "--timeout", "0.5", say)
    check("no goal in time: code 11, in time", p.returncode == 11 and time.monotonic() - begin < 3, p.returncode)
    p = run("-q", "--until", "never", "--silence", "0.3", say)
    check("silence: code 13", p.returncode == 13, p.returncode)
    p = run("-q", "--until", "never", "exec:echo U-Boot")
    check("the program ends before the goal: code 12", p.returncode == 12, p.returncode)
    p = run("-q", "exec:echo U-Boot")
    check("the program ends and no goal was asked for: code 0", p.returncode == 0, p.returncode)
    p = run("-q", "no/such/port")
    check("a port that is not there: code 3 and what to do", p.returncode == 3 and b"SE130" in p.stderr and b"--wait" in p.stderr, p.stderr)
    p = run("-q", "--until", "(", "exec:true")
    check("a bad expression: code 2 and where", p.returncode == 2 and b"SE106" in p.stderr, p.stderr)
    p = run("-q", "-o", "same.log", "exec:true", "exec:false")
    check("two sources, one log: code 2", p.returncode == 2 and b"SE107" in p.stderr, p.stderr)
    p = run("-q", "-o", "two-%n.log", "exec:echo one", "file:goal.log")
    check("two sources, two logs", read("two-echo.log") == b"one\n" and read("two-goal.log.log") == read("goal.log"), os.listdir("."))


CLIENT = """
import os, socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
open("client.pid", "w").write(str(os.getpid()))
s.sendall(b"U-Boot SPL 2023.01\\r\\n")
if sys.argv[2] == "fork" and os.fork() == 0:
    open("grandchild.pid", "w").write(str(os.getpid()))
    time.sleep(60)
time.sleep(float(sys.argv[3]))
"""


def is_alive(pid_file):
    pid = int(read(pid_file) or 0)
    if not pid:
        return False
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_program_along():
    with open("client.py", "w") as f:
        f.write(CLIENT)
    along = ["--", sys.executable, "client.py", "socket"]
    p = run("-q", "-o", "along.log", "--until", "SPL", "listen-unix:socket", *along, "fork", "60")
    check("an emulator connects, its first bytes are there, the goal ends it", p.returncode == 0 and read("along.log") == b"U-Boot SPL 2023.01\r\n", p.stderr)
    check("nothing of its process group is left", wait_for(lambda: not is_alive("client.pid") and not is_alive("grandchild.pid"), 3))
    check("the socket is removed", not os.path.exists("socket"))
    p = run("-q", "--until", "never", "--timeout", "20", "listen-unix:socket", *along, "stay", "0.1")
    check("its death is a lost source: code 12, and how it ended is told", p.returncode == 12 and b"exit code 0" in p.stderr, p.stderr)
    p = run("-q", "listen-unix:socket", "--", "/no/such/program")
    check("a program that is not there: code 3", p.returncode == 3 and b"SE110" in p.stderr, p.stderr)
    os.unlink("client.pid")
    p = start("-q", "listen-unix:socket", *along, "stay", "60")
    wait_for(lambda: read("client.pid"))
    p.kill()
    p.wait()
    check("killing the capture kills the program", wait_for(lambda: not is_alive("client.pid"), 3))
    p = run("-q", "-o", "stale.log", "--until", "SPL", "listen-unix:socket", *along, "stay", "60")
    check("a socket left over from a killed capture is taken over", p.returncode == 0, p.stderr)


def test_sockets():
    server = socket.create_server(("localhost", 0))
    port = server.getsockname()[1]
    p = start("-q", "-o", "tcp.log", "--until", "done", f"tcp:localhost:{port}")
    data = text_of(200000)
    sent = b""
    for part in (data[:100000], data[100000:] + b"\r\ndone\r\n"):
        client, _ = server.accept()
        client.sendall(part)
        client.close()
        sent += part
    check("a TCP port that closes is connected to again, nothing is lost", p.wait(10) == 0 and read("tcp.log") == sent, p.stderr.read())
    server.close()
    with socket.create_server(("localhost", 0)) as s:
        port = s.getsockname()[1]
    p = start("-q", "-o", "listen.log", "--until", "done", f"listen-tcp:localhost:{port}")
    client = None
    for _ in range(100):
        try:
            client = socket.create_connection(("localhost", port))
            break
        except OSError:
            time.sleep(0.02)
    client.sendall(data + b"\r\ndone\r\n")
    check("a listening TCP port takes a board", p.wait(10) == 0 and read("listen.log") == data + b"\r\ndone\r\n", p.stderr.read())


def test_emulator():
    """A real U-Boot; the emulator's own log of its serial port is the oracle."""
    bios = "/usr/lib/u-boot/qemu_arm/u-boot.bin"
    if not shutil.which("qemu-system-arm") or not os.path.exists(bios):
        skip("a U-Boot in the emulator", "qemu-system-arm or u-boot-qemu is not installed")
        return
    with socket.create_server(("localhost", 0)) as s:
        port = s.getsockname()[1]
    for kind, source, chardev in (("unix", "listen-unix:serial", "socket,id=s,path=serial,server=off"),
                                  ("TCP", f"listen-tcp:localhost:{port}", f"socket,id=s,host=localhost,port={port},server=off")):
        p = run("-q", "-o", "u-boot.log", "--verdict", "u-boot.json", "--until", "Hit any key|^=> ", "-t", "100", source, "--",
                "qemu-system-arm", "-M", "virt", "-m", "128", "-nic", "none", "-display", "none", "-monitor", "none", "-bios", bios,
                "-chardev", chardev + ",logfile=oracle", "-serial", "chardev:s", timeout=120)
        log, oracle = read("u-boot.log"), read("oracle")
        check(f"a U-Boot over a {kind} socket reaches its goal", p.returncode == 0 and b"U-Boot 20" in log, p.stderr)
        check("the log is what the emulator says it sent, from the first byte", len(log) > 100 and oracle.startswith(log), f"{len(log)} of {len(oracle)}")
        check("the verdict has the stage", b'"stage": "u-boot"' in read("u-boot.json"), read("u-boot.json"))
        check("no emulator is left", not any(b"serial" in read(f"/proc/{pid}/cmdline") and b"qemu" in read(f"/proc/{pid}/cmdline") and
                                             os.path.realpath(f"/proc/{pid}/cwd") == os.getcwd() for pid in os.listdir("/proc") if pid.isdigit()))
        os.unlink("oracle")


def test_hostile():
    with open("noise", "wb") as f:
        f.write(os.urandom(1 << 20) + b"\033]0;title\007\033[6n\033P+q\033\\" * 100 + b"x" * (1 << 20))
    p = run("-o", "noise.log", "file:noise")
    bad = [b for b in set(p.stdout) if b < 0x20 and b not in b"\n\r\t\b" or b == 0x7f]
    check("of a million random bytes and escapes only text reaches the terminal", p.returncode == 0 and not bad, bad)
    try:
        p.stdout.decode("utf-8")
        good = True
    except UnicodeDecodeError as error:
        good = error
    check("what reaches the terminal is UTF-8 without C1 controls", good is True and not re.search("[\x80-\x9f]", p.stdout.decode()), good)
    check("the raw log has them as they came", read("noise.log") == read("noise"))
    reader, writer = os.pipe()
    p = start("-o", "stall.log", "file:noise", stdout=writer)
    os.close(writer)
    check("a reader of the screen that stalls holds nothing up", p.wait(20) == 0 and read("stall.log") == read("noise"))
    os.close(reader)


def bare_reader():
    """A process that does nothing but read and look at the clock: how late the machine itself is."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child = os.fork()
    if child == 0:
        ours.close()
        late = []
        while True:
            sent = its.recv(64)
            late.append(time.time() - float(sent or 0))
            if not sent:
                its.sendall(" ".join(f"{t:.6f}" for t in sorted(late[:-1])).encode())
                os._exit(0)
    its.close()
    return ours, child


def bare_lateness(reader, child):
    """What the bare reader saw, ascending."""
    reader.shutdown(socket.SHUT_WR)
    said = b""
    while more := reader.recv(65536):
        said += more
    reader.close()
    os.waitpid(child, 0)
    return [float(t) for t in said.split()]


def stamp_errors():
    """A board that writes its own clock, line by line: how far each stamp is from it, ascending; the same of a bare
    reader next to it."""
    board = Board("clock")
    p = start("-q", "--stamp", "wall", "-o", "clock.log", "clock")
    is_reading(p, "clock")
    reader, child = bare_reader()
    for n in range(400):
        board.say(b"%.6f line %d\r\n" % (time.time(), n))
        reader.sendall(b"%.6f" % time.time())
        time.sleep(0.002)
    bare = bare_lateness(reader, child)
    time.sleep(0.1 + 20 * bare[-1])
    behind = len(read("clock.log.lines").split(b"\n")) - 1
    p.terminate()
    p.wait(10)
    board.unplug()
    errors = []
    for line in read("clock.log.lines").decode().split("\n"):
        m = re.match(r"\[2\d{3}-\d\d-\d\dT\d\d:(\d\d):(\d\d\.\d{6})Z\] (\d+\.\d{6}) line", line)
        if m:
            sent = float(m[3])
            stamp = int(m[1]) * 60 + float(m[2])
            errors.append(abs((stamp - sent % 3600 + 1800) % 3600 - 1800))
    check("400 lines are in the log of lines within 100 ms", behind >= 400, behind)
    return sorted(errors), bare


def test_stamps_are_near():
    """A busy machine delays the board and the capture: one moment in eight will do in which the stamps are near, or as
    near as those of a bare reader."""
    limit = 0.001 if not SLOW else 0.01
    for _ in range(8):
        errors, bare = stamp_errors()
        p99 = errors[396] if len(errors) == 400 else 9
        bare99 = bare[len(bare) * 99 // 100]
        if p99 < max(limit, 1.5 * bare99):
            break
    check("stamps are within a millisecond of the bytes (99th percentile)", p99 < max(limit, 1.5 * bare99), f"p99 {p99 * 1e6:.0f} us, of a bare reader {bare99 * 1e6:.0f}")
    print(f"# stamps: p50 {errors[len(errors) // 2] * 1e6:.0f} us, p99 {p99 * 1e6:.0f} us, worst {errors[-1] * 1e6:.0f} us")


def test_locks():
    board = Board("locked")
    p = start("-q", "locked")
    is_reading(p, "locked")
    second = run("-q", "-t", "1", "locked")
    check("a second capture of a port is refused", second.returncode == 3 and b"SE132" in second.stderr, second.stderr)
    p.terminate()
    p.wait(10)
    third = run("-q", "-t", "0.2", "locked")
    check("the port is free again afterwards", third.returncode == 11, third.stderr)
    board.unplug()


def test_power_cycle():
    """The switch sees the port open: it looks for the capture's descriptor of it."""
    board = Board("powered")
    with open("power.sh", "w") as f:
        f.write("#!/bin/sh\nls -l /proc/$PPID/fd | grep -c \"$1\" >switched\n")
    os.chmod("power.sh", 0o755)
    run("-q", "-t", "0.5", "--power-cycle", "./power.sh " + os.ttyname(board.slave), "powered")
    check("the power switch runs when the port is open", read("switched") == b"1\n", read("switched"))
    board.unplug()


def test_interactive():
    board = Board("typed")
    master, terminal = os.openpty()
    before = termios.tcgetattr(terminal)
    p = subprocess.Popen([CAPTURE, "-i", "typed"], stdin=terminal, stdout=terminal, stderr=subprocess.PIPE)
    is_reading(p, "typed")
    wait_for(lambda: not termios.tcgetattr(terminal)[3] & termios.ECHO)
    os.write(master, b"ls\r\x03\x1d\x1d")
    wait_for(lambda: select.select([board.master], [], [], 0)[0])
    time.sleep(0.1)
    check("keys reach the board, Ctrl-C too", os.read(board.master, 100) == b"ls\r\x03\x1d")
    board.say(b"\033[31mred\033[0m\033[6n\033]52;c;eA==\007done")
    shown = b""
    while select.select([master], [], [], 0.5)[0]:
        shown += os.read(master, 1000)
    check("colours pass, questions to the terminal and the clipboard do not", shown == b"\033[31mred\033[0mdone", shown)
    os.write(master, b"\x1dh\x1dq")
    check("Ctrl-] q ends it with code 0", p.wait(10) == 0, p.returncode)
    check("Ctrl-] h tells the keys", b"magic SysRq" in p.stderr.read())
    check("the terminal is as it was", termios.tcgetattr(terminal) == before)
    check("nothing but the keys was written", not select.select([board.master], [], [], 0.1)[0])
    board.unplug()
    p = run("-q", "-i", "exec:true", "exec:false")
    check("keys for two consoles: code 2", p.returncode == 2 and b"SE134" in p.stderr, p.stderr)
    with open("all.script", "w") as f:
        f.write("pass\n")
    shares = [word for n in range(4) for word in ("--serve", f"pty:share{n}")]
    p = run("-q", "-i", "-o", "all.log", *shares, "--script", "all.script", "exec:sleep 60")
    check("a console has room for logs, keys, a script and four shares at once", p.returncode == 0 and not os.path.lexists("share0"), p)


def test_replay():
    with open("stamped", "w") as f:
        for n in range(20):
            f.write(f"[{10 + n * 0.05:12.6f} {0.05:.6f}] line {n}\n")
    begin = time.monotonic()
    p = run("-q", "-o", "replay.log", "file:stamped")
    took = time.monotonic() - begin
    check("a stamped log is replayed without its stamps", read("replay.log") == b"".join(b"line %d\n" % n for n in range(20)), read("replay.log")[:200])
    check("in its original timing", 0.9 < took < 4, took)
    stamps = [float(m) for m in re.findall(r"\[ *(\d+\.\d+)\] line", read("replay.log.lines").decode())]
    check("each line when it came", len(stamps) == 20 and abs(stamps[19] - stamps[0] - 0.95) < 0.2, stamps)
    run("-q", "--fast", "-o", "replay.log", "file:stamped")
    check("or as it is, at once", read("replay.log") == read("stamped"))


def test_memory():
    """The same number of allocations for a little text and for much."""
    name = "it allocates nothing once it runs, and leaks nothing"
    if SLOW or not shutil.which("valgrind"):
        skip(name, "valgrind is not installed, or this is a sanitizer build")
        return
    counts = []
    for size in (20000, 600000):
        with open("text", "wb") as f:
            f.write(text_of(size))
        subprocess.run(["valgrind", "--leak-check=full", "--log-file=valgrind.%p", CAPTURE, "-q", "-o", "v.log", "file:text"], timeout=120,
                       stdin=subprocess.DEVNULL, capture_output=True)
        logs = {p: read(p).decode() for p in os.listdir(".") if p.startswith("valgrind.")}
        counts += re.findall(r"total heap usage: ([\d,]+) allocs", "".join(t for t in logs.values() if "no leaks are possible" in t))
        for p in logs:
            os.unlink(p)
    check(name, len(counts) == 2 and counts[0] == counts[1], counts)


def test_rotation():
    data = text_of(300000)
    with open("rotate", "wb") as f:
        f.write(data)
    run("-q", "--no-lines", "-o", "rot.log", "--rotate-size", "50k", "file:rotate")
    parts = sorted((p for p in os.listdir(".") if re.match(r"rot\.log\.\d+$", p)), key=lambda p: int(p[8:]))
    check("rotated logs, one behind the other, are what came", len(parts) >= 5 and b"".join(map(read, parts)) + read("rot.log") == data, parts)
    check("each begins with a line", all(read(p).startswith(b"[    1.23") for p in parts + ["rot.log"]))


for test in (test_64_mib_through_a_pty, test_signals, lambda: test_full_disk(2 << 20, False), lambda: test_full_disk(6 << 20, True),
             test_source_returns, test_not_one_byte_is_written, test_goal_and_codes, test_program_along, test_sockets, test_emulator, test_hostile,
             test_stamps_are_near, test_locks, test_power_cycle, test_interactive, test_replay, test_memory, test_rotation):
    try:
        test()
    except Exception as error:  # a test that breaks has failed; the others still run
        import traceback
        check(f"{getattr(test, '__name__', 'test')} runs", False, traceback.format_exc())
print(f"1..{number}")
sys.exit(failures > 0)
