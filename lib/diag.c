/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/diag.h"

#include "lib/json.h"

#include <stdlib.h>
#include <string.h>

struct where nowhere(void)
{
	return (struct where){ .kind = WHERE_NONE };
}

struct where at_file(const char *file)
{
	return (struct where){ .kind = WHERE_FILE, .file = file };
}

struct where at_line(const char *file, unsigned line, unsigned column)
{
	return (struct where){ .kind = WHERE_LINE, .file = file, .line = line, .column = column };
}

struct where at_offset(struct bytes view, uint64_t offset)
{
	return (struct where){ .kind = WHERE_OFFSET,
		               .file = view.name,
		               .offset = view.base + offset };
}

struct where at_property(const char *file, const char *path, const char *property)
{
	return (struct where){
		.kind = WHERE_PROPERTY, .file = file, .path = path, .property = property
	};
}

struct where at_address(const char *what, uint64_t address, uint64_t size)
{
	return (struct where){
		.kind = WHERE_ADDRESS, .file = what, .offset = address, .size = size
	};
}

struct where at_log(const char *file, unsigned line)
{
	return (struct where){ .kind = WHERE_LOG, .file = file, .line = line };
}

static char *property_text(struct arena *arena, struct where at)
{
	const char *file = at.file == NULL ? "" : at.file;
	const char *gap = at.file == NULL ? "" : ": ";
	if (at.property == NULL)
		return arena_printf(arena, "%s%s%s", file, gap, at.path);
	return arena_printf(arena, "%s%s%s: %s", file, gap, at.path, at.property);
}

char *where_text(struct arena *arena, struct where at)
{
	const char *file = at.file == NULL ? "input" : at.file;
	switch (at.kind) {
	case WHERE_FILE:
		return arena_strdup(arena, file);
	case WHERE_LINE:
		if (at.column == 0)
			return arena_printf(arena, "%s:%u", file, at.line);
		return arena_printf(arena, "%s:%u:%u", file, at.line, at.column);
	case WHERE_OFFSET:
		return arena_printf(arena, "%s: offset %llu", file, (unsigned long long)at.offset);
	case WHERE_PROPERTY:
		return property_text(arena, at);
	case WHERE_ADDRESS:
		return arena_printf(arena, "%s at 0x%08llx-0x%08llx", file,
		                    (unsigned long long)at.offset,
		                    (unsigned long long)(at.offset + at.size - (at.size > 0)));
	case WHERE_LOG:
		return arena_printf(arena, "%s:%u", file, at.line);
	case WHERE_NONE:
		break;
	}
	return arena_strdup(arena, "");
}

struct diags diags_make(struct arena *arena)
{
	return (struct diags){ .arena = arena };
}

static bool is_allowed(const struct diags *diags, const char *id)
{
	for (const char *const *allowed = diags->allowed; allowed != NULL && *allowed; allowed++)
		if (strcmp(*allowed, id) == 0)
			return true;
	return false;
}

void diag_add(struct diags *diags, const struct diag *diag)
{
	diags->list = arena_push(diags->arena, diags->list, diags->count, sizeof(*diags->list));
	diags->list[diags->count++] = *diag;
	diags->counts[diag->severity]++;
}

static void append(struct diags *diags, const char *id, enum severity severity, struct where at,
                   const char *hint, const char *message)
{
	if (severity != DIAG_SYSTEM && is_allowed(diags, id))
		severity = DIAG_NOTE;
	struct diag diag = { .id = id,
		             .severity = severity,
		             .at = at,
		             .also = nowhere(),
		             .message = message,
		             .hint = hint == NULL ? NULL : arena_strdup(diags->arena, hint) };
	diag_add(diags, &diag);
}

#define APPEND(severity)                                                                           \
	do {                                                                                       \
		va_list args;                                                                      \
		va_start(args, format);                                                            \
		char *message = arena_vprintf(diags->arena, format, args);                         \
		va_end(args);                                                                      \
		append(diags, id, severity, at, hint, message);                                    \
	} while (0)

int diag_error(struct diags *diags, const char *id, struct where at, const char *hint,
               const char *format, ...)
{
	APPEND(DIAG_ERROR);
	return -1;
}

int diag_no(struct diags *diags, const char *id, struct where at, const char *hint,
            const char *format, ...)
{
	APPEND(DIAG_NO);
	return -1;
}

int diag_system(struct diags *diags, const char *id, struct where at, int error, const char *hint,
                const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *message = arena_vprintf(diags->arena, format, args);
	va_end(args);
	if (error != 0)
		message = arena_printf(diags->arena, "%s: %s", message, strerror(error));
	append(diags, id, DIAG_SYSTEM, at, hint, message);
	return -1;
}

void diag_warning(struct diags *diags, const char *id, struct where at, const char *hint,
                  const char *format, ...)
{
	APPEND(DIAG_WARNING);
}

void diag_note(struct diags *diags, const char *id, struct where at, const char *hint,
               const char *format, ...)
{
	APPEND(DIAG_NOTE);
}

void diag_also(struct diags *diags, struct where also)
{
	if (diags->count > 0)
		diags->list[diags->count - 1].also = also;
}

