#include "oops.h"

#include "log-stamp.h"

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

/* Whether a line belongs to what kernels print about a crash. */
static bool is_trace(const char *bare)
{
	static const char *const words[] = { "Call trace",
		                             "Call Trace",
		                             "Backtrace",
		                             "Modules linked",
		                             "CPU:",
		                             "CPU ",
		                             "PC is at",
		                             "LR is at",
		                             "pc :",
		                             "pc:",
		                             "lr :",
		                             "sp :",
		                             "pstate",
		                             "x0",
		                             "x1",
		                             "x2",
		                             "x3",
		                             "x4",
		                             "x5",
		                             "x6",
		                             "x7",
		                             "x8",
		                             "x9",
		                             "r0",
		                             "r1",
		                             "r2",
		                             "r3",
		                             "r4",
		                             "r5",
		                             "r6",
		                             "r7",
		                             "r8",
		                             "r9",
		                             "RIP",
		                             "RSP",
		                             "RAX",
		                             "RDX",
		                             "RBP",
		                             "R10",
		                             "R13",
		                             "FS:",
		                             "CS:",
		                             "CR2",
		                             "DR0",
		                             "DR3",
		                             "EIP",
		                             "EAX",
		                             "ESI",
		                             "DS:",
		                             "epc",
		                             "gp ",
		                             "t1 ",
		                             "a0 ",
		                             "s1 ",
		                             "status:",
		                             "Code:",
		                             "Hardware name",
		                             "Process ",
		                             "Stack",
		                             "pgd",
		                             "[<",
		                             "Flags",
		                             "Control",
		                             "Exception",
		                             "Tainted",
		                             "Internal error",
		                             "---[",
		                             "Kernel panic",
		                             "Kernel Offset",
		                             "PHYS_OFFSET",
		                             "Memory Limit",
		                             "Mem abort",
		                             "Data abort",
		                             "swapper pgtable",
		                             "user pgtable",
		                             "Unable to handle",
		                             "Oops",
		                             "====",
		                             "The buggy",
		                             "Read of",
		                             "Write of",
		                             "Allocated by",
		                             "Freed by",
		                             "Memory state",
		                             "CPU features",
		                             "SMP:",
		                             "BUG:",
		                             "PGD",
		                             "Workqueue",
		                             "Sending NMI",
		                             "NMI backtrace",
		                             "INFO:",
		                             "task:",
		                             "Showing all",
		                             "rcu:",
		                             "Insufficient",
		                             "Register r",
		                             "8<---",
		                             "Unhandled",
		                             "Rebooting in",
		                             "note:",
		                             "Fixing recursive",
		                             "Dumping ftrace",
		                             "Last Breaking",
		                             "Krnl",
		                             "NIP",
		                             "LR ",
		                             "GPR",
		                             "Instruction dump",
		                             "Instruction DUMP",
		                             NULL };
	return *bare == '\0' || *bare == ' ' || *bare == '\t' || *bare == '>' ||
	       is_hex_word(bare) || has_prefix(bare, words);
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
