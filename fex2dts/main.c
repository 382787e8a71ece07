#include "comparison.h"
#include "dt/dts.h"
#include "dt/fdt.h"
#include "explain.h"
#include "fex-bin.h"
#include "fex-check.h"
#include "fex-file.h"
#include "fex-text.h"
#include "hardware.h"
#include "lib/input.h"
#include "lib/options.h"
#include "lib/output.h"
#include "lib/places.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FEX_LIMIT ((uint64_t)16 << 20) /* bytes; the largest known file has 70 KB */
#define DTB_ROOM  4096                 /* bytes that a boot loader may need for /chosen */

struct request {
	const char *input, *output, *style, *base, *soc, *to, *share;
	struct option_list answers;
	bool decimal, memory, opp, explain, check, diff, json, quiet;
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
	{ 0, "check", OPTION_FLAG, NULL,
	  "look for vendors' mistakes; ends with 1 when there are any",
	  offsetof(struct request, check), NULL },
	{ 0, "diff", OPTION_FLAG, NULL,
	  "compare two boards (fex, bin or dtb); ends with 1 when they differ",
	  offsetof(struct request, diff), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "print what is said as JSON on standard output",
	  offsetof(struct request, json), NULL },
	{ 'q', "quiet", OPTION_FLAG, NULL, "say errors only", offsetof(struct request, quiet),
	  NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where the tables of facts are",
	  offsetof(struct request, share), NULL },
};

static const struct option_spec spec = {
	.program = "fex2dts",
	.operands = "IN [IN2]",
	.summary = "vendors' fex files and script.bin of Allwinner boards to device trees",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(*rows),
	.operands_min = 1,
	.operands_max = 2,
	.example = "  fex2dts -O dts -o board.dts cubieboard2.fex\n"
		   "  fex2dts -O dtb --base sun7i-a20-cubieboard.dtb -o board.dtb script.bin\n"
		   "  fex2dts -O bin -o script.bin cubieboard2.fex",
};

