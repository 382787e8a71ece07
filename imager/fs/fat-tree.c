/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/fs/fat-tree.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

static struct fat_node *add_child(struct arena *arena, struct fat_node *parent, const char *text,
                                  size_t len, int64_t time)
{
	struct fat_node *node = arena_new(arena, struct fat_node);
	node->text = arena_strndup(arena, text, len);
	node->parent = parent;
	node->time = time;
	node->slots = 2; /* "." and ".." */
	parent->children = arena_push(arena, parent->children, parent->child_count, sizeof(node));
	parent->children[parent->child_count++] = node;
	return node;
}

/* The directory of this name, made when it is not there. Newest first: paths come in groups. */
static struct fat_node *enter(struct arena *arena, struct fat_node *parent, const char *text,
                              size_t len, int64_t time)
{
	for (size_t i = parent->child_count; i-- > 0;) {
		struct fat_node *child = parent->children[i];
		if (child->file == NULL && strlen(child->text) == len &&
		    memcmp(child->text, text, len) == 0)
			return child;
	}
	return add_child(arena, parent, text, len, time);
}

static const char *kind_name(enum fs_kind kind)
{
	static const char *const names[] = {
		[FS_FILE] = "a file",
		[FS_DIRECTORY] = "a directory",
		[FS_SYMLINK] = "a symbolic link",
		[FS_HARD_LINK] = "a hard link",
		[FS_CHARACTER_DEVICE] = "a device",
		[FS_BLOCK_DEVICE] = "a device",
		[FS_FIFO] = "a named pipe",
		[FS_SOCKET] = "a socket",
	};
	return names[kind];
}

static int too_deep(const struct fs_file *file, const struct fs_request *request,
                    struct diags *diags)
{
	return diag_error(diags, "IM524", request->at, "use a shorter path",
	                  "%s: the path has more than %d directories", file->path, DEPTH_MAX);
}

static int add_last(struct arena *arena, struct fat_node *directory, const char *name, size_t len,
                    const struct fs_file *file, const struct fs_request *request,
                    struct diags *diags)
{
	if (file->kind == FS_DIRECTORY) {
		enter(arena, directory, name, len, file->time)->time = file->time;
		return 0;
	}
	if (file->kind != FS_FILE)
		return diag_error(diags, "IM528", request->at,
		                  "leave it out, or use a file system that has such things",
		                  "%s: %s is %s, FAT has files and directories only", request->what,
		                  file->path, kind_name(file->kind));
	if (file->content.len > UINT32_MAX)
		return diag_error(
			diags, "IM523", at_file(file->content.name),
			"FAT holds files below 4 GiB: split it, or use another file system",
			"%s has %zu bytes", file->path, file->content.len);
	add_child(arena, directory, name, len, file->time)->file = file;
	return 0;
}

static int add_file(struct arena *arena, struct fat_node *root, const struct fs_file *file,
                    const struct fs_request *request, struct diags *diags)
{
	const char *path = file->path + strspn(file->path, "/");
	const char *end = path + strlen(path);
	struct fat_node *directory = root;
	unsigned depth = 0;
	while (file->kind == FS_DIRECTORY && end > path && end[-1] == '/')
		end--;
	for (const char *slash; (slash = memchr(path, '/', (size_t)(end - path))) != NULL;
	     path = slash + strspn(slash, "/")) {
		directory =
			enter(arena, directory, path, (size_t)(slash - path), request->timestamp);
		if (++depth > DEPTH_MAX)
			return too_deep(file, request, diags);
	}
	if (file->kind == FS_DIRECTORY && path == end)
		return 0; /* the root itself */
	if (file->kind == FS_DIRECTORY && depth == DEPTH_MAX)
		return too_deep(file, request, diags);
	return add_last(arena, directory, path, (size_t)(end - path), file, request, diags);
}

/* Compares as FAT does, without regard to the case of ASCII letters. */
static int compare_folded(const void *a, const void *b)
{
	const struct fat_node *const *x = a, *const *y = b;
	return strcasecmp((*x)->text, (*y)->text);
}

