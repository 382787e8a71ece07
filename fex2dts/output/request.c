/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/output/request.h"

#include <string.h>

static const struct option_row rows[] = {
	{ 'I', "in-format", OPTION_STRING, "FORMAT", "what IN is: auto, fex, bin",
	  offsetof(struct request, input), "auto|fex|bin" },
	{ 'O', "out-format", OPTION_STRING, "FORMAT",
	  "fex, bin, json, dts, dtb or dtbo; else by -o's name, else dts",
	  offsetof(struct request, format), "fex|bin|json|dts|dtb|dtbo" },
	{ 'o', "output", OPTION_STRING, "FILE", "where to write it; standard output unless given",
	  offsetof(struct request, output), NULL },
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
	{ 0, "answers", OPTION_LIST, "FILE", "take answers from a file of lines KEY=VALUE",
	  offsetof(struct request, answer_files), NULL },
	{ 0, "questions", OPTION_FLAG, NULL, "print the questions as such a file, to be filled in",
	  offsetof(struct request, questions), NULL },
	{ 0, "explain", OPTION_FLAG, NULL, "print the fex lines behind every node and property",
	  offsetof(struct request, explain), NULL },
	{ 0, "check", OPTION_FLAG, NULL, "vendors' mistakes, and will it boot; ends with 1 if not",
	  offsetof(struct request, check), NULL },
	{ 0, "for", OPTION_STRING, "KIND", "of --check: linux, xen (not A10, A10s, A13), both",
	  offsetof(struct request, what_for), "linux|xen|both" },
	{ 0, "diff", OPTION_FLAG, NULL,
	  "compare two boards (fex, bin or dtb); ends with 1 when they differ",
	  offsetof(struct request, diff), NULL },
	{ 0, "json", OPTION_FLAG, NULL, "print what is said as JSON on standard output",
	  offsetof(struct request, json), NULL },
	{ 'q', "quiet", OPTION_FLAG, NULL, "say errors only", offsetof(struct request, quiet),
	  NULL },
	{ 'v', "verbose", OPTION_FLAG, NULL, "say each warning, however many are alike",
	  offsetof(struct request, verbose), NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where the tables of facts are",
	  offsetof(struct request, share), NULL },
};

static const struct option_spec spec = {
	.program = "fex2dts",
	.operands = "IN [IN2]",
	.summary = "vendors' fex files and script.bin of Allwinner boards to device trees",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(*rows),
	.operands_min = 0, /* take_operands() says what is missing */
	.operands_max = SIZE_MAX,
	.example = "  fex2dts -o board.dts cubieboard2.fex\n"
		   "  fex2dts -o board.dtb --base sun7i-a20-cubieboard.dtb script.bin\n"
		   "  fex2dts -o script.bin cubieboard2.fex\n"
		   "  fex2dts --check --for xen cubieboard2.fex",
};

bool request_makes(const struct request *request, const char *format)
{
	return strcmp(request->format, format) == 0;
}

bool request_is_talk(const struct request *request)
{
	return request->explain || request->questions;
}

static bool converts(const struct request *request)
{
	return !request_is_talk(request) && !request->check && !request->diff;
}

static bool makes_a_tree(const struct request *request)
{
	return !converts(request) || strncmp(request->format, "dt", 2) == 0;
}

bool request_is_codec(const struct request *request)
{
	return converts(request) &&
	       (request_makes(request, "bin") || request_makes(request, "fex"));
}

enum fex_format request_input_format(const struct request *request)
{
	if (strcmp(request->input, "bin") == 0)
		return FEX_FORMAT_BIN;
	return strcmp(request->input, "fex") == 0 ? FEX_FORMAT_TEXT : FEX_FORMAT_AUTO;
}

enum readiness_for request_readiness(const struct request *request)
{
	if (request->what_for == NULL)
		return READINESS_ABLE;
	if (strcmp(request->what_for, "both") == 0)
		return READINESS_BOTH;
	return strcmp(request->what_for, "xen") == 0 ? READINESS_XEN : READINESS_LINUX;
}

