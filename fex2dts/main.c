#include "fex-bin.h"
#include "fex-file.h"
#include "fex-text.h"
#include "lib/input.h"
#include "lib/options.h"
#include "lib/output.h"

#include <string.h>
#include <unistd.h>

#define FEX_LIMIT ((uint64_t)16 << 20) /* bytes; the largest known file has 70 KB */

struct request {
	const char *input, *output, *to;
	bool decimal;
};

static const struct option_row rows[] = {
	{ 'I', "input", OPTION_STRING, "FORMAT", "what IN is: auto, fex, bin",
	  offsetof(struct request, input), "auto|fex|bin" },
	{ 'O', "output", OPTION_STRING, "FORMAT", "what to make: fex, bin",
	  offsetof(struct request, output), "fex|bin" },
	{ 'o', "to", OPTION_STRING, "FILE", "where to write it; standard output unless given",
	  offsetof(struct request, to), NULL },
	{ 0, "decimal", OPTION_FLAG, NULL, "write 0800 as 800, not as vendors' tools misread it",
	  offsetof(struct request, decimal), NULL },
};

static const struct option_spec spec = {
	.program = "fex2dts",
	.operands = "IN",
	.summary = "vendors' fex files and script.bin of Allwinner boards to device trees",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(*rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  fex2dts -O bin -o script.bin cubieboard2.fex",
};

static enum fex_format input_format(const char *name)
{
	if (strcmp(name, "bin") == 0)
		return FEX_FORMAT_BIN;
	return strcmp(name, "fex") == 0 ? FEX_FORMAT_TEXT : FEX_FORMAT_AUTO;
}

static int convert(struct arena *arena, const struct request *request, const char *path,
                   struct diags *diags)
{
	struct bytes file, out;
	struct fex fex;
	int result;
	if (input_read(arena, path, FEX_LIMIT, &file, diags) < 0 ||
	    fex_read(arena, file, input_format(request->input), &fex, diags) < 0)
		return -1;
	if (strcmp(request->output, "bin") == 0)
		result = fex_bin_write(arena, &fex, request->decimal, &out, diags);
	else
		result = fex_text_write(arena, &fex, request->decimal, &out, diags);
	return result < 0 ? -1 : output_put(arena, request->to, out, diags);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct request request = { .input = "auto", .output = "fex", .to = "-" };
	struct operands operands;
	if (options_parse(arena, &spec, argc, argv, &request, &operands, &diags) == 0)
		convert(arena, &request, operands.values[0], &diags);
	diags_print(&diags, stderr, isatty(STDERR_FILENO));
	int code = diags_exit_code(&diags);
	arena_close(arena);
	return code;
}