/* What every stage needs. */
struct run {
	struct arena *arena;
	const struct request *request;
	struct conversion conversion;
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

/* From one of the vendors' forms to another: no facts are needed, so none are looked for. */
static bool is_codec(const struct run *run)
{
	const struct request *request = run->request;
	return !request->explain && !request->check && !request->diff &&
	       (wants(run, "bin") || wants(run, "fex"));
}

/* Fills run->conversion from the command line. */
static int prepare(struct run *run)
{
	const struct request *request = run->request;
	struct conversion *conversion = &run->conversion;
	bool whole_dts = wants(run, "dts") && strcmp(request->style, "standalone") == 0;
	*conversion = (struct conversion){
		.arena = run->arena,
		.places = places_find(run->arena, request->share, NULL),
		.soc = request->soc,
		.whole = !request->explain && !request->diff && (whole_dts || wants(run, "dtb")),
		.diags = run->diags,
	};
	if (parse_answers(run, &conversion->options) < 0)
		return -1;
	return request->base == NULL ? 0
	                             : input_read(run->arena, request->base, FDT_SIZE_LIMIT,
	                                          &conversion->base, run->diags);
}

static int write_dts(const struct run *run, const struct soc *soc, struct dt_tree *tree,
                     struct bytes *out)
{
	const char *style = run->request->style;
	struct dts_options options = { .dtsi = soc->dtsi, .comments = true };
	struct dts_includes includes;
	options.style = strcmp(style, "standalone") == 0 ? DTS_STANDALONE
	                : strcmp(style, "overlay") == 0  ? DTS_OVERLAY
	                                                 : DTS_BOARD;
	if (options.style == DTS_BOARD &&
	    dts_includes_read(run->arena, &run->conversion.places, &includes, run->diags) < 0)
		return -1;
	options.includes = options.style == DTS_BOARD ? &includes : NULL;
	*out = dts_write(run->arena, tree, &options);
	return 0;
}

static int read_table(const struct run *run, const char *name, struct table *table)
{
	struct bytes file;
	if (places_read(run->arena, &run->conversion.places, name, &file, run->diags) < 0)
		return -1;
	return table_parse(run->arena, file, table, run->diags);
}

static int write_explanation(const struct run *run, const struct fex *fex, const struct map *map,
                             struct bytes *out)
{
	struct fex_fates fates;
	struct table table;
	if (read_table(run, "fex-keys.tsv", &table) < 0 ||
	    fex_fates_read(run->arena, &table, &fates, run->diags) < 0)
		return -1;
	*out = explain(run->arena, map, fex, &fates);
	return 0;
}

static int write_tree(const struct run *run, const struct fex *fex, struct bytes *out)
{
	struct soc soc;
	struct map *map;
	if (conversion_tree(&run->conversion, fex, &soc, &map) < 0)
		return -1;
	if (run->request->explain)
		return write_explanation(run, fex, map, out);
	if (wants(run, "dts"))
		return write_dts(run, &soc, map->tree, out);
	if (wants(run, "dtbo"))
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
	if (conversion_soc(&run->conversion, fex, &soc) < 0)
		return -1;
	hardware_json(&hardware, soc.name, &json);
	*out = text_bytes(&text, "json");
	return 0;
}

/* What reading warned about and the check says again as a mistake is said once. */
static void forget_warnings(struct diags *diags)
{
	size_t kept = 0;
	for (size_t i = 0; i < diags->count; i++)
		if (strcmp(diags->list[i].id, "FX112") != 0 &&
		    strcmp(diags->list[i].id, "FX141") != 0)
			diags->list[kept++] = diags->list[i];
		else
			diags->counts[diags->list[i].severity]--;
	diags->count = kept;
}

static int check(const struct run *run, const struct fex *fex)
{
	struct table addresses;
	struct soc soc;
	if (conversion_soc(&run->conversion, fex, &soc) < 0 ||
	    read_table(run, "fex/addresses.tsv", &addresses) < 0)
		return -1;
	forget_warnings(run->diags);
	fex_check(run->arena, fex, &soc, &addresses, run->diags);
	return 0;
}

static int convert(const struct run *run, const char *path)
{
	const struct request *request = run->request;
	struct bytes file, out;
	struct fex fex;
	int result;
	if (input_read(run->arena, path, FEX_LIMIT, &file, run->diags) < 0 ||
	    fex_read(run->arena, file, input_format(request->input), &fex, run->diags) < 0)
		return -1;
	if (request->check)
		return check(run, &fex);
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

static int compare(const struct run *run, const char *const *paths)
{
	struct text out = text_make(run->arena);
	struct bytes a, b;
	size_t count;
	if (input_read(run->arena, paths[0], FEX_LIMIT, &a, run->diags) < 0 ||
	    input_read(run->arena, paths[1], FEX_LIMIT, &b, run->diags) < 0 ||
	    comparison_make(&run->conversion, a, b, &out, &count) < 0 ||
	    output_put(run->arena, run->request->to, text_bytes(&out, "diff"), run->diags) < 0)
		return -1;
	if (count > 0)
		diag_no(run->diags, "FX223", nowhere(),
		        "each line is: what, in the first, in the second",
		        "the boards differ in %zu facts", count);
	return 0;
}

static int conduct(struct run *run, const struct operands *operands)
{
	bool two = operands->count == 2;
	if (two != run->request->diff)
		return diag_error(run->diags, "LB072", nowhere(), "see fex2dts --help",
		                  two ? "one file is converted at a time; two are for --diff"
		                      : "--diff compares two files");
	if (!is_codec(run) && prepare(run) < 0)
		return -1;
	return two ? compare(run, operands->values) : convert(run, operands->values[0]);
}

static void print_json(struct arena *arena, const struct diags *diags)
{
	struct text text = text_make(arena);
	struct json json = json_make(&text);
	diags_json(diags, &json);
	if (fwrite(text.p, 1, text.len, stdout) != text.len || fflush(stdout) != 0)
		exit(3);
}

static void print(struct arena *arena, const struct diags *all, const struct request *request)
{
	struct diags loud = *all;
	loud.count = 0;
	for (size_t i = 0; i < all->count; i++)
		if (!request->quiet || all->list[i].severity > DIAG_WARNING)
			loud.list[loud.count++] = all->list[i];
	if (request->json)
		print_json(arena, &loud);
	else
		diags_print(&loud, stderr, isatty(STDERR_FILENO));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct request request = { .input = "auto", .output = "dts", .style = "board", .to = "-" };
	struct operands operands;
	if (options_parse(arena, &spec, argc, argv, &request, &operands, &diags) == 0) {
		struct run run = { .arena = arena, .request = &request, .diags = &diags };
		conduct(&run, &operands);
	}
	int code = diags_exit_code(&diags);
	print(arena, &diags, &request);
	arena_close(arena);
	return code;
}
