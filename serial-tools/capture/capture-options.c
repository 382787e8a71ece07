/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/capture-options.h"

#include "serial-tools/baud/baud-search.h"
#include "serial-tools/port/child.h"
#include "serial-tools/talk/sink-table.h"

#include "lib/number.h"

#include <string.h>

#define FASTEST 100000000 /* bits per second; above that it is a typing mistake */

#define AT(member) offsetof(struct capture_options, member)
#define GROUP(title)                                                                               \
	{                                                                                          \
		0, title, OPTION_GROUP, NULL, title, 0, NULL                                       \
	}
#define STAMP_WORDS "start|delta|wall|wall+delta|none"
#define LEVELS      "keep|on|off"

#define ADAPTERS "any|cp2102|cp210x|ftdi|ftdi-h|ch340|pl2303|cdc|8250"

static const struct option_row rows[] = {
	GROUP("port:"),
	{ 'b', "baud", OPTION_STRING, "RATE", "bits per second, any integer, or auto", AT(rate),
	  NULL },
	{ 0, "adapter", OPTION_STRING, "NAME", "what rates the port can do; else by its driver",
	  AT(adapter), ADAPTERS },
	{ 0, "format", OPTION_STRING, "8N1", "data bits 5-8, parity N E O, stop bits 1 2",
	  AT(format), NULL },
	{ 0, "flow", OPTION_STRING, "KIND", "none, rtscts or xonxoff", AT(flow),
	  "none|rtscts|xonxoff" },
	{ 0, "dtr", OPTION_STRING, "LEVEL", "keep, on or off", AT(dtr), LEVELS },
	{ 0, "rts", OPTION_STRING, "LEVEL", "keep, on or off", AT(rts), LEVELS },
	{ 0, "pulse", OPTION_LIST, "LINE[=MS]", "dtr or rts, turned over for 100ms when connected",
	  AT(pulses), NULL },
	{ 0, "break", OPTION_TIME, "TIME", "a break when connected, for instance 250ms",
	  AT(break_ms), NULL },
	{ 0, "sysrq", OPTION_STRING, "KEYS", "then a break and a magic SysRq key, each", AT(sysrq),
	  NULL },
	{ 0, "wait", OPTION_FLAG, NULL, "wait for a port that is not there yet", AT(wait), NULL },
	{ 0, "fast", OPTION_FLAG, NULL, "a stamped file: is read as it is, without its timing",
	  AT(fast), NULL },
	{ 0, "ignore-locks", OPTION_FLAG, NULL, "read although another program holds the port",
	  AT(ignore_locks), NULL },
	{ 0, "power-cycle", OPTION_STRING, "COMMAND", "run once everything is open",
	  AT(power_cycle), NULL },
	GROUP("end:"),
	{ 'u', "until", OPTION_STRING, "REGEX", "a line that is the goal: code 0", AT(until),
	  NULL },
	{ 'g', "goal", OPTION_STRING, "STAGE", "the stage that is the goal: login, shell …",
	  AT(goal), NULL },
	{ 't', "timeout", OPTION_TIME, "TIME", "no goal by then: code 11", AT(timeout_ms), NULL },
	{ 's', "silence", OPTION_TIME, "TIME", "nothing comes for so long: code 13", AT(silence_ms),
	  NULL },
	{ 0, "away", OPTION_TIME, "TIME", "gone for so long: code 12 (default: waits)", AT(away_ms),
	  NULL },
	{ 0, "no-stages", OPTION_FLAG, NULL, "stages and failures are not looked for",
	  AT(no_stages), NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where stages.tsv and signatures.tsv are", AT(share),
	  NULL },
	{ 0, "linger", OPTION_TIME, "TIME", "goes on so long after a failure (2)", AT(linger_ms),
	  NULL },
	{ 0, "verdict", OPTION_STRING, "FILE", "how it ended, as JSON", AT(verdict), NULL },
	GROUP("logs (%n in a name is the source's):"),
	{ 'o', "log", OPTION_STRING, "FILE", "bytes as received; lines go to FILE.lines", AT(log),
	  NULL },
	{ 0, "lines", OPTION_STRING, "FILE", "lines with stamps go there", AT(lines), NULL },
	{ 0, "no-lines", OPTION_FLAG, NULL, "no log of lines", AT(no_lines), NULL },
	{ 0, "stamp", OPTION_STRING, "KIND", STAMP_WORDS, AT(stamp), STAMP_WORDS },
	{ 0, "stamp-from", OPTION_STRING, "REGEX", "stamps count from this line on", AT(stamp_from),
	  NULL },
	{ 'a', "append", OPTION_FLAG, NULL, "go on behind what the logs hold", AT(append), NULL },
	{ 0, "rotate-size", OPTION_SIZE, "SIZE", "a new file at this size: FILE.1, FILE.2 …",
	  AT(rotate_bytes), NULL },
	{ 0, "rotate-every", OPTION_TIME, "TIME", "a new file at this age", AT(rotate_ms), NULL },
	{ 0, "keep", OPTION_NUMBER, "N", "finished files kept (all)", AT(keep), NULL },
	{ 0, "zstd", OPTION_FLAG, NULL, "finished files become .zst", AT(compress), NULL },
	GROUP("talk (nothing is sent to the board otherwise):"),
	{ 0, "script", OPTION_STRING, "FILE", "send and expect; its end is the goal or a failure",
	  AT(script), NULL },
	{ 0, "serve", OPTION_LIST, "PORT", "share it: pty:LINK, tcp:, telnet:, rfc2217:HOST:PORT",
	  AT(serve), NULL },
	GROUP("screen:"),
	{ 'q', "quiet", OPTION_FLAG, NULL, "the console is not shown", AT(quiet), NULL },
	{ 'i', "interactive", OPTION_FLAG, NULL, "keys go to the board, Ctrl-] then h helps",
	  AT(interactive), NULL },
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
		"      -chardev socket,id=s,path=s,server=off -serial chardev:s",
};

