/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-xen.h"

#include <string.h>

/* Root compatible strings with platform code in Xen 4.17 (xen/arch/arm/platforms), 32-bit. */
#define XEN_PLATFORMS                                                                              \
	"allwinner,sun6i-a31|allwinner,sun6i-a31s|allwinner,sun7i-a20|allwinner,sun8i-a23|"        \
	"allwinner,sun8i-a33|allwinner,sun8i-h2-plus|allwinner,sun8i-h3|samsung,exynos5250|"       \
	"samsung,exynos5410|ti,omap5|ti,dra7|arm,vexpress|calxeda,ecx-2000|renesas,lager|"         \
	"hisilicon,hip04-d01"
#define SPECIFIC                                                                                   \
	"multiboot,kernel|multiboot,ramdisk|multiboot,device-tree|xen,xsm-policy|"                 \
	"xen,linux-zimage|xen,linux-initrd"
#define KERNEL  "multiboot,kernel|xen,linux-zimage"
#define RAMDISK "multiboot,ramdisk|xen,linux-initrd"

typedef void module_check(struct lint *lint, struct dt_node *module);

static bool is_below(const struct dt_node *node, const struct dt_node *above)
{
	while (node && node != above)
		node = node->parent;
	return node != NULL;
}

/* Calls @check for every module under /chosen and under its domains. */
static void each_module(struct lint *lint, module_check *check)
{
	for (struct dt_node *node = dt_next(lint->chosen); node && is_below(node, lint->chosen);
	     node = dt_next(node))
		if (lint_is_module(lint, node))
			check(lint, node);
}

static void dt011_xen_knows_the_platform(struct lint *lint)
{
	if (!lint_is_one_of(lint, lint->tree->root, XEN_PLATFORMS))
		lint_say(lint, lint->tree->root, "compatible", "take a newer Xen, or live without",
		         "Xen has no code for this platform: no reset, cores by PSCI only");
}

static void dt070_module(struct lint *lint, struct dt_node *module)
{
	size_t cells = dt_cell_count(lint->tree, module, "reg");
	const struct dt_node *up = module->parent;
	uint32_t ac, sc;

	while (!dt_has(up, "#address-cells") && up->parent)
		up = up->parent;
	ac = dt_address_cells(lint->tree, up);
	sc = dt_size_cells(lint->tree, up);
	if (cells != ac + sc)
		lint_say(lint, module, "reg",
		         "set #address-cells and #size-cells of the parent to <1>",
		         "reg has %zu cells, %s's #address-cells and #size-cells ask for %u + %u",
		         cells, dt_path(lint->arena, up), ac, sc);
}

static void dt070_cells_match(struct lint *lint)
{
	each_module(lint, dt070_module);
}

static bool has_domains(struct lint *lint)
{
	for (size_t i = 0; i < lint->chosen->child_count; i++)
		if (lint_is_domain(lint, lint->chosen->children[i]))
			return true;
	return false;
}

/* What Xen takes for a kernel: the specific string, or the first module without one. */
static size_t count_kernels(struct lint *lint)
{
	size_t kernels = 0, unknown = 0;

	for (size_t i = 0; i < lint->chosen->child_count; i++) {
		const struct dt_node *node = lint->chosen->children[i];
		if (!lint_is_module(lint, node))
			continue;
		kernels += lint_is_one_of(lint, node, KERNEL);
		unknown += !lint_is_one_of(lint, node, SPECIFIC);
	}
	return kernels ? kernels : unknown > 0;
}

static void dt071_there_is_one_kernel(struct lint *lint)
{
	size_t kernels = count_kernels(lint);

	if (kernels == 0 && !has_domains(lint))
		lint_say(lint, lint->chosen, NULL, "add a module with multiboot,kernel",
		         "there is no kernel module: Xen says \"Missing kernel boot module?\"");
	else if (kernels > 1)
		lint_say(lint, lint->chosen, NULL, "keep one",
		         "there are %zu kernel modules for dom0", kernels);
}

static void dt072_module(struct lint *lint, struct dt_node *module)
{
	if (!lint_is_one_of(lint, module, "multiboot,module|xen,multiboot-module"))
		lint_say(lint, module, "compatible", "add \"multiboot,module\" behind it",
		         "the module's compatible lacks multiboot,module, so it is ignored");
}

static void dt072_modules_are_marked(struct lint *lint)
{
	each_module(lint, dt072_module);
}

