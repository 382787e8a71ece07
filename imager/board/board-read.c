/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/board-read.h"

#include "imager/board/board-check.h"
#include "imager/board/board-keys.h"
#include "imager/board/conf-fill.h"

#include "lib/input.h"

#include <string.h>
#include <sys/stat.h>

#define CONF_LIMIT ((uint64_t)1 << 20) /* bytes of a board.conf */

struct reader {
	struct arena *arena;
	const struct conf_node *root;
	struct board *board;
	struct diags *diags;
	int result;
};

static void fill(struct reader *reader, const struct conf_node *node,
                 const struct conf_schema *schema, void *target)
{
	reader->result |= conf_fill(reader->arena, node, schema, target, reader->diags);
}

static size_t count_named(const struct conf_node *from, const char *name)
{
	size_t count = 0;
	for (; (from = conf_find(from, name)) != NULL; from = from->next)
		count++;
	return count;
}

/* A section that stands at most once; a missing one leaves @target as it is. */
static void fill_single(struct reader *reader, const struct conf_schema *schema, void *target)
{
	const struct conf_node *node = conf_find(reader->root->first, schema->name);
	if (node != NULL)
		fill(reader, node, schema, target);
}

static void read_loader(struct reader *reader)
{
	struct loader_words words = { 0 };
	fill_single(reader, &board_schema_loader, &words);
	struct board_loader *loader = &reader->board->loader;
	*loader = (struct board_loader){ .text_base = words.text_base,
		                         .bootm_len = words.bootm_len,
		                         .bootm_low = words.bootm_low,
		                         .bootm_size = words.bootm_size,
		                         .script = words.script,
		                         .reserve = words.reserve,
		                         .prompt = words.prompt == NULL ? "=> " : words.prompt,
		                         .hyp = words.hyp };
	const struct conf_node *node = conf_find(reader->root->first, "loader");
	for (size_t i = 0; words.adds != NULL && words.adds[i] != NULL; i++) {
		bool *flag = strcmp(words.adds[i], "psci") == 0     ? &loader->psci
		             : strcmp(words.adds[i], "memory") == 0 ? &loader->memory
		                                                    : NULL;
		if (flag != NULL)
			*flag = true;
		else
			reader->result |= diag_error(
				reader->diags, "IM101", conf_find(node->first, "adds")->at,
				"U-Boot adds these two nodes at bootm",
				"adds: expected psci or memory, found \"%s\"", words.adds[i]);
	}
}

static void read_firmware(struct reader *reader)
{
	const struct conf_node *node = reader->root->first;
	size_t count = count_named(node, "firmware"), at = 0;
	struct board_firmware *list = arena_array(reader->arena, count, sizeof(*list));
	for (; (node = conf_find(node, "firmware")) != NULL; node = node->next) {
		struct board_firmware *each = &list[at++];
		*each = (struct board_firmware){
			.spec = { .id = node->title, .check = "none", .at = node->at }
		};
		fill(reader, node, &board_schema_firmware, each);
		each->spec.left_empty =
			each->component != NULL && strcmp(each->component, "none") == 0;
		if (each->spec.left_empty)
			each->component = NULL;
	}
	reader->board->firmware = list;
	reader->board->firmware_count = count;
}

static struct where key_at(const struct conf_node *section, const char *key, struct where other)
{
	const struct conf_node *node = conf_find(section->first, key);
	return node == NULL ? other : node->at;
}

/* @release  the board's, for components without one of their own */
static void read_components(struct reader *reader, const char *release)
{
	static const char *const nothing[] = { NULL };
	const struct conf_node *node = reader->root->first;
	size_t count = count_named(node, "component"), at = 0;
	struct board_component *list = arena_array(reader->arena, count, sizeof(*list));
	for (; (node = conf_find(node, "component")) != NULL; node = node->next) {
		struct board_component *each = &list[at++];
		*each = (struct board_component){
			.id = node->title, .needs = nothing, .release = release, .at = node->at
		};
		fill(reader, node, &board_schema_component, each);
		each->release_at =
			key_at(node, "release", key_at(reader->root, "release", node->at));
	}
	reader->board->components = list;
	reader->board->component_count = count;
}

static void read_entries(struct reader *reader)
{
	const struct conf_node *node = reader->root->first;
	size_t count = count_named(node, "entry"), at = 0;
	struct board_entry *list = arena_array(reader->arena, count, sizeof(*list));
	for (; (node = conf_find(node, "entry")) != NULL; node = node->next, at++) {
		struct entry_words words = { .start = "bootz" };
		fill(reader, node, &board_schema_entry, &words);
		list[at] = (struct board_entry){
			.id = node->title,
			.title = words.title,
			.hypervisor = words.hypervisor,
			.kernel = words.kernel,
			.ramdisk = words.ramdisk,
			.dtb = words.dtb,
			.hypervisor_args = words.hypervisor_args,
			.kernel_args = words.kernel_args,
			.dom0_memory = words.dom0_memory,
			.kernel_as_uimage = strcmp(words.start, "bootm") == 0,
			.at = node->at,
		};
	}
	reader->board->entries = list;
	reader->board->entry_count = count;
}

static const struct conf_node *find_image(const struct reader *reader, const char *title)
{
	const struct conf_node *node = reader->root->first;
	for (; (node = conf_find(node, "image")) != NULL; node = node->next)
		if (strcmp(node->title, title) == 0)
			return node;
	return NULL;
}

