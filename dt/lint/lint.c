/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint.h"

#include <string.h>

/* ---- saying -------------------------------------------------------------------------------- */

static void remember(struct lint *lint)
{
	lint->fired = arena_push(lint->arena, (void *)lint->fired, lint->fired_count,
	                         sizeof(*lint->fired));
	((const char **)lint->fired)[lint->fired_count++] = lint->rule->id;
}

static bool fired(const struct lint *lint, const char *id)
{
	for (size_t i = 0; i < lint->fired_count; i++)
		if (strncmp(lint->fired[i], id, 5) == 0)
			return true;
	return false;
}

__attribute__((format(printf, 6, 0))) static void say(struct lint *lint, enum severity severity,
                                                      const struct dt_node *node,
                                                      const char *property, const char *hint,
                                                      const char *format, va_list args)
{
	struct where at = at_file(lint->tree->name);
	const char *message = arena_vprintf(lint->arena, format, args);
	const char *id = lint->rule->id;

	remember(lint);
	if (severity < lint->context->least)
		return;
	if (node)
		at = at_property(lint->tree->name, dt_path(lint->arena, node), property);
	if (severity >= DIAG_NO)
		diag_no(lint->diags, id, at, hint, "%s", message);
	else if (severity == DIAG_WARNING)
		diag_warning(lint->diags, id, at, hint, "%s", message);
	else
		diag_note(lint->diags, id, at, hint, "%s", message);
	if (lint->diags->list[lint->diags->count - 1].severity >= DIAG_NO)
		lint->failed = true;
}

void lint_say(struct lint *lint, const struct dt_node *node, const char *property, const char *hint,
              const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say(lint, lint->rule->severity, node, property, hint, format, args);
	va_end(args);
}

void lint_say_as(struct lint *lint, enum severity severity, const struct dt_node *node,
                 const char *property, const char *hint, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	say(lint, severity, node, property, hint, format, args);
	va_end(args);
}

/* ---- reading ------------------------------------------------------------------------------- */

uint64_t lint_cells(struct dt_tree *tree, const struct dt_node *node, const char *property,
                    size_t at, uint32_t cells)
{
	uint64_t value = 0;
	for (uint32_t i = 0; i < cells; i++)
		value = value << 32 | dt_cell(tree, node, property, at + i, 0);
	return value;
}

/* An address of @node's children seen from above @node. False when no range covers it. */
static bool translate(struct dt_tree *tree, const struct dt_node *node, uint64_t *address)
{
	uint32_t child = dt_address_cells(tree, node), size = dt_size_cells(tree, node);
	uint32_t parent = dt_address_cells(tree, node->parent);
	size_t row = child + parent + size, count = dt_cell_count(tree, node, "ranges");

	if (!dt_has(node, "ranges"))
		return false;
	if (count == 0 || row == 0)
		return true;
	for (size_t at = 0; at + row <= count; at += row) {
		uint64_t from = lint_cells(tree, node, "ranges", at, child);
		uint64_t len = lint_cells(tree, node, "ranges", at + child + parent, size);
		if (*address < from || *address - from >= len)
			continue;
		*address += lint_cells(tree, node, "ranges", at + child, parent) - from;
		return true;
	}
	return false;
}

bool lint_reg(struct lint *lint, const struct dt_node *node, size_t index, uint64_t *address,
              uint64_t *size)
{
	struct dt_tree *tree = lint->tree;
	uint32_t ac, sc;

	if (!node->parent)
		return false;
	ac = dt_address_cells(tree, node->parent);
	sc = dt_size_cells(tree, node->parent);
	if (ac > 2 || sc > 2 || dt_cell_count(tree, node, "reg") < (index + 1) * (ac + sc))
		return false;
	*address = lint_cells(tree, node, "reg", index * (ac + sc), ac);
	*size = lint_cells(tree, node, "reg", index * (ac + sc) + ac, sc);
	for (const struct dt_node *up = node->parent; up->parent; up = up->parent)
		if (!translate(tree, up, address))
			return false;
	return true;
}

