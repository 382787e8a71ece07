/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-board.h"

#include <string.h>

#define XEN_BLOB_LIMIT ((uint64_t)2 << 20) /* MAX_FDT_SIZE, xen/arch/arm/include/asm/setup.h */
#define PAGE           ((uint64_t)4096)
#define GIC_PPI        1

/* ---- the blob and the root ----------------------------------------------------------------- */

static void dt002_blob_is_at_most_2_mib(struct lint *lint)
{
	if (lint->context->blob_size > XEN_BLOB_LIMIT)
		lint_say(lint, NULL, NULL, "take __symbols__ and padding out of it",
		         "the tree is %llu bytes, Xen takes 2 MiB",
		         (unsigned long long)lint->context->blob_size);
}

static void dt003_blob_is_aligned(struct lint *lint)
{
	if (lint->context->load_address % 8 != 0)
		lint_say(lint, NULL, NULL, "load it at a multiple of 8, better of 64 KiB",
		         "the tree would be at 0x%llx, which is not a multiple of 8",
		         (unsigned long long)lint->context->load_address);
}

static void dt004_blob_has_room(struct lint *lint)
{
	const struct lint_context *context = lint->context;
	if (context->added_bytes > context->blob_room)
		lint_say(lint, NULL, NULL, "use fdt resize first, or write the nodes on the host",
		         "the script adds %llu bytes of nodes, the tree has room for %llu",
		         (unsigned long long)context->added_bytes,
		         (unsigned long long)context->blob_room);
}

static void reserved_over(struct lint *lint, const struct dt_node *node, uint64_t address,
                          uint64_t size)
{
	for (size_t i = 0; i < lint->context->file_count; i++) {
		const struct lint_file *file = &lint->context->files[i];
		if (file->tree || address >= file->address + file->size ||
		    file->address >= address + size)
			continue;
		lint_say(lint, node, node ? "reg" : NULL, "load it elsewhere",
		         "%s at 0x%llx lies in the reserved range 0x%llx-0x%llx", file->what,
		         (unsigned long long)file->address, (unsigned long long)address,
		         (unsigned long long)(address + size - 1));
	}
}

static void dt005_reserved_ranges_are_clear(struct lint *lint)
{
	struct dt_node *pools = dt_find(lint->tree, "/reserved-memory");
	uint64_t address, size;

	for (size_t i = 0; i < lint->tree->reservation_count; i++)
		reserved_over(lint, NULL, lint->tree->reservations[i].address,
		              lint->tree->reservations[i].size);
	for (size_t i = 0; pools && i < pools->child_count; i++)
		if (lint_reg(lint, pools->children[i], 0, &address, &size))
			reserved_over(lint, pools->children[i], address, size);
}

static void dt010_root_is_the_board(struct lint *lint)
{
	const char *wanted = lint->context->compatible;
	const char *found = dt_string(lint->tree, lint->tree->root, "compatible", 0);
	const char *soc = lint->context->soc;
	const struct lint_soc *of_tree = lint_soc_find(lint->tree, NULL);

	if (soc && of_tree && strcmp(of_tree->id, soc) != 0) {
		lint_say(
			lint, lint->tree->root, "compatible", "choose the tree of this board",
			"the tree is for %s with the SoC %s, the board %s%shas the SoC %s: nothing is "
			"compared with the facts of its SoC",
			found, of_tree->id, wanted ? wanted : "", wanted ? " " : "", soc);
		return;
	}
	if (!wanted)
		wanted = lint->soc ? lint->soc->compatible : NULL;
	if (wanted && !dt_is_compatible(lint->tree, lint->tree->root, wanted))
		lint_say(lint, lint->tree->root, "compatible", "choose the tree of this board",
		         "the tree is for %s, the board is %s", found ? found : "no board at all",
		         wanted);
}

