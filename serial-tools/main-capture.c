/* serial-capture: options, what is captured and looked for, the report at the end. */
#include "capture.h"
#include "script.h"

#include "lib/input.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/options.h"
#include "lib/output.h"
#include "lib/places.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RAW_RING     ((size_t)4 << 20)   /* bytes that wait while the disk is full */
#define SCRIPT_LIMIT ((uint64_t)1 << 20) /* bytes of a script */
#define STAMPED_RING ((size_t)1 << 20)

struct settings {
	const char *rate, *log, *lines, *stamp, *until, *verdict, *dtr, *rts, *share;
	uint64_t timeout_ms, silence_ms, away_ms, linger_ms;
	const char *script;
	struct option_list serve;
	bool no_lines, append, quiet, wait, interactive;
};

#define AT(member) offsetof(struct settings, member)
static const struct option_row rows[] = {
	{ 0, "port", OPTION_GROUP, NULL, "port:", 0, NULL },
	{ 'b', "baud", OPTION_STRING, "RATE", "bits per second, any integer", AT(rate), NULL },
	{ 0, "dtr", OPTION_STRING, "LEVEL", "the line DTR: keep, on or off", AT(dtr),
	  "keep|on|off" },
	{ 0, "rts", OPTION_STRING, "LEVEL", "the line RTS: keep, on or off", AT(rts),
	  "keep|on|off" },
	{ 0, "wait", OPTION_FLAG, NULL, "wait for a port that is not there yet", AT(wait), NULL },
	{ 0, "end", OPTION_GROUP, NULL, "when it ends:", 0, NULL },
	{ 'u', "until", OPTION_STRING, "REGEX", "a line that is the goal: exit code 0", AT(until),
	  NULL },
	{ 't', "timeout", OPTION_TIME, "TIME", "without it until then: exit code 11",
	  AT(timeout_ms), NULL },
	{ 's', "silence", OPTION_TIME, "TIME", "nothing comes for so long: exit code 13",
	  AT(silence_ms), NULL },
	{ 0, "away", OPTION_TIME, "TIME", "a source is away for so long: exit code 12", AT(away_ms),
	  NULL },
	{ 0, "linger", OPTION_TIME, "TIME", "go on after a failure (default 2)", AT(linger_ms),
	  NULL },
	{ 0, "logs", OPTION_GROUP, NULL, "logs (%n in a name stands for the source's):", 0, NULL },
	{ 'o', "log", OPTION_STRING, "FILE",
	  "bytes as received; lines with stamps go to FILE.lines", AT(log), NULL },
	{ 0, "lines", OPTION_STRING, "FILE", "lines with stamps go there", AT(lines), NULL },
	{ 0, "no-lines", OPTION_FLAG, NULL, "no log of lines", AT(no_lines), NULL },
	{ 0, "stamp", OPTION_STRING, "KIND", "start, delta, wall, wall+delta, none", AT(stamp),
	  "start|delta|wall|wall+delta|none" },
	{ 'a', "append", OPTION_FLAG, NULL, "go on behind what the logs hold", AT(append), NULL },
	{ 0, "verdict", OPTION_STRING, "FILE", "how it ended, as JSON", AT(verdict), NULL },
	{ 0, "screen", OPTION_GROUP, NULL, "screen:", 0, NULL },
	{ 'q', "quiet", OPTION_FLAG, NULL, "the console is not shown on standard output", AT(quiet),
	  NULL },
	{ 0, "interactive", OPTION_FLAG, NULL, "let escape sequences pass that only paint",
	  AT(interactive), NULL },
	{ 0, "talk", OPTION_GROUP, NULL, "talk (nothing is sent to the board otherwise):", 0,
	  NULL },
	{ 0, "script", OPTION_STRING, "FILE", "send and expect; its end is the goal or a failure",
	  AT(script), NULL },
	{ 0, "serve", OPTION_LIST, "PORT", "share it: pty:LINK, tcp:, telnet:, rfc2217:HOST:PORT",
	  AT(serve), NULL },
	{ 0, "share", OPTION_STRING, "DIR", "tables of stages and signatures", AT(share), NULL },
};

static const struct option_spec spec = {
	.program = "serial-capture",
	.operands = "SOURCE… [-- COMMAND…]",
	.summary = "Captures serial consoles and loses nothing.",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
	.operands_min = 1,
	.operands_max = 16,
	.example =
		"  serial-capture -b 115200 -o boot.log --until 'login:' --timeout 90 /dev/ttyUSB0\n"
		"  serial-capture -o boot.log listen-unix:s -- qemu-system-arm -M orangepi-pc \\\n"
		"      -chardev socket,id=s,path=s,server=off,reconnect=1 -serial chardev:s",
};

