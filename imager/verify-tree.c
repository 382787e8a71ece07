/* A device tree on a card: will Xen and Linux boot on it, with the files that the card's scripts load? */
#include "fat-reader.h"
#include "uimage.h"
#include "verify.h"

#include "dt/fdt.h"
#include "dt/lint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct loads {
	struct arena *arena;
	const struct fat_contents *contents;
	struct dt_node *chosen;
	struct lint_file *files;
	size_t count;
};

static bool is_kernel(struct arena *arena, struct bytes content)
{
	struct diags ignored = diags_make(arena);
	struct payload payload = payload_recognise(arena, content, &ignored);

	if (payload.inner)
		payload = *payload.inner;
	return strcmp(payload.kind->id, "zimage") == 0;
}

/* Whether a module of the tree starts at @address. What else the script loads there may belong to
 * another entry, whose files lie elsewhere at another time. */
static bool is_module(const struct loads *loads, struct dt_tree *tree, uint64_t address)
{
	for (size_t i = 0; i < loads->chosen->child_count; i++)
		if (dt_is_compatible(tree, loads->chosen->children[i], "multiboot,module") &&
		    dt_cell(tree, loads->chosen->children[i], "reg", 0, 0) == address)
			return true;
	return false;
}

static const struct fat_file *find_file(const struct fat_contents *contents, const char *word,
                                        size_t len)
{
	for (size_t i = 0; i < contents->count; i++) {
		const char *path = contents->files[i].path + (contents->files[i].path[0] == '/');
		const char *name = word[0] == '/' ? word + 1 : word;
		size_t name_len = len - (size_t)(name - word);
		if (!contents->files[i].directory && strlen(path) == name_len &&
		    strncasecmp(path, name, name_len) == 0)
			return &contents->files[i];
	}
	return NULL;
}

static void add_load(struct loads *loads, struct dt_tree *tree, uint64_t address,
                     const struct fat_file *file)
{
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

/* Every "0xADDRESS FILE" of a script whose file is on the card. */
static void read_script(struct loads *loads, struct dt_tree *tree, struct bytes script)
{
	uint64_t address = 0;
	bool is_number = false;

	for (size_t i = 0; i < script.len;) {
		const char *p = (const char *)script.p + i;
		size_t len = 0;
		while (i + len < script.len && !isspace((uint8_t)p[len]) && p[len] != ';')
			len++;
		if (is_number && len > 0)
			add_load(loads, tree, address, find_file(loads->contents, p, len));
		is_number = len > 2 && len < 19 && p[0] == '0' && p[1] == 'x';
		if (is_number)
			address = strtoull(arena_strndup(loads->arena, p, len), NULL, 16);
		i += len + 1;
	}
}

static void read_scripts(struct loads *loads, struct dt_tree *tree)
{
	for (size_t i = 0; i < loads->contents->count; i++) {
		struct bytes content = loads->contents->files[i].content;
		struct diags ignored = diags_make(loads->arena);
		struct uimage script;
		if (uimage_parse(content, &script, &ignored) == 0 && script.type == UIMAGE_SCRIPT)
			read_script(loads, tree, uimage_payload(content, &script));
	}
}

int verify_tree(struct arena *arena, struct bytes dtb, const struct fat_contents *contents,
                const struct board *board, struct diags *diags)
{
	struct loads loads = { .arena = arena, .contents = contents };
	struct lint_context context = { .nodes_come_later = true, .least = DIAG_WARNING };
	struct dt_tree *tree;

	if (fdt_read(arena, dtb, &tree, diags) < 0)
		return -1;
	loads.chosen = dt_find(tree, "/chosen");
	if (loads.chosen)
		read_scripts(&loads, tree);
	context.files = loads.files;
	context.file_count = loads.count;
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
