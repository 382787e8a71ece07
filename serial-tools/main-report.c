/* serial-report: what a saved log says about a boot. */
#include "boot-log.h"

#include "lib/input.h"
#include "lib/json.h"
#include "lib/options.h"
#include "lib/output.h"
#include "lib/places.h"

#include <string.h>
#include <unistd.h>

struct arguments {
	const char *share, *goal;
	bool json;
};

static const struct option_row option_rows[] = {
	{ 'j', "json", OPTION_FLAG, NULL, "print the report as JSON",
	  offsetof(struct arguments, json), NULL },
	{ 'g', "goal", OPTION_STRING, "STAGE", "stage that the boot has to reach",
	  offsetof(struct arguments, goal), NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where stages.tsv and signatures.tsv are",
	  offsetof(struct arguments, share), NULL },
};

static const struct option_spec spec = {
	.program = "serial-report",
	.operands = "LOG",
	.summary = "Says how far a boot came, what went wrong and why.",
	.rows = option_rows,
	.row_count = sizeof(option_rows) / sizeof(option_rows[0]),
	.operands_min = 1,
	.operands_max = 1,
	.example = "serial-report boot.log",
};

static void take_line(void *context, const struct line *line)
{
	boot_log_line(context, line);
}

static int report(struct arena *arena, const struct arguments *arguments, const char *path,
                  struct diags *diags)
{
	struct places places = places_find(arena, arguments->share, NULL);
	struct boot_log_options options = { .goal = arguments->goal };
	struct boot_log *log;
	struct bytes file;
	struct verdict verdict;
	if (input_read(arena, path, INPUT_LIMIT, &file, diags) != 0 ||
	    boot_log_open_in(arena, &places, &options, &log, diags) != 0)
		return -1;
	struct lines *lines = lines_open(arena);
	lines_feed(lines, file.p, file.len, TIME_NONE, take_line, log);
	lines_end(lines, take_line, log);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	struct text text = text_make(arena);
	if (arguments->json) {
		struct json json = json_make(&text);
		json_object(&json);
		verdict_json(&verdict, &json);
		json_end(&json);
	} else {
		text_add(&text, verdict_text(arena, &verdict));
	}
	boot_log_close(log);
	if (output_put(arena, "-", text_bytes(&text, "-"), diags) != 0)
		return -1;
	return verdict_exit_code(&verdict);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct arguments arguments = { .goal = NULL };
	struct operands operands;
	int code = options_parse(arena, &spec, argc, argv, &arguments, &operands, &diags);
	if (code == 0)
		code = report(arena, &arguments, operands.values[0], &diags);
	else if (code > 0)
		code = 0;
	diags_print(&diags, stderr, isatty(STDERR_FILENO));
	if (diags_exit_code(&diags) != 0)
		code = diags_exit_code(&diags);
	arena_close(arena);
	return code;
}