/* Takes what follows "--" off the command line: it is a program's, not ours to parse. */
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
	return strcmp(word, "keep") == 0 ? LEVEL_KEEP
	       : strcmp(word, "on") == 0 ? LEVEL_ON
	                                 : LEVEL_OFF;
}

static enum source_flow flow_of(const char *word)
{
	return strcmp(word, "rtscts") == 0    ? FLOW_RTSCTS
	       : strcmp(word, "xonxoff") == 0 ? FLOW_XONXOFF
	                                      : FLOW_NONE;
}

static int read_rate(const char *text, struct source_settings *port, struct diags *diags)
{
	uint64_t number = 0;
	if (text == NULL)
		return 0;
	if (strcmp(text, "auto") == 0) {
		port->seek = port->marks = true;
		port->rate = BAUD_FIRST_RATE;
		return 0;
	}
	if (number_parse(text, &number) < 0 || number == 0 || number > FASTEST)
		return diag_error(diags, "SE108", nowhere(), "for instance -b 115200, or -b auto",
		                  "--baud: expected bits per second from 1 to %d, found \"%s\"",
		                  FASTEST, text);
	port->rate = (uint32_t)number;
	return 0;
}

static int read_format(const char *text, struct source_settings *port, struct diags *diags)
{
	if (strlen(text) != 3 || text[0] < '5' || text[0] > '8' || strchr("NEO", text[1]) == NULL ||
	    (text[2] != '1' && text[2] != '2'))
		return diag_error(diags, "SE108", nowhere(),
		                  "for instance 8N1 or 7E1: data bits, parity N E or O, stop bits",
		                  "--format: expected 5-8, N E O, 1-2, found \"%s\"", text);
	port->bits = text[0] - '0';
	port->parity = text[1];
	port->stop = text[2] - '0';
	return 0;
}

static int read_power(struct arena *arena, struct capture_options *options, struct diags *diags)
{
	if (options->power_cycle == NULL)
		return 0;
	options->power = child_words(arena, options->power_cycle);
	if (options->power != NULL)
		return 0;
	return diag_error(diags, "SE102", nowhere(), "close the quotes in it",
	                  "--power-cycle: \"%s\" cannot be split into words", options->power_cycle);
}

/* Files that several sources would write to one over the other. */
static int check_names(const struct capture_options *options, struct diags *diags)
{
	const char *const names[] = { options->log, options->lines };
	int result = 0;
	for (size_t i = 0; i < 2; i++)
		if (options->sources.count > 1 && names[i] != NULL &&
		    strstr(names[i], "%n") == NULL)
			result = diag_error(
				diags, "SE107", nowhere(),
				"write %n where the source's name shall stand: boot-%n.log",
				"%zu sources cannot share the log %s", options->sources.count,
				names[i]);
	return result;
}

static int check_served(const struct capture_options *options, struct diags *diags)
{
	if (options->serve.count <= SINKS_SHARED)
		return 0;
	return diag_error(diags, "SE109", nowhere(), "several viewers can use one tcp: port",
	                  "--serve: at most %d ports share a console, found %zu", SINKS_SHARED,
	                  options->serve.count);
}

static int check_interactive(const struct capture_options *options, struct diags *diags)
{
	if (!options->interactive || options->sources.count == 1)
		return 0;
	return diag_error(diags, "SE134", nowhere(),
	                  "type into one console, watch the others elsewhere",
	                  "--interactive goes with one source, found %zu", options->sources.count);
}

int capture_options_parse(struct arena *arena, int argc, char **argv, struct capture_options *out,
                          struct diags *diags)
{
	*out = (struct capture_options){ .format = "8N1",
		                         .flow = "none",
		                         .dtr = "keep",
		                         .rts = "keep",
		                         .stamp = "start",
		                         .away_ms = UINT64_MAX,
		                         .linger_ms = 2000 };
	out->along = split_command(arena, &argc, argv);
	int result = options_parse(arena, &spec, argc, argv, out, &out->sources, diags);
	if (result != 0)
		return result;
	out->port.dtr = level_of(out->dtr);
	out->port.rts = level_of(out->rts);
	out->port.flow = flow_of(out->flow);
	out->port.adapter = out->adapter;
	out->port.wait = out->wait;
	out->port.fast = out->fast;
	out->port.ignore_locks = out->ignore_locks;
	stamp_parse(out->stamp, &out->stamps);
	result = read_rate(out->rate, &out->port, diags);
	result |= read_format(out->format, &out->port, diags);
	result |= read_power(arena, out, diags);
	result |= signals_parse(out->pulses, out->break_ms, out->sysrq, &out->signals, diags);
	result |= check_names(out, diags);
	result |= check_served(out, diags);
	result |= check_interactive(out, diags);
	return result;
}

const char *capture_options_file(struct arena *arena, const char *pattern, const char *name)
{
	const char *at = pattern == NULL ? NULL : strstr(pattern, "%n");
	if (at == NULL)
		return pattern;
	return arena_printf(arena, "%.*s%s%s", (int)(at - pattern), pattern, name, at + 2);
}
