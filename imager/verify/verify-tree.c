/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device tree on a card: will Xen and Linux boot on it, with the files that the card's scripts load? */
#include "imager/verify/verify-tree.h"

#include "imager/format/payload-table.h"
#include "imager/format/ramdisk.h"
#include "imager/format/uimage.h"
#include "imager/fs/fat-reader.h"
#include "imager/verify/verify-script.h"

#include "dt/lint/lint-table.h"
#include "dt/tree/fdt.h"

#include <string.h>

/* What one command line of a script (the loads before a bootm) puts where. */
struct loads {
	struct arena *arena;
	const struct fat_contents *contents;
	const char *own; /* path of the tree: the loads that count stand beside its own */
	struct dt_node *chosen;
	struct lint_file *files;
	size_t count, kept; /* kept: of finished lines */
	bool own_seen;
};

static bool is_kernel(struct arena *arena, struct bytes content)
{
	struct diags ignored = diags_make(arena);
	struct payload payload = payload_recognise(arena, content, &ignored);

	if (payload.inner)
		payload = *payload.inner;
	return strcmp(payload.kind->id, "zimage") == 0;
}

/* Whether a module of the tree starts at @address. */
static bool is_module(const struct loads *loads, struct dt_tree *tree, uint64_t address)
{
	for (size_t i = 0; i < loads->chosen->child_count; i++)
		if (dt_is_compatible(tree, loads->chosen->children[i], "multiboot,module") &&
		    dt_cell(tree, loads->chosen->children[i], "reg", 0, 0) == address)
			return true;
	return false;
}

static const struct fat_file *find_file(const struct fat_contents *contents,
                                        const struct script_word *word)
{
	for (size_t i = 0; i < contents->count; i++)
		if (!contents->files[i].directory &&
		    script_word_is_path(word, contents->files[i].path))
			return &contents->files[i];
	return NULL;
}

static const struct fat_file *named_file(const struct fat_contents *contents, const char *path)
{
	struct script_word word = { .text = bytes_of_string(path, path) };

	return find_file(contents, &word);
}

static void add_load(struct loads *loads, struct dt_tree *tree, uint64_t address,
                     const struct fat_file *file)
{
	loads->own_seen = loads->own_seen || (file && strcmp(file->path, loads->own) == 0);
	if (!file || !is_module(loads, tree, address))
		return;
	loads->files = arena_push(loads->arena, loads->files, loads->count, sizeof(*loads->files));
	loads->files[loads->count++] = (struct lint_file){
		.what = file->path,
		.address = address,
		.size = file->content.len,
		.zimage = is_kernel(loads->arena, file->content) ? LINT_YES : LINT_NO,
	};
}

/* A payload is started: the loads before it were its own, or another entry's. */
static void end_line(struct loads *loads)
{
	if (loads->own_seen)
		loads->kept = loads->count;
	loads->count = loads->kept;
	loads->own_seen = false;
}

static bool is_start(struct bytes word)
{
	return word.len == 5 &&
	       (bytes_start_with(word, "bootm", 5) || bytes_start_with(word, "bootz", 5));
}

/* Every "0xADDRESS FILE" of a script whose file is on the card. */
static void read_script(struct loads *loads, struct dt_tree *tree, struct bytes script)
{
	struct script_reader reader = script_reader_open(script);
	struct script_word word;

	while (script_reader_next(&reader, &word)) {
		if (word.after_address)
			add_load(loads, tree, word.address, find_file(loads->contents, &word));
		if (is_start(word.text))
			end_line(loads);
	}
}

/* U-Boot's documentation of ARMV7_NONSEC: this variable decides over the mode of the kernel. */
static void check_mode(const struct loads *loads, struct bytes script, const char *path,
                       struct diags *diags)
{
	static const char setting[] = "setenv bootm_boot_mode sec";
	const uint8_t *found = memmem(script.p, script.len, setting, sizeof(setting) - 1);

	if (!found || loads->count == 0)
		return;
	diag_no(diags, "BT003", at_offset(script, (uint64_t)(found - script.p)),
	        "remove it, or set it to nonsec",
	        "%s starts Xen in secure mode, not in HYP mode: it stops without a character",
	        path);
}

static void read_scripts(struct loads *loads, struct dt_tree *tree, struct diags *diags)
{
	for (size_t i = 0; i < loads->contents->count; i++) {
		struct bytes content = loads->contents->files[i].content;
		struct diags ignored = diags_make(loads->arena);
		struct uimage script;
		if (uimage_parse(content, &script, &ignored) != 0 || script.type != UIMAGE_SCRIPT)
			continue;
		read_script(loads, tree, uimage_payload(content, &script));
		loads->own_seen = false;
		loads->count = loads->kept;
		check_mode(loads, content, loads->contents->files[i].path, diags);
	}
}

/* What is in the ramdisk module; NULL when that is not known. */
static const char *const *list_ramdisk(const struct loads *loads, struct dt_tree *tree)
{
	for (size_t i = 0; i < loads->count; i++)
		for (size_t m = 0; m < loads->chosen->child_count; m++) {
			const struct dt_node *module = loads->chosen->children[m];
			const struct fat_file *file =
				named_file(loads->contents, loads->files[i].what);
			if (dt_is_compatible(tree, module, "multiboot,ramdisk") && file &&
			    dt_cell(tree, module, "reg", 0, 0) == loads->files[i].address)
				return ramdisk_paths(loads->arena, file->content);
		}
	return NULL;
}

int verify_tree(struct arena *arena, struct bytes dtb, const char *path,
                const struct fat_contents *contents, const struct board *board, struct diags *diags)
{
	struct loads loads = { .arena = arena, .contents = contents, .own = path };
	struct lint_context context = { .nodes_come_later = true, .least = DIAG_WARNING };
	struct dt_tree *tree;

	if (fdt_read(arena, dtb, &tree, diags) < 0)
		return -1;
	loads.chosen = dt_find(tree, "/chosen");
	if (loads.chosen)
		read_scripts(&loads, tree, diags);
	context.files = loads.files;
	context.file_count = loads.count;
	context.ramdisk = list_ramdisk(&loads, tree);
	context.blob_size = dtb.len;
	if (board) {
		context.soc = board->soc;
		context.compatible = board->compatible;
		context.ram_base = board->ram.base;
		context.ram_size = board->ram.size;
		context.ram_smallest = board->ram.smallest;
		context.tty = board->console.tty;
		context.console_rate = board->console.rate;
	}
	return lint_tree(tree, &context, diags);
}
