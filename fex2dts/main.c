#include "dt/dts.h"
#include "dt/fdt.h"
#include "dt/soc-outline.h"
#include "explain.h"
#include "fex-bin.h"
#include "fex-file.h"
#include "fex-soc.h"
#include "fex-text.h"
#include "hardware.h"
#include "lib/input.h"
#include "lib/options.h"
#include "lib/output.h"
#include "lib/places.h"
#include "lib/text.h"
#include "map.h"

#include <string.h>
#include <unistd.h>

#define FEX_LIMIT ((uint64_t)16 << 20) /* bytes; the largest known file has 70 KB */
#define DTB_ROOM  4096                 /* bytes that a boot loader may need for /chosen */

struct request {
	const char *input, *output, *style, *base, *soc, *to, *share;
	struct option_list answers;
	bool decimal, memory, opp, explain, quiet;
};

static const struct option_row rows[] = {
	{ 'I', "input", OPTION_STRING, "FORMAT", "what IN is: auto, fex, bin",
	  offsetof(struct request, input), "auto|fex|bin" },
	{ 'O', "output", OPTION_STRING, "FORMAT", "what to make: fex, bin, json, dts, dtb, dtbo",
	  offsetof(struct request, output), "fex|bin|json|dts|dtb|dtbo" },
	{ 'o', "to", OPTION_STRING, "FILE", "where to write it; standard output unless given",
	  offsetof(struct request, to), NULL },
	{ 0, "style", OPTION_STRING, "NAME", "of a dts: board (default), standalone, overlay",
	  offsetof(struct request, style), "board|standalone|overlay" },
	{ 0, "base", OPTION_STRING, "DTB", "tree of the SoC, or of any board with it, to build on",
	  offsetof(struct request, base), NULL },
	{ 0, "soc", OPTION_STRING, "NAME", "the SoC, e.g. a20; told from the file unless given",
	  offsetof(struct request, soc), NULL },
	{ 0, "decimal", OPTION_FLAG, NULL, "write 0800 as 800, not as vendors' tools misread it",
	  offsetof(struct request, decimal), NULL },
	{ 0, "memory", OPTION_FLAG, NULL, "write /memory from [dram_para]",
	  offsetof(struct request, memory), NULL },
	{ 0, "opp", OPTION_FLAG, NULL, "write the vendor's operating points",
	  offsetof(struct request, opp), NULL },
	{ 0, "answer", OPTION_LIST, "KEY=VALUE", "answer one of the questions that --explain asks",
	  offsetof(struct request, answers), NULL },
	{ 0, "explain", OPTION_FLAG, NULL, "print the fex lines behind every node and property",
	  offsetof(struct request, explain), NULL },
	{ 'q', "quiet", OPTION_FLAG, NULL, "say errors only", offsetof(struct request, quiet),
	  NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where the tables of facts are",
	  offsetof(struct request, share), NULL },
};

