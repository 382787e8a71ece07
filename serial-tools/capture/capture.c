/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/capture.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define ORPHAN_US 300000 /* how long a console may still talk after its program has ended */

struct capture {
	const struct capture_spec *spec;
	struct loop loop;
	struct watch signals;
	int signal; /* that asked us to stop */
	int64_t start_us, orphaned_us;
	struct child along, power;
};

static int64_t now_of(const struct capture *capture)
{
	return loop_now() - capture->start_us;
}

static void signals_ready(void *context, uint32_t events)
{
	struct capture *capture = context;
	struct signalfd_siginfo info;
	(void)events;
	while (read(capture->signals.fd, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			capture->signal = (int)info.ssi_signo;
}

static int watch_signals(struct capture *capture, sigset_t *before, struct diags *diags)
{
	sigset_t wanted;
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGHUP);
	sigaddset(&wanted, SIGCHLD);
	sigprocmask(SIG_BLOCK, &wanted, before);
	signal(SIGPIPE, SIG_IGN);
	int fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
	capture->signals = (struct watch){ -1, signals_ready, capture };
	if (fd < 0 || loop_watch(&capture->loop, &capture->signals, fd, EPOLLIN) != 0)
		return diag_system(diags, "SE101", nowhere(), 0, "close other programs",
		                   "signals cannot be waited for");
	return 0;
}

static bool all_over(const struct capture *capture)
{
	for (size_t i = 0; i < capture->spec->count; i++)
		if (!capture->spec->consoles[i].over)
			return false;
	return true;
}

static bool away_too_long(const struct capture *capture, const struct console *console, int64_t now)
{
	return console->was_here && console->away_us != INT64_MIN &&
	       capture->spec->away_us != INT64_MAX &&
	       now - console->away_us >= capture->spec->away_us;
}

/* What one console says about the end. Returns whether it is one. */
static bool judge_console(const struct capture *capture, const struct console *console, int64_t now,
                          enum capture_end *end)
{
	const struct capture_spec *spec = capture->spec;
	bool silent = spec->silence_us > 0 && console->away_us == INT64_MIN &&
	              now - console->last_us >= spec->silence_us;
	const struct script *script = console->script;
	bool settling = console->settle_us != INT64_MAX && spec->timeout_us > 0 &&
	                now >= spec->timeout_us; /* time is up, and the goal was seen */
	if (script != NULL && script->state == SCRIPT_FAILED)
		*end = CAPTURE_FAILED; /* NOLINT(bugprone-branch-clone): which comes first decides */
	else if (console->goal || settling ||
	         (script != NULL && script->state == SCRIPT_PASSED && !spec->wants_line))
		*end = CAPTURE_GOAL;
	else if (spec->wants_goal && script == NULL && console->failed_us != INT64_MAX &&
	         now - console->failed_us >= spec->linger_us)
		*end = CAPTURE_FAILED;
	else if (away_too_long(capture, console, now))
		*end = CAPTURE_LOST;
	else if (silent)
		*end = CAPTURE_HANG;
	else
		return false;
	return true;
}

/* The program along has ended, and what it still had in the pipes has been read. */
static bool is_orphaned(struct capture *capture, int64_t now)
{
	if (!child_ended(&capture->along))
		return false;
	if (capture->orphaned_us == INT64_MAX)
		capture->orphaned_us = now;
	for (size_t i = 0; i < capture->spec->count; i++)
		if (capture->spec->consoles[i].last_us > capture->orphaned_us)
			capture->orphaned_us = capture->spec->consoles[i].last_us;
	return now - capture->orphaned_us >= ORPHAN_US;
}

static bool judge(struct capture *capture, int64_t now, struct capture_result *out)
{
	const struct capture_spec *spec = capture->spec;
	for (size_t i = 0; i < spec->count; i++) {
		out->console = &spec->consoles[i];
		if (judge_console(capture, out->console, now, &out->end))
			return true;
	}
	out->console = &spec->consoles[0];
	if (capture->signal != 0)
		out->end = spec->wants_goal ? CAPTURE_STOPPED : CAPTURE_OVER;
	else if (all_over(capture) || is_orphaned(capture, now))
		out->end = spec->wants_goal ? CAPTURE_LOST : CAPTURE_OVER;
	else if (spec->timeout_us > 0 && now >= spec->timeout_us)
		out->end = CAPTURE_TIMEOUT;
	else
		return false;
	return true;
}

/* When judge() may come to another answer though nothing happens. */
static int64_t next_deadline(const struct capture *capture)
{
	const struct capture_spec *spec = capture->spec;
	int64_t due = spec->timeout_us > 0 ? spec->timeout_us : INT64_MAX;
	if (capture->orphaned_us != INT64_MAX)
		due = loop_earlier(due, capture->orphaned_us + ORPHAN_US);
	for (size_t i = 0; i < spec->count; i++) {
		const struct console *console = &spec->consoles[i];
		if (spec->silence_us > 0 && console->away_us == INT64_MIN)
			due = loop_earlier(due, console->last_us + spec->silence_us);
		if (spec->away_us != INT64_MAX && console->away_us != INT64_MIN)
			due = loop_earlier(due, console->away_us + spec->away_us);
		if (spec->wants_goal && console->failed_us != INT64_MAX)
			due = loop_earlier(due, console->failed_us + spec->linger_us);
	}
	return due;
}

static void turn(struct capture *capture)
{
	for (size_t i = 0; i < capture->spec->count; i++)
		console_drain(&capture->spec->consoles[i], now_of(capture));
}

static void go_round(struct capture *capture, struct capture_result *out)
{
	const struct capture_spec *spec = capture->spec;
	for (;;) {
		int64_t now = now_of(capture), due = next_deadline(capture);
		for (size_t i = 0; i < spec->count; i++)
			due = loop_earlier(due, console_tick(&spec->consoles[i], now));
		if (judge(capture, now, out))
			return;
		loop_wait(&capture->loop, due == INT64_MAX ? LOOP_NEVER : due + capture->start_us);
		child_ended(&capture->power);
		turn(capture);
	}
}

/* What was sent before we decided to stop is in the log too. */
static void drain_rest(struct capture *capture)
{
	for (size_t i = 0; i < capture->spec->count; i++) {
		struct console *console = &capture->spec->consoles[i];
		for (int turns = 0; turns < 64 && console->source.fd >= 0; turns++) {
			console->ready = true;
			if (console_drain(console, now_of(capture)) == 0)
				break;
		}
	}
}

static int start_programs(struct capture *capture, struct diags *diags)
{
	if (capture->spec->along != NULL &&
	    child_start(capture->spec->along, -1, &capture->along, diags) < 0)
		return -1;
	if (capture->spec->power == NULL)
		return 0;
	for (size_t i = 0; i < capture->spec->count; i++)
		console_note(&capture->spec->consoles[i], now_of(capture), "power switch: %s",
		             capture->spec->power[0]);
	return child_start(capture->spec->power, -1, &capture->power, diags);
}

static int run(struct capture *capture, struct capture_result *out, struct diags *diags)
{
	for (size_t i = 0; i < capture->spec->count; i++)
		console_start(&capture->spec->consoles[i], &capture->loop, now_of(capture));
	if (start_programs(capture, diags) < 0)
		return -1;
	go_round(capture, out);
	drain_rest(capture);
	return 0;
}

int capture_run(const struct capture_spec *spec, struct capture_result *out, struct diags *diags)
{
	struct capture capture = { .spec = spec, .loop = { -1 }, .orphaned_us = INT64_MAX };
	sigset_t before;
	*out = (struct capture_result){ .console = &spec->consoles[0] };
	capture.start_us = spec->start_us;
	if (loop_open(&capture.loop, diags) < 0)
		return -1;
	int result = watch_signals(&capture, &before, diags);
	if (result == 0)
		result = run(&capture, out, diags);
	out->along = capture.along;
	child_ended(&out->along);
	child_stop(&capture.along);
	child_stop(&capture.power);
	out->signal = capture.signal;
	out->end_us = now_of(&capture);
	for (size_t i = 0; i < spec->count; i++)
		console_close(&spec->consoles[i], out->end_us);
	if (capture.signals.fd >= 0)
		close(capture.signals.fd);
	loop_close(&capture.loop);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

const char *capture_end_name(enum capture_end end)
{
	static const char *const names[] = {
		[CAPTURE_OVER] = "ended",        [CAPTURE_GOAL] = "goal reached",
		[CAPTURE_STOPPED] = "stopped",   [CAPTURE_FAILED] = "boot failed",
		[CAPTURE_TIMEOUT] = "timed out", [CAPTURE_LOST] = "source lost",
		[CAPTURE_HANG] = "hang"
	};
	return names[end];
}
