/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-domain.h"

#include <string.h>

typedef void domain_check(struct lint *lint, const struct dt_node *domain);

static void each_domain(struct lint *lint, domain_check *check)
{
	for (size_t i = 0; i < lint->chosen->child_count; i++)
		if (lint_is_domain(lint, lint->chosen->children[i]))
			check(lint, lint->chosen->children[i]);
}

static void dt080_domain(struct lint *lint, const struct dt_node *domain)
{
	size_t cells = dt_cell_count(lint->tree, domain, "memory");

	if (dt_cell(lint->tree, domain, "cpus", 0, 0) == 0)
		lint_say(lint, domain, "cpus", "add cpus = <1>",
		         "the domain has no cpus: Xen panics");
	if (cells != 2)
		lint_say(lint, domain, "memory",
		         "add memory = <0 0x20000> for 128 MiB: 64-bit, in KiB",
		         "the domain's memory has %zu cells, 2 were expected: Xen panics", cells);
}

static void dt080_domains_can_be_built(struct lint *lint)
{
	each_domain(lint, dt080_domain);
}

static void dt081_module(struct lint *lint, const struct dt_node *domain,
                         const struct dt_node *module)
{
	uint64_t address, size, other_address, other_size;

	if (!lint_is_module(lint, module) || !lint_module_reg(lint, module, &address, &size))
		return;
	for (struct dt_node *other = dt_next(lint->chosen); other && other != module;
	     other = dt_next(other))
		if (other->parent != domain && lint_is_module(lint, other) &&
		    lint_module_reg(lint, other, &other_address, &other_size) &&
		    other_address == address)
			lint_say(lint, module, "reg", "load the file a second time, elsewhere",
			         "%s uses the same memory; Xen frees a module after its first use",
			         dt_path(lint->arena, other));
}

static void dt081_domain(struct lint *lint, const struct dt_node *domain)
{
	for (size_t i = 0; i < domain->child_count; i++)
		dt081_module(lint, domain, domain->children[i]);
}

static void dt081_domains_have_copies(struct lint *lint)
{
	each_domain(lint, dt081_domain);
}

static void dt082_domain(struct lint *lint, const struct dt_node *domain)
{
	struct dt_node *kernel = lint_module(lint, domain, "multiboot,kernel|xen,linux-zimage");
	const char *args = kernel ? dt_string(lint->tree, kernel, "bootargs", 0) : NULL;
	const char *console = args ? lint_argument(lint->arena, args, "console") : NULL;
	bool pl011 = console && strncmp(console, "ttyAMA0", 7) == 0;

	if (pl011 && !dt_has(domain, "vpl011"))
		lint_say(
			lint, domain, "vpl011", "add the empty property vpl011",
			"the domain's console is ttyAMA0, and it has no vpl011: it will be silent");
	else if (!pl011 && dt_has(domain, "vpl011"))
		lint_say(lint, domain, "vpl011", "add console=ttyAMA0 to the domain's arguments",
		         "the domain has a vpl011, its console is %s: it will be silent",
		         console ? console : "not set");
}

static void dt082_domains_are_heard(struct lint *lint)
{
	each_domain(lint, dt082_domain);
}

static void dt083_domain(struct lint *lint, const struct dt_node *domain)
{
	if (!dt_has(domain, "#address-cells") || !dt_has(domain, "#size-cells"))
		lint_say(
			lint, domain, "#address-cells", "add #address-cells and #size-cells = <1>",
			"the domain has no cells of its own; its modules are read by its parent's");
}

static void dt083_domains_have_cells(struct lint *lint)
{
	each_domain(lint, dt083_domain);
}

static const struct lint_rule rules[] = {
	{ "DT080", DIAG_NO, LINT_XEN, NEED_CHOSEN, NULL, dt080_domains_can_be_built },
	{ "DT081", DIAG_NO, LINT_XEN, NEED_CHOSEN, "DT070", dt081_domains_have_copies },
	{ "DT082", DIAG_WARNING, LINT_XEN, NEED_CHOSEN, NULL, dt082_domains_are_heard },
	{ "DT083", DIAG_WARNING, LINT_XEN, NEED_CHOSEN, NULL, dt083_domains_have_cells },
};
const struct lint_table lint_domain_rules = LINT_TABLE(rules);
