/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/baud/baud-model.h"

#include <string.h>

#define BINARY_SHARE 0.05f
#define IDLE_SHARE   0.03f

/* Share of each character in boot messages, per mille: English prose in log style, with the
 * numbers, hexadecimal digits and brackets that drivers print. What is not here is rare. */
static const struct {
	const char *characters;
	float each;
} shares[] = {
	{ " ", 130 },
	{ "0", 60 },
	{ "e", 45 },
	{ "\r\n", 22 },
	{ "1", 22 },
	{ "aoinrst", 30 },
	{ "dlmcu", 20 },
	{ "23456789", 14 },
	{ "bfgphxvky", 11 },
	{ ".:", 16 },
	{ "[]-_=,", 9 },
	{ "/()", 6 },
	{ "jqwz", 3 },
	{ "EARTSIMCDPLBFUNO", 4 },
	{ "GHKVWXYJQZ", 2 },
	{ "#*@+<>", 1.5f },
	{ "\"'!%&;?\\|~^$`{}", 0.6f },
	{ "\t\033\b\007", 0.6f },
};

static void character_shares(float share[256])
{
	float sum = 0;
	for (int c = 0; c < 256; c++)
		share[c] = c >= 32 && c < 127 ? 0.2f : 0.01f;
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
		for (const char *p = shares[i].characters; *p != '\0'; p++)
			share[(unsigned char)*p] = shares[i].each;
	for (int c = 0; c < 256; c++)
		sum += share[c];
	for (int c = 0; c < 256; c++)
		share[c] = share[c] / sum * (1 - BINARY_SHARE) + BINARY_SHARE / 256;
}

int baud_frame_stop(enum baud_frame frame)
{
	return frame == BAUD_FRAME_10 ? 9 : frame == BAUD_FRAME_11 ? 10 : 8;
}

/* Sets what follows the states at the place before: @one is the probability of a 1 after @state. */
static void follow(struct baud_model *model, enum baud_matter matter, enum baud_frame frame,
                   int place, int state, float one)
{
	struct baud_row *row =
		state < 4 ? &model->low[matter][frame][place] : &model->high[matter][frame][place];
	int to = 2 * (state & 3);
	row->half[to / 4][to % 4] = 1 - one;
	row->half[to / 4][to % 4 + 1] = one;
}

/* Probability that data bit @bit is 1 after the up to three bits before it in the character. */
static float bit_is_one(const float share[256], int bits, int bit, int state)
{
	int known = bit < 3 ? bit : 3, shift = bit - known, mask = (1 << known) - 1, wanted = 0;
	float sum[2] = { 1e-6f, 1e-6f };
	for (int i = 0; i < known; i++) /* the oldest known bit is the lowest of the character */
		wanted |= (state >> (known - 1 - i) & 1) << i;
	for (int c = 0; c < 256; c++)
		if ((c >> shift & mask) == wanted && (bits == 8 || c < 128))
			sum[c >> bit & 1] += share[c];
	return sum[1] / (sum[0] + sum[1]);
}

static void make_frame(struct baud_model *model, enum baud_matter matter, enum baud_frame frame)
{
	int bits = frame == BAUD_FRAME_9 ? 7 : 8, stop = baud_frame_stop(frame);
	for (int state = 0; state < 8; state++) {
		follow(model, matter, frame, 0, state, 0);
		for (int bit = 0; bit < bits; bit++)
			follow(model, matter, frame, bit + 1, state,
			       matter == BAUD_BINARY
			               ? 0.5f
			               : bit_is_one(model->character, bits, bit, state));
		if (frame == BAUD_FRAME_11)
			follow(model, matter, frame, 9, state, 0.5f);
		follow(model, matter, frame, stop, state, 1);
	}
}

void baud_model_make(struct baud_model *model)
{
	memset(model, 0, sizeof *model);
	character_shares(model->character);
	model->idle = IDLE_SHARE;
	for (int matter = 0; matter < BAUD_MATTERS; matter++)
		for (int frame = 0; frame < BAUD_FRAMES; frame++)
			make_frame(model, (enum baud_matter)matter, (enum baud_frame)frame);
}