/* What main holds together while it runs. */
struct job {
	struct arena *arena;
	struct diags diags;
	struct settings settings;
	struct operands sources;
	const char **along;
	struct console *consoles;
};

/* Takes what follows "--" off the command line: it is a program, not ours to parse. */
static const char **split_command(struct arena *arena, int *argc, char **argv)
{
	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		size_t count = (size_t)(*argc - i - 1);
		const char **along = arena_array(arena, count + 1, sizeof(*along));
		for (size_t k = 0; k < count; k++)
			along[k] = argv[(size_t)i + 1 + k];
		*argc = i;
		return count == 0 ? NULL : along;
	}
	return NULL;
}

static enum source_level level_of(const char *word)
{
	if (word == NULL || strcmp(word, "keep") == 0)
		return LEVEL_KEEP;
	return strcmp(word, "on") == 0 ? LEVEL_ON : LEVEL_OFF;
}

static int port_settings(struct job *job, struct source_settings *out)
{
	uint64_t rate = 0;
	*out = (struct source_settings){ .bits = 8, .parity = 'N', .stop = 1 };
	out->dtr = level_of(job->settings.dtr);
	out->rts = level_of(job->settings.rts);
	out->wait = job->settings.wait;
	if (job->settings.rate != NULL &&
	    (number_parse(job->settings.rate, &rate) < 0 || rate == 0 || rate > 100000000))
		return diag_error(&job->diags, "LB071", nowhere(), "for instance -b 115200",
		                  "--baud: expected bits per second, found \"%s\"",
		                  job->settings.rate);
	out->rate = (uint32_t)rate;
	return 0;
}

/* Puts the source's name where %n stands. */
static const char *name_file(struct job *job, const char *pattern, const struct console *console)
{
	const char *at = pattern == NULL ? NULL : strstr(pattern, "%n");
	if (at == NULL)
		return pattern;
	return arena_printf(job->arena, "%.*s%s%s", (int)(at - pattern), pattern,
	                    console->source.name, at + 2);
}

static struct sink *new_sink(struct console *console)
{
	return &console->sinks[console->sink_count++];
}

static int64_t wall_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int open_logs(struct job *job, struct console *console)
{
	const struct settings *settings = &job->settings;
	const char *raw = name_file(job, settings->log, console);
	const char *lines = name_file(job, settings->lines, console);
	struct stamp_spec stamps = { .wall_us = wall_now() };
	struct log_file_spec file = { .path = raw, .append = settings->append, .ring = RAW_RING };
	if (raw != NULL && sink_raw_open(job->arena, &file, new_sink(console), &job->diags) < 0)
		return -1;
	if (lines == NULL && raw != NULL && !settings->no_lines)
		lines = arena_printf(job->arena, "%s.lines", raw);
	file.path = lines;
	file.ring = STAMPED_RING;
	stamp_parse(settings->stamp, &stamps);
	if (lines != NULL &&
	    sink_stamped_open(job->arena, &file, &stamps, new_sink(console), &job->diags) < 0)
		return -1;
	sink_screen_open(job->arena, settings->quiet ? -1 : STDOUT_FILENO, STDERR_FILENO,
	                 settings->interactive, new_sink(console));
	if (lines != NULL || settings->until != NULL)
		console->lines = lines_open(job->arena);
	return 0;
}

/* The ports that share the console, and the script that talks to it. */
static int open_talk(struct job *job, struct console *console)
{
	struct bytes text;
	for (size_t i = 0; i < job->settings.serve.count; i++)
		if (sink_serve_open(job->arena, job->settings.serve.values[i], new_sink(console),
		                    &job->diags) < 0)
			return -1;
	if (job->settings.script == NULL)
		return 0;
	console->script = arena_new(job->arena, struct script);
	if (input_read(job->arena, job->settings.script, SCRIPT_LIMIT, &text, &job->diags) < 0 ||
	    script_parse(job->arena, text, console->script, &job->diags) < 0)
		return -1;
	sink_script_open(console->script, job->arena, new_sink(console));
	return 0;
}

static int open_console(struct job *job, const char *word, struct console *console)
{
	struct source_settings port;
	if (port_settings(job, &port) < 0 ||
	    source_open(job->arena, word, &port, &console->source, &job->diags) < 0)
		return -1;
	if (job->settings.until != NULL && expression_open(job->arena, "until", job->settings.until,
	                                                   &console->until, &job->diags) < 0)
		return -1;
	return open_logs(job, console) < 0 ? -1 : open_talk(job, console);
}

