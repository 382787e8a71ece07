/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine of the rules: which of them run on a tree, what a rule knows and how it says what it
 * found. For lint*.c; the door for everyone else is dt/lint/lint-table.h.
 */
#ifndef DT_LINT_H
#define DT_LINT_H

#include "dt/lint/lint-context.h"
#include "dt/lint/lint-soc.h"
#include "dt/tree/tree.h"

struct lint {
	struct arena *arena;
	struct dt_tree *tree;
	const struct lint_context *context;
	struct diags *diags;
	const struct lint_rule *rule; /* the one that runs */
	const struct lint_soc *soc;   /* NULL: unknown */
	bool xen;
	bool complete; /* the tree has, or should have, Xen's arguments and modules */
	struct dt_node *chosen, *gic, *timer, *uart; /* NULL: none */
	const char *xen_args, *kernel_args;          /* NULL: none */
	const char *const *fired;                    /* ids of rules that found something */
	size_t fired_count;
	bool failed;
};

enum lint_need {
	NEED_SOC = 1,
	NEED_RAM = 2,
	NEED_FILES = 4,
	NEED_CHOSEN = 8,
	NEED_GIC = 16,
	NEED_TIMER = 32,
	NEED_UART = 64,
	NEED_XEN_ARGS = 128,
	NEED_KERNEL_ARGS = 256,
	NEED_COMPLETE = 512,
};

struct lint_rule {
	const char *id;
	enum severity severity;
	enum lint_for what_for; /* LINT_ANY: always */
	unsigned needs;         /* enum lint_need, or-ed */
	const char *after;      /* "DT020 DT012": not run when one of these fired; NULL */
	void (*check)(struct lint *lint);
};

struct lint_table {
	const struct lint_rule *rules;
	size_t count;
};
#define LINT_TABLE(rows)                                                                           \
	{                                                                                          \
		rows, sizeof(rows) / sizeof((rows)[0])                                             \
	}

/* Runs the rules of @tables, up to a NULL, that apply. Returns 0; -1 when one said DIAG_NO. */
int lint_run(const struct lint_table *const *tables, struct dt_tree *tree,
             const struct lint_context *context, struct diags *diags);

/* Says what the running rule found, with the rule's id and severity. */
void lint_say(struct lint *lint, const struct dt_node *node, const char *property, const char *hint,
              const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same with another severity, for a rule with several. */
void lint_say_as(struct lint *lint, enum severity severity, const struct dt_node *node,
                 const char *property, const char *hint, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* Entry @index of a reg property, through the parents' ranges. False when it is not there. */
bool lint_reg(struct lint *lint, const struct dt_node *node, size_t index, uint64_t *address,
              uint64_t *size);
/* Cells @at.. of a value as a number of @cells cells. */
uint64_t lint_cells(struct dt_tree *tree, const struct dt_node *node, const char *property,
                    size_t at, uint32_t cells);
/* The controller that a node's interrupts go to; NULL when that is not said. */
struct dt_node *lint_interrupt_parent(struct lint *lint, const struct dt_node *node);
/* Whether a node has one of the strings in @list, separated by '|'. */
bool lint_is_one_of(struct lint *lint, const struct dt_node *node, const char *list);
/* The first live node with one of these strings; NULL. */
struct dt_node *lint_find(struct lint *lint, const char *list);
/* Value of KEY= among arguments, copied; NULL when it is not there. The last one counts. */
const char *lint_argument(struct arena *arena, const char *arguments, const char *key);
/* Whether the word stands among the arguments. */
bool lint_has_argument(const char *arguments, const char *word);

/* Modules of Xen's: nodes under /chosen or a domain. */
bool lint_is_module(struct lint *lint, const struct dt_node *node);
bool lint_is_domain(struct lint *lint, const struct dt_node *node);
/* The module of the kind that Xen would take for @specific ("multiboot,kernel"); NULL. */
struct dt_node *lint_module(struct lint *lint, const struct dt_node *parent, const char *specific);
/* Address and size as Xen reads them, by the parent's cells. False when reg is too short. */
bool lint_module_reg(struct lint *lint, const struct dt_node *module, uint64_t *address,
                     uint64_t *size);

#endif
