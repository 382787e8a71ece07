/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The event loop of the capture: descriptors with what to call when they are ready, and the
 * clock. A watch lives in its owner's struct: loop_watch() it once the descriptor is open,
 * loop_forget() it before the descriptor is closed. Nothing is allocated after loop_open().
 */
#ifndef SERIAL_TOOLS_LOOP_H
#define SERIAL_TOOLS_LOOP_H

#include "lib/diag.h"

#include <stdint.h>

#define LOOP_NEVER INT64_MAX

/* @events  EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR as epoll_wait() gave them */
typedef void loop_ready_fn(void *context, uint32_t events);

struct watch {
	int fd; /* -1: not watched */
	loop_ready_fn *ready;
	void *context;
};

struct loop {
	int epoll;
};

/* Returns 0, or -1 (SE101). */
int loop_open(struct loop *loop, struct diags *diags);
void loop_close(struct loop *loop);

/* Watches @fd for @events (EPOLLIN …). Returns 0; 1 when such a descriptor is always ready and cannot
 * be waited for (a regular file); -1 failed. */
int loop_watch(struct loop *loop, struct watch *watch, int fd, uint32_t events);
/* Changes what is waited for. */
void loop_change(struct loop *loop, struct watch *watch, uint32_t events);
/* Harmless when not watched. */
void loop_forget(struct loop *loop, struct watch *watch);

/* Waits until a descriptor is ready or @until (µs of loop_now()) has come, and calls what is ready. */
void loop_wait(struct loop *loop, int64_t until);

/* The one of two times that comes first. */
int64_t loop_earlier(int64_t a, int64_t b);

/* Microseconds of CLOCK_MONOTONIC. */
int64_t loop_now(void);

#endif
