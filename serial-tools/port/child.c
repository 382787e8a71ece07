/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GRACE_MS 2000 /* between SIGTERM and SIGKILL */

/* Copies one word from *@from to *@to, quotes taken off. False when a quote stays open. */
static bool take_word(const char **from, char **to)
{
	char quote = '\0';
	for (; **from != '\0'; (*from)++) {
		char c = **from;
		if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n'))
			break;
		if (quote == '\0' && (c == '\'' || c == '"')) {
			quote = c;
			continue;
		}
		if (c == quote && quote != '\0') {
			quote = '\0';
			continue;
		}
		if (c == '\\' && quote != '\'' && (*from)[1] != '\0')
			c = *++*from;
		*(*to)++ = c;
	}
	*(*to)++ = '\0';
	return quote == '\0';
}

const char **child_words(struct arena *arena, const char *command)
{
	const char **words = NULL;
	size_t count = 0;
	char *to = arena_alloc(arena, 2 * strlen(command) + 2);
	for (;;) {
		command += strspn(command, " \t\n");
		words = arena_push(arena, words, count, sizeof(*words));
		if (*command == '\0')
			return count == 0 ? NULL : words;
		words[count++] = to;
		if (!take_word(&command, &to))
			return NULL;
	}
}

static void become(const char *const *argv, int terminal, int report, pid_t parent)
{
	sigset_t none;
	sigemptyset(&none);
	if (terminal >= 0) {
		setsid();
		ioctl(terminal, TIOCSCTTY, 0);
	} else {
		setpgid(0, 0);
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	int in = terminal >= 0 ? terminal : open("/dev/null", O_RDONLY);
	int out = terminal >= 0 ? terminal : STDERR_FILENO;
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], (char *const *)argv);
	int error = errno;
	_exit(write(report, &error, sizeof(error)) == sizeof(error) ? 127 : 126);
}

int child_start(const char *const *argv, int terminal, struct child *child, struct diags *diags)
{
	int report[2], error = 0;
	pid_t parent = getpid();
	*child = (struct child){ .name = argv[0] };
	if (pipe2(report, O_CLOEXEC) < 0)
		return diag_system(diags, "SE110", nowhere(), errno, "close other programs",
		                   "%s cannot be started", argv[0]);
	pid_t pid = fork();
	if (pid == 0)
		become(argv, terminal, report[1], parent);
	error = pid < 0 ? errno : 0;
	close(report[1]);
	/* The pipe closes by itself when exec succeeds. */
	if (pid > 0 && read(report[0], &error, sizeof(error)) > 0)
		waitpid(pid, NULL, 0);
	close(report[0]);
	if (error != 0)
		return diag_system(diags, "SE110", nowhere(), error,
		                   "check its name and whether it is installed",
		                   "%s cannot be started", argv[0]);
	child->pid = pid;
	return 0;
}

bool child_ended(struct child *child)
{
	if (child->pid > 0 && !child->ended &&
	    waitpid(child->pid, &child->status, WNOHANG) == child->pid)
		child->ended = true;
	return child->ended;
}

const char *child_end_text(struct arena *arena, const struct child *child)
{
	if (WIFSIGNALED(child->status))
		return arena_printf(arena, "killed by SIG%s",
		                    sigabbrev_np(WTERMSIG(child->status)));
	return arena_printf(arena, "exit code %d", WEXITSTATUS(child->status));
}

void child_stop(struct child *child)
{
	if (child->pid <= 0)
		return;
	const struct timespec step = { .tv_nsec = 10 * 1000 * 1000 };
	kill(-child->pid, SIGTERM);
	for (int waited = 0; waited < GRACE_MS && !child_ended(child); waited += 10)
		nanosleep(&step, NULL);
	kill(-child->pid, SIGKILL);
	if (!child->ended && waitpid(child->pid, &child->status, 0) == child->pid)
		child->ended = true;
	child->pid = 0;
}
