/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/verdict/boot-streams.h"

#include "serial-tools/verdict/boot-match.h"

#include <ctype.h>
#include <string.h>

static struct line part(const struct line *line, const char *text, size_t len)
{
	struct line out = *line;
	out.text = text;
	out.len = len;
	return out;
}

/* Takes "[2026-11-21 07:46:40] " off a hypervisor's line (its option console_timestamps). */
static struct line without_stamp(struct boot_log *log, const struct line *line)
{
	const char *end;
	if (line->len <= XEN_LEN || line->text[XEN_LEN] != '[' || line->len > LINE_LIMIT)
		return *line;
	end = memchr(line->text, ']', line->len);
	if (end == NULL || end - line->text > 40 || end + 1 >= line->text + line->len ||
	    end[1] != ' ' ||
	    !(isdigit((unsigned char)line->text[XEN_LEN + 1]) || line->text[XEN_LEN + 1] == ' '))
		return *line;
	size_t rest = (size_t)(line->text + line->len - (end + 2));
	memcpy(log->stamped, XEN_PREFIX, XEN_LEN);
	memcpy(log->stamped + XEN_LEN, end + 2, rest);
	log->stamped[XEN_LEN + rest] = '\0';
	return part(line, log->stamped, XEN_LEN + rest);
}

/* A line of the hypervisor itself, or of a domain whose output it passes on. */
static void take_xen(struct boot_log *log, const struct line *line)
{
	struct line bare = without_stamp(log, line);
	size_t i = XEN_LEN;
	if (bare.len > i + 5 && memcmp(bare.text + i, "DOM", 3) == 0) {
		for (i += 3; i < bare.len && isdigit((unsigned char)bare.text[i]);)
			i++;
		if (i + 2 <= bare.len && bare.text[i] == ':' && bare.text[i + 1] == ' ') {
			struct line inner = part(&bare, bare.text + i + 2, bare.len - i - 2);
			boot_match_line(log, &inner, true);
			return;
		}
	}
	boot_match_line(log, &bare, false);
}

static void hold(struct boot_log *log, const struct line *line, size_t len)
{
	if (log->held_len == 0)
		log->held_line = *line;
	if (log->held_len + len < sizeof(log->held)) {
		memcpy(log->held + log->held_len, line->text, len);
		log->held_len += len;
		log->held[log->held_len] = '\0';
	}
}

/* The rest of a line that was cut by the hypervisor's: tried together with its front part. */
static void take_rest(struct boot_log *log, const struct line *line)
{
	hold(log, line, line->len);
	struct line whole = part(&log->held_line, log->held, log->held_len);
	log->held_len = 0;
	if (!boot_match_line(log, &whole, false))
		boot_match_line(log, line, false);
}

/* Where the hypervisor's text begins; within a line only where there is a hypervisor. */
static const char *find_xen(const struct boot_log *log, const struct line *line)
{
	if (line->len >= XEN_LEN && memcmp(line->text, XEN_PREFIX, XEN_LEN) == 0)
		return line->text;
	if (attempt_reached(&log->attempts[log->attempt_count - 1], log->xen_stage) == NULL)
		return NULL;
	return memmem(line->text, line->len, XEN_PREFIX, XEN_LEN);
}

bool boot_streams_take(struct boot_log *log, const struct line *line)
{
	const char *xen = find_xen(log, line);
	if (xen == line->text) {
		take_xen(log, line);
	} else if (xen != NULL) {
		struct line front = part(line, line->text, (size_t)(xen - line->text));
		struct line back = part(line, xen, line->len - front.len);
		boot_match_line(log, &front, false);
		hold(log, &front, front.len);
		take_xen(log, &back);
	} else if (log->held_len > 0) {
		take_rest(log, line);
	} else {
		return false;
	}
	return true;
}