/* What the partition holds: another image section, which names its file system. */
static void read_partition_image(struct reader *reader, const struct conf_node *node,
                                 const char *image, struct board_partition *partition)
{
	const struct conf_node *inner = image == NULL ? NULL : find_image(reader, image);
	if (image == NULL)
		return; /* said by conf_fill() */
	if (inner == NULL) {
		reader->result |= diag_error(
			reader->diags, "IM103", node->at, "add: image NAME { vfat { } size = 64M }",
			"partition %s: there is no image %s", node->title, image);
		return;
	}
	const struct conf_node *vfat = conf_find(inner->first, "vfat");
	struct image_words size = { 0 };
	struct vfat_words words = { 0 };
	fill(reader, inner, &board_schema_image, &size);
	if (partition->size == 0)
		partition->size = size.size;
	if (vfat == NULL)
		return;
	fill(reader, vfat, &board_schema_vfat, &words);
	partition->filesystem = words.extraargs == NULL
	                                ? "vfat"
	                                : arena_printf(reader->arena, "fat%s", words.extraargs + 3);
	partition->label = words.label;
}

static struct board_partition read_partition(struct reader *reader, const struct conf_node *node,
                                             uint64_t align)
{
	struct partition_words words = { .align = align, .type = 0x0c, .in_table = true };
	fill(reader, node, &board_schema_partition, &words);
	struct board_partition partition = { .name = node->title,
		                             .offset = words.offset,
		                             .size = words.size,
		                             .align = words.align,
		                             .type = (uint8_t)words.type,
		                             .bootable = words.bootable,
		                             .in_table = words.in_table,
		                             .at = node->at };
	read_partition_image(reader, node, words.image, &partition);
	return partition;
}

static const struct conf_node *find_disk(const struct reader *reader)
{
	const struct conf_node *node = reader->root->first;
	while ((node = conf_find(node, "image")) != NULL) {
		if (conf_find(node->first, "hdimage") != NULL)
			return node;
		node = node->next;
	}
	return NULL;
}

static void read_layout(struct reader *reader)
{
	const struct conf_node *disk = find_disk(reader);
	struct board_layout *layout = &reader->board->layout;
	if (disk == NULL) {
		if (conf_find(reader->root->first, "image") != NULL)
			reader->result |= diag_error(
				reader->diags, "IM102", conf_find(reader->root->first, "image")->at,
				"add: image sd.img { hdimage { } partition NAME { … } }",
				"no image has a section hdimage, so there is no disk");
		return;
	}
	struct image_words image = { 0 };
	struct hdimage_words words = { .align = (uint64_t)1 << 20 };
	fill(reader, disk, &board_schema_image, &image);
	fill(reader, conf_find(disk->first, "hdimage"), &board_schema_hdimage, &words);
	size_t count = count_named(disk->first, "partition"), at = 0;
	struct board_partition *list = arena_array(reader->arena, count, sizeof(*list));
	const struct conf_node *node = disk->first;
	for (; (node = conf_find(node, "partition")) != NULL; node = node->next)
		list[at++] = read_partition(reader, node, words.align);
	*layout = (struct board_layout){ .image = disk->title,
		                         .size = image.size,
		                         .align = words.align,
		                         .disk_signature = (uint32_t)words.disk_signature,
		                         .partitions = list,
		                         .partition_count = count,
		                         .at = disk->at };
}

static void read_sections(struct reader *reader)
{
	struct board *board = reader->board;
	struct board_words words = { 0 };
	fill(reader, reader->root, &board_schema, &words);
	board->model = words.model;
	board->soc = words.soc;
	board->compatible = words.compatible;
	board->default_entry = words.default_entry;
	fill_single(reader, &board_schema_ram, &board->ram);
	if (board->ram.smallest == 0)
		board->ram.smallest = board->ram.size;
	fill_single(reader, &board_schema_console, &board->console);
	fill_single(reader, &board_schema_addresses, &board->addresses);
	fill_single(reader, &board_schema_emulator, &board->emulator);
	const struct conf_node *addresses = conf_find(reader->root->first, "addresses");
	board->addresses.at = addresses == NULL ? board->at : addresses->at;
	read_loader(reader);
	read_firmware(reader);
	read_components(reader, words.release);
	read_entries(reader);
	read_layout(reader);
}

static bool is_directory(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* "NAME", "DIR" or "DIR/board.conf" to the directory. */
static const char *find_directory(struct arena *arena, const char *boards, const char *name)
{
	const char *slash = strrchr(name, '/');
	if (slash == NULL && !is_directory(arena_printf(arena, "%s/%s", boards, name)) &&
	    is_directory(name))
		return name;
	if (slash == NULL)
		return arena_printf(arena, "%s/%s", boards, name);
	if (strcmp(slash + 1, "board.conf") == 0)
		return arena_strndup(arena, name, (size_t)(slash - name));
	return arena_strndup(arena, name, strlen(name) - (slash[1] == '\0'));
}

int board_read(struct arena *arena, const char *directory, const char *name, struct board *out,
               struct diags *diags)
{
	const char *home = find_directory(arena, directory, name);
	const char *path = arena_printf(arena, "%s/board.conf", home);
	struct bytes file;
	if (!is_directory(home))
		return board_unknown(arena, directory, name, diags);
	if (input_read(arena, path, CONF_LIMIT, &file, diags) < 0)
		return -1;
	const char *slash = strrchr(home, '/');
	*out = (struct board){ .name = slash == NULL ? home : slash + 1,
		               .directory = home,
		               .at = at_file(path),
		               .source = file };
	struct reader reader = { .arena = arena, .board = out, .diags = diags };
	reader.result = conf_read(arena, file, &board_schema, &reader.root, diags);
	if (reader.root == NULL)
		return -1;
	read_sections(&reader);
	reader.result |= board_check(arena, out, diags);
	return reader.result < 0 ? -1 : 0;
}
