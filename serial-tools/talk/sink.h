/*
 * Where a console's bytes go: one table row per kind of sink. The console gives each piece to every
 * sink in order, the raw log first:
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
 * To add one: a file with a `const struct sink_kind` and an opener declared here.
 */
#ifndef SERIAL_TOOLS_SINK_H
#define SERIAL_TOOLS_SINK_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"
#include "serial-tools/log/log-file.h"
#include "serial-tools/text/lines.h"
#include "serial-tools/text/stamp.h"

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
void sink_start(struct sink *sink, struct loop *loop);
size_t sink_take(struct sink *sink, void *to, size_t room);
bool sink_request(struct sink *sink, struct sink_request *out);
void sink_answer(struct sink *sink, const struct sink_request *request, uint32_t value, bool done);
void sink_close(struct sink *sink, int64_t now_us);

/* The bytes as received (sink-log.c). */
int sink_raw_open(struct arena *arena, const struct log_file_spec *spec, struct sink *out,
                  struct diags *diags);

/* Bytes in the file of a raw log; UINT64_MAX while a full disk keeps some of them out. */
uint64_t sink_raw_size(const struct sink *sink);

/* Lines, each with the time its first byte came; notes in [-- … --] (sink-log.c). */
int sink_stamped_open(struct arena *arena, const struct log_file_spec *spec,
                      const struct stamp_spec *stamps, struct sink *out, struct diags *diags);

/*
 * The user's terminal (sink-screen.c).
 * @out      descriptor for the console's text, -1: none
 * @notes    descriptor for notes, -1: none
 * @escapes  pass escape sequences that only paint
 * A reader that is too slow skips, and is told how much.
 */
void sink_screen_open(struct arena *arena, int out, int notes, bool escapes, struct sink *sink);

/*
 * The user's keys (sink-keys.c).
 * @in        descriptor they come from; a terminal is made raw and set back at the end
 * @dtr, @rts  levels that a pulse comes back to
 */
void sink_keys_open(struct arena *arena, int in, bool dtr, bool rts, struct sink *out);

/*
 * Shares the console with other programs (sink-serve.c). @word is one of
 *   pty:LINK         a pseudo terminal; LINK (may be empty) is a symbolic link to it
 *   tcp:HOST:PORT    raw      telnet:HOST:PORT     rfc2217:HOST:PORT   the rate can be set, too
 * What they type goes to the board. Slow readers skip and are told. Returns 0 or -1 (SE410, SE411).
 */
int sink_serve_open(struct arena *arena, const char *word, struct sink *out, struct diags *diags);

/*
 * What the command line asks to be done to the port's lines, once it is connected (sink-signals.c).
 * Notes when it is done, or that the port cannot. Both are the caller's.
 */
struct signals;
struct source;
void sink_signals_open(struct arena *arena, const struct signals *signals,
                       const struct source *source, struct sink *out);

/* Talks to the board by a script (sink-script.c). @script is the caller's. */
struct script;
void sink_script_open(struct script *script, struct arena *arena, struct sink *out);

#endif
