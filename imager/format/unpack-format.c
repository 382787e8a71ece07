/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/unpack-format.h"

void unpack_advance(struct unpack_state *state, size_t used, size_t given)
{
	state->in = bytes_at(state->in, used, UINT64_MAX);
	state->result->taken += used;
	state->given = given;
}
