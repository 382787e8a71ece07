/* SPDX-License-Identifier: GPL-2.0-or-later */
/* path:FILE, a file of the user's, relative to the board's directory. */
#include "imager/fetch/origin.h"

#include "lib/input.h"

#include <string.h>
#include <unistd.h>

int origin_path_bring(struct fetch *fetch, size_t index)
{
	const char *what = origin_what(fetch->board->components[index].origin);
	const char *path =
		what[0] == '/' ? what
			       : arena_printf(fetch->arena, "%s/%s", fetch->board->directory, what);
	struct brought *brought = &fetch->brought[index];
	if (access(path, F_OK) < 0)
		return origin_failed(fetch, index, "put the file there, or name another place",
		                     "there is no file %s", path);
	if (input_read(fetch->arena, path, INPUT_LIMIT, &brought->content, fetch->diags) < 0)
		return -1;
	const char *slash = strrchr(path, '/');
	brought->name = slash == NULL ? path : slash + 1;
	brought->version = "local";
	brought->done = true;
	return 0;
}
