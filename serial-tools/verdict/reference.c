/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/reference.h"

#include "serial-tools/log/log-stamp.h"

#include <ctype.h>
#include <string.h>

#define FNV_START  UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME  UINT64_C(0x100000001b3)
#define FIRST_ROOM 4096 /* fingerprints; doubled when half full */

struct fingerprints {
	struct arena *arena;
	uint64_t *slots; /* 0: free */
	size_t room, count;
};

struct pass {
	struct fingerprints seen;         /* of the log that is read */
	const struct fingerprints *other; /* NULL while the first log is read */
	struct arena *arena;
	struct reference_line *kept;
	size_t found;
	uint64_t last_common; /* last line that the other log has too */
	uint64_t until;       /* lines behind it are not looked at; 0: all are */
};

/* KiB, MiB … change with the number before them. */
static bool is_unit(const char *word, size_t len)
{
	return len >= 2 && len <= 3 && word[len - 1] == 'B' && strchr("KMGki", word[0]) != NULL;
}

/* Words that are no text: with a digit in them, hexadecimal, units. */
static bool is_number(const char *word, size_t len)
{
	bool hexadecimal = len >= 4;
	for (size_t i = 0; i < len; i++) {
		if (isdigit((unsigned char)word[i]))
			return true;
		hexadecimal = hexadecimal && isxdigit((unsigned char)word[i]);
	}
	return hexadecimal || is_unit(word, len);
}

/* A word that holds a digit is a number, an address, a version or a name with one: all of no account. */
uint64_t reference_fingerprint(const char *text, size_t len)
{
	uint64_t hash = FNV_START;
	int64_t us;
	size_t i = 0;
	bool any = false;
	if (log_own_stamp(text, len, &us) != LOG_OWN_NONE) {
		const char *end = memchr(text, ']', len);
		i = (size_t)(end - text) + 1;
	}
	while (i < len) {
		size_t word = i;
		while (i < len && isalnum((unsigned char)text[i]))
			i++;
		bool number = i > word && is_number(text + word, i - word);
		for (size_t k = word; k < i && !number; k++)
			hash = (hash ^ (uint8_t)text[k]) * FNV_PRIME;
		if (number)
			hash = (hash ^ '#') * FNV_PRIME;
		any |= i > word;
		if (i < len && text[i] != ' ')
			hash = (hash ^ (uint8_t)text[i]) * FNV_PRIME;
		i += i < len;
	}
	return any ? hash | 1 : 0;
}

static bool has(const struct fingerprints *set, uint64_t value)
{
	for (size_t i = value % set->room; set->slots[i] != 0; i = (i + 1) % set->room)
		if (set->slots[i] == value)
			return true;
	return false;
}

static void insert(struct fingerprints *set, uint64_t value)
{
	size_t i = value % set->room;
	while (set->slots[i] != 0)
		i = (i + 1) % set->room;
	set->slots[i] = value;
	set->count++;
}

static struct fingerprints make(struct arena *arena, size_t room)
{
	return (struct fingerprints){ arena, arena_array(arena, room, sizeof(uint64_t)), room, 0 };
}

/* Returns whether @value is new to the set. */
static bool add(struct fingerprints *set, uint64_t value)
{
	if (has(set, value))
		return false;
	if (set->count * 2 >= set->room) {
		struct fingerprints larger = make(set->arena, set->room * 2);
		for (size_t i = 0; i < set->room; i++)
			if (set->slots[i] != 0)
				insert(&larger, set->slots[i]);
		*set = larger;
	}
	insert(set, value);
	return true;
}

static void take_line(void *context, const struct line *line)
{
	struct pass *pass = context;
	uint64_t value = reference_fingerprint(line->text, line->len);
	if (value == 0 || (pass->until != 0 && line->number > pass->until))
		return;
	bool first = add(&pass->seen, value);
	if (pass->other == NULL)
		return;
	if (has(pass->other, value)) {
		pass->last_common = line->number;
	} else if (first) {
		if (pass->found < REFERENCE_LINES)
			pass->kept[pass->found] = (struct reference_line){
				line->number, arena_strndup(pass->arena, line->text, line->len)
			};
		pass->found++;
	}
}

static struct pass read_log(struct arena *arena, const struct log_source *source,
                            const struct fingerprints *other, struct reference_line *kept,
                            uint64_t until)
{
	struct pass pass = { .seen = make(arena, FIRST_ROOM),
		             .other = other,
		             .arena = arena,
		             .kept = kept,
		             .until = until };
	log_source_read(source, arena, take_line, &pass);
	return pass;
}

static const struct stage_time *stage_of(const struct verdict *verdict, const char *name)
{
	for (size_t i = 0; i < verdict->stage_count; i++)
		if (strcmp(verdict->stages[i].stage, name) == 0)
			return &verdict->stages[i];
	return NULL;
}

static bool is_slower(int64_t now_us, int64_t before_us, const struct reference_options *options)
{
	return now_us != TIME_NONE && before_us != TIME_NONE &&
	       now_us - before_us >= options->least_us &&
	       now_us * 100 >= before_us * (100 + (int64_t)options->percent);
}

static void compare_stages(const struct verdict *now, const struct verdict *before,
                           const struct reference_options *options, struct reference *out)
{
	for (size_t i = 0; i < before->stage_count; i++) {
		const struct stage_time *old = &before->stages[i];
		const struct stage_time *same = stage_of(now, old->stage);
		bool last =
			same == &now->stages[now->stage_count - 1] || i == before->stage_count - 1;
		struct reference_stage stage = { .stage = old->stage,
			                         .now_us = same != NULL ? same->duration_us
			                                                : TIME_NONE,
			                         .before_us = old->duration_us,
			                         .missing = same == NULL };
		/* the last stage of a log is as long as the log happened to go on */
		stage.slower = !last && is_slower(stage.now_us, stage.before_us, options);
		out->slower_count += stage.slower;
		out->missing_count += stage.missing;
		out->stages[out->stage_count++] = stage;
	}
	for (size_t i = 0; i < now->stage_count && out->stage_count < VERDICT_STAGES; i++)
		if (stage_of(before, now->stages[i].stage) == NULL)
			out->stages[out->stage_count++] =
				(struct reference_stage){ .stage = now->stages[i].stage,
				                          .now_us = now->stages[i].duration_us,
				                          .before_us = TIME_NONE,
				                          .added = true };
}

const struct reference *reference_make(struct arena *arena, const struct log_source *log,
                                       const struct verdict *now, const struct log_source *good,
                                       const struct verdict *before,
                                       const struct reference_options *options)
{
	struct reference *out = arena_new(arena, struct reference);
	out->name = good->bytes.name;
	compare_stages(now, before, options, out);
	struct pass first = read_log(arena, good, NULL, NULL, 0);
	struct pass ours = read_log(arena, log, &first.seen, out->added, 0);
	/* what the good log prints after the last common line did not go missing: the boot ended */
	struct pass probe = read_log(arena, good, &ours.seen, out->missing, 0);
	struct pass theirs = read_log(arena, good, &ours.seen, out->missing, probe.last_common);
	out->added_count = ours.found;
	out->missing_line_count = theirs.found;
	return out;
}