static const struct option_spec spec = {
	.program = "fex2dts",
	.operands = "IN",
	.summary = "vendors' fex files and script.bin of Allwinner boards to device trees",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(*rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  fex2dts -O dts -o board.dts cubieboard2.fex\n"
		   "  fex2dts -O dtb --base sun7i-a20-cubieboard.dtb -o board.dtb script.bin\n"
		   "  fex2dts -O bin -o script.bin cubieboard2.fex",
};

/* What every stage needs. */
struct run {
	struct arena *arena;
	const struct request *request;
	struct places places;
	struct diags *diags;
};

static bool wants(const struct run *run, const char *output)
{
	return strcmp(run->request->output, output) == 0;
}

static enum fex_format input_format(const char *name)
{
	if (strcmp(name, "bin") == 0)
		return FEX_FORMAT_BIN;
	return strcmp(name, "fex") == 0 ? FEX_FORMAT_TEXT : FEX_FORMAT_AUTO;
}

static int read_fex(const struct run *run, const char *path, struct fex *fex)
{
	struct bytes file;
	if (input_read(run->arena, path, FEX_LIMIT, &file, run->diags) < 0)
		return -1;
	return fex_read(run->arena, file, input_format(run->request->input), fex, run->diags);
}

static int find_soc(const struct run *run, const struct fex *fex, struct soc *soc)
{
	const char *name = run->request->soc;
	if (name == NULL && fex_soc_find(run->arena, fex, &run->places, &name, run->diags) < 0)
		return -1;
	return soc_read(run->arena, &run->places, name, soc, run->diags);
}

static int parse_answers(const struct run *run, struct map_options *options)
{
	const struct option_list *given = &run->request->answers;
	struct map_answer *answers = arena_array(run->arena, given->count, sizeof(*answers));
	for (size_t i = 0; i < given->count; i++) {
		const char *equals = strchr(given->values[i], '=');
		if (equals == NULL)
			return diag_error(run->diags, "FX220", nowhere(),
			                  "write --answer KEY=VALUE; --explain lists the keys",
			                  "expected KEY=VALUE, found \"%s\"", given->values[i]);
		answers[i].key = arena_strndup(run->arena, given->values[i],
		                               (size_t)(equals - given->values[i]));
		answers[i].value = equals + 1;
	}
	*options = (struct map_options){ answers, given->count, run->request->memory,
		                         run->request->opp };
	return 0;
}

/* Whether only what the board adds to its SoC is printed. */
static bool wants_difference(const struct run *run)
{
	return run->request->explain || wants(run, "dtbo") ||
	       (wants(run, "dts") && strcmp(run->request->style, "standalone") != 0);
}

static int read_base(const struct run *run, const struct soc *soc, struct dt_tree **base)
{
	struct bytes file;
	if (run->request->base == NULL && wants_difference(run))
		return soc_outline(run->arena, &run->places, soc, base, run->diags);
	if (run->request->base == NULL)
		return diag_error(run->diags, "FX221", nowhere(),
		                  "name the tree of a board with this SoC: --base FILE.dtb",
		                  "a whole tree needs a base");
	if (input_read(run->arena, run->request->base, FDT_SIZE_LIMIT, &file, run->diags) < 0)
		return -1;
	return fdt_read(run->arena, file, base, run->diags);
}

/* From the fex to a tree with every decision in it. */
static int make_tree(const struct run *run, const struct fex *fex, struct soc *soc,
                     struct map **map)
{
	struct map_tables tables;
	struct map_options options;
	struct dt_tree *tree;
	struct hardware hardware = hardware_from_fex(run->arena, fex);
	if (parse_answers(run, &options) < 0 || find_soc(run, fex, soc) < 0 ||
	    map_tables_read(run->arena, &run->places, &tables, run->diags) < 0 ||
	    read_base(run, soc, &tree) < 0)
		return -1;
	*map = map_board(run->arena, &hardware, soc, tree, &tables, &options, run->diags);
	return 0;
}

static struct bytes write_dts(const struct run *run, const struct soc *soc, struct dt_tree *tree)
{
	const char *style = run->request->style;
	struct dts_options options = { .dtsi = soc->dtsi, .comments = true };
	options.style = strcmp(style, "standalone") == 0 ? DTS_STANDALONE
	                : strcmp(style, "overlay") == 0  ? DTS_OVERLAY
	                                                 : DTS_BOARD;
	return dts_write(run->arena, tree, &options);
}

static int write_tree(const struct run *run, const struct fex *fex, struct bytes *out)
{
	struct soc soc;
	struct map *map;
	if (make_tree(run, fex, &soc, &map) < 0)
		return -1;
	if (run->request->explain)
		*out = explain(run->arena, map);
	else if (wants(run, "dts"))
		*out = write_dts(run, &soc, map->tree);
	else if (wants(run, "dtbo"))
		*out = fdt_write(fdt_overlay(run->arena, map->tree, true), FDT_NO_SYMBOLS, 0);
	else
		*out = fdt_write(map->tree, FDT_SYMBOLS, DTB_ROOM);
	return 0;
}

static int write_json(const struct run *run, const struct fex *fex, struct bytes *out)
{
	struct text text = text_make(run->arena);
	struct json json = json_make(&text);
	struct soc soc;
	struct hardware hardware = hardware_from_fex(run->arena, fex);
	if (find_soc(run, fex, &soc) < 0)
		return -1;
	hardware_json(&hardware, soc.name, &json);
	*out = text_bytes(&text, "json");
	return 0;
}

static int convert(const struct run *run, const char *path)
{
	const struct request *request = run->request;
	struct bytes out;
	struct fex fex;
	int result;
	if (read_fex(run, path, &fex) < 0)
		return -1;
	if (request->explain)
		result = write_tree(run, &fex, &out);
	else if (wants(run, "bin"))
		result = fex_bin_write(run->arena, &fex, request->decimal, &out, run->diags);
	else if (wants(run, "fex"))
		result = fex_text_write(run->arena, &fex, request->decimal, &out, run->diags);
	else if (wants(run, "json"))
		result = write_json(run, &fex, &out);
	else
		result = write_tree(run, &fex, &out);
	return result < 0 ? -1 : output_put(run->arena, request->to, out, run->diags);
}

static void print(const struct diags *all, bool quiet)
{
	struct diags loud = *all;
	loud.count = 0;
	for (size_t i = 0; i < all->count; i++)
		if (!quiet || all->list[i].severity > DIAG_WARNING)
			loud.list[loud.count++] = all->list[i];
	diags_print(&loud, stderr, isatty(STDERR_FILENO));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct request request = { .input = "auto", .output = "dts", .style = "board", .to = "-" };
	struct operands operands;
	if (options_parse(arena, &spec, argc, argv, &request, &operands, &diags) == 0) {
		struct run run = { arena, &request, places_find(arena, request.share, NULL),
			           &diags };
		convert(&run, operands.values[0]);
	}
	int code = diags_exit_code(&diags);
	print(&diags, request.quiet);
	arena_close(arena);
	return code;
}
