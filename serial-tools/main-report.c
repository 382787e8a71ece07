/* SPDX-License-Identifier: GPL-2.0-or-later */
/* serial-report: what a saved log says about a boot. */
#include "serial-tools/report/report-json.h"
#include "serial-tools/report/report-junit.h"
#include "serial-tools/report/report-svg.h"
#include "serial-tools/report/report-text.h"
#include "serial-tools/verdict/oops-names.h"
#include "serial-tools/verdict/verdict-text.h"

#include "lib/input.h"
#include "lib/options.h"
#include "lib/output.h"
#include "lib/places.h"
#include "lib/run.h"

#include <string.h>
#include <unistd.h>

struct arguments {
	const char *goal, *reference, *format, *timing, *system_map, *vmlinux, *share;
	const char *json, *junit, *tap, *svg;
	uint64_t gap_ms, around, slower_percent, slower_ms;
	bool quiet, formats;
};

#define ROW(letter, name, kind, value, help, member)                                               \
	{                                                                                          \
		letter, name, OPTION_##kind, value, help, offsetof(struct arguments, member), NULL \
	}

static const struct option_row option_rows[] = {
	{ 0, "What to report", OPTION_GROUP, NULL, NULL, 0, NULL },
	ROW('g', "goal", STRING, "STAGE", "the stage that the boot has to reach", goal),
	ROW('r', "reference", STRING, "LOG", "a good boot to compare with", reference),
	ROW(0, "slower", NUMBER, "PERCENT", "a stage this much slower is told (20)",
	    slower_percent),
	ROW(0, "slower-by", TIME, "TIME", "… and at least by this time (0.2)", slower_ms),
	ROW(0, "gap", TIME, "TIME", "shorter silences are not listed (1)", gap_ms),
	ROW('C', "context", NUMBER, "LINES", "lines around the failure (4)", around),
	ROW(0, "system-map", STRING, "FILE", "System.map to name a crash's addresses", system_map),
	ROW(0, "vmlinux", STRING, "FILE", "kernel with debug information, for addr2line", vmlinux),
	{ 0, "How the log is written", OPTION_GROUP, NULL, NULL, 0, NULL },
	ROW('f', "format", STRING, "NAME", "format of the log (found out)", format),
	ROW(0, "timing", STRING, "FILE", "timing file of script(1)", timing),
	ROW(0, "formats", FLAG, NULL, "list the formats", formats),
	{ 0, "Output", OPTION_GROUP, NULL, NULL, 0, NULL },
	ROW('j', "json", STRING, "FILE", "write the report as JSON; - is standard output", json),
	ROW(0, "junit", STRING, "FILE", "… as JUnit XML", junit),
	ROW(0, "tap", STRING, "FILE", "… as TAP", tap),
	ROW('s', "svg", STRING, "FILE", "… as a chart", svg),
	ROW('q', "quiet", FLAG, NULL, "no report as text", quiet),
	ROW(0, "share", STRING, "DIR", "where stages.tsv and signatures.tsv are", share),
};

static const struct option_spec spec = {
	.program = "serial-report",
	.operands = "LOG",
	.summary = "Says how far a boot came, what went wrong and why.",
	.rows = option_rows,
	.row_count = sizeof(option_rows) / sizeof(option_rows[0]),
	.operands_min = 0,
	.operands_max = 1,
	.example = "serial-report --svg boot.svg --reference good.log boot.log",
};

struct job {
	struct arena *arena;
	const struct arguments *arguments;
	struct places places;
	struct diags *diags;
	struct bytes mapped[2]; /* to be unmapped at the end */
	size_t mapped_count;
};

/* A mapped file where that is possible: a log may be larger than the memory. */
static int read_file(struct job *job, const char *path, struct bytes *out)
{
	if (strcmp(path, "-") == 0)
		return input_read(job->arena, path, INPUT_LIMIT, out, job->diags);
	if (input_map(job->arena, path, out, job->diags) != 0)
		return -1;
	job->mapped[job->mapped_count++] = *out;
	return 0;
}

static int open_source(struct job *job, const char *path, const char *timing,
                       struct log_source *out)
{
	struct bytes file, times = { 0 };
	if (read_file(job, path, &file) != 0)
		return -1;
	if (timing != NULL && input_read(job->arena, timing, INPUT_LIMIT, &times, job->diags) != 0)
		return -1;
	return log_source_open(job->arena, file, job->arguments->format,
	                       timing != NULL ? &times : NULL, out, job->diags);
}

static int open_log(struct job *job, struct boot_log **out)
{
	struct boot_log_options options = { .goal = job->arguments->goal, .jit = PATTERN_JIT_ALL };
	return boot_log_open_in(job->arena, &job->places, &options, out, job->diags);
}

static void only_boot(void *context, const struct line *line)
{
	boot_log_line(context, line);
}

