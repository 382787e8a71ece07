/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/readiness.h"

#include "dt/lint/lint-table.h"
#include "dt/tree/fdt.h"

#include <ctype.h>
#include <string.h>

/* One run: what is asked, of what. */
struct readiness {
	const struct conversion *conversion;
	const struct fex *fex;
	const struct soc *soc;
	const char *stands_on; /* "the built-in base for the A20" */
	struct text *verdict;
};

static const char *capitals(struct arena *arena, const char *name)
{
	char *copy = arena_strdup(arena, name);
	for (char *p = copy; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return copy;
}

static bool has_said(const struct diags *diags, const struct diag *wanted)
{
	struct arena *arena = diags->arena;
	for (size_t i = 0; i < diags->count; i++)
		if (strcmp(diags->list[i].id, wanted->id) == 0 &&
		    strcmp(diags->list[i].message, wanted->message) == 0 &&
		    strcmp(where_text(arena, diags->list[i].at), where_text(arena, wanted->at)) ==
		            0)
			return true;
	return false;
}

/* What both Linux and Xen stumble over is said once. */
static void say_new(const struct diags *found, struct diags *diags)
{
	for (size_t i = 0; i < found->count; i++)
		if (!has_said(diags, &found->list[i]))
			diag_add(diags, &found->list[i]);
}

/* The vendor's line behind what a rule found, where there is one. */
static void name_origin(struct dt_tree *tree, struct diag *diag)
{
	struct dt_node *node = diag->at.path == NULL ? NULL : dt_find(tree, diag->at.path);
	const struct dt_property *property = node == NULL || diag->at.property == NULL
	                                             ? NULL
	                                             : dt_property(node, diag->at.property);
	const struct dt_origin *origin = property != NULL ? &property->origin
	                                 : node != NULL   ? &node->origin
	                                                  : NULL;
	if (origin != NULL && origin->source_count > 0)
		diag->also = origin->sources[0].at;
}

static void look_for_console(const struct readiness *run, struct dt_tree *tree)
{
	if (dt_string(tree, dt_find(tree, "/chosen"), "stdout-path", 0) == NULL)
		diag_warning(run->conversion->diags, "FX423", at_file(run->fex->file),
		             "find one with --explain, and name it: --answer console=uart0",
		             "the tree has no console: nothing will be heard of the boot");
}

static void judge(const struct readiness *run, struct dt_tree *tree, enum lint_for what_for)
{
	struct diags found = diags_make(run->conversion->arena);
	const struct lint_context context = {
		.what_for = what_for,
		.nodes_come_later = true,
		.least = DIAG_WARNING,
		.soc = run->soc->name,
		.blob_size = fdt_write(tree, FDT_NO_SYMBOLS, 0).len,
	};
	lint_tree(tree, &context, &found);
	for (size_t i = 0; i < found.count; i++)
		name_origin(tree, &found.list[i]);
	say_new(&found, run->conversion->diags);
	text_printf(run->verdict, "%s: %s: ", run->fex->file,
	            what_for == LINT_XEN ? "Xen" : "Linux");
	if (found.counts[DIAG_NO] == 0)
		text_add(run->verdict, "nothing in the way");
	else
		text_printf(run->verdict, "will not boot, %u mistake%s", found.counts[DIAG_NO],
		            found.counts[DIAG_NO] == 1 ? "" : "s");
	if (found.counts[DIAG_WARNING] > 0)
		text_printf(run->verdict, ", %u warning%s", found.counts[DIAG_WARNING],
		            found.counts[DIAG_WARNING] == 1 ? "" : "s");
	text_printf(run->verdict, "; judged on %s%s\n", run->stands_on,
	            run->soc->bits == 64 ? ", by rules that were proven on 32-bit boards" : "");
}

static bool can_run_xen(const struct soc *soc)
{
	return soc->hyp && soc->gic;
}

static void say_no_xen(const struct readiness *run, bool asked)
{
	const char *name = capitals(run->conversion->arena, run->soc->short_name);
	const char *why =
		run->soc->hyp ? "it has no GIC"
		: run->soc->gic
			? "its CPU has no virtualization extensions (no HYP mode)"
			: "its CPU has no virtualization extensions (no HYP mode), and there is no GIC";
	if (asked)
		diag_no(run->conversion->diags, "FX420", at_file(run->fex->file),
		        "boot Linux alone on this board; Xen wants an A20, A31, H3 or newer",
		        "Xen cannot run on the %s: %s", name, why);
	text_printf(run->verdict, "%s: Xen: cannot run on the %s: %s\n", run->fex->file, name, why);
}

static bool lacks_base(const struct diags *diags)
{
	for (size_t i = 0; i < diags->count; i++)
		if (strcmp(diags->list[i].id, "FX311") == 0)
			return true;
	return false;
}

static int say_not_judged(const struct readiness *run, const char *whom, bool asked)
{
	struct arena *arena = run->conversion->arena;
	const char *name = capitals(arena, run->soc->short_name);
	const char *hint = arena_printf(
		arena, "add --base FILE.dtb: a kernel's tree of any board with the %s (%s-*.dtb)",
		name, run->soc->name);
	const char *what = arena_printf(
		arena,
		"whether %s will boot was not judged: there is no built-in base for the %s to make a tree on",
		whom, name);
	text_printf(run->verdict, "%s: %s: not judged, --base is missing\n", run->fex->file, whom);
	if (asked)
		return diag_error(run->conversion->diags, "FX421", at_file(run->fex->file), hint,
		                  "%s", what);
	diag_warning(run->conversion->diags, "FX421", at_file(run->fex->file), hint, "%s", what);
	return 0;
}

/* The whole tree. 1 when there is nothing to make it on. */
static int make_tree(const struct readiness *run, struct dt_tree **tree)
{
	struct diags found = diags_make(run->conversion->arena);
	struct conversion whole = *run->conversion;
	struct soc soc;
	struct map *map;
	whole.soc = run->soc->name;
	whole.whole = true;
	whole.diags = &found;
	int result = conversion_tree(&whole, run->fex, &soc, &map);
	if (result < 0 && lacks_base(&found))
		return 1;
	say_new(&found, run->conversion->diags);
	if (result < 0)
		return -1;
	map->tree->name = run->fex->file;
	*tree = map->tree;
	return 0;
}

int readiness_check(const struct conversion *conversion, const struct fex *fex,
                    const struct soc *soc, enum readiness_for what_for, const char *base,
                    struct text *verdict)
{
	const struct readiness run = {
		.conversion = conversion,
		.fex = fex,
		.soc = soc,
		.stands_on =
			base != NULL
				? base
				: arena_printf(conversion->arena, "the built-in base for the %s",
		                               capitals(conversion->arena, soc->short_name)),
		.verdict = verdict,
	};
	bool asked = what_for != READINESS_ABLE, linux_too = what_for != READINESS_XEN;
	bool xen_asked = what_for == READINESS_XEN || what_for == READINESS_BOTH;
	bool xen_too = what_for != READINESS_LINUX && can_run_xen(soc);
	struct dt_tree *tree = NULL;
	int result = linux_too || xen_too ? make_tree(&run, &tree) : 0;
	if (tree != NULL)
		look_for_console(&run, tree);
	if (result > 0)
		result = say_not_judged(&run,
		                        !xen_too    ? "Linux"
		                        : linux_too ? "Linux or Xen"
		                                    : "Xen",
		                        asked);
	else if (result == 0 && linux_too && tree != NULL)
		judge(&run, tree, LINT_LINUX);
	if (result == 0 && xen_too && tree != NULL)
		judge(&run, tree, LINT_XEN);
	if (what_for != READINESS_LINUX && !can_run_xen(soc))
		say_no_xen(&run, xen_asked);
	return result;
}
