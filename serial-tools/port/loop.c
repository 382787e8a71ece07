/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/loop.h"

#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define BATCH 16 /* descriptors served per wait; more wait for the next turn */

int loop_open(struct loop *loop, struct diags *diags)
{
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		return diag_system(diags, "SE101", nowhere(), errno,
		                   "raise the limit of open files (ulimit -n)",
		                   "the event loop cannot be made");
	return 0;
}

void loop_close(struct loop *loop)
{
	if (loop->epoll >= 0)
		close(loop->epoll);
	loop->epoll = -1;
}

int loop_watch(struct loop *loop, struct watch *watch, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };
	watch->fd = fd;
	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) == 0)
		return 0;
	watch->fd = -1;
	return errno == EPERM ? 1 : -1;
}

void loop_change(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = watch };
	if (watch->fd >= 0)
		epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void loop_forget(struct loop *loop, struct watch *watch)
{
	if (watch->fd >= 0)
		epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	watch->fd = -1;
}

/* Rounded up, so that a deadline is not met by spinning through its last millisecond. */
static int milliseconds_until(int64_t until)
{
	if (until == LOOP_NEVER)
		return -1;
	int64_t left = until - loop_now();
	if (left <= 0)
		return 0;
	left = (left + 999) / 1000;
	return left > INT_MAX ? INT_MAX : (int)left;
}

void loop_wait(struct loop *loop, int64_t until)
{
	struct epoll_event events[BATCH];
	int count = epoll_wait(loop->epoll, events, BATCH, milliseconds_until(until));
	for (int i = 0; i < count; i++) {
		struct watch *watch = events[i].data.ptr;
		if (watch->fd >= 0)
			watch->ready(watch->context, events[i].events);
	}
}

int64_t loop_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t loop_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}
