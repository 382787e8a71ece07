# SPDX-License-Identifier: GPL-2.0-or-later
# Stand-ins for a hypervisor, a kernel and a ramdisk: right heads, no content.
import struct

def zimage(size, end, text=b""):
    head = bytearray(0x40)
    struct.pack_into("<III", head, 0x24, 0x016F2818, 0, end)
    return bytes(head) + text + bytes(size - len(head) - len(text))

open("board/xen", "wb").write(zimage(800000, 900000, b"Xen version %d.%d%s\0" + b"\0" + b"4.17.5\0"))
open("board/kernel", "wb").write(zimage(5000000, 5000000))

def member(name, data):  # of a cpio archive: cpio(5), newc
    fields = [1, 0o100755, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % f for f in fields) + name + b"\0"
    return head + bytes(-len(head) % 4) + data

open("board/initrd", "wb").write(member(b"init", bytes(399868)) + member(b"TRAILER!!!", b"") + bytes(2))