static int check_names(struct job *job)
{
	const char *log = job->settings.log;
	if (job->sources.count > 1 && log != NULL && strstr(log, "%n") == NULL)
		return diag_error(&job->diags, "SE107", nowhere(),
		                  "write %n where the source's name shall stand: -o boot-%n.log",
		                  "%zu sources cannot share the log %s", job->sources.count, log);
	return 0;
}

static int64_t microseconds(uint64_t ms)
{
	return ms > (uint64_t)INT64_MAX / 1000 ? INT64_MAX : (int64_t)ms * 1000;
}

static void add_verdict(struct json *json, const struct job *job,
                        const struct capture_result *result)
{
	const struct console *console = result->console;
	json_key_string(json, "verdict", capture_end_name(result->end));
	json_key_u64(json, "code", (uint64_t)capture_exit_code(result->end));
	json_key_string(json, "source", console->source.address);
	json_key_double(json, "seconds", (double)result->end_us / 1e6, 6);
	json_key_string(json, "log", job->settings.log);
	if (console->goal) {
		json_key_object(json, "goal");
		json_key_u64(json, "line", console->goal_line);
		json_key_double(json, "seconds", (double)console->goal_us / 1e6, 6);
		json_key_string(json, "text", console->goal_text);
		json_end(json);
	}
	if (result->along.ended)
		json_key_string(json, "command_end", child_end_text(job->arena, &result->along));
}

static int write_verdict(struct job *job, const struct capture_result *result)
{
	struct text text = text_make(job->arena);
	struct json json = json_make(&text);
	if (job->settings.verdict == NULL)
		return 0;
	json_object(&json);
	add_verdict(&json, job, result);
	json_end(&json);
	return output_put(job->arena, job->settings.verdict, text_bytes(&text, "verdict"),
	                  &job->diags);
}

/* What the script kept of the board's environment becomes files. */
static int write_dumps(struct job *job)
{
	for (size_t i = 0; i < job->sources.count; i++) {
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

static void tell_end(struct job *job, const struct capture_result *result)
{
	const struct console *console = result->console;
	fprintf(stderr, "serial-capture: %s after %.3f s", capture_end_name(result->end),
	        (double)result->end_us / 1e6);
	if (console->goal)
		fprintf(stderr, ", line %llu: %s", (unsigned long long)console->goal_line,
		        console->goal_text);
	else if (result->along.ended)
		fprintf(stderr, ", %s: %s", result->along.name,
		        child_end_text(job->arena, &result->along));
	fputc('\n', stderr);
}

static int run_job(struct job *job)
{
	struct capture_result result;
	job->consoles = arena_array(job->arena, job->sources.count, sizeof(*job->consoles));
	if (check_names(job) < 0)
		return -1;
	for (size_t i = 0; i < job->sources.count; i++)
		if (open_console(job, job->sources.values[i], &job->consoles[i]) < 0)
			return -1;
	struct capture_spec capture = {
		.consoles = job->consoles,
		.count = job->sources.count,
		.wants_goal = job->settings.until != NULL || job->settings.script != NULL,
		.wants_line = job->settings.until != NULL,
		.timeout_us = microseconds(job->settings.timeout_ms),
		.silence_us = microseconds(job->settings.silence_ms),
		.away_us = microseconds(job->settings.away_ms),
		.linger_us = microseconds(job->settings.linger_ms),
		.along = job->along,
	};
	if (capture_run(&capture, &result, &job->diags) < 0 || write_verdict(job, &result) < 0 ||
	    write_dumps(job) < 0)
		return -1;
	tell_end(job, &result);
	tell_script(job, &result);
	return capture_exit_code(result.end);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct job job = { .arena = arena,
		           .diags = diags_make(arena),
		           .settings = {
				   .stamp = "start", .away_ms = UINT64_MAX, .linger_ms = 2000 } };
	job.along = split_command(arena, &argc, argv);
	int code = options_parse(arena, &spec, argc, argv, &job.settings, &job.sources, &job.diags);
	if (code == 0)
		code = run_job(&job);
	else
		code = code > 0 ? 0 : -1;
	diags_print(&job.diags, stderr, isatty(STDERR_FILENO));
	if (code < 0)
		code = diags_exit_code(&job.diags);
	arena_close(arena);
	return code;
}
