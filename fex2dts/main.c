/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/dts.h"
#include "dt/tree/fdt-overlay.h"
#include "dt/tree/fdt.h"
#include "fex2dts/fex/fex-bin.h"
#include "fex2dts/fex/fex-check.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/fex/fex-text.h"
#include "fex2dts/hardware/hardware-from-fex.h"
#include "fex2dts/hardware/hardware-print.h"
#include "fex2dts/output/comparison.h"
#include "fex2dts/output/explain-questions.h"
#include "fex2dts/output/explain.h"
#include "fex2dts/output/readiness.h"
#include "fex2dts/output/request.h"
#include "fex2dts/owner/answers.h"
#include "fex2dts/owner/owner-questions.h"
#include "lib/input.h"
#include "lib/output.h"
#include "lib/places.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FEX_LIMIT  ((uint64_t)16 << 20) /* bytes; the largest known file has 70 KB */
#define MOST_ALIKE 20                   /* of warnings that say the same of other lines */
#define DTB_ROOM   4096                 /* bytes that a boot loader may need for /chosen */

/* What every stage needs. */
struct run {
	struct arena *arena;
	const struct request *request;
	struct conversion conversion;
	struct diags *diags;
};

static int read_answers(const struct run *run, struct answers *answers)
{
	const struct request *request = run->request;
	int result = 0;
	for (size_t i = 0; i < request->answer_files.count; i++) {
		struct bytes file;
		if (input_read(run->arena, request->answer_files.values[i], ANSWERS_LIMIT, &file,
		               run->diags) < 0 ||
		    answers_read(run->arena, file, answers, run->diags) < 0)
			result = -1;
	}
	for (size_t i = 0; i < request->answers.count; i++)
		if (answers_add(run->arena, request->answers.values[i], answers, run->diags) < 0)
			result = -1;
	return result;
}

