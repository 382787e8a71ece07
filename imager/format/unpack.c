/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/unpack.h"

#include "lib/input.h"

#include <stdlib.h>
#include <string.h>

#define ROOM ((size_t)8 << 20) /* bytes that come out at a time: the largest block of legacy lz4 */

static const struct unpack_format *const formats[] = {
	&unpack_gzip, &unpack_bzip2, &unpack_xz, &unpack_lzma, &unpack_lz4, &unpack_zstd,
};

static const struct unpack_format *find_format(struct bytes packed)
{
	const char *name = input_compression(packed);
	for (size_t i = 0; name != NULL && i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

/* Runs the decoder to the stream's end or its flaw. */
static void run(const struct unpack_format *format, struct unpack_state *state, uint64_t limit,
                unpack_sink *sink, void *context)
{
	struct unpacked *result = state->result;
	enum unpack_step step = UNPACK_MORE;
	while (step == UNPACK_MORE) {
		uint64_t before = result->taken;
		state->given = 0;
		step = format->step(state);
		result->size += state->given;
		if (sink != NULL && state->given > 0)
			sink(context, bytes_of(state->room, state->given, state->in.name));
		if (step == UNPACK_MORE && result->size > limit) {
			result->flaw = "it unpacks to more than is allowed here";
			return;
		}
		if (step == UNPACK_MORE && result->taken == before && state->given == 0) {
			result->flaw = "it is cut off";
			return;
		}
	}
}

int unpack_stream(struct bytes packed, uint64_t limit, unpack_sink *sink, void *context,
                  struct unpacked *out)
{
	const struct unpack_format *format = find_format(packed);
	*out = (struct unpacked){ 0 };
	if (format == NULL)
		return 1;
	out->format = format->name;
	struct unpack_state state = { .in = packed, .room_len = ROOM, .result = out };
	state.room = malloc(ROOM);
	state.decoder = state.room == NULL ? NULL : format->open(&state);
	if (state.decoder == NULL)
		out->flaw = "there is not enough memory to unpack it";
	else
		run(format, &state, limit, sink, context);
	if (state.decoder != NULL)
		format->close(state.decoder);
	free(state.room);
	return 0;
}
