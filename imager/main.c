/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imager: from a board's description to a card image that boots. A table of commands. */
#include "imager/cmd/cmd.h"

#include "lib/input.h"

#include <string.h>
#include <unistd.h>

/* To add a command: its row here, its declaration in cmd.h. */
/* clang-format off */
static const struct command *const commands[] = {
	&command_fetch,
	&command_plan,
	&command_check,
	&command_build,
	&command_run,
	&command_uimage,
	&command_verify,
	&command_farm,
	NULL,
};
/* clang-format on */

struct main_options {
	const char *share, *boards;
	bool colour;
};
static const struct option_row rows[] = {
	{ 0, "boards", OPTION_STRING, "DIR", "where the board descriptions are",
	  offsetof(struct main_options, boards), NULL },
	{ 0, "share", OPTION_STRING, "DIR", "where the tables of facts are",
	  offsetof(struct main_options, share), NULL },
	{ 0, "colour", OPTION_FLAG, NULL, "coloured messages, also when not on a terminal",
	  offsetof(struct main_options, colour), NULL },
};
static const struct option_spec spec = {
	.program = "imager",
	.operands = "COMMAND …",
	.summary = "From a board's description to a card image that boots.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager plan h3-orangepi-pc\n"
		   "  imager build h3-orangepi-pc -o sd.img\n"
		   "  imager run h3-orangepi-pc --image sd.img",
};

/* Index of the word that names the command: the first operand. @argc when there is none. */
static int find_command(int argc, char *const *argv)
{
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-')
			return i;
		if (strcmp(argv[i], "--boards") == 0 || strcmp(argv[i], "--share") == 0 ||
		    strcmp(argv[i], "--explain") == 0)
			i++;
	}
	return argc;
}

static void print_commands(void)
{
	printf("\ncommands (imager COMMAND --help tells more):\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->spec->summary);
}

static bool wants_help(int argc, char *const *argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

static const char *command_names(struct arena *arena)
{
	const char *names = "one of";
	for (size_t i = 0; commands[i] != NULL; i++)
		names = arena_printf(arena, "%s%s %s", names, i == 0 ? "" : ",", commands[i]->name);
	return names;
}

static int run_command(const struct command_context *context, int argc, char *const *argv)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, argv[0]) == 0)
			return commands[i]->run(context, argc, argv);
	return diag_error(context->diags, "IM600", nowhere(), command_names(context->arena),
	                  "there is no command \"%s\"", argv[0]);
}

static int run_main(struct arena *arena, int argc, char *const *argv, struct main_options *options,
                    struct diags *diags)
{
	int at = find_command(argc, argv);
	struct operands operands;
	int parsed = options_parse(arena, &spec, at < argc ? at + 1 : argc, argv, options,
	                           &operands, diags);
	if (parsed == 1 && wants_help(at, argv))
		print_commands();
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	struct command_context context = { .arena = arena,
		                           .places = places_find(arena, options->share,
		                                                 options->boards),
		                           .diags = diags };
	int result = run_command(&context, argc - at, argv + at);
	return inputs_whole(diags) < 0 ? -1 : result;
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	struct main_options options = { .colour = isatty(STDERR_FILENO) == 1 };
	int code = run_main(arena, argc, argv, &options, &diags);
	if (fflush(stdout) != 0 || ferror(stdout))
		diag_system(&diags, "IM602", nowhere(), 0, "is the disk full, or the reader gone?",
		            "standard output could not be written");
	diags_print(&diags, stderr, options.colour);
	if (code <= 3)
		code = diags_exit_code(&diags);
	arena_close(arena);
	return code;
}