static void dt012_root_has_cells(struct lint *lint)
{
	static const char *const names[] = { "#address-cells", "#size-cells" };

	for (size_t i = 0; i < 2; i++) {
		uint32_t cells = dt_cell(lint->tree, lint->tree->root, names[i], 0, 0);
		if (cells < 1 || cells > 2)
			lint_say(lint, lint->tree->root, names[i],
			         "add it: <1> for addresses below 4 GiB",
			         cells ? "%s is %u, 1 or 2 were expected" : "%s is missing",
			         names[i], cells);
	}
}

static void dt013_interrupts_have_a_parent(struct lint *lint)
{
	struct dt_node *root = lint->tree->root;

	if (dt_has(root, "interrupt-parent") && !lint_interrupt_parent(lint, root)) {
		lint_say(lint, root, "interrupt-parent", "let it refer to the GIC",
		         "the root's interrupt-parent 0x%x is no node",
		         dt_cell(lint->tree, root, "interrupt-parent", 0, 0));
		return;
	}
	for (struct dt_node *node = root; node; node = dt_next(node)) {
		if (!dt_has(node, "interrupts") || !dt_is_live(lint->tree, node) ||
		    lint_interrupt_parent(lint, node))
			continue;
		lint_say(lint, node, "interrupts", "add interrupt-parent = <&gic> to the root",
		         "nothing says which controller these interrupts go to");
		return;
	}
}

static void dt014_model_is_there(struct lint *lint)
{
	if (!dt_string(lint->tree, lint->tree->root, "model", 0))
		lint_say(lint, lint->tree->root, "model", "add the board's name",
		         "the tree does not name the board");
}

/* CPUs of ARMv5 to ARMv7 without virtualisation extensions (their technical reference manuals). */
#define CPUS_WITHOUT_HYP                                                                           \
	"arm,cortex-a5|arm,cortex-a8|arm,cortex-a9|arm,arm11mpcore|arm,arm1136jf-s|"               \
	"arm,arm1176jzf-s|arm,arm926ej-s|arm,arm920t|marvell,pj4a|marvell,pj4b|marvell,sheeva-v7|" \
	"marvell,feroceon|qcom,scorpion"

static void dt055_cpu_has_hyp_mode(struct lint *lint)
{
	struct dt_node *cpus = dt_find(lint->tree, "/cpus");

	for (size_t i = 0; cpus && i < cpus->child_count; i++) {
		if (!lint_is_one_of(lint, cpus->children[i], CPUS_WITHOUT_HYP))
			continue;
		lint_say(
			lint, cpus->children[i], "compatible",
			"boot Linux alone on this board; Xen wants a Cortex-A7, A15 or A17, or 64 bits",
			"%s has no HYP mode: Xen cannot run on it",
			dt_string(lint->tree, cpus->children[i], "compatible", 0));
		return;
	}
}

/* ---- interrupt controller ------------------------------------------------------------------ */

static void dt020_there_is_a_gic(struct lint *lint)
{
	if (!lint->gic)
		lint_say(
			lint, lint->tree->root, NULL,
			"give the interrupt controller compatible = \"arm,gic-400\"",
			"there is no enabled GICv2 that Xen knows (arm,gic-400, arm,cortex-a15-gic, "
			"arm,cortex-a7-gic)");
}

static void dt021_gic_has_four_regions(struct lint *lint)
{
	uint64_t address, size;
	size_t count = 0;

	while (count < 4 && lint_reg(lint, lint->gic, count, &address, &size))
		count++;
	if (count < 4)
		lint_say(lint, lint->gic, "reg", "add GICH and GICV, the hypervisor's regions",
		         "the GIC has %zu regions; Xen needs 4: GICD, GICC, GICH, GICV", count);
}

static void dt022_gicc_is_8_kib(struct lint *lint)
{
	uint64_t address, size, v_size;

	if (!lint_reg(lint, lint->gic, 1, &address, &size) ||
	    !lint_reg(lint, lint->gic, 3, &address, &v_size))
		return;
	if (size < 0x2000)
		lint_say(lint, lint->gic, "reg", "use 0x2000",
		         "GICC is 0x%llx bytes; Xen wants 0x2000 and enlarges it with a warning",
		         (unsigned long long)size);
	else if (size != v_size)
		lint_say(lint, lint->gic, "reg", "give both the same size",
		         "GICC is 0x%llx bytes, GICV 0x%llx", (unsigned long long)size,
		         (unsigned long long)v_size);
}

