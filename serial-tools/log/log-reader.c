/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/log-reader.h"

#include "lib/input.h"
#include "lib/text.h"
#include "serial-tools/log/log-container.h"
#include "serial-tools/log/log-stamp.h"

#include <string.h>

#define LABGRID_START "=== Log starts here ==="
#define SYSLOG_HOST   64        /* bytes in which "host kernel: " must stand */
#define OWN_SAMPLE    (1 << 20) /* bytes that decide whether the board stamps its lines itself */

char *log_formats_text(struct arena *arena)
{
	struct text text = text_make(arena);
	text_add(&text, "raw");
	for (const struct log_stamp_shape *each = log_stamp_shapes; each->name != NULL; each++)
		text_printf(&text, ", %s", each->name);
	for (const struct log_container *each = log_containers; each->name != NULL; each++)
		text_printf(&text, ", %s", each->name);
	return text.p;
}

/* UTF-16 with a byte order mark, as Windows programs write it. */
static struct bytes from_utf16(struct arena *arena, struct bytes file, bool big)
{
	struct text text = text_make(arena);
	for (size_t i = 2; i + 1 < file.len; i += 2) {
		uint32_t c = big ? be16_at(file, i) : le16_at(file, i);
		if (c < 0x80) {
			text_add_char(&text, (char)c);
		} else if (c < 0x800) {
			text_add_char(&text, (char)(0xc0 | c >> 6));
			text_add_char(&text, (char)(0x80 | (c & 0x3f)));
		} else {
			text_add_char(&text, (char)(0xe0 | c >> 12));
			text_add_char(&text, (char)(0x80 | (c >> 6 & 0x3f)));
			text_add_char(&text, (char)(0x80 | (c & 0x3f)));
		}
	}
	return text_bytes(&text, file.name);
}

static int unpack(struct arena *arena, struct bytes *file, struct diags *diags)
{
	struct bytes unpacked;
	int packed = input_decompress(arena, *file, INPUT_LIMIT, &unpacked, diags);
	if (packed < 0)
		return -1;
	if (packed == 0)
		*file = unpacked;
	if (bytes_start_with(*file, "\xff\xfe", 2) || bytes_start_with(*file, "\xfe\xff", 2))
		*file = from_utf16(arena, *file, u8_at(*file, 0) == 0xfe);
	if (bytes_start_with(*file, "\xef\xbb\xbf", 3))
		*file = bytes_at(*file, 3, file->len);
	return 0;
}

/* labgrid's head and what script(1) writes around the text are not the board's. */
static struct bytes without_head(struct bytes file, const char **format)
{
	struct bytes head = bytes_at(file, 0, 4096);
	const char *start =
		head.len == 0 ? NULL
			      : memmem(head.p, head.len, LABGRID_START, strlen(LABGRID_START));
	const char *lf = NULL;
	if (start != NULL)
		*format = "labgrid";
	else if (bytes_start_with(file, "Script started on", 17))
		start = (const char *)file.p, *format = "typescript";
	if (start != NULL)
		lf = memchr(start, '\n', (size_t)((const char *)head.p + head.len - start));
	return lf != NULL ? bytes_at(file, (uint64_t)(lf + 1 - (const char *)file.p), file.len)
	                  : file;
}

static bool has_own_stamps(struct bytes file)
{
	struct bytes head = bytes_at(file, 0, OWN_SAMPLE);
	const char *p = (const char *)head.p, *end = p + head.len;
	int64_t us;
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		if (log_own_stamp(p, (size_t)((lf != NULL ? lf : end) - p), &us) != LOG_OWN_NONE)
			return true;
		p = lf != NULL ? lf + 1 : end;
	}
	return false;
}

static int use_format(struct log_source *out, const char *format, struct diags *diags,
                      struct arena *arena)
{
	out->format = format;
	for (const struct log_container *each = log_containers; each->name != NULL; each++)
		if (strcmp(each->name, format) == 0)
			out->container = each;
	for (const struct log_stamp_shape *each = log_stamp_shapes; each->name != NULL; each++)
		if (strcmp(each->name, format) == 0)
			out->shape = each;
	if (out->container == NULL && out->shape == NULL && strcmp(format, "raw") != 0)
		return diag_error(diags, "SE210", nowhere(),
		                  arena_printf(arena, "it is one of: %s", log_formats_text(arena)),
		                  "'%s' is no format of a log", format);
	return 0;
}