/* What "board.dtb" asks for; as dtc does it. */
static const char *format_of_name(const char *path)
{
	static const char *const formats[] = { "fex", "bin", "json", "dts", "dtb", "dtbo" };
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot != NULL && i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(dot + 1, formats[i]) == 0)
			return formats[i];
	return "dts";
}

static int clash(struct diags *diags, const char *hint, const char *message)
{
	return diag_error(diags, "FX221", nowhere(), hint, "%s", message);
}

static int check_kinds(const struct request *request, struct diags *diags)
{
	unsigned kinds =
		(unsigned)request->explain + request->questions + request->check + request->diff;
	int result = 0;
	if (kinds > 1)
		result = clash(diags, "ask one at a time",
		               "--explain, --questions, --check and --diff do not go together");
	if (kinds > 0 && request->format != NULL)
		result = clash(
			diags, "leave -O out; it is for conversions",
			"-O and --explain, --questions, --check or --diff do not go together");
	if (request->check && request->output != NULL)
		result = clash(diags, "send standard output where it is wanted",
		               "-o and --check do not go together: it makes no file");
	if (!request->check && request->what_for != NULL)
		result = clash(diags, "add --check", "--for is for --check");
	return result;
}

/* When format and output are settled. */
static int check_format(const struct request *request, struct diags *diags)
{
	bool tree_option = request->base != NULL || request->answers.count > 0 ||
	                   request->answer_files.count > 0 || request->memory || request->opp;
	bool to_stdout = strcmp(request->output, "-") == 0;
	int result = 0;
	if (request->style != NULL && (!converts(request) || !request_makes(request, "dts")))
		result = clash(diags, "leave --style out, or use -O dts", "--style is for -O dts");
	if (tree_option && !makes_a_tree(request))
		result = clash(diags, "leave them out, or use -O dts, dtb or dtbo",
		               "--base, --answer, --memory and --opp are for device trees");
	if (request->json && to_stdout && !request->check && !request_is_talk(request))
		result = clash(diags, "name a file for the result with -o",
		               "--json and the result would both go to standard output");
	return result;
}

static int take_operands(const struct operands *operands, struct request *request,
                         struct diags *diags)
{
	size_t wanted = request->diff ? 2 : 1;
	if (operands->count == 0)
		return diag_error(diags, "LB072", nowhere(), "see fex2dts --help",
		                  "no file is named: a fex, a script.bin, or - for standard input");
	request->in = operands->values[0];
	request->second = operands->count > 1 ? operands->values[1] : NULL;
	if (operands->count == wanted)
		return 0;
	if (request->diff)
		return diag_error(diags, "LB072", nowhere(),
		                  "fex2dts --diff IN IN2; each is a fex, a script.bin or a dtb",
		                  "--diff compares two files, found %zu", operands->count);
	return diag_error(diags, "LB072", nowhere(),
	                  arena_printf(diags->arena,
	                               "the output is named with -o %s; --diff compares two files",
	                               request->second),
	                  "one file is converted at a time, found a second, \"%s\"",
	                  request->second);
}

int request_parse(struct arena *arena, int argc, char *const *argv, struct request *out,
                  struct diags *diags)
{
	struct operands operands;
	*out = (struct request){ .input = "auto" };
	int result = options_parse(arena, &spec, argc, argv, out, &operands, diags);
	if (result != 0)
		return result;
	result = take_operands(&operands, out, diags) | check_kinds(out, diags);
	out->by_default = converts(out) && out->format == NULL && out->output == NULL;
	if (out->output == NULL)
		out->output = "-";
	if (out->format == NULL)
		out->format = format_of_name(out->output);
	result |= check_format(out, diags);
	if (out->style == NULL)
		out->style = "board";
	return result;
}
