/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "good-tree.h"

#include "dt/tree/tree-build.h"

#define CELLS(tree, node, name, ...)                                                               \
	do {                                                                                       \
		const uint32_t cells_[] = { __VA_ARGS__ };                                         \
		dt_set_cells(tree, node, name, cells_, sizeof(cells_) / sizeof(*cells_));          \
	} while (0)

static void add_cpus(struct dt_tree *tree)
{
	struct dt_node *cpus = dt_add_node(tree, tree->root, "cpus");

	CELLS(tree, cpus, "#address-cells", 1);
	CELLS(tree, cpus, "#size-cells", 0);
	for (uint32_t i = 0; i < 2; i++) {
		struct dt_node *cpu = dt_add_node(tree, cpus, i ? "cpu@1" : "cpu@0");
		dt_set_string(tree, cpu, "compatible", "arm,cortex-a7");
		dt_set_string(tree, cpu, "device_type", "cpu");
		CELLS(tree, cpu, "reg", i);
	}
}

static struct dt_node *add_gic(struct dt_tree *tree, struct dt_node *soc)
{
	struct dt_node *gic = dt_add_node(tree, soc, "interrupt-controller@1c81000");

	dt_set_string(tree, gic, "compatible", "arm,gic-400");
	CELLS(tree, gic, "reg", 0x1c81000, 0x1000, 0x1c82000, 0x2000, 0x1c84000, 0x2000, 0x1c86000,
	      0x2000);
	CELLS(tree, gic, "interrupts", 1, 9, 0xf04);
	dt_set_flag(tree, gic, "interrupt-controller");
	CELLS(tree, gic, "#interrupt-cells", 3);
	return gic;
}

static void add_devices(struct dt_tree *tree, struct dt_node *soc)
{
	struct dt_node *watchdog = dt_add_node(tree, soc, "watchdog@1c20c90");
	struct dt_node *uart = dt_add_node(tree, soc, "serial@1c28000");
	struct dt_node *mmc = dt_add_node(tree, soc, "mmc@1c0f000");

	dt_set_string(tree, watchdog, "compatible", "allwinner,sun4i-a10-wdt");
	CELLS(tree, watchdog, "reg", 0x1c20c90, 0x10);
	dt_set_string(tree, uart, "compatible", "snps,dw-apb-uart");
	CELLS(tree, uart, "reg", 0x1c28000, 0x400);
	CELLS(tree, uart, "interrupts", 0, 1, 4);
	CELLS(tree, uart, "reg-shift", 2);
	CELLS(tree, uart, "reg-io-width", 4);
	dt_set_string(tree, uart, "status", "okay");
	dt_set_string(tree, mmc, "compatible", "allwinner,sun7i-a20-mmc");
	CELLS(tree, mmc, "reg", 0x1c0f000, 0x1000);
	CELLS(tree, mmc, "interrupts", 0, 32, 4);
}

struct dt_tree *good_board_tree(struct arena *arena)
{
	struct dt_tree *tree = dt_tree_make(arena, "good.dtb");
	struct dt_node *root = tree->root, *soc, *node;

	dt_set_string(tree, root, "model", "A good board");
	dt_add_string(tree, dt_set_string(tree, root, "compatible", "cubietech,cubieboard2"),
	              "allwinner,sun7i-a20");
	CELLS(tree, root, "#address-cells", 1);
	CELLS(tree, root, "#size-cells", 1);
	soc = dt_add_node(tree, root, "soc");
	CELLS(tree, soc, "#address-cells", 1);
	CELLS(tree, soc, "#size-cells", 1);
	dt_set_flag(tree, soc, "ranges");
	dt_set_reference(tree, root, "interrupt-parent", add_gic(tree, soc));
	add_devices(tree, soc);
	add_cpus(tree);
	node = dt_add_node(tree, root, "timer");
	dt_set_string(tree, node, "compatible", "arm,armv7-timer");
	CELLS(tree, node, "interrupts", 1, 13, 0xf08, 1, 14, 0xf08, 1, 11, 0xf08, 1, 10, 0xf08);
	node = dt_add_node(tree, root, "aliases");
	dt_set_string(tree, node, "serial0", "/soc/serial@1c28000");
	node = dt_add_node(tree, root, "chosen");
	dt_set_string(tree, node, "stdout-path", "serial0:115200n8");
	return tree;
}

static void add_module(struct dt_tree *tree, struct dt_node *chosen, const char *name,
                       const char *kind, uint32_t address, uint32_t size)
{
	struct dt_node *module = dt_add_node(tree, chosen, name);

	dt_add_string(tree, dt_set_string(tree, module, "compatible", kind), "multiboot,module");
	CELLS(tree, module, "reg", address, size);
}

struct dt_tree *good_xen_tree(struct arena *arena)
{
	struct dt_tree *tree = good_board_tree(arena);
	struct dt_node *chosen = dt_find(tree, "/chosen");

	CELLS(tree, chosen, "#address-cells", 1);
	CELLS(tree, chosen, "#size-cells", 1);
	dt_set_string(tree, chosen, "xen,xen-bootargs",
	              "console=dtuart dtuart=serial0 dom0_mem=256M");
	add_module(tree, chosen, "module@42000000", "multiboot,kernel", GOOD_KERNEL, 0x500000);
	add_module(tree, chosen, "module@44000000", "multiboot,ramdisk", GOOD_RAMDISK, 0x100000);
	dt_set_string(tree, dt_find(tree, "/chosen/module@42000000"), "bootargs",
	              "console=hvc0 rdinit=/init");
	return tree;
}

struct dt_tree *good_linux_tree(struct arena *arena)
{
	struct dt_tree *tree = good_board_tree(arena);

	dt_set_string(tree, dt_find(tree, "/chosen"), "bootargs",
	              "console=ttyS0,115200 rdinit=/init");
	return tree;
}