static void find_format(struct log_source *out)
{
	for (const struct log_container *each = log_containers; each->name != NULL; each++) {
		if (each->is_this(out->bytes, out->timing)) {
			out->container = each;
			out->format = each->name;
			return;
		}
	}
	out->format = "raw";
	out->bytes = without_head(out->bytes, &out->format);
	out->shape = log_stamp_detect(out->bytes);
	if (out->shape != NULL)
		out->format = out->shape->name;
}

int log_source_open(struct arena *arena, struct bytes file, const char *format,
                    const struct bytes *timing, struct log_source *out, struct diags *diags)
{
	*out = (struct log_source){ .bytes = file };
	if (timing != NULL)
		out->timing = *timing;
	if (unpack(arena, &out->bytes, diags) != 0)
		return -1;
	if (out->bytes.len == 0)
		out->bytes = bytes_of_string("", file.name); /* never NULL */
	if (format != NULL && use_format(out, format, diags, arena) != 0)
		return -1;
	if (format == NULL)
		find_format(out);
	if (out->container != NULL || out->shape != NULL)
		out->clock = LOG_CLOCK_STAMPS;
	else if (has_own_stamps(out->bytes))
		out->clock = LOG_CLOCK_BOARD;
	return 0;
}

/* ---- reading ----------------------------------------------------------------------------------- */

struct reading {
	const struct log_source *source;
	struct lines *scratch; /* for lines that need cleaning */
	struct log_clock clock;
	struct log_own_clock own;
	struct line line; /* the one that is read */
	line_fn *each;
	void *context;
};

/* "host kernel: " of syslog, behind its date. */
static size_t syslog_prefix(const char *text, size_t len)
{
	size_t n = len < SYSLOG_HOST ? len : SYSLOG_HOST;
	const char *kernel = memmem(text, n, " kernel: ", 9);
	if (kernel == NULL || memchr(text, ' ', (size_t)(kernel - text)) != NULL)
		return 0;
	return (size_t)(kernel - text) + 9;
}

static void give(struct reading *reading, const char *text, size_t len)
{
	struct line *line = &reading->line;
	line->text = text;
	line->len = len;
	if (reading->source->clock == LOG_CLOCK_BOARD)
		line->time_us = log_own_clock_take(&reading->own, text, len);
	reading->each(reading->context, line);
}

static void give_cleaned(void *context, const struct line *line)
{
	struct reading *reading = context;
	give(reading, line->text, line->len);
}

static void take_text(struct reading *reading, const char *text, size_t len)
{
	while (len > 0 && text[len - 1] == '\r')
		len--;
	if (len <= LINE_LIMIT && line_is_clean(text, len)) {
		give(reading, text, len);
		return;
	}
	lines_feed(reading->scratch, (const uint8_t *)text, len, TIME_NONE, give_cleaned, reading);
	lines_feed(reading->scratch, (const uint8_t *)"\n", 1, TIME_NONE, give_cleaned, reading);
}

static void take_line(struct reading *reading, const char *text, size_t len)
{
	const struct log_stamp_shape *shape = reading->source->shape;
	size_t skip;
	int64_t us;
	reading->line.number++;
	if (len > 4 && memcmp(text, "[-- ", 4) == 0)
		return; /* a note of the capture itself */
	if (shape != NULL && (skip = log_stamp_read(shape, text, len, &us)) > 0) {
		reading->line.time_us = log_clock_take(&reading->clock, shape, us);
		text += skip;
		len -= skip;
		skip = shape->relative ? 0 : syslog_prefix(text, len);
		text += skip;
		len -= skip;
	}
	take_text(reading, text, len);
}

static void read_lines(const struct log_source *source, struct arena *arena, line_fn *each,
                       void *context)
{
	struct reading reading = { .source = source,
		                   .scratch = lines_open(arena),
		                   .line = { .time_us = TIME_NONE },
		                   .each = each,
		                   .context = context };
	const char *p = (const char *)source->bytes.p, *end = p + source->bytes.len;
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		reading.line.half = lf == NULL;
		take_line(&reading, p, (size_t)((lf != NULL ? lf : end) - p));
		p = lf != NULL ? lf + 1 : end;
	}
}

void log_source_read(const struct log_source *source, struct arena *arena, line_fn *each,
                     void *context)
{
	if (source->container == NULL) {
		read_lines(source, arena, each, context);
		return;
	}
	struct log_pieces pieces = { .lines = lines_open(arena),
		                     .each = each,
		                     .context = context,
		                     .buffer = arena_alloc(arena, LOG_PIECE_LIMIT),
		                     .room = LOG_PIECE_LIMIT };
	source->container->read(source->bytes, source->timing, &pieces);
	lines_end(pieces.lines, each, context);
}
