/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fex:FILE, a device tree that fex2dts makes of a vendor's fex file, on the tree named in needs. */
#include "imager/fetch/origin.h"

#include "lib/input.h"
#include "lib/run.h"

#include <string.h>
#include <unistd.h>

/* The tree to build on: the first component that is needed; NULL: fex2dts' own skeleton. */
static const char *find_base(const struct fetch *fetch, size_t index)
{
	const char *id = fetch->board->components[index].needs[0];
	for (size_t i = 0; id != NULL && i < fetch->board->component_count; i++)
		if (strcmp(fetch->board->components[i].id, id) == 0)
			return fetch->have[i].path;
	return NULL;
}

int origin_fex_bring(struct fetch *fetch, size_t index)
{
	const char *what = origin_what(fetch->board->components[index].origin);
	const char *base = find_base(fetch, index);
	const char *path =
		what[0] == '/' ? what
			       : arena_printf(fetch->arena, "%s/%s", fetch->board->directory, what);
	const char *argv[] = { run_find_beside(fetch->arena, "fex2dts"),
		               "-q",
		               "--soc",
		               fetch->board->soc,
		               "-O",
		               "dtb",
		               path,
		               base == NULL ? NULL : "--base",
		               base,
		               NULL };
	struct run_result result;
	if (access(path, F_OK) < 0)
		return origin_failed(fetch, index, "put the file there, or name another place",
		                     "there is no file %s", path);
	if (run_checked(fetch->arena, argv, NULL, &result, fetch->diags) < 0)
		return -1;
	fetch->brought[index] = (struct brought){
		.done = true, .content = result.out, .version = "made", .name = "board.dtb"
	};
	return 0;
}