struct dt_node *lint_interrupt_parent(struct lint *lint, const struct dt_node *node)
{
	for (; node; node = node->parent)
		if (dt_has(node, "interrupt-parent"))
			return dt_find_phandle(lint->tree,
			                       dt_cell(lint->tree, node, "interrupt-parent", 0, 0));
	return NULL;
}

bool lint_is_one_of(struct lint *lint, const struct dt_node *node, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, "|");
		if (dt_is_compatible(lint->tree, node, arena_strndup(lint->arena, list, len)))
			return true;
		list += len + (list[len] == '|');
	}
	return false;
}

struct dt_node *lint_find(struct lint *lint, const char *list)
{
	for (struct dt_node *node = lint->tree->root; node; node = dt_next(node))
		if (lint_is_one_of(lint, node, list) && dt_is_live(lint->tree, node))
			return node;
	return NULL;
}

const char *lint_argument(struct arena *arena, const char *arguments, const char *key)
{
	size_t key_len = strlen(key);
	const char *found = NULL;

	for (const char *p = arguments; *p;) {
		size_t len = strcspn(p, " ");
		if (len > key_len && strncmp(p, key, key_len) == 0 && p[key_len] == '=')
			found = arena_strndup(arena, p + key_len + 1, len - key_len - 1);
		p += len + strspn(p + len, " ");
	}
	return found;
}

bool lint_has_argument(const char *arguments, const char *word)
{
	size_t word_len = strlen(word);

	for (const char *p = arguments; *p;) {
		size_t len = strcspn(p, " ");
		if (len == word_len && strncmp(p, word, len) == 0)
			return true;
		p += len + strspn(p + len, " ");
	}
	return false;
}

/* ---- the tree's own answers ---------------------------------------------------------------- */

bool lint_is_module(struct lint *lint, const struct dt_node *node)
{
	const char *compatible = dt_string(lint->tree, node, "compatible", 0);
	return compatible && (strncmp(compatible, "multiboot,", 10) == 0 ||
	                      lint_is_one_of(lint, node,
	                                     "multiboot,module|xen,multiboot-module|xen,xsm-policy|"
	                                     "xen,linux-zimage|xen,linux-initrd"));
}

bool lint_is_domain(struct lint *lint, const struct dt_node *node)
{
	return dt_is_compatible(lint->tree, node, "xen,domain");
}

struct dt_node *lint_module(struct lint *lint, const struct dt_node *parent, const char *specific)
{
	for (size_t i = 0; i < parent->child_count; i++)
		if (lint_is_one_of(lint, parent->children[i], specific))
			return parent->children[i];
	return NULL;
}

bool lint_module_reg(struct lint *lint, const struct dt_node *module, uint64_t *address,
                     uint64_t *size)
{
	struct dt_tree *tree = lint->tree;
	const struct dt_node *parent = module->parent;
	/* Xen goes on with the grandparent's cells when the parent has none. */
	const struct dt_node *a = parent, *s = parent;
	uint32_t ac, sc;

	while (!dt_has(a, "#address-cells") && a->parent)
		a = a->parent;
	while (!dt_has(s, "#size-cells") && s->parent)
		s = s->parent;
	ac = dt_address_cells(tree, a);
	sc = dt_size_cells(tree, s);
	if (ac > 2 || sc > 2 || dt_cell_count(tree, module, "reg") < ac + sc)
		return false;
	*address = lint_cells(tree, module, "reg", 0, ac);
	*size = lint_cells(tree, module, "reg", ac, sc);
	return true;
}

static bool carries_xen(struct lint *lint)
{
	struct dt_node *chosen = lint->chosen;

	if (!chosen)
		return false;
	if (dt_has(chosen, "xen,xen-bootargs") || dt_has(chosen, "xen,dom0-bootargs"))
		return true;
	for (size_t i = 0; i < chosen->child_count; i++)
		if (lint_is_module(lint, chosen->children[i]) ||
		    lint_is_domain(lint, chosen->children[i]))
			return true;
	return false;
}

