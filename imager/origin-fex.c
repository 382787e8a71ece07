/* fex:FILE, a device tree that fex2dts makes of a vendor's fex file, on the tree named in needs. */
#include "imager/origin.h"

#include "lib/input.h"
#include "lib/run.h"

#include <string.h>
#include <unistd.h>

/* fex2dts is installed with us; otherwise PATH has it. */
static const char *find_program(struct arena *arena)
{
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash = len <= 0 ? NULL : memrchr(self, '/', (size_t)len);
	if (slash == NULL)
		return "fex2dts";
	const char *near = arena_printf(arena, "%.*s/fex2dts", (int)(slash - self), self);
	return access(near, X_OK) == 0 ? near : "fex2dts";
}

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
	const char *what, *base = find_base(fetch, index);
	origin_find(fetch->board->components[index].origin, &what);
	const char *path =
		what[0] == '/' ? what
			       : arena_printf(fetch->arena, "%s/%s", fetch->board->directory, what);
	const char *argv[] = {
		find_program(fetch->arena),     "-q", "--soc", fetch->board->soc, "-O", "dtb", path,
		base == NULL ? NULL : "--base", base, NULL
	};
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
