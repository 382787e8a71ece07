/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/oops.h"

#include "serial-tools/log/log-stamp.h"

#include <ctype.h>
#include <string.h>

#define OTHER_LINES 4 /* lines in a row that are no part of a trace end it */

struct oops_reader {
	struct arena *arena;
	struct oops list[OOPS_MAX];
	size_t count;
	const char **lines; /* of the one that is read, NULL when none is */
	size_t line_count;
	unsigned others; /* lines at the end of it that do not look like a trace */
};

struct oops_reader *oops_reader_open(struct arena *arena)
{
	struct oops_reader *reader = arena_new(arena, struct oops_reader);
	reader->arena = arena;
	return reader;
}

const char *oops_bare(const char *text)
{
	int64_t us;
	if (log_own_stamp(text, strlen(text), &us) == LOG_OWN_KERNEL) {
		text = strchr(text, ']') + 1;
		text += *text == ' ';
		if (*text == '[' && strspn(text + 1, " TC0123456789") > 1) { /* caller: [    T1] */
			const char *end = strchr(text, ']');
			text = end != NULL && end - text < 12 ? end + 1 + (end[1] == ' ') : text;
		}
	}
	return text;
}

static bool has_prefix(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncmp(text, *words, strlen(*words)) == 0)
			return true;
	return false;
}

static bool is_hex_word(const char *text)
{
	size_t n = strspn(text, "0123456789abcdefABCDEF");
	return n >= 4 && (text[n] == ':' || text[n] == ' ' || text[n] == '\0');
}

/* How lines of a crash begin, one after the other. */
static const char trace_words[] =
	"Call trace\0Call Trace\0Backtrace\0Modules linked\0CPU:\0CPU \0PC is at\0"
	"LR is at\0pc :\0pc:\0lr :\0sp :\0pstate\0x0\0x1\0x2\0x3\0x4\0x5\0x6\0x7\0"
	"x8\0x9\0r0\0r1\0r2\0r3\0r4\0r5\0r6\0r7\0r8\0r9\0RIP\0RSP\0RAX\0RDX\0RBP\0"
	"R10\0R13\0FS:\0CS:\0CR2\0DR0\0DR3\0EIP\0EAX\0ESI\0DS:\0epc\0gp \0t1 \0a0 \0"
	"s1 \0status:\0Code:\0Hardware name\0Process \0Stack\0pgd\0[<\0Flags\0Control\0"
	"Exception\0Tainted\0Internal error\0---[\0Kernel panic\0Kernel Offset\0"
	"PHYS_OFFSET\0Memory Limit\0Mem abort\0Data abort\0swapper pgtable\0user pgtable\0"
	"Unable to handle\0Oops\0====\0The buggy\0Read of\0Write of\0Allocated by\0"
	"Freed by\0Memory state\0CPU features\0SMP:\0BUG:\0PGD\0Workqueue\0Sending NMI\0"
	"NMI backtrace\0INFO:\0task:\0Showing all\0rcu:\0Insufficient\0Register r\0"
	"8<---\0Unhandled\0Rebooting in\0note:\0Fixing recursive\0Dumping ftrace\0"
	"Last Breaking\0Krnl\0NIP\0LR \0GPR\0Instruction dump\0Instruction DUMP\0"
	"";

static bool begins_a_trace_line(const char *bare)
{
	for (const char *word = trace_words; *word != '\0'; word += strlen(word) + 1)
		if (strncmp(bare, word, strlen(word)) == 0)
			return true;
	return false;
}

/* Whether a line belongs to what kernels print about a crash. */
static bool is_trace(const char *bare)
{
	return *bare == '\0' || *bare == ' ' || *bare == '\t' || *bare == '>' ||
	       is_hex_word(bare) || begins_a_trace_line(bare);
}

static bool is_end(const char *bare)
{
	static const char *const words[] = { "---[ end trace", "---[ end Kernel panic",
		                             "Rebooting in ", NULL };
	return has_prefix(bare, words);
}

/* The function behind "PC is at ", "pc : ", "RIP: 0010:", "epc : ". */
static const char *function_of(struct arena *arena, const char *bare)
{
	static const char *const marks[] = { "PC is at ",  "pc : ", "RIP: 0010:", "epc : ",
		                             "EIP is at ", "NIP [", "RIP: 0033:", NULL };
	for (const char *const *mark = marks; *mark != NULL; mark++) {
		const char *at = strstr(bare, *mark);
		if (at == NULL)
			continue;
		at += strlen(*mark);
		if (strncmp(at, "[<", 2) == 0 && strchr(at, ']') != NULL)
			at = strchr(at, ']') + 1 + (strchr(at, ']')[1] == ' ');
		size_t n = strcspn(at, "+ ");
		if (at[n] == '+')
			return arena_strndup(arena, at, n);
	}
	return NULL;
}

static const char *process_of(struct arena *arena, const char *bare)
{
	const char *at = strstr(bare, "Comm: ");
	return at != NULL ? arena_strndup(arena, at + 6, strcspn(at + 6, " ")) : NULL;
}

static void finish(struct oops_reader *reader, bool complete)
{
	struct oops *oops = &reader->list[reader->count - 1];
	oops->lines = reader->lines;
	oops->count = reader->line_count - reader->others;
	oops->complete = complete;
	reader->lines = NULL;
}

static void append(struct oops_reader *reader, const char *text)
{
	struct oops *oops = &reader->list[reader->count - 1];
	const char *bare = oops_bare(text);
	reader->lines = arena_push(reader->arena, reader->lines, reader->line_count,
	                           sizeof(*reader->lines));
	reader->lines[reader->line_count++] = text;
	reader->others = is_trace(bare) || reader->line_count == 1 ? 0 : reader->others + 1;
	if (oops->where == NULL)
		oops->where = function_of(reader->arena, bare);
	if (oops->process == NULL)
		oops->process = process_of(reader->arena, bare);
}

void oops_reader_line(struct oops_reader *reader, const struct line *line, bool starts)
{
	if (reader->lines == NULL && (!starts || reader->count == OOPS_MAX))
		return;
	const char *text = arena_strndup(reader->arena, line->text, line->len);
	if (reader->lines == NULL) {
		struct oops *oops = &reader->list[reader->count++];
		*oops = (struct oops){ .line = line->number, .headline = oops_bare(text) };
		reader->line_count = 0;
		reader->others = 0;
	}
	append(reader, text);
	if (is_end(oops_bare(text)))
		finish(reader, true);
	else if (reader->others == OTHER_LINES || reader->line_count == OOPS_LINES)
		finish(reader, false);
}

struct oops *oops_reader_end(struct oops_reader *reader, size_t *count)
{
	if (reader->lines != NULL)
		finish(reader, false);
	*count = reader->count;
	return reader->list;
}
