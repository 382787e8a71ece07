/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/run.h"

#include "lib/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEPT_LIMIT ((size_t)64 << 20) /* bytes of output kept of one stream */

const char *run_find(struct arena *arena, const char *program)
{
	const char *path = getenv("PATH");
	if (strchr(program, '/') != NULL)
		return access(program, X_OK) == 0 ? program : NULL;
	char *rest = arena_strdup(arena, path == NULL ? "/usr/bin:/bin" : path), *part;
	while ((part = strsep(&rest, ":")) != NULL) {
		char *full = arena_printf(arena, "%s/%s", *part == '\0' ? "." : part, program);
		if (access(full, X_OK) == 0)
			return full;
	}
	return NULL;
}

const char *run_find_beside(struct arena *arena, const char *program)
{
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *slash = len <= 0 ? NULL : memrchr(self, '/', (size_t)len);
	if (slash == NULL)
		return program;
	const char *near = arena_printf(arena, "%.*s/%s", (int)(slash - self), self, program);
	return access(near, X_OK) == 0 ? near : program;
}

static void become_child(const char *const *argv, const char *program,
                         const struct run_options *options, int in, int out, int err)
{
	if (options->directory != NULL && chdir(options->directory) < 0)
		_exit(126);
	for (const char *const *e = options->environment; e != NULL && *e != NULL; e++)
		putenv((char *)*e);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM); /* who is killed leaves no program behind */
	execv(program, (char *const *)argv);
	_exit(127);
}

struct pipes {
	int in[2], out[2], err[2];
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int open_pipes(struct pipes *pipes, const struct run_options *options)
{
	*pipes = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if (options->input.len > 0 ? pipe2(pipes->in, O_CLOEXEC) < 0
	                           : (pipes->in[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0)
		return -1;
	if (options->log != NULL) {
		pipes->out[1] = open(options->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		pipes->err[1] = dup(pipes->out[1]);
		return pipes->err[1] < 0 ? -1 : 0;
	}
	if (options->pass_output) {
		pipes->out[1] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
		pipes->err[1] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
		return 0;
	}
	return pipe2(pipes->out, O_CLOEXEC) < 0 || pipe2(pipes->err, O_CLOEXEC) < 0 ? -1 : 0;
}

static void close_pipes(struct pipes *pipes)
{
	for (int i = 0; i < 2; i++) {
		close_fd(&pipes->in[i]);
		close_fd(&pipes->out[i]);
		close_fd(&pipes->err[i]);
	}
}

static void keep(int *fd, struct text *to)
{
	char block[16384];
	ssize_t got = read(*fd, block, sizeof(block));
	if (got > 0 && to->len < KEPT_LIMIT)
		text_add_bytes(to, block, (size_t)got);
	else if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		close_fd(fd);
}

static void feed(int *fd, struct bytes *input)
{
	ssize_t wrote = write(*fd, input->p, input->len < 4096 ? input->len : 4096);
	if (wrote > 0)
		*input = bytes_at(*input, (uint64_t)wrote, input->len);
	if (input->len == 0 || (wrote < 0 && errno != EINTR && errno != EAGAIN))
		close_fd(fd);
}

static void talk(struct pipes *pipes, struct bytes input, struct text *out, struct text *err)
{
	while (pipes->out[0] >= 0 || pipes->err[0] >= 0 || pipes->in[1] >= 0) {
		struct pollfd polled[3] = { { pipes->out[0], POLLIN, 0 },
			                    { pipes->err[0], POLLIN, 0 },
			                    { pipes->in[1], POLLOUT, 0 } };
		if (poll(polled, 3, -1) < 0 && errno != EINTR)
			return;
		if (polled[0].revents != 0)
			keep(&pipes->out[0], out);
		if (polled[1].revents != 0)
			keep(&pipes->err[0], err);
		if (polled[2].revents != 0)
			feed(&pipes->in[1], &input);
	}
}

static const char *package_of(const char *program)
{
	static const struct {
		const char *program, *package;
	} known[] = { { "qemu-system-arm", "qemu-system-arm" },
		      { "dtc", "device-tree-compiler" },
		      { "mkimage", "u-boot-tools" },
		      { "apt-get", "apt" },
		      { "dpkg-source", "dpkg-dev" },
		      { "make", "make" },
		      { "arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf" } };
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(program, known[i].program) == 0)
			return known[i].package;
	return program;
}

static int start_failed(const char *program, struct diags *diags)
{
	return diag_system(diags, "LB051", nowhere(), errno,
	                   "too many processes or open files on this machine?",
	                   "%s could not be started", program);
}

static int wait_for(pid_t child, struct run_result *result)
{
	int status = 0;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	result->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	result->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return 0;
}

int run(struct arena *arena, const char *const *argv, const struct run_options *options,
        struct run_result *out, struct diags *diags)
{
	static const struct run_options defaults = { 0 };
	const char *program = run_find(arena, argv[0]);
	struct pipes pipes;
	if (options == NULL)
		options = &defaults;
	if (program == NULL)
		return diag_system(diags, "LB050", nowhere(), 0,
		                   arena_printf(arena, "apt install %s", package_of(argv[0])),
		                   "the program %s is not installed", argv[0]);
	struct text said = text_make(arena), complained = text_make(arena);
	pid_t child = -1;
	if (open_pipes(&pipes, options) == 0)
		child = fork();
	if (child == 0)
		become_child(argv, program, options, pipes.in[0], pipes.out[1], pipes.err[1]);
	if (child < 0) {
		close_pipes(&pipes);
		return start_failed(argv[0], diags);
	}
	close_fd(&pipes.in[0]);
	close_fd(&pipes.out[1]);
	close_fd(&pipes.err[1]);
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	talk(&pipes, options->input, &said, &complained);
	signal(SIGPIPE, before);
	close_pipes(&pipes);
	if (wait_for(child, out) < 0)
		return start_failed(argv[0], diags);
	out->out = text_bytes(&said, argv[0]);
	out->err = text_bytes(&complained, argv[0]);
	return 0;
}

/* The last lines of what a child said, for a hint. */
static const char *last_lines(struct arena *arena, const struct run_result *result)
{
	struct bytes said = result->err.len > 0 ? result->err : result->out;
	size_t start = said.len, lines = 0;
	while (start > 0 && said.len - start < 600) {
		if (said.p[start - 1] == '\n' && start != said.len && ++lines == 4)
			break;
		start--;
	}
	size_t len = said.len - start;
	while (len > 0 && said.p[start + len - 1] == '\n')
		len--;
	if (len == 0)
		return "it said nothing; run it by hand to see more";
	return arena_printf(arena, "it said: %.*s", (int)len, (const char *)said.p + start);
}

int run_checked(struct arena *arena, const char *const *argv, const struct run_options *options,
                struct run_result *out, struct diags *diags)
{
	if (run(arena, argv, options, out, diags) < 0)
		return -1;
	if (out->signal != 0)
		return diag_system(diags, "LB052", nowhere(), 0, last_lines(arena, out),
		                   "%s was killed by SIG%s", argv[0], sigabbrev_np(out->signal));
	if (out->exit_code != 0)
		return diag_system(diags, "LB052", nowhere(), 0, last_lines(arena, out),
		                   "%s ended with exit code %d", argv[0], out->exit_code);
	return 0;
}
