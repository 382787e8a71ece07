/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink.h"

void sink_raw(struct sink *sink, struct bytes data, int64_t now_us)
{
	if (sink->kind->raw != NULL)
		sink->kind->raw(sink, data, now_us);
}

void sink_bytes(struct sink *sink, struct bytes data, int64_t now_us)
{
	if (sink->kind->bytes != NULL)
		sink->kind->bytes(sink, data, now_us);
}

void sink_line(struct sink *sink, const struct line *line)
{
	if (sink->kind->line != NULL)
		sink->kind->line(sink, line);
}

void sink_half(struct sink *sink, const struct line *line)
{
	if (sink->kind->half != NULL)
		sink->kind->half(sink, line);
}

void sink_note(struct sink *sink, const char *text, int64_t now_us)
{
	if (sink->kind->note != NULL)
		sink->kind->note(sink, text, now_us);
}

void sink_restart(struct sink *sink, int64_t zero_us)
{
	if (sink->kind->restart != NULL)
		sink->kind->restart(sink, zero_us);
}

int64_t sink_tick(struct sink *sink, int64_t now_us)
{
	return sink->kind->tick == NULL ? INT64_MAX : sink->kind->tick(sink, now_us);
}

bool sink_news(struct sink *sink, int64_t now_us, char *to, size_t size)
{
	return sink->kind->news != NULL && sink->kind->news(sink, now_us, to, size);
}

uint64_t sink_size(const struct sink *sink)
{
	return sink->kind->size == NULL ? UINT64_MAX : sink->kind->size(sink);
}

void sink_start(struct sink *sink, struct loop *loop)
{
	if (sink->kind->start != NULL)
		sink->kind->start(sink, loop);
}

size_t sink_take(struct sink *sink, void *to, size_t room)
{
	return sink->kind->take == NULL ? 0 : sink->kind->take(sink, to, room);
}

bool sink_request(struct sink *sink, struct sink_request *out)
{
	return sink->kind->request != NULL && sink->kind->request(sink, out);
}

void sink_answer(struct sink *sink, const struct sink_request *request, uint32_t value, bool done)
{
	if (sink->kind->answer != NULL)
		sink->kind->answer(sink, request, value, done);
}

void sink_close(struct sink *sink, int64_t now_us)
{
	if (sink->kind != NULL && sink->kind->close != NULL)
		sink->kind->close(sink, now_us);
	sink->kind = NULL;
}