/* Whose arguments are whose: Xen docs/misc/arm/device-tree/booting.txt, "Command lines". */
static void find_arguments(struct lint *lint)
{
	struct dt_tree *tree = lint->tree;
	struct dt_node *chosen = lint->chosen, *kernel;
	const char *bootargs, *dom0;

	if (!chosen)
		return;
	bootargs = dt_string(tree, chosen, "bootargs", 0);
	if (!lint->xen) {
		lint->kernel_args = bootargs;
		return;
	}
	kernel = lint_module(lint, chosen, "multiboot,kernel|xen,linux-zimage");
	dom0 = kernel ? dt_string(tree, kernel, "bootargs", 0) : NULL;
	if (!dom0)
		dom0 = dt_string(tree, chosen, "xen,dom0-bootargs", 0);
	lint->xen_args = dt_string(tree, chosen, "xen,xen-bootargs", 0);
	lint->kernel_args = dom0 ? dom0 : lint->xen_args ? bootargs : NULL;
	if (!lint->xen_args && dom0)
		lint->xen_args = bootargs;
}

/* The console that Xen or Linux will use: an alias or a path up to ':'. */
static const char *console_path(struct lint *lint)
{
	const char *path = NULL;

	if (lint->xen && lint->xen_args)
		path = lint_argument(lint->arena, lint->xen_args, "dtuart");
	if (!path)
		path = lint->context->console;
	if (!path && lint->chosen)
		path = dt_string(lint->tree, lint->chosen, "stdout-path", 0);
	return path ? arena_strndup(lint->arena, path, strcspn(path, ":")) : NULL;
}

static void look_around(struct lint *lint)
{
	const char *path;

	lint->chosen = dt_find(lint->tree, "/chosen");
	lint->xen = lint->context->what_for == LINT_XEN ||
	            (lint->context->what_for == LINT_ANY && carries_xen(lint));
	lint->complete = !lint->context->nodes_come_later || carries_xen(lint);
	find_arguments(lint);
	lint->soc = lint_soc_find(lint->tree, lint->context->soc);
	lint->gic = lint_find(lint, "arm,gic-400|arm,cortex-a15-gic|arm,cortex-a7-gic");
	lint->timer = lint_find(lint, "arm,armv7-timer|arm,armv8-timer");
	path = console_path(lint);
	lint->uart = path ? dt_find(lint->tree, path) : NULL;
}

/* ---- running ------------------------------------------------------------------------------- */

static unsigned have(const struct lint *lint)
{
	unsigned mask = 0;

	mask |= lint->soc ? NEED_SOC : 0;
	mask |= lint->context->ram_size ? NEED_RAM : 0;
	mask |= lint->context->files ? NEED_FILES : 0;
	mask |= lint->chosen ? NEED_CHOSEN : 0;
	mask |= lint->gic ? NEED_GIC : 0;
	mask |= lint->timer ? NEED_TIMER : 0;
	mask |= lint->uart ? NEED_UART : 0;
	mask |= lint->xen_args ? NEED_XEN_ARGS : 0;
	mask |= lint->kernel_args ? NEED_KERNEL_ARGS : 0;
	mask |= lint->complete ? NEED_COMPLETE : 0;
	return mask;
}

static bool prerequisite_fired(const struct lint *lint, const struct lint_rule *rule)
{
	for (const char *p = rule->after; p && *p; p += strcspn(p, " "), p += strspn(p, " "))
		if (fired(lint, p))
			return true;
	return false;
}

static bool applies(const struct lint *lint, const struct lint_rule *rule)
{
	if (rule->what_for == LINT_XEN && !lint->xen)
		return false;
	if (rule->what_for == LINT_LINUX && (lint->xen || lint->context->what_for == LINT_BOARD))
		return false;
	return (rule->needs & ~have(lint)) == 0 && !prerequisite_fired(lint, rule);
}

int lint_run(const struct lint_table *const *tables, struct dt_tree *tree,
             const struct lint_context *context, struct diags *diags)
{
	struct lint lint = {
		.arena = tree->arena, .tree = tree, .context = context, .diags = diags
	};

	look_around(&lint);
	for (; *tables; tables++)
		for (size_t i = 0; i < (*tables)->count; i++) {
			lint.rule = &(*tables)->rules[i];
			if (applies(&lint, lint.rule))
				lint.rule->check(&lint);
		}
	return lint.failed ? -1 : 0;
}
