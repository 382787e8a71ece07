/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-soc.h"

#include <string.h>

#define SUNXI_GIC                                                                                  \
	{                                                                                          \
		0x1c81000, 0x1c82000, 0x1c84000, 0x1c86000                                         \
	}
#define SUNXI_WATCHDOG "allwinner,sun4i-a10-wdt|allwinner,sun6i-a31-wdt"

static const struct lint_soc socs[] = {
	{ "sun6i-a31", "allwinner,sun6i-a31", 4, SUNXI_GIC, 0x1c28000, 0, 24000000, false,
	  SUNXI_WATCHDOG },
	{ "sun6i-a31s", "allwinner,sun6i-a31s", 4, SUNXI_GIC, 0x1c28000, 0, 24000000, false,
	  SUNXI_WATCHDOG },
	{ "sun7i-a20", "allwinner,sun7i-a20", 2, SUNXI_GIC, 0x1c28000, 1, 24000000, false,
	  SUNXI_WATCHDOG },
	{ "sun8i-h3", "allwinner,sun8i-h3", 4, SUNXI_GIC, 0x1c28000, 0, 24000000, false,
	  SUNXI_WATCHDOG },
	{ "exynos5250",
	  "samsung,exynos5250",
	  2,
	  { 0x10481000, 0x10482000, 0x10484000, 0x10486000 },
	  0x12c20000,
	  53,
	  24000000,
	  true,
	  NULL },
};

static const struct lint_soc *of_tree(struct dt_tree *tree)
{
	for (size_t i = 0; i < sizeof(socs) / sizeof(*socs); i++)
		if (dt_is_compatible(tree, tree->root, socs[i].compatible))
			return &socs[i];
	return NULL;
}

const struct lint_soc *lint_soc_find(struct dt_tree *tree, const char *id)
{
	const struct lint_soc *found = of_tree(tree);

	if (!id || (found && strcmp(found->id, id) != 0))
		return id ? NULL : found;
	for (size_t i = 0; i < sizeof(socs) / sizeof(*socs); i++)
		if (strcmp(id, socs[i].id) == 0)
			return &socs[i];
	return NULL;
}
