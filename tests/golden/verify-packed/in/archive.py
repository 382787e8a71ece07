# Writes a small cpio archive (cpio(5), newc) with some files of numbers.
import sys


def member(name, data):
    fields = [1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % f for f in fields) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


numbers = "".join("%d\n" % (i * i) for i in range(30000)).encode()
sys.stdout.buffer.write(member("init", b"#!/bin/sh\n") + member("numbers", numbers) + member("TRAILER!!!", b""))
