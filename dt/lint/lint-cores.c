/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-cores.h"

#include "lib/number.h"

#include <string.h>

#define MPIDR_MASK 0xffffffu

static struct dt_node *cpus(struct lint *lint)
{
	return dt_find(lint->tree, "/cpus");
}

static bool is_cpu(const struct dt_node *node)
{
	return strncmp(node->name, "cpu@", 4) == 0 || strcmp(node->name, "cpu") == 0;
}

static void dt050_there_are_cpus(struct lint *lint)
{
	struct dt_node *parent = cpus(lint);

	for (size_t i = 0; parent && i < parent->child_count; i++)
		if (is_cpu(parent->children[i]))
			return;
	/* Some trees of single-core SoCs do without, and Linux alone starts on them. */
	if (lint->xen || lint->soc)
		lint_say(lint, parent, NULL, "take /cpus from the SoC's tree",
		         "there are no CPU nodes; U-Boot stops with \"FDT creation failed!\"");
}

static void dt051_cpus_have_their_type(struct lint *lint)
{
	struct dt_node *parent = cpus(lint);

	for (size_t i = 0; parent && i < parent->child_count; i++) {
		const char *type = dt_string(lint->tree, parent->children[i], "device_type", 0);
		if (is_cpu(parent->children[i]) && (!type || strcmp(type, "cpu") != 0))
			lint_say(lint, parent->children[i], "device_type",
			         "add device_type = \"cpu\"",
			         "a CPU node without its device_type is ignored");
	}
}

static void dt052_one_cpu_is_the_boot_cpu(struct lint *lint)
{
	struct dt_node *parent = cpus(lint);
	bool boot = false;

	for (size_t i = 0; parent && i < parent->child_count; i++) {
		const struct dt_node *cpu = parent->children[i];
		uint32_t id = dt_cell(lint->tree, cpu, "reg", 0, UINT32_MAX);
		if (!is_cpu(cpu))
			continue;
		if (dt_cell_count(lint->tree, cpu, "reg") == 0 && (lint->xen || lint->soc))
			lint_say(lint, cpu, "reg", "add reg with the core's MPIDR",
			         "the CPU node has no reg and is not used");
		for (size_t j = 0; j < i; j++)
			if (is_cpu(parent->children[j]) && id != UINT32_MAX &&
			    dt_cell(lint->tree, parent->children[j], "reg", 0, UINT32_MAX) == id)
				lint_say(lint, cpu, "reg", "number the cores 0, 1, …",
				         "two CPU nodes have reg <0x%x>", id);
		boot = boot || (id & MPIDR_MASK) == 0;
	}
	/* Elsewhere a core of another cluster may be the first (0x100 on an Exynos 5422). */
	if (!boot && lint->soc)
		lint_say(lint, parent, NULL, "the first core's reg is <0>",
		         "no CPU node is the boot CPU (reg <0>); one core will be used");
}

static void dt053_all_cores_are_there(struct lint *lint)
{
	struct dt_node *parent = cpus(lint);
	size_t count = 0;

	for (size_t i = 0; parent && i < parent->child_count; i++)
		count += is_cpu(parent->children[i]);
	if (count != lint->soc->cores)
		lint_say(lint, parent, NULL, "compare /cpus with the SoC's tree",
		         "there are %zu CPU nodes, the %s has %u cores", count, lint->soc->id,
		         lint->soc->cores);
}

static void dt054_cores_can_be_started(struct lint *lint)
{
	bool psci = lint_find(lint, "arm,psci|arm,psci-0.2|arm,psci-1.0") != NULL;

	if (!psci && lint->context->loader_adds_psci == LINT_NO &&
	    !(lint->soc && lint->soc->starts_cores))
		lint_say(lint, lint->tree->root, NULL, "use a loader with PSCI",
		         "there is no psci node and the loader adds none: one core will run");
}

/* ---- memory and reset ---------------------------------------------------------------------- */

static bool is_memory(struct lint *lint, const struct dt_node *node)
{
	const char *type = dt_string(lint->tree, node, "device_type", 0);
	return type && strcmp(type, "memory") == 0;
}

