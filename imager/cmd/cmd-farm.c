/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/board-read.h"
#include "imager/cmd/cmd.h"
#include "imager/run/farm.h"

#include "lib/output.h"

#include <string.h>

struct farm_options {
	const char *host, *power_on, *power_off, *output;
	uint64_t port;
};

static const struct option_row rows[] = {
	{ 0, "host", OPTION_STRING, "NAME", "where the console is shared (default localhost)",
	  offsetof(struct farm_options, host), NULL },
	{ 'p', "port", OPTION_NUMBER, "N", "its TCP port (default 2000)",
	  offsetof(struct farm_options, port), NULL },
	{ 0, "power-on", OPTION_STRING, "COMMAND", "switches the board on (default: by hand)",
	  offsetof(struct farm_options, power_on), NULL },
	{ 0, "power-off", OPTION_STRING, "COMMAND", "switches it off",
	  offsetof(struct farm_options, power_off), NULL },
	{ 'o', "output", OPTION_STRING, "FILE", "where to write (default: standard output)",
	  offsetof(struct farm_options, output), NULL },
};
static const struct option_spec spec = {
	.program = "imager farm",
	.operands = "labgrid|lava-device|lava-job BOARD",
	.summary = "Writes what a board farm wants to know of a board.",
	OPTION_ROWS(rows),
	.operands_min = 2,
	.operands_max = 2,
	.example =
		"  imager farm labgrid h3-orangepi-pc --port 24010 --power-on 'p on' -o env.yaml",
};

/* To add a kind: its row, and its template under share/farm. */
static const struct {
	const char *kind, *template;
} kinds[] = { { "labgrid", "farm/labgrid.yaml.in" },
	      { "lava-device", "farm/lava-device.jinja2.in" },
	      { "lava-job", "farm/lava-job.yaml.in" } };

static const char *find_template(const char *kind, struct diags *diags)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].template;
	diag_error(diags, "IM700", nowhere(), "one of labgrid, lava-device, lava-job",
	           "no kind of farm file is called \"%s\"", kind);
	return NULL;
}

static int run(const struct command_context *context, int argc, char *const *argv)
{
	struct farm_options options = { .host = "localhost", .port = 2000, .output = "-" };
	struct operands operands;
	struct bytes template, filled;
	struct board board;
	int parsed = options_parse(context->arena, &spec, argc, argv, &options, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	const char *name = find_template(operands.values[0], context->diags);
	if (options.port < 1 || options.port > 65535)
		diag_error(context->diags, "IM702", nowhere(), "TCP ports are 1 to 65535",
		           "there is no port %llu", (unsigned long long)options.port);
	if (board_read(context->arena, context->places.boards, operands.values[1], &board,
	               context->diags) < 0 ||
	    diags_failed(context->diags) ||
	    places_read(context->arena, &context->places, name, &template, context->diags) < 0)
		return -1;
	struct farm_site site = { options.host, options.port, options.power_on, options.power_off };
	if (farm_fill(context->arena, template, &board, &site, &filled, context->diags) < 0)
		return -1;
	return output_put(context->arena, options.output, filled, context->diags);
}

const struct command command_farm = { "farm", &spec, run };
