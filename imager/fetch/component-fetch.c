/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fetch/component-fetch.h"

#include "imager/fetch/apt-release.h"
#include "imager/fetch/component-cache.h"
#include "imager/fetch/component-lock.h"
#include "imager/fetch/origin-table.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum state { STATE_NEW, STATE_UNDER_WAY, STATE_HERE, STATE_FAILED };

struct fetcher {
	struct fetch fetch;
	const struct fetch_options *options;
	struct lock lock;
	struct component *have; /* per component of the board */
	struct lock_row *rows;  /* what the new lock will say */
	enum state *states;
};

/* ---- the cache ---- */

/* Two fetches at a time would meet in apt's directories: the second waits. A cache that may only be read
 * serves as far as it is filled. Returns a descriptor. */
static int hold_cache(struct fetcher *fetcher)
{
	struct fetch *fetch = &fetcher->fetch;
	if (fetch->cache == NULL)
		return diag_error(fetch->diags, "IM206", nowhere(),
		                  "set HOME, or name a cache with --cache or IMAGER_CACHE",
		                  "there is no place for the cache: HOME is not set, and the user "
		                  "has no directory");
	if (output_make_directory(fetch->arena, fetch->cache, fetch->diags) < 0)
		return -1;
	const char *path = arena_printf(fetch->arena, "%s/held", fetch->cache);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0 && (errno == EACCES || errno == EROFS))
		fd = open(fetch->cache, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return fd;
	int error = errno;
	if (fd >= 0)
		close(fd);
	return diag_system(fetch->diags, "IM206", at_file(path), error,
	                   "choose another cache with --cache or IMAGER_CACHE",
	                   "the cache cannot be used");
}

static const char *cache_path(const struct fetch *fetch, const char *sha256, const char *name)
{
	return arena_printf(fetch->arena, "%s/files/%.16s/%s", fetch->cache, sha256, name);
}

/* What was fetched for an origin before, whatever the board: a lock file of one row. */
static const char *record_path(const struct fetch *fetch, const char *origin)
{
	char hex[SHA256_HEX];
	sha256_of(bytes_of_string(origin, "origin"), hex);
	return arena_printf(fetch->arena, "%s/origins/%.16s.lock", fetch->cache, hex);
}

/* What locks and records know an origin by: another release than the default one is part of it. */
static const char *origin_name(const struct fetch *fetch, size_t index)
{
	const struct board_component *wanted = &fetch->board->components[index];
	const struct origin *origin = origin_find(wanted->origin);
	if (wanted->release == NULL || origin == NULL || !origin->remote)
		return wanted->origin;
	return arena_printf(fetch->arena, "%s release=%s", wanted->origin, wanted->release);
}

/* Whether the cache has the very bytes of @row. */
static bool cache_has(struct fetcher *fetcher, const struct lock_row *row)
{
	struct fetch *fetch = &fetcher->fetch;
	struct diags quiet = diags_make(fetch->arena); /* unreadable is not there */
	struct bytes file;
	char hex[SHA256_HEX];
	const char *path = cache_path(fetch, row->sha256, row->name);
	if (access(path, R_OK) < 0 || input_map(fetch->arena, path, &file, &quiet) < 0)
		return false;
	sha256_of(file, hex);
	bool same = file.len == row->size && strcmp(hex, row->sha256) == 0;
	input_unmap(file);
	return same;
}

/* ---- one component ---- */

static void settle(struct fetcher *fetcher, size_t index, const struct lock_row *row,
                   const char *path)
{
	const struct board_component *wanted = &fetcher->fetch.board->components[index];
	fetcher->rows[index] = *row;
	fetcher->have[index] = (struct component){ .id = wanted->id,
		                                   .path = path,
		                                   .version = row->version,
		                                   .size = row->size,
		                                   .sha256 = row->sha256,
		                                   .at = wanted->at };
	fetcher->states[index] = STATE_HERE;
}

/* From the cache, by the lock or, without one, by what was fetched last. */
static bool take_cached(struct fetcher *fetcher, size_t index, const struct lock_row *locked)
{
	struct fetch *fetch = &fetcher->fetch;
	const struct board_component *wanted = &fetch->board->components[index];
	const char *name = origin_name(fetch, index);
	struct diags quiet = diags_make(fetch->arena);
	struct lock record;
	if (locked == NULL && !fetcher->options->update &&
	    lock_read(fetch->arena, record_path(fetch, name), &record, &quiet) == 0 &&
	    record.count == 1 && strcmp(record.rows[0].origin, name) == 0)
		locked = &record.rows[0];
	if (locked == NULL || !cache_has(fetcher, locked))
		return false;
	struct lock_row row = *locked;
	row.id = wanted->id;
	settle(fetcher, index, &row, cache_path(fetch, row.sha256, row.name));
	return true;
}

