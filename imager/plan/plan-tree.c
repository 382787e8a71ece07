/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/plan/plan-tree.h"

#include "dt/tree/fdt.h"
#include "dt/tree/tree-build.h"

#include <string.h>

static void set_reg(struct dt_tree *tree, struct dt_node *node, uint64_t address, uint64_t size)
{
	const uint32_t reg[] = { (uint32_t)address, (uint32_t)size };
	dt_set_cells(tree, node, "reg", reg, 2);
}

/* module@ADDRESS with its specific string in front: a module without one is guessed by its place. */
static void add_module(struct dt_tree *tree, struct dt_node *chosen,
                       const struct plan_module *module)
{
	const char *name =
		arena_printf(tree->arena, "module@%llx", (unsigned long long)module->address);
	struct dt_node *node = dt_add_node(tree, chosen, name);
	struct dt_property *compatible =
		dt_set_string(tree, node, "compatible", module->compatible);

	dt_add_string(tree, compatible, "multiboot,module");
	set_reg(tree, node, module->address, module->size);
	if (module->bootargs)
		dt_set_string(tree, node, "bootargs", module->bootargs);
}

/* What another boot left in /chosen would contradict the plan: modules, a ramdisk's place. */
static void clear_chosen(struct dt_node *chosen)
{
	static const char *const stale[] = { "bootargs",          "linux,initrd-start",
		                             "linux,initrd-end",  "xen,xen-bootargs",
		                             "xen,dom0-bootargs", "linux,stdout-path" };

	for (size_t i = 0; i < sizeof(stale) / sizeof(*stale); i++)
		dt_delete_property(chosen, stale[i]);
	for (size_t i = chosen->child_count; i-- > 0;)
		if (dt_has(chosen->children[i], "compatible"))
			dt_delete_node(chosen->children[i]);
}

int plan_tree(struct arena *arena, const struct plan_entry *entry, struct bytes dtb,
              struct dt_tree **out, struct diags *diags)
{
	struct dt_tree *tree;
	struct dt_node *chosen;

	if (fdt_read(arena, dtb, &tree, diags) < 0)
		return -1;
	chosen = dt_add_node(tree, tree->root, "chosen");
	clear_chosen(chosen);
	dt_set_string(tree, chosen, "stdout-path", entry->stdout_path);
	if (entry->hypervisor) {
		dt_set_cell(tree, chosen, "#address-cells", 1);
		dt_set_cell(tree, chosen, "#size-cells", 1);
		dt_set_string(tree, chosen, "xen,xen-bootargs", entry->xen_bootargs);
	} else {
		dt_set_string(tree, chosen, "bootargs", entry->bootargs);
	}
	for (size_t i = 0; i < entry->module_count; i++)
		add_module(tree, chosen, &entry->modules[i]);
	*out = tree;
	return 0;
}