static void dt073_module(struct lint *lint, struct dt_node *module)
{
	const char *first = dt_string(lint->tree, module, "compatible", 0);

	if (!lint_is_one_of(lint, module, SPECIFIC) && first &&
	    strcmp(first, "multiboot,module") != 0 && strcmp(first, "xen,multiboot-module") != 0)
		lint_say(lint, module, "compatible",
		         "use multiboot,kernel, multiboot,ramdisk, multiboot,device-tree or "
		         "xen,xsm-policy",
		         "\"%s\" is no kind of module; Xen takes the first such for a kernel",
		         first);
}

static void dt073_kinds_are_known(struct lint *lint)
{
	each_module(lint, dt073_module);
}

/* The file that a module is meant to be: the one that starts where it does. */
static const struct lint_file *file_at(struct lint *lint, uint64_t address)
{
	for (size_t i = 0; i < lint->context->file_count; i++)
		if (lint->context->files[i].address == address)
			return &lint->context->files[i];
	return NULL;
}

static void dt074_module(struct lint *lint, struct dt_node *module)
{
	const struct lint_context *context = lint->context;
	uint64_t ram = context->ram_smallest ? context->ram_smallest : context->ram_size;
	uint64_t address, size;

	if (!lint_module_reg(lint, module, &address, &size))
		return;
	if (ram &&
	    (address < context->ram_base || size > ram || address - context->ram_base > ram - size))
		lint_say(lint, module, "reg", "choose an address in RAM",
		         "the module at 0x%llx lies outside the RAM that every variant has",
		         (unsigned long long)address);
	else if (context->files && !file_at(lint, address))
		lint_say(lint, module, "reg", "use the address that its file is loaded to",
		         "nothing is loaded to 0x%llx", (unsigned long long)address);
}

static void dt074_modules_are_loaded(struct lint *lint)
{
	each_module(lint, dt074_module);
}

static void dt075_module(struct lint *lint, struct dt_node *module)
{
	const struct lint_file *file;
	uint64_t address, size;

	if (!lint_module_reg(lint, module, &address, &size))
		return;
	file = lint->context->files ? file_at(lint, address) : NULL;
	if (size == 0)
		lint_say(lint, module, "reg", "give the file's size", "the module has no length");
	else if (file && size < file->size)
		lint_say(lint, module, "reg", "give the file's size",
		         "the module is %llu bytes, %s has %llu: it would be cut off",
		         (unsigned long long)size, file->what, (unsigned long long)file->size);
}

static void dt075_modules_are_whole(struct lint *lint)
{
	each_module(lint, dt075_module);
}

static bool overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	return a_size > 0 && b_size > 0 && (a < b ? b - a < a_size : a - b < b_size);
}

static bool module_starts_at(struct lint *lint, uint64_t start)
{
	uint64_t address, size;

	for (struct dt_node *node = dt_next(lint->chosen); node; node = dt_next(node))
		if (lint_is_module(lint, node) && lint_module_reg(lint, node, &address, &size) &&
		    address == start)
			return true;
	return false;
}

static void dt076_module(struct lint *lint, struct dt_node *module)
{
	uint64_t address, size, other_address, other_size;

	if (!lint_module_reg(lint, module, &address, &size))
		return;
	for (struct dt_node *other = dt_next(module); other; other = dt_next(other))
		if (lint_is_module(lint, other) &&
		    lint_module_reg(lint, other, &other_address, &other_size) &&
		    other_address != address && overlap(address, size, other_address, other_size))
			lint_say(lint, module, "reg", "move one of them",
			         "the module 0x%llx-0x%llx overlaps %s",
			         (unsigned long long)address,
			         (unsigned long long)(address + size - 1),
			         dt_path(lint->arena, other));
	for (size_t i = 0; i < lint->context->file_count; i++) {
		const struct lint_file *file = &lint->context->files[i];
		if (!module_starts_at(lint, file->address) &&
		    overlap(address, size, file->address, file->size))
			lint_say(lint, module, "reg", "move one of them",
			         "the module 0x%llx-0x%llx overlaps %s at 0x%llx",
			         (unsigned long long)address,
			         (unsigned long long)(address + size - 1), file->what,
			         (unsigned long long)file->address);
	}
}

static void dt076_ranges_are_disjoint(struct lint *lint)
{
	each_module(lint, dt076_module);
}