static int check_lock(struct fetcher *fetcher, size_t index, const struct lock_row *locked,
                      const struct lock_row *found)
{
	struct fetch *fetch = &fetcher->fetch;
	if (locked == NULL || strcmp(locked->sha256, found->sha256) == 0)
		return 0;
	diag_error(
		fetch->diags, "IM201", fetch->board->components[index].at,
		arena_printf(fetch->arena, "if the change is wanted: imager fetch --update %s",
	                     fetch->board->name),
		"the component %s does not match its lock: expected %llu bytes with SHA-256 %.16s…, "
		"found %llu bytes with %.16s…",
		found->id, (unsigned long long)locked->size, locked->sha256,
		(unsigned long long)found->size, found->sha256);
	diag_also(fetch->diags, locked->at);
	return -1;
}

/* Brought bytes into the cache, and what they are on record. */
static int store(struct fetcher *fetcher, const struct origin *origin, const struct lock_row *row,
                 struct bytes content, const char **path)
{
	struct fetch *fetch = &fetcher->fetch;
	struct lock record = { row, 1 };
	*path = cache_path(fetch, row->sha256, row->name);
	if (!cache_has(fetcher, row)) {
		const char *directory =
			arena_strndup(fetch->arena, *path, (size_t)(strrchr(*path, '/') - *path));
		if (output_make_directory(fetch->arena, directory, fetch->diags) < 0 ||
		    output_put(fetch->arena, *path, content, fetch->diags) < 0)
			return -1;
	}
	if (!origin->remote)
		return 0;
	return lock_write(fetch->arena, record_path(fetch, row->origin), row->id, &record,
	                  fetch->diags);
}

static int bring(struct fetcher *fetcher, size_t index, const struct origin *origin,
                 const struct lock_row *locked)
{
	struct fetch *fetch = &fetcher->fetch;
	const struct board_component *wanted = &fetch->board->components[index];
	struct brought *brought = &fetch->brought[index];
	const char *path;
	if (!brought->done && origin->bring(fetch, index) < 0)
		return -1;
	char *hex = arena_alloc(fetch->arena, SHA256_HEX);
	sha256_of(brought->content, hex);
	struct lock_row row = { .id = wanted->id,
		                .version = brought->version,
		                .name = brought->name,
		                .origin = origin_name(fetch, index),
		                .size = brought->content.len,
		                .sha256 = hex };
	if (origin->locked && check_lock(fetcher, index, locked, &row) < 0)
		return -1;
	if (store(fetcher, origin, &row, brought->content, &path) < 0)
		return -1;
	settle(fetcher, index, &row, path);
	return 0;
}

static int obtain_one(struct fetcher *fetcher, size_t index)
{
	struct fetch *fetch = &fetcher->fetch;
	const struct board_component *wanted = &fetch->board->components[index];
	const struct origin *origin = origin_find(wanted->origin);
	const struct lock_row *locked =
		fetcher->options->update
			? NULL
			: lock_find(&fetcher->lock, wanted->id, origin_name(fetch, index));
	if (origin_check(fetch, index) < 0)
		return -1;
	if (origin->remote && take_cached(fetcher, index, locked))
		return 0;
	if (origin->remote && fetcher->options->offline)
		return diag_error(
			fetch->diags, "IM202", wanted->at, "fetch it once without --offline",
			"the component %s is not in the cache %s", wanted->id, fetch->cache);
	fetch->versions[index] = locked == NULL ? NULL : locked->version;
	return bring(fetcher, index, origin, locked);
}

static int obtain(struct fetcher *fetcher, size_t index);

static int obtain_needs(struct fetcher *fetcher, size_t index)
{
	const struct board *board = fetcher->fetch.board;
	int result = 0;
	for (const char *const *need = board->components[index].needs; *need != NULL; need++)
		for (size_t i = 0; i < board->component_count; i++)
			if (strcmp(board->components[i].id, *need) == 0)
				result |= obtain(fetcher, i);
	return result;
}