static void dt023_gic_is_page_aligned(struct lint *lint)
{
	uint64_t address, size;

	for (size_t i = 0; i < 4 && lint_reg(lint, lint->gic, i, &address, &size); i++)
		if (address % PAGE != 0)
			lint_say(lint, lint->gic, "reg", "correct the address",
			         "region %zu at 0x%llx does not start on a page", i,
			         (unsigned long long)address);
}

static void dt024_gic_has_the_maintenance_interrupt(struct lint *lint)
{
	struct dt_tree *tree = lint->tree;

	if (dt_cell_count(tree, lint->gic, "interrupts") < 3)
		lint_say(lint, lint->gic, "interrupts", "add interrupts = <1 9 0xf04>",
		         "the GIC has no maintenance interrupt");
	else if (dt_cell(tree, lint->gic, "interrupts", 0, 0) != GIC_PPI ||
	         dt_cell(tree, lint->gic, "interrupts", 1, 0) != 9)
		lint_say(
			lint, lint->gic, "interrupts", "use <1 9 0xf04>: PPI 9",
			"the GIC's maintenance interrupt is <%u %u>, on these CPUs it is PPI 9, <1 9>",
			dt_cell(tree, lint->gic, "interrupts", 0, 0),
			dt_cell(tree, lint->gic, "interrupts", 1, 0));
}

static void dt025_gic_is_a_controller(struct lint *lint)
{
	uint32_t cells = dt_cell(lint->tree, lint->gic, "#interrupt-cells", 0, 0);

	if (!dt_has(lint->gic, "interrupt-controller"))
		lint_say(lint, lint->gic, "interrupt-controller", "add the empty property",
		         "the GIC is not marked as an interrupt controller");
	if (cells != 3)
		lint_say(lint, lint->gic, "#interrupt-cells", "set it to <3>",
		         "#interrupt-cells is %u, a GIC has 3", cells);
}

static void dt026_gic_is_where_the_soc_has_it(struct lint *lint)
{
	static const char *const names[] = { "GICD", "GICC", "GICH", "GICV" };
	uint64_t address, size;

	for (size_t i = 0; i < 4 && lint_reg(lint, lint->gic, i, &address, &size); i++)
		if (address != lint->soc->gic[i])
			lint_say(lint, lint->gic, "reg", "correct the address",
			         "%s is at 0x%llx, the %s has it at 0x%x", names[i],
			         (unsigned long long)address, lint->soc->id, lint->soc->gic[i]);
}

/* ---- timer --------------------------------------------------------------------------------- */

static void dt030_there_is_an_architected_timer(struct lint *lint)
{
	if (!lint->timer)
		lint_say(
			lint, lint->tree->root, NULL,
			"add a timer node with compatible = \"arm,armv7-timer\"",
			"there is no enabled architected timer; the SoC's own is not enough for Xen");
}

static void dt031_timer_has_four_interrupts(struct lint *lint)
{
	static const uint32_t ppis[] = { 13, 14, 11, 10 };
	size_t count = dt_cell_count(lint->tree, lint->timer, "interrupts") / 3;

	if (count < 4) {
		lint_say(lint, lint->timer, "interrupts",
		         "list secure, non-secure, virtual and hypervisor: PPI 13, 14, 11, 10",
		         "the timer has %zu interrupts, Xen needs 4", count);
		return;
	}
	for (size_t i = 0; i < 4; i++)
		if (dt_cell(lint->tree, lint->timer, "interrupts", 3 * i, 0) != GIC_PPI ||
		    dt_cell(lint->tree, lint->timer, "interrupts", 3 * i + 1, 0) != ppis[i])
			lint_say(lint, lint->timer, "interrupts", "the order is PPI 13, 14, 11, 10",
			         "the timer's interrupt %zu is <%u %u>, expected is <1 %u>", i,
			         dt_cell(lint->tree, lint->timer, "interrupts", 3 * i, 0),
			         dt_cell(lint->tree, lint->timer, "interrupts", 3 * i + 1, 0),
			         ppis[i]);
}