static void dt077_kernel_is_a_zimage(struct lint *lint)
{
	struct dt_node *module = lint_module(lint, lint->chosen, KERNEL);
	const struct lint_file *file;
	uint64_t address, size;

	if (!module || !lint_module_reg(lint, module, &address, &size))
		return;
	file = file_at(lint, address);
	if (file && file->zimage == LINT_NO)
		lint_say(lint, module, "reg", "give Xen a zImage, or a uImage around one",
		         "the kernel module, %s, is no zImage", file->what);
}

static void dt07b_one_ramdisk(struct lint *lint)
{
	if (dt_has(lint->chosen, "linux,initrd-start") && lint_module(lint, lint->chosen, RAMDISK))
		lint_say(
			lint, lint->chosen, "linux,initrd-start",
			"use a ramdisk module, or give the ramdisk to bootm, not both",
			"both linux,initrd-start and a ramdisk module are there; Xen takes the first");
}

static void dt084_order_does_not_matter(struct lint *lint)
{
	size_t unknown = 0;

	for (size_t i = 0; i < lint->chosen->child_count; i++)
		unknown += lint_is_module(lint, lint->chosen->children[i]) &&
		           !lint_is_one_of(lint, lint->chosen->children[i], SPECIFIC);
	if (unknown > 0)
		lint_say(
			lint, lint->chosen, NULL, "give each its kind: multiboot,kernel and so on",
			"%zu modules without a kind: Xen guesses by their order, which U-Boot's fdt "
			"mknod reverses",
			unknown);
}

/* A pool that must lie where dom0's memory does not reach: Xen gives dom0 its memory 1:1 above the
 * first 256 MiB, as long as that is free (seen with 128M to 512M). */
static void dt063_pools_can_be_met(struct lint *lint)
{
	struct dt_node *pools = dt_find(lint->tree, "/reserved-memory");
	const uint64_t first = (uint64_t)256 << 20;

	for (size_t i = 0; pools && i < pools->child_count; i++) {
		const struct dt_node *pool = pools->children[i];
		uint32_t ac = dt_address_cells(lint->tree, pools);
		uint32_t sc = dt_size_cells(lint->tree, pools);
		uint64_t from = lint_cells(lint->tree, pool, "alloc-ranges", 0, ac);
		uint64_t len = lint_cells(lint->tree, pool, "alloc-ranges", ac, sc);
		if (dt_has(pool, "alloc-ranges") && dt_is_enabled(lint->tree, pool) &&
		    from >= lint->context->ram_base &&
		    from + len <= lint->context->ram_base + first)
			lint_say(
				lint, pool, "alloc-ranges",
				"nothing, or drop the pool: only display and video need it",
				"the pool wants the first 256 MiB of RAM, where dom0 has none: dom0 "
				"starts without it");
	}
}

static const struct lint_rule rules[] = {
	{ "DT011", DIAG_NOTE, LINT_XEN, 0, "DT010", dt011_xen_knows_the_platform },
	{ "DT063", DIAG_NOTE, LINT_XEN, NEED_RAM, "DT012", dt063_pools_can_be_met },
	{ "DT070", DIAG_NO, LINT_XEN, NEED_CHOSEN, "DT012", dt070_cells_match },
	{ "DT071", DIAG_NO, LINT_XEN, NEED_CHOSEN | NEED_COMPLETE, NULL,
	  dt071_there_is_one_kernel },
	{ "DT072", DIAG_NO, LINT_XEN, NEED_CHOSEN, NULL, dt072_modules_are_marked },
	{ "DT073", DIAG_NO, LINT_XEN, NEED_CHOSEN, NULL, dt073_kinds_are_known },
	{ "DT074", DIAG_NO, LINT_XEN, NEED_CHOSEN, "DT070", dt074_modules_are_loaded },
	{ "DT075", DIAG_NO, LINT_XEN, NEED_CHOSEN, "DT070", dt075_modules_are_whole },
	{ "DT076", DIAG_NO, LINT_XEN, NEED_CHOSEN, "DT070", dt076_ranges_are_disjoint },
	{ "DT077", DIAG_NO, LINT_XEN, NEED_CHOSEN | NEED_FILES, "DT070", dt077_kernel_is_a_zimage },
	{ "DT07B", DIAG_WARNING, LINT_XEN, NEED_CHOSEN, NULL, dt07b_one_ramdisk },
	{ "DT084", DIAG_WARNING, LINT_XEN, NEED_CHOSEN, "DT073", dt084_order_does_not_matter },
};
const struct lint_table lint_xen_rules = LINT_TABLE(rules);
