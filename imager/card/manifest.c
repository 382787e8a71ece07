/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/card/manifest.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/output.h"

#include <string.h>
#include <sys/stat.h>

#define MANIFEST_LIMIT ((uint64_t)1 << 20) /* bytes */

static void add_text(struct sha256 *sha256, const char *text)
{
	if (text == NULL)
		text = "-";
	sha256_add(sha256, bytes_of(text, strlen(text) + 1, "text"));
}

static void add_number(struct sha256 *sha256, uint64_t number)
{
	uint8_t bytes[8];
	put_be64(bytes, number);
	sha256_add(sha256, bytes_of(bytes, sizeof(bytes), "number"));
}

/* The program that makes the image is one of its inputs. */
static int add_program(struct arena *arena, struct sha256 *sha256, struct diags *diags)
{
	struct bytes program;
	if (input_map(arena, "/proc/self/exe", &program, diags) < 0)
		return -1;
	sha256_add(sha256, program);
	input_unmap(program);
	return 0;
}

int manifest_make(struct arena *arena, const struct board *board, const struct parts *parts,
                  const char *entry, uint64_t size, uint32_t timestamp, struct manifest *out,
                  struct diags *diags)
{
	struct sha256 *sha256 = sha256_open();
	char *hex = arena_alloc(arena, SHA256_HEX);
	add_text(sha256, board->name);
	add_text(sha256, entry);
	add_number(sha256, size);
	add_number(sha256, timestamp);
	sha256_add(sha256, board->source);
	for (size_t i = 0; i < parts->count; i++) {
		add_text(sha256, parts->list[i].component.id);
		add_text(sha256, parts->list[i].component.sha256);
	}
	int result = add_program(arena, sha256, diags);
	sha256_close(sha256, hex);
	*out = (struct manifest){ .board = board->name, .entry = entry, .inputs = hex };
	return result;
}

static const char *manifest_path(struct arena *arena, const char *image)
{
	return arena_printf(arena, "%s.json", image);
}

static int64_t mtime_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

bool manifest_is_current(struct arena *arena, const struct manifest *manifest, const char *image)
{
	struct manifest before;
	struct stat st;
	return stat(image, &st) == 0 && manifest_read(arena, image, &before) == 0 &&
	       strcmp(before.inputs, manifest->inputs) == 0 &&
	       before.size == (uint64_t)st.st_size && before.mtime_ns == mtime_of(&st);
}

int manifest_write(struct arena *arena, const struct manifest *manifest, const struct board *board,
                   const struct parts *parts, const char *image, struct diags *diags)
{
	struct text text = text_make(arena);
	struct json json = json_make(&text);
	struct stat st;
	if (stat(image, &st) < 0)
		return diag_system(diags, "IM604", at_file(image), 0, "was it removed just now?",
		                   "the image that was made is gone");
	json_object(&json);
	json_key_string(&json, "board", manifest->board);
	json_key_string(&json, "default-entry", manifest->entry);
	json_key_string(&json, "inputs", manifest->inputs);
	json_key_u64(&json, "size", (uint64_t)st.st_size);
	json_key_string(&json, "mtime-ns", arena_printf(arena, "%lld", (long long)mtime_of(&st)));
	json_key_array(&json, "components");
	for (size_t i = 0; i < parts->count; i++) {
		const struct component *each = &parts->list[i].component;
		json_object(&json);
		json_key_string(&json, "id", each->id);
		json_key_string(&json, "version", each->version);
		json_key_string(&json, "sha256", each->sha256);
		json_end(&json);
	}
	json_end(&json);
	json_key_array(&json, "empty-firmware");
	for (size_t i = 0; i < board->firmware_count; i++)
		if (board->firmware[i].component == NULL)
			json_string(&json, board->firmware[i].spec.id);
	json_end(&json);
	json_end(&json);
	return output_put(arena, manifest_path(arena, image), text_bytes(&text, "manifest"), diags);
}

int manifest_read(struct arena *arena, const char *image, struct manifest *out)
{
	struct diags quiet = diags_make(arena); /* no manifest, no answer */
	const struct json_value *root;
	struct bytes file;
	uint64_t mtime;
	if (input_read(arena, manifest_path(arena, image), MANIFEST_LIMIT, &file, &quiet) < 0 ||
	    json_read(arena, file, &root, &quiet) < 0)
		return 1;
	*out = (struct manifest){ .board = json_member_text(root, "board", ""),
		                  .entry = json_member_text(root, "default-entry", ""),
		                  .inputs = json_member_text(root, "inputs", "") };
	if (number_parse(json_member_text(root, "size", ""), &out->size) < 0 ||
	    number_parse(json_member_text(root, "mtime-ns", ""), &mtime) < 0)
		return 1;
	out->mtime_ns = (int64_t)mtime;
	return 0;
}
