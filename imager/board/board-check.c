/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/board-check.h"

#include "lib/nearest.h"
#include "lib/number.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR ((uint64_t)512)

struct checker {
	struct arena *arena;
	const struct board *board;
	struct diags *diags;
	int result;
};

static const char *names_hint(struct arena *arena, const char *name, const char *const *names)
{
	const char *nearest = nearest_word(arena, name, names);
	if (nearest != NULL)
		return arena_printf(arena, "did you mean %s?", nearest);
	const char *list = names[0] == NULL ? "there is none" : "there are:";
	for (; *names != NULL; names++)
		list = arena_printf(arena, "%s %s", list, *names);
	return list;
}

static const char *const *component_ids(const struct checker *checker)
{
	const struct board *board = checker->board;
	const char **ids = arena_array(checker->arena, board->component_count + 1, sizeof(*ids));
	for (size_t i = 0; i < board->component_count; i++)
		ids[i] = board->components[i].id;
	return ids;
}

static const char *const *entry_ids(const struct checker *checker)
{
	const struct board *board = checker->board;
	const char **ids = arena_array(checker->arena, board->entry_count + 1, sizeof(*ids));
	for (size_t i = 0; i < board->entry_count; i++)
		ids[i] = board->entries[i].id;
	return ids;
}

static void check_component(struct checker *checker, const char *id, struct where at,
                            const char *by)
{
	if (id == NULL || board_component(checker->board, id) != NULL)
		return;
	checker->result |= diag_error(checker->diags, "IM103", at,
	                              names_hint(checker->arena, id, component_ids(checker)),
	                              "%s: there is no component %s", by, id);
}

static void check_entry_id(struct checker *checker, const char *id, struct where at, const char *by)
{
	if (id == NULL || board_entry(checker->board, id) != NULL)
		return;
	checker->result |= diag_error(checker->diags, "IM103", at,
	                              names_hint(checker->arena, id, entry_ids(checker)),
	                              "%s: there is no entry %s", by, id);
}

static void check_references(struct checker *checker)
{
	const struct board *board = checker->board;
	for (size_t i = 0; i < board->firmware_count; i++)
		check_component(checker, board->firmware[i].component, board->firmware[i].spec.at,
		                board->firmware[i].spec.id);
	for (size_t i = 0; i < board->component_count; i++)
		for (size_t k = 0; board->components[i].needs[k] != NULL; k++)
			check_component(checker, board->components[i].needs[k],
			                board->components[i].at, board->components[i].id);
	for (size_t i = 0; i < board->entry_count; i++) {
		const struct board_entry *entry = &board->entries[i];
		check_component(checker, entry->hypervisor, entry->at, "hypervisor");
		check_component(checker, entry->kernel, entry->at, "kernel");
		check_component(checker, entry->ramdisk, entry->at, "ramdisk");
		check_component(checker, entry->dtb, entry->at, "dtb");
	}
	check_entry_id(checker, board->default_entry, board->at, "default-entry");
	for (size_t i = 0; board->emulator.entries != NULL && board->emulator.entries[i] != NULL;
	     i++)
		check_entry_id(checker, board->emulator.entries[i], board->at, "emulator");
}

static void wrong(struct checker *checker, struct where at, const char *hint, const char *message)
{
	checker->result |= diag_error(checker->diags, "IM101", at, hint, "%s", message);
}

static void check_ram(struct checker *checker)
{
	const struct board_ram *ram = &checker->board->ram;
	uint64_t end;
	if (ram->size == 0)
		return;
	if (!add_u64(ram->base, ram->size, &end) || end > (uint64_t)1 << 32)
		wrong(checker, checker->board->at, "a 32-bit board sees at most 4 GiB",
		      arena_printf(checker->arena, "ram: 0x%llx and %s end above 4 GiB",
		                   (unsigned long long)ram->base,
		                   number_size_text(checker->arena, ram->size)));
	if (ram->smallest > ram->size)
		wrong(checker, checker->board->at,
		      "smallest is the smallest variant on sale, size this board's",
		      "ram: smallest is larger than size");
}

static void check_firmware(struct checker *checker)
{
	for (size_t i = 0; i < checker->board->firmware_count; i++) {
		const struct board_firmware *each = &checker->board->firmware[i];
		if (each->spec.offset % SECTOR != 0)
			wrong(checker, each->spec.at, "boot ROMs count in sectors of 512 bytes",
			      arena_printf(checker->arena,
			                   "firmware %s: offset %llu is no multiple of 512",
			                   each->spec.id, (unsigned long long)each->spec.offset));
	}
}

static void check_layout(struct checker *checker)
{
	const struct board_layout *layout = &checker->board->layout;
	for (size_t i = 0; i < layout->partition_count; i++) {
		const struct board_partition *each = &layout->partitions[i];
		if (each->offset % SECTOR != 0 || each->size % SECTOR != 0)
			wrong(checker, each->at, "partitions are made of sectors of 512 bytes",
			      arena_printf(checker->arena,
			                   "partition %s: offset or size is no multiple of 512",
			                   each->name));
		if (each->align == 0 || (each->align & (each->align - 1)) != 0)
			wrong(checker, each->at, "1M is what cards like",
			      arena_printf(checker->arena, "partition %s: align is no power of two",
			                   each->name));
	}
}

static void check_emulator(struct checker *checker)
{
	uint64_t card = checker->board->emulator.card;
	if ((card & (card - 1)) != 0)
		wrong(checker, checker->board->at, "QEMU takes SD cards of 64M, 128M, 256M …",
		      "emulator: the size of the card is no power of two");
}

int board_check(struct arena *arena, const struct board *board, struct diags *diags)
{
	struct checker checker = { .arena = arena, .board = board, .diags = diags };
	check_references(&checker);
	check_ram(&checker);
	check_firmware(&checker);
	check_layout(&checker);
	check_emulator(&checker);
	return checker.result;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int board_unknown(struct arena *arena, const char *directory, const char *name, struct diags *diags)
{
	const char **names = NULL;
	size_t count = 0;
	DIR *dir = opendir(directory);
	for (struct dirent *each; dir != NULL && (each = readdir(dir)) != NULL;) {
		if (each->d_name[0] == '.' ||
		    access(arena_printf(arena, "%s/%s/board.conf", directory, each->d_name), R_OK) <
		            0)
			continue;
		names = arena_push(arena, names, count, sizeof(*names));
		names[count++] = arena_strdup(arena, each->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (count > 1)
		qsort(names, count, sizeof(*names), compare_names);
	names = arena_push(arena, names, count, sizeof(*names));
	names[count] = NULL;
	return diag_error(diags, "IM107", at_file(arena_printf(arena, "%s/%s", directory, name)),
	                  names_hint(arena, name, names), "there is no board \"%s\"", name);
}
