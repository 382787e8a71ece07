/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/run/emulate.h"

#include "lib/input.h"
#include "lib/output.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 20) /* bytes copied at a time; zeros become holes */

/* ---- what to start ---- */

struct words {
	struct arena *arena;
	const char **list;
	size_t count;
};

static void add(struct words *words, const char *word)
{
	words->list = arena_push(words->arena, words->list, words->count, sizeof(*words->list));
	words->list[words->count++] = word;
}

static void add_capture(struct words *words, const struct board *board,
                        const struct emulation *emulation)
{
	add(words, emulation->capture);
	add(words, "--log");
	add(words, emulation->log);
	add(words, "--verdict");
	add(words, emulation->verdict);
	add(words, "--until");
	add(words, board->emulator.goal);
	add(words, "--timeout");
	add(words, arena_printf(words->arena, "%llums", (unsigned long long)emulation->timeout_ms));
	if (emulation->quiet)
		add(words, "--quiet");
	add(words, arena_printf(words->arena, "listen-unix:%s/console", emulation->directory));
	add(words, "--");
}

/* A comma within a value of QEMU's is doubled. */
static const char *escape(struct arena *arena, const char *value)
{
	char *out = arena_alloc(arena, 2 * strlen(value) + 1), *to = out;
	for (; *value != '\0'; value++) {
		if (*value == ',')
			*to++ = ',';
		*to++ = *value;
	}
	return out;
}

static void add_emulator(struct words *words, const struct board *board,
                         const struct emulation *emulation)
{
	struct arena *arena = words->arena;
	const struct board_emulator *emulator = &board->emulator;
	add(words, emulator->program);
	add(words, "-M");
	add(words, emulator->machine);
	add(words, "-m");
	add(words, arena_printf(arena, "%lluM", (unsigned long long)(emulator->memory >> 20)));
	add(words, "-nic");
	add(words, "none");
	add(words, "-display");
	add(words, "none");
	add(words, "-monitor");
	add(words, "none");
	add(words, "-drive");
	add(words, arena_printf(arena, "if=sd,format=raw,snapshot=on,file=%s",
	                        escape(arena, emulation->image)));
	add(words, "-chardev");
	add(words, arena_printf(arena, "socket,id=console,path=%s/console,server=off",
	                        escape(arena, emulation->directory)));
	add(words, "-serial");
	add(words, "chardev:console");
}

const char *const *emulate_argv(struct arena *arena, const struct board *board,
                                const struct emulation *emulation)
{
	struct words words = { .arena = arena };
	add_capture(&words, board, emulation);
	add_emulator(&words, board, emulation);
	add(&words, NULL);
	return words.list;
}

/* ---- a card with borrowed firmware ---- */

static bool is_zero(struct bytes block)
{
	return block.len == 0 ||
	       (block.p[0] == 0 && memcmp(block.p, block.p + 1, block.len - 1) == 0);
}

static int copy_sparse(struct output *output, struct bytes from, struct diags *diags)
{
	struct stat st;
	if (stat(from.name, &st) == 0)
		output_expect(output, (uint64_t)st.st_blocks * 512);
	if (output_resize(output, from.len, diags) < 0)
		return -1;
	for (uint64_t at = input_next_data(from, 0); at < from.len;
	     at = input_next_data(from, at + BLOCK)) {
		struct bytes block = bytes_at(from, at, BLOCK);
		if (!is_zero(block) && output_write(output, at, block, diags) < 0)
			return -1;
	}
	return 0;
}

static int write_firmware(struct output *output, const struct board *lender,
                          const struct parts *parts, struct diags *diags)
{
	for (size_t i = 0; i < lender->firmware_count; i++) {
		const struct part *part = parts_find(parts, lender->firmware[i].component);
		if (part != NULL &&
		    output_write(output, lender->firmware[i].spec.offset, part->data, diags) < 0)
			return -1;
	}
	return 0;
}

int emulate_card(struct arena *arena, const char *image, const struct board *lender,
                 const struct parts *parts, const char *copy, struct diags *diags)
{
	struct bytes from;
	struct output *output = NULL;
	if (input_map(arena, image, &from, diags) < 0)
		return -1;
	int result = output_open(arena, copy, NULL, &output, diags);
	if (result == 0)
		result = copy_sparse(output, from, diags);
	if (result == 0)
		result = write_firmware(output, lender, parts, diags);
	if (result == 0)
		result = output_commit(output, diags);
	output_close(output);
	input_unmap(from);
	return result;
}

/* ---- running it ---- */

static void become(const char *const *argv, const sigset_t *before, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	sigprocmask(SIG_SETMASK, before, NULL);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

/* Waits for the child; a signal that asks us to stop is passed on, once it will do. */
static int wait_for(pid_t child, const sigset_t *signals, int *status)
{
	int told = 0;
	for (;;) {
		pid_t gone = waitpid(child, status, WNOHANG);
		if (gone == child)
			return told;
		siginfo_t info;
		int signal_number = sigwaitinfo(signals, &info);
		if (signal_number > 0 && signal_number != SIGCHLD) {
			told = signal_number;
			kill(child, SIGTERM);
		}
	}
}

int emulate_run(const char *const *argv, int *exit_code, struct diags *diags)
{
	sigset_t signals, before;
	int status;
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, &before);
	pid_t parent = getpid(), child = fork();
	if (child == 0)
		become(argv, &before, parent);
	int told = child < 0 ? 0 : wait_for(child, &signals, &status);
	int error = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (child < 0)
		return diag_system(diags, "IM611", nowhere(), error, "close other programs",
		                   "serial-capture could not be started");
	if (told != 0)
		return diag_system(diags, "IM612", nowhere(), 0, "start it again when you like",
		                   "stopped by %s; the emulator is ended", strsignal(told));
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return diag_system(diags, "IM611", at_file(argv[0]), 0,
		                   "build the tools with make, or install them together",
		                   WIFEXITED(status) ? "serial-capture could not be started"
		                                     : "serial-capture was killed");
	*exit_code = WEXITSTATUS(status);
	return 0;
}
