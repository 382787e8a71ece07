/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/log-compress.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 6 /* 10 to 15 times smaller for boot logs, above 100 MB/s */

static bool put(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t done = write(fd, data, len);
		if (done <= 0)
			return false;
		data += done;
		len -= (size_t)done;
	}
	return true;
}

/* One frame of all that @in holds. */
static bool pack(ZSTD_CCtx *context, int in, int out)
{
	char from[65536], to[65536];
	ssize_t got;
	do {
		got = read(in, from, sizeof(from));
		ZSTD_inBuffer input = { from, got < 0 ? 0 : (size_t)got, 0 };
		size_t left;
		do {
			ZSTD_outBuffer output = { to, sizeof(to), 0 };
			left = ZSTD_compressStream2(context, &output, &input,
			                            got > 0 ? ZSTD_e_continue : ZSTD_e_end);
			if (ZSTD_isError(left) || !put(out, to, output.pos))
				return false;
		} while (input.pos < input.size || (got == 0 && left > 0));
	} while (got > 0);
	return got == 0;
}

static bool make(const char *from, const char *to)
{
	char aside[4096];
	if ((size_t)snprintf(aside, sizeof(aside), "%s.part", to) >= sizeof(aside))
		return false;
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ZSTD_CCtx *context = ZSTD_createCCtx();
	bool done = in >= 0 && out >= 0 && context != NULL;
	if (done) {
		ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
		ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	}
	done = done && pack(context, in, out) && fsync(out) == 0 && rename(aside, to) == 0;
	if (!done)
		unlink(aside);
	else if (unlink(from) < 0) /* dropped meanwhile, being the oldest */
		unlink(to);
	ZSTD_freeCCtx(context);
	return done;
}

static void reap(struct log_compress *compress, int how)
{
	for (size_t i = 0; i < LOG_COMPRESS_MAX; i++)
		if (compress->running[i] != 0 && waitpid(compress->running[i], NULL, how) != 0)
			compress->running[i] = 0;
}

void log_compress_reap(struct log_compress *compress)
{
	reap(compress, WNOHANG);
}

void log_compress_start(struct log_compress *compress, const char *from, const char *to)
{
	size_t slot = 0;
	log_compress_reap(compress);
	while (slot < LOG_COMPRESS_MAX - 1 && compress->running[slot] != 0)
		slot++;
	if (compress->running[slot] !=
	    0) /* logs grow faster than they are packed: no board does that */
		waitpid(compress->running[slot], NULL, 0);
	pid_t pid = fork();
	if (pid == 0) {
		signal(SIGINT, SIG_IGN); /* finishes when the user stops the capture */
		setpriority(PRIO_PROCESS, 0, 10);
		_exit(make(from, to) ? 0 : 1);
	}
	if (pid > 0)
		compress->running[slot] = pid;
}

void log_compress_finish(struct log_compress *compress)
{
	reap(compress, 0);
}
