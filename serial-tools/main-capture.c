/* SPDX-License-Identifier: GPL-2.0-or-later */
/* serial-capture: opens what the options name, runs the capture, tells how it ended. */
#include "serial-tools/capture/capture-options.h"
#include "serial-tools/capture/capture.h"
#include "serial-tools/capture/ending.h"
#include "serial-tools/capture/footprint.h"
#include "serial-tools/port/source-table.h"
#include "serial-tools/talk/script-parse.h"

#include "lib/input.h"
#include "lib/output.h"
#include "lib/places.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RAW_RING     ((size_t)4 << 20)   /* bytes that wait while the disk is full */
#define SCRIPT_LIMIT ((uint64_t)1 << 20) /* bytes of a script */
#define STAMPED_RING ((size_t)128 << 10)

/* What main holds together while it runs. */
struct job {
	struct arena *arena;
	struct diags diags;
	struct capture_options options;
	struct console *consoles;
	struct survivor survivor;
	int64_t start_us, wall_us; /* the same moment on the loop's clock and since 1970 */
};

static int64_t wall_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t microseconds(uint64_t ms)
{
	return ms > (uint64_t)INT64_MAX / 1000 ? INT64_MAX : (int64_t)ms * 1000;
}

static int open_sinks(struct job *job, struct console *console)
{
	const struct capture_options *options = &job->options;
	const char *raw = capture_options_file(job->arena, options->log, console->source.name);
	const char *lines = capture_options_file(job->arena, options->lines, console->source.name);
	struct log_file_spec file = { .append = options->append,
		                      .rotate_bytes = options->rotate_bytes,
		                      .rotate_us = microseconds(options->rotate_ms),
		                      .keep = options->keep,
		                      .compress = options->compress };
	struct sink_spec spec = { .raw = file,
		                  .lines = file,
		                  .stamps = options->stamps,
		                  .out = options->quiet ? -1 : STDOUT_FILENO,
		                  .notes = STDERR_FILENO,
		                  .escapes = options->interactive,
		                  .shares = options->serve,
		                  .keys = options->interactive ? STDIN_FILENO : -1,
		                  .dtr = options->port.dtr != LEVEL_OFF,
		                  .rts = options->port.rts != LEVEL_OFF,
		                  .signals = &options->signals,
		                  .source = &console->source,
		                  .script = console->script };
	if (lines == NULL && raw != NULL && !options->no_lines)
		lines = arena_printf(job->arena, "%s.lines", raw);
	spec.raw.path = raw;
	spec.raw.ring = RAW_RING;
	spec.lines.path = lines;
	spec.lines.ring = STAMPED_RING;
	spec.stamps.wall_us = job->wall_us;
	if (raw != NULL)
		console->raw = &console->sinks[0];
	return sinks_open(job->arena, &spec, console->sinks, &console->sink_count, &job->diags);
}

/* Stages, failures and the lines that they are looked for in. */
static int open_boot_log(struct job *job, struct console *console)
{
	const struct capture_options *options = &job->options;
	struct boot_log_options wanted = { .goal = options->goal, .jit = PATTERN_JIT_OFTEN };
	struct places places = places_find(job->arena, options->share, NULL);
	bool lines = options->lines != NULL || (options->log != NULL && !options->no_lines);
	if (lines || !options->no_stages || console->until != NULL || console->restart != NULL)
		console->lines = lines_open(job->arena);
	if (options->no_stages)
		return 0;
	return boot_log_open_in(job->arena, &places, &wanted, &console->boot, &job->diags);
}

static int open_expressions(struct job *job, struct console *console)
{
	const struct capture_options *options = &job->options;
	int result = 0;
	if (options->until != NULL)
		result |= expression_open(job->arena, "until", options->until, &console->until,
		                          &job->diags);
	if (options->stamp_from != NULL)
		result |= expression_open(job->arena, "stamp-from", options->stamp_from,
		                          &console->restart, &job->diags);
	return result;
}

static int open_script(struct job *job, struct console *console)
{
	struct bytes text;
	if (job->options.script == NULL)
		return 0;
	console->script = arena_new(job->arena, struct script);
	if (input_read(job->arena, job->options.script, SCRIPT_LIMIT, &text, &job->diags) < 0)
		return -1;
	return script_parse(job->arena, text, console->script, &job->diags);
}

