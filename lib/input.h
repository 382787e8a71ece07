/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one way to read: a file, standard input ("-"), a member of a .deb or of any archive
 * that libarchive knows, compressed or not. Directories, devices and files beyond the
 * caller's limit are refused with a sentence; nothing is read in part.
 */
#ifndef LIB_INPUT_H
#define LIB_INPUT_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdint.h>

#define INPUT_LIMIT ((uint64_t)2 << 30) /* bytes, where a caller knows no better bound */

/*
 * Reads a whole file into memory.
 * @limit  bytes; a larger file is an error, not cut
 * Returns 0; -1 and has said why: LB030 cannot be opened, LB031 a directory or device,
 * LB032 larger than @limit, LB033 reading failed, LB036 cut off meanwhile.
 */
int input_read(struct arena *arena, const char *path, uint64_t limit, struct bytes *out,
               struct diags *diags);

/* Opens a file (or "-") for reading, for those who read as it comes. Returns the descriptor, or -1
 * (LB030, LB031). */
int input_open(const char *path, struct diags *diags);

/* The same for a file or a block device. */
int input_open_device(const char *path, struct diags *diags);

/* Says LB032. */
int input_too_large(const char *path, uint64_t limit, struct diags *diags);

/* Says LB036: a file of @size bytes has only @now while it is read. */
int input_cut_off(const char *path, uint64_t size, uint64_t now, struct diags *diags);

/*
 * Maps a file or a block device read-only, for images of any size. The view is valid until
 * input_unmap(). Returns and refuses like input_read(); standard input cannot be mapped. What is lost of the file
 * meanwhile reads as zeros: ask inputs_whole() before anything is made of what was read. lib/output
 * does so by itself. A file that grows is seen as it was.
 */
int input_map(struct arena *arena, const char *path, struct bytes *out, struct diags *diags);
void input_unmap(struct bytes view);
/* Where the next bytes are, at @offset of a mapped view or behind it, that are no hole of the file:
 * everything before is zeros. @offset itself where nothing is known of holes; the view's length when
 * no more data comes. */
uint64_t input_next_data(struct bytes view, uint64_t offset);
/* Whether every file that is mapped now is still whole. Returns 0; -1 and has said once which is not
 * (LB036 cut off by another program, LB033 its medium failed). */
int inputs_whole(struct diags *diags);
/* The same after reading one byte of every page of @data: a system call given lost bytes fails with
 * EFAULT, and says no more. */
int inputs_touch(struct bytes data, struct diags *diags);

/* What @data is packed with by its first bytes: gzip, xz, zstd, lz4, bzip2, lzma, lzo; NULL: nothing. */
const char *input_compression(struct bytes data);

/* Takes gzip, xz, zstd, lz4, bzip2, lzma, lzop off @packed. Returns 0; 1 when it is not compressed;
 * -1 (LB034) when it is damaged or unpacks to more than @limit bytes. */
int input_decompress(struct arena *arena, struct bytes packed, uint64_t limit, struct bytes *out,
                     struct diags *diags);

/* Unpacks only the first @size bytes, or fewer when there are no more: to see what is inside. Returns
 * like input_decompress(). */
int input_decompress_head(struct arena *arena, struct bytes packed, size_t size, struct bytes *out,
                          struct diags *diags);

/* Called for each member; @data is valid during the call only. Return 0 to go on, 1 to stop, -1 failed. */
struct input_member {
	const char *path; /* without a leading "./" or "/" */
	uint64_t size;
	int64_t mtime;
	unsigned mode;    /* as in stat: type and permissions */
	const char *link; /* target of a symbolic link, or NULL */
};
struct input_archive;
typedef int input_member_fn(void *context, const struct input_member *member,
                            struct input_archive *archive);
/* Reads the data of the member that the callback was called for. */
int input_member_read(struct input_archive *archive, struct arena *arena, uint64_t limit,
                      struct bytes *out, struct diags *diags);

/* Walks an archive; of a .deb, the files that it installs. Returns 0; 1 when a callback stopped;
 * -1 (LB035 not an archive or damaged). */
int input_archive_walk(struct arena *arena, const char *path, input_member_fn *each, void *context,
                       struct diags *diags);

/*
 * Reads one member of an archive or .deb, following symbolic links inside it.
 * @member  path inside, with or without a leading "/"; '*' matches within a path component, and the
 *          first match in the archive's order is taken
 * @found   when not NULL: the path that matched
 * Returns 0; 1 when there is no such member; -1 failed.
 */
int input_member(struct arena *arena, const char *path, const char *member, uint64_t limit,
                 struct bytes *out, const char **found, struct diags *diags);

#endif