/* Fills run->conversion from the command line. */
static int prepare(struct run *run)
{
	const struct request *request = run->request;
	struct conversion *conversion = &run->conversion;
	bool whole_dts = request_makes(request, "dts") && strcmp(request->style, "standalone") == 0;
	*conversion = (struct conversion){
		.arena = run->arena,
		.places = places_find(run->arena, request->share, NULL),
		.soc = request->soc,
		.whole = !request_is_talk(request) && !request->diff &&
		         (whole_dts || request_makes(request, "dtb")),
		.options = { request->memory, request->opp },
		.diags = run->diags,
	};
	if (read_answers(run, &conversion->answers) < 0)
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

/* What a user may not expect of a tree that he gets without asking for more. */
static void say_what_was_made(const struct run *run, const struct soc *soc)
{
	const struct request *request = run->request;
	if (run->conversion.whole && request->base == NULL)
		diag_warning(
			run->diags, "FX313", nowhere(),
			arena_printf(
				run->arena,
				"add --base FILE.dtb, a kernel's tree of any board with this SoC (%s-*.dtb)",
				soc->name),
			"made on the built-in base for the %s, which has UARTs, MMC and the PMIC's bus: USB, network, SATA and the like are left out",
			soc->short_name);
	if (request->by_default)
		diag_note(
			run->diags, "FX225", nowhere(),
			"-o board.dtb, -O json and --style standalone make other forms: see --help",
			"made: a dts in the style of mainline's board files, on standard output");
}

static int write_talk(const struct run *run, const struct fex *fex, struct map *map,
                      struct bytes *out)
{
	owner_ask(map);
	if (!run->request->json && run->request->explain)
		return write_explanation(run, fex, map, out);
	*out = run->request->json ? explain_json(run->arena, map) : explain_form(run->arena, map);
	return 0;
}

static int write_tree(const struct run *run, const struct fex *fex, struct bytes *out)
{
	struct soc soc;
	struct map *map;
	if (conversion_tree(&run->conversion, fex, &soc, &map) < 0)
		return -1;
	if (request_is_talk(run->request))
		return write_talk(run, fex, map, out);
	say_what_was_made(run, &soc);
	if (request_makes(run->request, "dts"))
		return write_dts(run, &soc, map->tree, out);
	if (request_makes(run->request, "dtbo"))
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

/* One line a question asked: results, so on standard output; as JSON, notes among the findings. */
static int say_verdict(const struct run *run, const struct text *verdict)
{
	char *rest = arena_strndup(run->arena, verdict->p, verdict->len);
	if (!run->request->json)
		return output_put(run->arena, "-", text_bytes(verdict, "verdict"), run->diags);
	for (char *line; (line = strsep(&rest, "\n")) != NULL && *line != '\0';)
		diag_note(run->diags, "FX422", nowhere(), NULL, "%s", line);
	return 0;
}

static int check(const struct run *run, const struct fex *fex)
{
	struct text verdict = text_make(run->arena);
	struct table addresses;
	struct soc soc;
	if (conversion_soc(&run->conversion, fex, &soc) < 0 ||
	    read_table(run, "fex/addresses.tsv", &addresses) < 0)
		return -1;
	forget_warnings(run->diags);
	fex_check(run->arena, fex, &soc, &addresses, run->diags);
	unsigned mistakes = run->diags->counts[DIAG_NO];
	text_printf(&verdict, "%s: the vendor's mistakes: %s\n", fex->file,
	            mistakes == 0 ? "none found" : arena_printf(run->arena, "%u", mistakes));
	int result = readiness_check(&run->conversion, fex, &soc, request_readiness(run->request),
	                             run->request->base, &verdict);
	return say_verdict(run, &verdict) < 0 ? -1 : result;
}

static bool is_blob(const struct request *request)
{
	return request_is_codec(request)
	               ? request_makes(request, "bin")
	               : request_makes(request, "dtb") || request_makes(request, "dtbo");
}

static int put(const struct run *run, struct bytes out)
{
	const struct request *request = run->request;
	if (strcmp(request->output, "-") == 0 && !request_is_talk(request) && is_blob(request) &&
	    isatty(STDOUT_FILENO))
		return diag_error(
			run->diags, "FX224", nowhere(),
			arena_printf(run->arena, "name a file: -o board.%s", request->format),
			"a %s is no text, and standard output is a terminal", request->format);
	return output_put(run->arena, request->output, out, run->diags);
}

static int convert(const struct run *run)
{
	const struct request *request = run->request;
	struct bytes file, out;
	struct fex fex;
	int result;
	if (input_read(run->arena, request->in, FEX_LIMIT, &file, run->diags) < 0 ||
	    fex_read(run->arena, file, request_input_format(request), &fex, run->diags) < 0)
		return -1;
	if (request->check)
		return check(run, &fex);
	bool talk = request_is_talk(request);
	if (!talk && request_makes(request, "bin"))
		result = fex_bin_write(run->arena, &fex, request->decimal, &out, run->diags);
	else if (!talk && request_makes(request, "fex"))
		result = fex_text_write(run->arena, &fex, request->decimal, &out, run->diags);
	else if (!talk && request_makes(request, "json"))
		result = write_json(run, &fex, &out);
	else
		result = write_tree(run, &fex, &out);
	return result < 0 ? -1 : put(run, out);
}

static int compare(const struct run *run)
{
	const struct request *request = run->request;
	struct text out = text_make(run->arena);
	struct bytes a, b;
	size_t count;
	if (input_read(run->arena, request->in, FEX_LIMIT, &a, run->diags) < 0 ||
	    input_read(run->arena, request->second, FEX_LIMIT, &b, run->diags) < 0 ||
	    comparison_make(&run->conversion, a, b, &out, &count) < 0 ||
	    output_put(run->arena, request->output, text_bytes(&out, "diff"), run->diags) < 0)
		return -1;
	if (count > 0)
		diag_no(run->diags, "FX223", nowhere(),
		        "each line is: what, in the first, in the second",
		        "the boards differ in %zu facts", count);
	return 0;
}

static int conduct(struct run *run)
{
	if (!request_is_codec(run->request) && prepare(run) < 0)
		return -1;
	return run->request->diff ? compare(run) : convert(run);
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
	loud.most_alike = request->verbose ? 0 : MOST_ALIKE;
	for (size_t i = 0; i < all->count; i++)
		if (!request->quiet || all->list[i].severity > DIAG_WARNING)
			loud.list[loud.count++] = all->list[i];
	if (request->json && !request_is_talk(request))
		print_json(arena, &loud);
	else
		diags_print(&loud, stderr, isatty(STDERR_FILENO));
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct request request;
	if (request_parse(arena, argc, argv, &request, &diags) == 0) {
		struct run run = { .arena = arena, .request = &request, .diags = &diags };
		conduct(&run);
	}
	int code = diags_exit_code(&diags);
	print(arena, &diags, &request);
	arena_close(arena);
	return code;
}
