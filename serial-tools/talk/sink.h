/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a console's bytes go: what a kind of sink is. The console gives each piece to every sink in
 * order, the raw log first:
 *
 *   sink_raw()     as received        sink_line()   when a line has ended
 *   sink_bytes()   the same, without what a wrong rate made of the line
 *   sink_half()    an unfinished line that stands for a while (a prompt)
 *   sink_note()    what the capture itself has to say: gaps, losses, overruns
 *   sink_tick()    flushes what is due and tells when it wants to be called again
 *   sink_take()    what the sink wants to be sent to the board (a script, a viewer who types)
 *   sink_request() what it wants the port to be set to; sink_answer() tells how that went
 *
 * Times are microseconds since the capture began. No sink may block or allocate after it was opened.
 * sink-table.h opens those that a console has.
 */
#ifndef SERIAL_TOOLS_SINK_H
#define SERIAL_TOOLS_SINK_H

#include "lib/bytes.h"
#include "serial-tools/text/lines.h"

struct sink;
struct loop;

/* What a sink may want of the port. */
enum sink_wish { WISH_RATE, WISH_BREAK, WISH_DTR, WISH_RTS };
struct sink_request {
	enum sink_wish wish;
	uint32_t value; /* baud; ms of a break; 1 on, 0 off */
};

struct sink_kind {
	/* each may be NULL where the kind does not care */
	void (*raw)(struct sink *sink, struct bytes data, int64_t now_us);
	void (*bytes)(struct sink *sink, struct bytes data, int64_t now_us);
	void (*line)(struct sink *sink, const struct line *line);
	void (*half)(struct sink *sink, const struct line *line);
	void (*note)(struct sink *sink, const char *text, int64_t now_us);
	void (*restart)(struct sink *sink, int64_t zero_us);
	int64_t (*tick)(struct sink *sink, int64_t now_us);
	/* What must be told to all: a full disk. Copies it to @to; false when there is none. */
	bool (*news)(struct sink *sink, int64_t now_us, char *to, size_t size);
	/* Of a file: see sink_size(). */
	uint64_t (*size)(const struct sink *sink);
	/* Puts its descriptors into the loop. */
	void (*start)(struct sink *sink, struct loop *loop);
	/* Bytes for the board, at most @room; 0: none. */
	size_t (*take)(struct sink *sink, void *to, size_t room);
	bool (*request)(struct sink *sink, struct sink_request *out);
	/* @value  what is in force now (the achieved rate); @done  whether it could be set */
	void (*answer)(struct sink *sink, const struct sink_request *request, uint32_t value,
	               bool done);
	void (*close)(struct sink *sink, int64_t now_us);
};

struct sink {
	const struct sink_kind *kind;
	void *own;
};

void sink_raw(struct sink *sink, struct bytes data, int64_t now_us);
void sink_bytes(struct sink *sink, struct bytes data, int64_t now_us);
void sink_line(struct sink *sink, const struct line *line);
void sink_half(struct sink *sink, const struct line *line);
void sink_note(struct sink *sink, const char *text, int64_t now_us);
/* Stamps count from @zero_us on. */
void sink_restart(struct sink *sink, int64_t zero_us);
/* INT64_MAX: nothing is due. */
int64_t sink_tick(struct sink *sink, int64_t now_us);
bool sink_news(struct sink *sink, int64_t now_us, char *to, size_t size);
/* Bytes in the sink's file; UINT64_MAX while a full disk keeps some of them out, or without a file. */
uint64_t sink_size(const struct sink *sink);
void sink_start(struct sink *sink, struct loop *loop);
size_t sink_take(struct sink *sink, void *to, size_t room);
bool sink_request(struct sink *sink, struct sink_request *out);
void sink_answer(struct sink *sink, const struct sink_request *request, uint32_t value, bool done);
void sink_close(struct sink *sink, int64_t now_us);

#endif
