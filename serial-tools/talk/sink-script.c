/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-script.h"

#include "serial-tools/talk/script.h"

#include <string.h>

#define TICK_US 20000 /* script.h: at least every 20 ms */

struct talker {
	struct script *script;
	bool started;
	int64_t now_us;
};

static uint64_t ms(int64_t us)
{
	return (uint64_t)us / 1000;
}

static void script_bytes(struct sink *sink, struct bytes data, int64_t now_us)
{
	struct talker *talker = sink->own;
	if (talker->started)
		script_receive(talker->script, data, ms(now_us));
}

static int64_t script_due(struct sink *sink, int64_t now_us)
{
	struct talker *talker = sink->own;
	talker->now_us = now_us;
	if (!talker->started)
		script_start(talker->script, ms(now_us));
	else
		script_tick(talker->script, ms(now_us));
	talker->started = true;
	return talker->script->state == SCRIPT_RUNNING ? now_us + TICK_US : INT64_MAX;
}

static size_t script_take(struct sink *sink, void *to, size_t room)
{
	struct talker *talker = sink->own;
	struct bytes pending = script_pending(talker->script);
	size_t len = pending.len < room ? pending.len : room;
	if (len > 0)
		memcpy(to, pending.p, len);
	script_sent(talker->script, len, ms(talker->now_us));
	return len;
}

static bool script_request(struct sink *sink, struct sink_request *out)
{
	struct talker *talker = sink->own;
	uint32_t length_ms = script_break(talker->script);
	*out = (struct sink_request){ WISH_BREAK, length_ms };
	return length_ms > 0;
}

static const struct sink_kind script_kind = {
	.bytes = script_bytes, .tick = script_due, .take = script_take, .request = script_request
};

void sink_script_open(struct script *script, struct arena *arena, struct sink *out)
{
	struct talker *talker = arena_new(arena, struct talker);
	talker->script = script;
	*out = (struct sink){ &script_kind, talker };
}
