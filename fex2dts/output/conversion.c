/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/conversion.h"

#include "dt/soc/soc-outline.h"
#include "dt/tree/fdt.h"
#include "fex2dts/base/base-skeleton.h"
#include "fex2dts/base/base.h"
#include "fex2dts/fex/fex-soc.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-table.h"
#include "fex2dts/owner/owner-apply.h"
#include "fex2dts/owner/owner-take.h"

int conversion_soc(const struct conversion *conversion, const struct fex *fex, struct soc *soc)
{
	const char *name = conversion->soc;
	if (name == NULL &&
	    fex_soc_find(conversion->arena, fex, &conversion->places, &name, conversion->diags) < 0)
		return -1;
	return soc_read(conversion->arena, &conversion->places, name, soc, conversion->diags);
}

static int make_base(const struct conversion *conversion, const struct soc *soc,
                     struct dt_tree **base)
{
	struct arena *arena = conversion->arena;
	if (conversion->base.len > 0)
		return fdt_read(arena, conversion->base, base, conversion->diags) < 0
		               ? -1
		               : base_strip(*base, soc, conversion->diags);
	if (!conversion->whole)
		return soc_outline(arena, &conversion->places, soc, base, conversion->diags);
	return base_skeleton(arena, &conversion->places, soc, base, conversion->diags);
}

int conversion_tree(const struct conversion *conversion, const struct fex *fex, struct soc *soc,
                    struct map **map)
{
	struct map_tables *tables = arena_new(conversion->arena, struct map_tables);
	struct dt_tree *tree;
	struct hardware *hardware = arena_new(conversion->arena, struct hardware);
	*hardware = hardware_from_fex(conversion->arena, fex);
	if (conversion_soc(conversion, fex, soc) < 0 ||
	    map_tables_read(conversion->arena, &conversion->places, tables, conversion->diags) <
	            0 ||
	    make_base(conversion, soc, &tree) < 0)
		return -1;
	*map = map_make(conversion->arena, hardware, soc, tree, tables, &conversion->options,
	                conversion->diags);
	owner_take(*map, &conversion->answers);
	map_board(*map);
	owner_apply(*map);
	/* answers that mean nothing are refused together, after the last of them */
	return map_refused(*map) ? -1 : 0;
}