static void dt060_memory_is_described(struct lint *lint)
{
	const struct dt_node *root = lint->tree->root;

	for (size_t i = 0; i < root->child_count; i++)
		if (is_memory(lint, root->children[i]))
			return;
	if (lint->context->loader_adds_memory == LINT_NO)
		lint_say(lint, root, NULL, "add memory@…: device_type = \"memory\" and reg",
		         "there is no memory node and the loader adds none");
	else if (lint->context->loader_adds_memory == LINT_YES)
		lint_say_as(lint, DIAG_NOTE, root, NULL, "nothing: mainline U-Boot does it",
		            "there is no memory node; the loader adds it");
}

static void dt061_memory_lies_in_the_boards_ram(struct lint *lint)
{
	const struct lint_context *context = lint->context;
	const struct dt_node *root = lint->tree->root;
	uint64_t address, size;

	for (size_t i = 0; i < root->child_count; i++) {
		const struct dt_node *node = root->children[i];
		if (!is_memory(lint, node))
			continue;
		for (size_t n = 0; lint_reg(lint, node, n, &address, &size); n++)
			if (size > 0 && (address < context->ram_base || size > context->ram_size ||
			                 address - context->ram_base > context->ram_size - size))
				lint_say(lint, node, "reg", "correct the size",
				         "memory 0x%llx-0x%llx; the board has %s at 0x%llx",
				         (unsigned long long)address,
				         (unsigned long long)(address + size - 1),
				         number_size_text(lint->arena, context->ram_size),
				         (unsigned long long)context->ram_base);
	}
}

static void dt090_there_is_a_watchdog(struct lint *lint)
{
	if (lint->soc->watchdog && !lint_find(lint, lint->soc->watchdog))
		lint_say(lint, lint->tree->root, NULL,
		         "take the watchdog's node from the SoC's tree",
		         "there is no watchdog that resets a %s: reboot will hang", lint->soc->id);
}

static void dt091_exynos_parts(struct lint *lint)
{
	static const struct {
		const char *compatible;
		enum severity severity;
		const char *effect;
	} parts[] = {
		{ "samsung,exynos4210-mct", DIAG_NO, "Xen cannot start its timer" },
		{ "samsung,exynos4210-sysram", DIAG_WARNING, "the second core cannot be started" },
		{ "samsung,exynos5250-pmu", DIAG_WARNING, "reboot will hang" },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (lint->soc->starts_cores && !lint_find(lint, parts[i].compatible))
			lint_say_as(lint, parts[i].severity, lint->tree->root, NULL,
			            "take the node from the SoC's tree",
			            "there is no enabled %s: %s", parts[i].compatible,
			            parts[i].effect);
}

static const struct lint_rule rules[] = {
	{ "DT050", DIAG_NO, LINT_ANY, 0, NULL, dt050_there_are_cpus },
	{ "DT051", DIAG_NO, LINT_ANY, 0, "DT050", dt051_cpus_have_their_type },
	{ "DT052", DIAG_WARNING, LINT_ANY, 0, "DT050", dt052_one_cpu_is_the_boot_cpu },
	{ "DT053", DIAG_WARNING, LINT_ANY, NEED_SOC, "DT050", dt053_all_cores_are_there },
	{ "DT054", DIAG_WARNING, LINT_ANY, 0, NULL, dt054_cores_can_be_started },
	{ "DT060", DIAG_NO, LINT_ANY, 0, NULL, dt060_memory_is_described },
	{ "DT061", DIAG_NO, LINT_ANY, NEED_RAM, "DT012", dt061_memory_lies_in_the_boards_ram },
	{ "DT090", DIAG_WARNING, LINT_ANY, NEED_SOC, NULL, dt090_there_is_a_watchdog },
	{ "DT091", DIAG_NO, LINT_ANY, NEED_SOC, NULL, dt091_exynos_parts },
};
const struct lint_table lint_cores_rules = LINT_TABLE(rules);
