/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ramdisk:INIT, a small first root file system: the script INIT as /init, the board's name in
 * /etc/board, and of the components it needs the kernel modules (NAME.ko) in /lib/modules, in the
 * order in which they are to be loaded, the others in /bin.
 */
#include "imager/fetch/origin.h"

#include "imager/format/cpio.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/output.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRIPT_LIMIT ((uint64_t)1 << 20) /* bytes */
#define COMPRESSION  9

static int read_script(struct fetch *fetch, size_t index, const char *what, struct bytes *out)
{
	const char *own = arena_printf(fetch->arena, "%s/%s", fetch->board->directory, what);
	const char *shared = arena_printf(fetch->arena, "%s/ramdisk/%s", fetch->share, what);
	const char *path = access(own, F_OK) == 0 ? own : shared;
	if (access(path, F_OK) < 0)
		return origin_failed(fetch, index, "put the script into the board's directory",
		                     "there is neither %s nor %s", own, shared);
	return input_read(fetch->arena, path, SCRIPT_LIMIT, out, fetch->diags);
}

static const struct component *needed(const struct fetch *fetch, const char *id)
{
	for (size_t i = 0; i < fetch->board->component_count; i++)
		if (strcmp(fetch->board->components[i].id, id) == 0)
			return &fetch->have[i];
	return NULL;
}

static bool is_module(const char *name)
{
	size_t len = strlen(name);
	return len > 3 && strcmp(name + len - 3, ".ko") == 0;
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

/* Adds one needed component; a module's name goes to @order too. */
static int add_needed(struct fetch *fetch, const char *id, struct cpio *cpio, struct text *order)
{
	const struct component *component = needed(fetch, id);
	struct bytes content;
	if (input_read(fetch->arena, component->path, INPUT_LIMIT, &content, fetch->diags) < 0)
		return -1;
	const char *name = file_name(component->path);
	if (is_module(name))
		text_printf(order, "%s\n", name);
	cpio_add(cpio,
	         arena_printf(fetch->arena, is_module(name) ? "lib/modules/%s" : "bin/%s", name),
	         S_IFREG | (is_module(name) ? 0644 : 0755), content);
	return 0;
}

static struct bytes compress_gzip(struct arena *arena, struct bytes plain)
{
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(COMPRESSION);
	if (compressor == NULL)
		return (struct bytes){ 0 };
	size_t room = libdeflate_gzip_compress_bound(compressor, plain.len);
	uint8_t *out = arena_alloc(arena, room);
	size_t len = libdeflate_gzip_compress(compressor, plain.p, plain.len, out, room);
	libdeflate_free_compressor(compressor);
	return bytes_of(out, len, "ramdisk");
}

/* Whether @packed is what compress_gzip() made of @plain: unpacking costs a tenth of packing. */
static bool unpacks_to(struct arena *arena, struct bytes packed, struct bytes plain)
{
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	if (decompressor == NULL)
		return false;
	size_t len = 0;
	uint8_t *out = arena_alloc(arena, plain.len);
	enum libdeflate_result result = libdeflate_gzip_decompress(
		decompressor, packed.p, packed.len, out, plain.len, &len);
	libdeflate_free_decompressor(decompressor);
	return result == LIBDEFLATE_SUCCESS && bytes_equal(bytes_of(out, len, ""), plain);
}

/* Packing is the slowest step of a build, and most builds pack the same: the cache keeps it. A cache
 * that cannot be written, or was damaged, costs time and nothing else. */
static struct bytes packed_archive(struct fetch *fetch, struct bytes plain)
{
	char digest[SHA256_HEX];
	struct bytes packed;
	struct diags ignored = diags_make(fetch->arena);
	sha256_of(plain, digest);
	const char *directory = arena_printf(fetch->arena, "%s/ramdisk", fetch->cache);
	const char *path =
		arena_printf(fetch->arena, "%s/%s-%d.cpio.gz", directory, digest, COMPRESSION);
	if (access(path, R_OK) == 0 &&
	    input_read(fetch->arena, path, INPUT_LIMIT, &packed, &ignored) == 0 &&
	    unpacks_to(fetch->arena, packed, plain))
		return packed;
	packed = compress_gzip(fetch->arena, plain);
	if (output_make_directory(fetch->arena, directory, &ignored) == 0)
		output_put(fetch->arena, path, packed, &ignored);
	return packed;
}

static int make_archive(struct fetch *fetch, size_t index, struct bytes script, struct bytes *out)
{
	static const char *const directories[] = { "bin", "dev", "etc", "lib", "lib/modules" };
	struct cpio cpio = cpio_make(fetch->arena);
	struct text order = text_make(fetch->arena);
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		cpio_add(&cpio, directories[i], S_IFDIR | 0755, (struct bytes){ 0 });
	/* the kernel opens it before init can mount anything */
	cpio_add_device(&cpio, "dev/console", S_IFCHR | 0600, 5, 1);
	const char *name = arena_printf(fetch->arena, "%s\n", fetch->board->name);
	cpio_add(&cpio, "etc/board", S_IFREG | 0644, bytes_of_string(name, "etc/board"));
	cpio_add(&cpio, "init", S_IFREG | 0755, script);
	const char *const *needs = fetch->board->components[index].needs;
	for (; *needs != NULL; needs++)
		if (add_needed(fetch, *needs, &cpio, &order) < 0)
			return -1;
	cpio_add(&cpio, "lib/modules/order", S_IFREG | 0644, text_bytes(&order, "order"));
	*out = packed_archive(fetch, cpio_finish(&cpio));
	return 0;
}

int origin_ramdisk_bring(struct fetch *fetch, size_t index)
{
	const char *what = origin_what(fetch->board->components[index].origin);
	struct bytes script, archive;
	if (read_script(fetch, index, what, &script) < 0 ||
	    make_archive(fetch, index, script, &archive) < 0)
		return -1;
	fetch->brought[index] = (struct brought){
		.done = true, .content = archive, .version = "made", .name = "ramdisk.cpio.gz"
	};
	return 0;
}
