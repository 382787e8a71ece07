/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole conversion: the first byte chooses the SoC, the rest is a fex text (or binary). What was
 * read is checked, mapped on the SoC's outline and written in every form. Runs at the source tree's top.
 */
#include "dt/tree/dts.h"
#include "dt/tree/fdt-overlay.h"
#include "dt/tree/fdt.h"
#include "fex2dts/fex/fex-check.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/output/conversion.h"
#include "fex2dts/output/explain.h"
#include "fex2dts/owner/owner-questions.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct conversion *conversion, const struct fex *fex, const struct soc *soc)
{
	struct bytes file;
	struct table addresses;
	if (places_read(conversion->arena, &conversion->places, "fex/addresses.tsv", &file,
	                conversion->diags) < 0 ||
	    table_parse(conversion->arena, file, &addresses, conversion->diags) < 0)
		abort();
	fex_check(conversion->arena, fex, soc, &addresses, conversion->diags);
}

static void write_all(struct arena *arena, const struct fex *fex, const struct soc *soc,
                      struct map *map)
{
	for (int style = DTS_STANDALONE; style <= DTS_OVERLAY; style++) {
		const struct dts_options options = { .style = (enum dts_style)style,
			                             .dtsi = soc->dtsi,
			                             .comments = true };
		if (dts_write(arena, map->tree, &options).len == 0)
			abort();
	}
	owner_ask(map);
	explain(arena, map, fex, &(const struct fex_fates){ NULL, 0 });
	fdt_write(fdt_overlay(arena, map->tree, true), FDT_NO_SYMBOLS, 0);
	struct bytes blob = fdt_write(map->tree, FDT_SYMBOLS, 0);
	struct diags diags = diags_make(arena);
	struct dt_tree *back;
	if (fdt_read(arena, blob, &back, &diags) < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct conversion conversion = { .arena = arena, .diags = &diags };
	const char *const *names;
	size_t count;
	struct fex fex;
	struct soc soc;
	struct map *map;
	conversion.places = places_find(arena, "share", ".");
	if (soc_list(arena, &conversion.places, &names, &count, &diags) < 0)
		abort();
	conversion.soc = size == 0 ? NULL : names[data[0] % count];
	conversion.options.memory = conversion.options.opp = true;
	if (size > 0 &&
	    fex_read(arena, bytes_of(data + 1, size - 1, "fuzz.fex"), FEX_FORMAT_AUTO, &fex,
	             &diags) == 0 &&
	    conversion_tree(&conversion, &fex, &soc, &map) == 0) {
		check(&conversion, &fex, &soc);
		write_all(arena, &fex, &soc, map);
	}
	arena_close(arena);
	return 0;
}
