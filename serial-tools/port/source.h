/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a console comes from: what a kind of source is, and what can be done with one that
 * source_open() (source-table.h) has opened. From the loop:
 *
 *   while fd >= 0         source_read() when fd is readable, or when due_us has come
 *   while fd is -1        source_resume() when wake_fd is readable, and every SOURCE_RETRY_US
 *   at the end            source_close()
 *
 * Nothing is written to a board unless source_write() is called.
 */
#ifndef SERIAL_TOOLS_SOURCE_H
#define SERIAL_TOOLS_SOURCE_H

#include "lib/arena.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define SOURCE_RETRY_US 250000 /* how often a source that is away is looked for */

/* What source_read() returns when it is not a count of bytes. */
#define SOURCE_AGAIN 0  /* nothing now */
#define SOURCE_GONE  -1 /* went away and may come back */
#define SOURCE_ENDED -2 /* over for good */

enum source_flow { FLOW_NONE, FLOW_RTSCTS, FLOW_XONXOFF };
enum source_level { LEVEL_KEEP, LEVEL_ON, LEVEL_OFF };

struct source_settings {
	uint32_t rate; /* bits per second; 0: leave as the port has it */
	int bits;      /* 5 to 8 */
	char parity;   /* 'N', 'E', 'O' */
	int stop;      /* 1 or 2 */
	enum source_flow flow;
	enum source_level dtr, rts;
	bool marks;          /* INPCK and PARMRK: framing errors come as ff 00 c */
	const char *adapter; /* what the port can do, by name; NULL: by its driver */
	bool seek;           /* the rate is to be found: `rate` is where to begin */
	bool ignore_locks;   /* go on although another program holds the port */
	bool wait;           /* a port that is not there yet is waited for */
	bool fast;           /* a stamped log is replayed as it is, at once */
};

/* What the driver counts (TIOCGICOUNT); since the port was opened by us. */
struct source_counters {
	uint64_t frame, parity, breaks, overrun, buffer_overrun;
};

struct source;
struct source_kind {
	const char *prefix;  /* "exec:"; "" is the kind of all other words: a port's path */
	const char *operand; /* what follows the prefix, for the manual */
	const char *help;
	bool returns;  /* comes back by itself after it went away */
	bool has_rate; /* runs at the rate that the settings ask for */
	bool saved; /* what a port received: a rate given is the one it was received at, with marks */
	int (*open)(struct source *source, struct arena *arena, struct diags *diags);
	ssize_t (*read)(struct source *source, void *to, size_t room);
	/* The rest may be NULL where a kind cannot do it. */
	int (*resume)(struct source *source);
	ssize_t (*write)(struct source *source, const void *data, size_t len);
	int (*set_rate)(struct source *source, uint32_t rate, uint32_t *achieved);
	uint32_t (*get_rate)(struct source *source); /* 0: not known */
	int (*set_marks)(struct source *source, bool marks);
	int (*set_lines)(struct source *source, enum source_level dtr, enum source_level rts);
	int (*set_break)(struct source *source, bool on);
	int (*count)(struct source *source, struct source_counters *counters);
	void (*close)(struct source *source);
};

struct source {
	const struct source_kind *kind;
	const char *address; /* behind the prefix */
	const char *name;    /* short: what %n stands for in file names */
	struct source_settings settings;
	struct arena *arena;
	int fd;         /* -1 while away */
	int wake_fd;    /* -1: none */
	int64_t now_us; /* the capture's time, set by the caller before source_read() */
	int64_t due_us; /* read without waiting for fd at this time of the capture; INT64_MAX: do not */
	uint32_t achieved; /* bits per second that the port really runs at; 0 unknown */
	const char *why;   /* why it is away, or what is waited for */
	pid_t child;       /* of exec:, 0 otherwise */
	void *own;         /* the kind's */
};

/* Bytes read into @to, SOURCE_AGAIN, SOURCE_GONE (fd is closed and -1 then) or SOURCE_ENDED. */
ssize_t source_read(struct source *source, void *to, size_t room);

/* 0: it is back; 1: not yet; -1: it will not come back. */
int source_resume(struct source *source);

/* Bytes taken, 0 when it takes none now, -1 when it cannot be written to. */
ssize_t source_write(struct source *source, const void *data, size_t len);

/* 0 and the driver's counters; 1: it counts nothing. */
int source_count(struct source *source, struct source_counters *out);

void source_close(struct source *source);

#endif