static int compare(struct job *job, const struct log_source *source, struct report *report)
{
	const struct arguments *arguments = job->arguments;
	struct reference_options options = { .percent = (unsigned)arguments->slower_percent,
		                             .least_us = (int64_t)arguments->slower_ms * 1000 };
	struct log_source good;
	struct boot_log *log;
	struct verdict verdict;
	if (open_source(job, arguments->reference, NULL, &good) != 0 || open_log(job, &log) != 0)
		return -1;
	log_source_read(&good, job->arena, only_boot, log);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	boot_log_close(log);
	report->reference =
		reference_make(job->arena, source, &report->verdict, &good, &verdict, &options);
	return 0;
}

/* The symbols of System.map, or of vmlinux by nm(1). */
static int read_symbols(struct job *job, struct symbols *out)
{
	const struct arguments *arguments = job->arguments;
	struct bytes file;
	if (arguments->system_map != NULL) {
		if (input_read(job->arena, arguments->system_map, INPUT_LIMIT, &file, job->diags) !=
		    0)
			return -1;
	} else {
		const char *argv[] = { "nm", "-n", arguments->vmlinux, NULL };
		struct run_result result;
		if (run_checked(job->arena, argv, NULL, &result, job->diags) != 0)
			return -1;
		file = result.out;
		file.name = arguments->vmlinux;
	}
	return symbols_read(job->arena, file, out, job->diags);
}

static int name_crashes(struct job *job, struct report *report)
{
	struct symbols symbols;
	if (job->arguments->system_map == NULL && job->arguments->vmlinux == NULL)
		return 0;
	if (read_symbols(job, &symbols) != 0)
		return -1;
	return oops_name(job->arena, report->oopses, report->oops_count, &symbols,
	                 job->arguments->vmlinux, job->diags);
}

static int write_output(struct job *job, const char *path, const struct report *report,
                        void (*print)(const struct report *, struct text *))
{
	struct text text = text_make(job->arena);
	if (path == NULL)
		return 0;
	print(report, &text);
	return output_put(job->arena, path, text_bytes(&text, path), job->diags);
}

static bool is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

static int write_outputs(struct job *job, const struct report *report)
{
	const struct arguments *arguments = job->arguments;
	bool other = is_stdout(arguments->json) || is_stdout(arguments->junit) ||
	             is_stdout(arguments->tap) || is_stdout(arguments->svg);
	int result = write_output(job, arguments->json, report, report_json);
	result |= write_output(job, arguments->junit, report, report_junit);
	result |= write_output(job, arguments->tap, report, report_tap);
	result |= write_output(job, arguments->svg, report, report_svg);
	result |= write_output(job, arguments->quiet || other ? NULL : "-", report, report_text);
	return result;
}

/* A reference that was given and is not met is a failure too. */
static int exit_code(const struct arguments *arguments, const struct report *report)
{
	int code = verdict_exit_code(&report->verdict);
	bool missed = arguments->goal != NULL && !report->verdict.goal;
	bool worse = report->reference != NULL &&
	             (report->reference->slower_count > 0 || report->reference->missing_count > 0);
	return code != 0 ? code : missed || worse ? 1 : 0;
}

static int run_report(struct job *job, const char *path)
{
	const struct arguments *arguments = job->arguments;
	struct report_options options = { .gap_us = (int64_t)arguments->gap_ms * 1000,
		                          .around = (unsigned)arguments->around };
	struct log_source source;
	struct boot_log *log;
	struct report report;
	if (options.around > 12)
		options.around = 12;
	if (open_source(job, path, arguments->timing, &source) != 0 || open_log(job, &log) != 0)
		return -1;
	report_make(job->arena, &source, log, &options, &report, job->diags);
	int result = arguments->reference != NULL ? compare(job, &source, &report) : 0;
	if (result == 0)
		result = name_crashes(job, &report);
	if (result == 0)
		result = write_outputs(job, &report);
	boot_log_close(log);
	return result == 0 ? exit_code(arguments, &report) : -1;
}

static int run_arguments(struct job *job, const struct operands *operands)
{
	struct text text = text_make(job->arena);
	if (job->arguments->formats) {
		text_printf(&text, "%s\n", log_formats_text(job->arena));
		return output_put(job->arena, "-", text_bytes(&text, "-"), job->diags);
	}
	if (operands->count == 0)
		return diag_error(job->diags, "SE221", nowhere(), "name a log, - is standard input",
		                  "no log was given");
	return run_report(job, operands->values[0]);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct arguments arguments = {
		.gap_ms = 1000, .around = 4, .slower_percent = 20, .slower_ms = 200
	};
	struct operands operands;
	int code = options_parse(arena, &spec, argc, argv, &arguments, &operands, &diags);
	if (code == 0) {
		struct job job = { .arena = arena,
			           .arguments = &arguments,
			           .places = places_find(arena, arguments.share, NULL),
			           .diags = &diags };
		code = run_arguments(&job, &operands);
		for (size_t i = 0; i < job.mapped_count; i++)
			input_unmap(job.mapped[i]);
	} else if (code > 0) {
		code = 0;
	}
	diags_print(&diags, stderr, isatty(STDERR_FILENO));
	if (diags_exit_code(&diags) != 0)
		code = diags_exit_code(&diags);
	arena_close(arena);
	return code;
}