static int obtain(struct fetcher *fetcher, size_t index)
{
	const struct board_component *wanted = &fetcher->fetch.board->components[index];
	if (fetcher->states[index] == STATE_UNDER_WAY)
		return diag_error(fetcher->fetch.diags, "IM203", wanted->at,
		                  "take it out of one of the lists of needs",
		                  "the component %s is needed to make itself", wanted->id);
	if (fetcher->states[index] != STATE_NEW)
		return fetcher->states[index] == STATE_HERE ? 0 : -1;
	fetcher->states[index] = STATE_UNDER_WAY;
	if (obtain_needs(fetcher, index) < 0 || obtain_one(fetcher, index) < 0) {
		fetcher->states[index] = STATE_FAILED;
		return -1;
	}
	return 0;
}

/* ---- all of them ---- */

/* Every release that the board names, once. */
static int check_releases(const struct fetch *fetch)
{
	const struct board_component *list = fetch->board->components;
	struct apt_release release;
	int result = 0;
	for (size_t i = 0; i < fetch->board->component_count; i++) {
		bool said = list[i].release == NULL;
		for (size_t k = 0; k < i && !said; k++)
			said = list[k].release != NULL &&
			       strcmp(list[k].release, list[i].release) == 0;
		if (!said)
			result |= apt_release_find(fetch->arena, fetch->share, list[i].release,
			                           list[i].release_at, &release, fetch->diags);
	}
	return result;
}

static bool is_wanted(const struct fetch_options *options, const char *id)
{
	if (options->only == NULL)
		return true;
	for (const char *const *each = options->only; *each != NULL; each++)
		if (strcmp(*each, id) == 0)
			return true;
	return false;
}

/* New rows, and the old ones of components that this fetch did not ask for. */
static int write_lock(struct fetcher *fetcher)
{
	struct fetch *fetch = &fetcher->fetch;
	struct lock_row *rows =
		arena_array(fetch->arena, fetch->board->component_count, sizeof(*rows));
	size_t count = 0;
	if (fetcher->options->lock == NULL)
		return 0;
	for (size_t i = 0; i < fetch->board->component_count; i++) {
		const struct board_component *each = &fetch->board->components[i];
		const struct lock_row *row =
			fetcher->states[i] == STATE_HERE
				? &fetcher->rows[i]
				: lock_find(&fetcher->lock, each->id, origin_name(fetch, i));
		if (row != NULL)
			rows[count++] = *row;
	}
	struct lock lock = { rows, count };
	return lock_write(fetch->arena, fetcher->options->lock, fetch->board->name, &lock,
	                  fetch->diags);
}

static int obtain_all(struct fetcher *fetcher)
{
	struct fetch *fetch = &fetcher->fetch;
	int result = 0;
	for (size_t i = 0; i < fetch->board->component_count; i++)
		if (is_wanted(fetcher->options, fetch->board->components[i].id))
			result |= obtain(fetcher, i);
	return result < 0 ? -1 : write_lock(fetcher);
}

static struct components collect(const struct fetcher *fetcher)
{
	const struct fetch *fetch = &fetcher->fetch;
	size_t all = fetch->board->component_count;
	struct component *list = arena_array(fetch->arena, all, sizeof(*list));
	struct components components = { list, 0 };
	for (size_t i = 0; i < all; i++)
		if (fetcher->states[i] == STATE_HERE)
			list[components.count++] = fetcher->have[i];
	return components;
}

int components_fetch(struct arena *arena, const struct board *board,
                     const struct fetch_options *options, struct components *out,
                     struct diags *diags)
{
	size_t count = board->component_count;
	struct progress progress = progress_make(stderr);
	struct fetcher fetcher = {
		.options = options,
		.have = arena_array(arena, count, sizeof(*fetcher.have)),
		.rows = arena_array(arena, count, sizeof(*fetcher.rows)),
		.states = arena_array(arena, count, sizeof(*fetcher.states)),
		.fetch = { .arena = arena,
		           .board = board,
		           .cache = component_cache(arena, options->cache),
		           .share = options->share,
		           .update = options->update,
		           .versions = arena_array(arena, count, sizeof(const char *)),
		           .brought = arena_array(arena, count, sizeof(struct brought)),
		           .progress = &progress,
		           .diags = diags },
	};
	fetcher.fetch.have = fetcher.have;
	if (check_releases(&fetcher.fetch) < 0 ||
	    lock_read(arena, options->lock, &fetcher.lock, diags) < 0)
		return -1;
	int held = hold_cache(&fetcher);
	if (held < 0)
		return -1;
	int result = obtain_all(&fetcher);
	close(held);
	*out = collect(&fetcher);
	return result;
}