static int find_twins(struct arena *arena, const struct fat_node *directory,
                      const struct fs_request *request, struct diags *diags)
{
	int result = 0;
	if (directory->child_count < 2)
		return 0;
	struct fat_node **sorted =
		arena_memdup(arena, directory->children, directory->child_count * sizeof(*sorted));
	qsort(sorted, directory->child_count, sizeof(*sorted), compare_folded);
	for (size_t i = 1; i < directory->child_count; i++)
		if (compare_folded(&sorted[i - 1], &sorted[i]) == 0)
			result = diag_error(
				diags, "IM521", request->at,
				"rename one of them: FAT takes upper and lower case for the same",
				"%s: \"%s\" and \"%s\" in the directory \"%s\" are one name",
				request->what, sorted[i - 1]->text, sorted[i]->text,
				directory->text);
	return result;
}

/* Whether an alias that was made up is another file's real short name. */
static bool alias_is_taken(const struct fat_node *directory, const struct fat_node *of)
{
	for (size_t i = 0; i < directory->child_count; i++) {
		const struct fat_node *other = directory->children[i];
		if (other != of && other->name.long_units == 0 && strchr(other->text, '~') &&
		    memcmp(other->name.base, of->name.base, FAT_LABEL_SIZE) == 0)
			return true;
	}
	return false;
}

static int name_child(struct fat_node *directory, struct fat_node *child, unsigned *number,
                      const struct fs_request *request, struct diags *diags)
{
	const char *why;
	do {
		if (fat_name_make(child->text, strlen(child->text), *number, &child->name, &why) <
		    0)
			return diag_error(diags, "IM520", request->at, why,
			                  "%s: \"%s\" cannot be a name in the directory \"%s\"",
			                  request->what, child->text, directory->text);
		if (child->name.long_units > 0)
			(*number)++;
	} while (child->name.long_units > 0 && alias_is_taken(directory, child));
	directory->slots += child->name.slots;
	return 0;
}

/* Aliases are numbered through the directory, so no two are the same. Short names come first: an
 * alias must avoid them. */
static int name_children(struct fat_node *directory, const struct fs_request *request,
                         struct diags *diags)
{
	int result = 0;
	unsigned number = 1, unused = 1;
	if (directory->child_count > FAT_DIRECTORY_MAX / 2)
		return diag_error(diags, "IM522", request->at, "spread them over directories",
		                  "%s: the directory \"%s\" has %zu entries, FAT takes %d",
		                  request->what, directory->text, directory->child_count,
		                  FAT_DIRECTORY_MAX / 2);
	for (size_t i = 0; i < directory->child_count; i++) {
		const char *why;
		struct fat_node *child = directory->children[i];
		fat_name_make(child->text, strlen(child->text), unused, &child->name, &why);
	}
	for (size_t i = 0; i < directory->child_count; i++)
		if (name_child(directory, directory->children[i], &number, request, diags) < 0)
			result = -1;
	if (directory->slots <= FAT_DIRECTORY_MAX)
		return result;
	return diag_error(diags, "IM522", request->at, "shorten the names, or use more directories",
	                  "%s: the names in the directory \"%s\" take %u entries, FAT has %d",
	                  request->what, directory->text, directory->slots, FAT_DIRECTORY_MAX);
}

static int name_all(struct arena *arena, struct fat_node *directory,
                    const struct fs_request *request, struct diags *diags)
{
	int result = find_twins(arena, directory, request, diags);
	if (name_children(directory, request, diags) < 0)
		result = -1;
	for (size_t i = 0; i < directory->child_count; i++)
		if (directory->children[i]->file == NULL &&
		    name_all(arena, directory->children[i], request, diags) < 0)
			result = -1;
	return result;
}

int fat_tree_make(struct arena *arena, const struct fs_request *request, struct fat_node **root,
                  struct diags *diags)
{
	int result = 0;
	struct fat_node *top = arena_new(arena, struct fat_node);
	top->text = "/";
	top->time = request->timestamp;
	top->slots = request->label == NULL ? 0 : 1;
	for (size_t i = 0; i < request->file_count; i++)
		if (add_file(arena, top, &request->files[i], request, diags) < 0)
			result = -1;
	if (name_all(arena, top, request, diags) < 0)
		result = -1;
	*root = top;
	return result;
}
