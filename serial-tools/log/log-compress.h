/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finished logs become .zst in child processes of low priority, so that the capture itself neither
 * waits for the compressor nor grows by its memory. A child that is killed leaves the log as it was.
 */
#ifndef SERIAL_TOOLS_LOG_COMPRESS_H
#define SERIAL_TOOLS_LOG_COMPRESS_H

#include <sys/types.h>

#define LOG_COMPRESS_MAX 4 /* at a time; the next one waits */

struct log_compress {
	pid_t running[LOG_COMPRESS_MAX]; /* 0: free */
};

/* Starts to make @to of @from, which is removed when @to is complete and on the disk. */
void log_compress_start(struct log_compress *compress, const char *from, const char *to);

/* Takes note of those that have ended; never waits. */
void log_compress_reap(struct log_compress *compress);

/* Waits for all. */
void log_compress_finish(struct log_compress *compress);

#endif