static int open_console(struct job *job, const char *word, struct console *console)
{
	if (open_expressions(job, console) < 0 ||
	    source_open(job->arena, word, &job->options.port, &console->source, &job->diags) < 0 ||
	    signals_check(&job->options.signals, &console->source, &job->diags) < 0)
		return -1;
	console->rate = console_rate_open(job->arena, &console->source, job->options.port.seek);
	if (open_boot_log(job, console) < 0 || open_script(job, console) < 0)
		return -1;
	return open_sinks(job, console);
}

static int open_consoles(struct job *job)
{
	const struct operands *sources = &job->options.sources;
	job->consoles = arena_array(job->arena, sources->count, sizeof(*job->consoles));
	for (size_t i = 0; i < sources->count; i++)
		if (open_console(job, sources->values[i], &job->consoles[i]) < 0)
			return -1;
	return 0;
}

static int write_verdict(struct job *job, const struct ending *ending)
{
	struct text text = text_make(job->arena);
	if (job->options.verdict == NULL)
		return 0;
	return output_put(job->arena, job->options.verdict,
	                  ending_json(&text, ending, job->options.log), &job->diags);
}

/* What the script kept of the board's environment becomes files. */
static int write_dumps(struct job *job)
{
	for (size_t i = 0; i < job->options.sources.count; i++) {
		const struct script *script = job->consoles[i].script;
		for (size_t k = 0; script != NULL && k < script->dump_count; k++)
			if (output_put(job->arena, script->dumps[k].path,
			               bytes_of(script->dumps[k].text, script->dumps[k].len, "env"),
			               &job->diags) < 0)
				return -1;
	}
	return 0;
}

static void tell_script(struct job *job, const struct capture_result *result)
{
	const struct script *script = result->console->script;
	if (script != NULL && script->state == SCRIPT_FAILED)
		diag_no(&job->diags, "SE404", script->failed_at,
		        "the log shows what the board said instead", "%s", script->reason);
}

static int start_survivor(struct job *job)
{
	size_t count = job->options.sources.count;
	const char **paths = arena_array(job->arena, count, sizeof(*paths));
	for (size_t i = 0; i < count; i++)
		paths[i] = capture_options_file(job->arena, job->options.log,
		                                job->consoles[i].source.name);
	if (survivor_start(job->arena, paths, count, &job->survivor, &job->diags) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		job->consoles[i].buffer = &job->survivor.buffers[i];
	for (size_t i = 0; i < count; i++)
		job->consoles[i].pattern = job->survivor.pattern;
	return 0;
}

static int run_job(struct job *job)
{
	const struct capture_options *options = &job->options;
	struct capture_result result;
	struct capture_spec capture = {
		.start_us = job->start_us,
		.wants_goal =
			options->until != NULL || options->goal != NULL || options->script != NULL,
		.wants_line = options->until != NULL,
		.timeout_us = microseconds(options->timeout_ms),
		.silence_us = microseconds(options->silence_ms),
		.away_us = microseconds(options->away_ms),
		.linger_us = microseconds(options->linger_ms),
		.along = options->along,
		.power = options->power,
	};
	if (open_consoles(job) < 0 || start_survivor(job) < 0)
		return -1;
	footprint_shrink();
	capture.consoles = job->consoles;
	capture.count = options->sources.count;
	int ran = capture_run(&capture, &result, &job->diags);
	survivor_stop(&job->survivor);
	if (ran < 0)
		return -1;
	struct ending ending = ending_make(&result);
	if (write_verdict(job, &ending) < 0 || write_dumps(job) < 0)
		return -1;
	ending_tell(job->arena, &ending, stderr);
	tell_script(job, &result);
	return ending.code;
}

/* Whatever was opened, also when the capture could not begin. */
static void close_job(struct job *job)
{
	for (size_t i = 0; job->consoles != NULL && i < job->options.sources.count; i++) {
		console_close(&job->consoles[i], 0);
		if (job->consoles[i].boot != NULL)
			boot_log_close(job->consoles[i].boot);
		if (job->consoles[i].script != NULL)
			script_close(job->consoles[i].script);
	}
	survivor_stop(&job->survivor);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct job job = { .arena = arena,
		           .diags = diags_make(arena),
		           .survivor = { .alive = -1 },
		           .start_us = loop_now(),
		           .wall_us = wall_now() };
	int code = capture_options_parse(arena, argc, argv, &job.options, &job.diags);
	if (code == 0)
		code = run_job(&job);
	else
		code = code > 0 ? 0 : -1;
	diags_print(&job.diags, stderr, isatty(STDERR_FILENO));
	if (code < 0)
		code = diags_exit_code(&job.diags);
	close_job(&job);
	arena_close(arena);
	return code;
}