bool diags_failed(const struct diags *diags)
{
	return diags_exit_code(diags) != 0;
}

int diags_exit_code(const struct diags *diags)
{
	if (diags->counts[DIAG_SYSTEM] > 0)
		return 3;
	if (diags->counts[DIAG_ERROR] > 0)
		return 2;
	return diags->counts[DIAG_NO] > 0 ? 1 : 0;
}

const char *severity_name(enum severity severity)
{
	static const char *const names[DIAG_SEVERITIES] = { "note", "warning", "error", "error",
		                                            "error" };
	return names[severity];
}

struct sorted {
	const struct diag *diag;
	size_t file, index;
};

static int compare_sorted(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->diag->at.line != y->diag->at.line)
		return x->diag->at.line < y->diag->at.line ? -1 : 1;
	if (x->diag->at.column != y->diag->at.column)
		return x->diag->at.column < y->diag->at.column ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

static const struct sorted *sort(const struct diags *diags)
{
	struct sorted *order = arena_array(diags->arena, diags->count, sizeof(*order));
	for (size_t i = 0; i < diags->count; i++) {
		const char *file = diags->list[i].at.file;
		size_t first = i;
		for (size_t k = 0; file != NULL && k < i; k++)
			if (diags->list[k].at.file != NULL &&
			    strcmp(diags->list[k].at.file, file) == 0) {
				first = order[k].file;
				break;
			}
		order[i] = (struct sorted){ &diags->list[i], first, i };
	}
	if (diags->count > 1)
		qsort(order, diags->count, sizeof(*order), compare_sorted);
	return order;
}

/* Messages quote files: what a terminal would obey is not sent to it. */
static const char *visible(struct arena *arena, const char *text)
{
	struct text out = text_make(arena);
	text_add_visible(&out, text);
	return out.p;
}

static void print_one(const struct diags *diags, const struct diag *diag, FILE *to, bool colour)
{
	static const char *const colours[DIAG_SEVERITIES] = { "\033[36m", "\033[33m", "\033[31m",
		                                              "\033[31m", "\033[31m" };
	struct arena *arena = diags->arena;
	if (diag->at.kind != WHERE_NONE)
		fprintf(to, "%s: ", visible(arena, where_text(arena, diag->at)));
	fprintf(to, "%s%s %s%s: %s", colour ? colours[diag->severity] : "",
	        severity_name(diag->severity), diag->id, colour ? "\033[0m" : "",
	        visible(arena, diag->message));
	if (diag->also.kind != WHERE_NONE)
		fprintf(to, "\n  also: %s", visible(arena, where_text(arena, diag->also)));
	if (diag->hint != NULL)
		fprintf(to, "\n  hint: %s", visible(arena, diag->hint));
	fputc('\n', to);
}

/* How many there are of an id, and how many were printed. */
struct alike {
	const char *id;
	enum severity severity;
	size_t count, printed;
};

struct alikes {
	struct alike *list;
	size_t count;
};

static struct alike *find_alike(const struct diags *diags, const struct diag *diag,
                                struct alikes *alikes)
{
	for (size_t i = 0; i < alikes->count; i++)
		if (alikes->list[i].severity == diag->severity &&
		    strcmp(alikes->list[i].id, diag->id) == 0)
			return &alikes->list[i];
	alikes->list = arena_push(diags->arena, alikes->list, alikes->count, sizeof(*alikes->list));
	alikes->list[alikes->count] = (struct alike){ .id = diag->id, .severity = diag->severity };
	return &alikes->list[alikes->count++];
}

/* Findings are the answer to a question, and all of it is wanted. */
static bool is_left_out(const struct diags *diags, const struct diag *diag, struct alikes *alikes,
                        FILE *to)
{
	struct alike *alike;
	if (diags->most_alike == 0 || diag->severity == DIAG_NO)
		return false;
	alike = find_alike(diags, diag, alikes);
	if (alike->printed++ == diags->most_alike)
		fprintf(to, "  and %zu more %s %s like these; -v says all\n",
		        alike->count - diags->most_alike, severity_name(diag->severity), diag->id);
	return alike->printed > diags->most_alike;
}

void diags_print(const struct diags *diags, FILE *to, bool colour)
{
	const struct sorted *order = sort(diags);
	struct alikes alikes = { NULL, 0 };
	for (size_t i = 0; diags->most_alike > 0 && i < diags->count; i++)
		find_alike(diags, &diags->list[i], &alikes)->count++;
	for (size_t i = 0; i < diags->count; i++)
		if (!is_left_out(diags, order[i].diag, &alikes, to))
			print_one(diags, order[i].diag, to, colour);
}

void diags_json(const struct diags *diags, struct json *json)
{
	const struct sorted *order = sort(diags);
	json_array(json);
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = order[i].diag;
		json_object(json);
		json_key_string(json, "id", diag->id);
		json_key_string(json, "severity", severity_name(diag->severity));
		json_key_string(json, "place", where_text(diags->arena, diag->at));
		json_key_string(json, "message", diag->message);
		json_key_string(json, "hint", diag->hint);
		if (diag->also.kind != WHERE_NONE)
			json_key_string(json, "also", where_text(diags->arena, diag->also));
		json_end(json);
	}
	json_end(json);
}