static void dt032_timer_frequency_is_the_counters(struct lint *lint)
{
	uint32_t hz = dt_cell(lint->tree, lint->timer, "clock-frequency", 0, 0);
	uint32_t wanted = lint->soc ? lint->soc->timer_hz : 0;

	if (!dt_has(lint->timer, "clock-frequency"))
		return;
	if (hz == 0 || (wanted && hz != wanted))
		lint_say(lint, lint->timer, "clock-frequency",
		         "delete the property: the loader sets the counter's own register",
		         "the timer's frequency is %u Hz, the board's counter runs at %u", hz,
		         wanted ? wanted : 24000000);
}

static void dt033_timer_registers(struct lint *lint)
{
	if (dt_has(lint->timer, "arm,cpu-registers-not-fw-configured"))
		lint_say(lint, lint->timer, "arm,cpu-registers-not-fw-configured",
		         "delete it where the loader sets CNTFRQ and CNTVOFF, as U-Boot does",
		         "Linux alone will not use the virtual timer");
}

static const struct lint_rule rules[] = {
	{ "DT002", DIAG_NO, LINT_XEN, 0, NULL, dt002_blob_is_at_most_2_mib },
	{ "DT003", DIAG_NO, LINT_ANY, 0, NULL, dt003_blob_is_aligned },
	{ "DT004", DIAG_NO, LINT_ANY, 0, NULL, dt004_blob_has_room },
	{ "DT005", DIAG_WARNING, LINT_ANY, NEED_FILES, NULL, dt005_reserved_ranges_are_clear },
	{ "DT010", DIAG_NO, LINT_ANY, 0, NULL, dt010_root_is_the_board },
	{ "DT012", DIAG_NO, LINT_ANY, 0, NULL, dt012_root_has_cells },
	{ "DT013", DIAG_NO, LINT_ANY, 0, NULL, dt013_interrupts_have_a_parent },
	{ "DT014", DIAG_NOTE, LINT_ANY, 0, NULL, dt014_model_is_there },
	{ "DT055", DIAG_NO, LINT_XEN, 0, NULL, dt055_cpu_has_hyp_mode },
	{ "DT020", DIAG_NO, LINT_XEN, 0, "DT055", dt020_there_is_a_gic },
	{ "DT021", DIAG_NO, LINT_XEN, NEED_GIC, "DT012", dt021_gic_has_four_regions },
	{ "DT022", DIAG_WARNING, LINT_XEN, NEED_GIC, "DT012 DT021", dt022_gicc_is_8_kib },
	{ "DT023", DIAG_NO, LINT_XEN, NEED_GIC, "DT012", dt023_gic_is_page_aligned },
	{ "DT024", DIAG_NO, LINT_XEN, NEED_GIC, NULL, dt024_gic_has_the_maintenance_interrupt },
	{ "DT025", DIAG_NO, LINT_ANY, NEED_GIC, NULL, dt025_gic_is_a_controller },
	{ "DT026", DIAG_NO, LINT_ANY, NEED_GIC | NEED_SOC, "DT012 DT023",
	  dt026_gic_is_where_the_soc_has_it },
	{ "DT030", DIAG_NO, LINT_XEN, 0, "DT055", dt030_there_is_an_architected_timer },
	{ "DT031", DIAG_NO, LINT_XEN, NEED_TIMER, NULL, dt031_timer_has_four_interrupts },
	{ "DT032", DIAG_NO, LINT_ANY, NEED_TIMER, NULL, dt032_timer_frequency_is_the_counters },
	{ "DT033", DIAG_NOTE, LINT_LINUX, NEED_TIMER, NULL, dt033_timer_registers },
};
const struct lint_table lint_board_rules = LINT_TABLE(rules);
