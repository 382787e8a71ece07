#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""pins-shared.py TREE.dtb...: every pin of a sunxi tree that two enabled nodes use, one a line. Ends with 1 when there is one.

A pin is used by a node whose pinctrl-0 has a group with it, that has a GPIO property with it, or an interrupt from it. Reads
the blob by itself, by the Devicetree Specification 0.4, chapter 5.
"""
import collections
import re
import struct
import sys


class Node:
    def __init__(self, name, parent):
        self.name, self.parent, self.properties, self.children = name, parent, {}, []
        self.path = "/" if parent is None else parent.path.rstrip("/") + "/" + name

    def cells(self, name):
        value = self.properties.get(name, b"")
        return struct.unpack(">%dI" % (len(value) // 4), value[:len(value) // 4 * 4])

    def strings(self, name):
        return self.properties.get(name, b"").decode("latin-1").split("\0")[:-1]

    def is_enabled(self):
        on = self.strings("status")[:1] in ([], ["okay"], ["ok"])
        return on and (self.parent is None or self.parent.is_enabled())

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def read(blob):
    magic, _, structure, strings = struct.unpack_from(">4I", blob)
    assert magic == 0xd00dfeed
    at, node = structure, None
    while True:
        token, = struct.unpack_from(">I", blob, at)
        at += 4
        if token == 1:
            end = blob.index(b"\0", at)
            child = Node(blob[at:end].decode(), node)
            if node is not None:
                node.children.append(child)
            node, at = child, (end + 4) & ~3
        elif token == 2:
            if node.parent is None:
                return node
            node = node.parent
        elif token == 3:
            size, name = struct.unpack_from(">2I", blob, at)
            end = blob.index(b"\0", strings + name)
            node.properties[blob[strings + name:end].decode()] = blob[at + 8:at + 8 + size]
            at = (at + 8 + size + 3) & ~3


def pin_name(controller, bank, number):
    return "P%c%u" % (chr(ord("A") + bank + (11 if "r_pio" in controller.path or "1f02c00" in controller.path or "7022000" in controller.path or "8002c00" in controller.path else 0)), number)


def users(root):
    used = collections.defaultdict(set)
    handles = {node.cells("phandle")[0]: node for node in root.walk() if node.cells("phandle")}
    pio = {handle for handle, node in handles.items() if "pinctrl" in "".join(node.strings("compatible")) and "gpio-controller" in node.properties}
    for node in root.walk():
        if not node.is_enabled():
            continue
        for handle in node.cells("pinctrl-0"):
            for pin in handles[handle].strings("pins"):
                used[pin].add(node.path)
        for name in node.properties:
            cells = node.cells(name) if re.search(r"(^|-)gpios?$", name) else ()
            at = 0
            while at < len(cells):
                if cells[at] in pio and at + 3 < len(cells):
                    used[pin_name(handles[cells[at]], cells[at + 1], cells[at + 2])].add(node.path)
                controller = handles.get(cells[at])
                at += 1 + (controller.cells("#gpio-cells") or (0,))[0] if controller else 1
        parent = node.cells("interrupt-parent")
        if parent and parent[0] in pio and len(node.cells("interrupts")) >= 3:
            used[pin_name(handles[parent[0]], *node.cells("interrupts")[:2])].add(node.path)
    return used


shared = 0
pins = 0
for path in sys.argv[1:]:
    for pin, nodes in sorted(users(read(open(path, "rb").read())).items()):
        pins += 1
        if len(nodes) > 1:
            shared += 1
            print("%s: %s is used by %s" % (path, pin, " and ".join(sorted(nodes))))
print("%d trees, %d pins in use, %d of them twice" % (len(sys.argv) - 1, pins, shared))
sys.exit(shared > 0 or pins == 0)
