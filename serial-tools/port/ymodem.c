/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/ymodem.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define SOH    0x01 /* a block of 128 bytes */
#define STX    0x02 /* a block of 1024 bytes */
#define EOT    0x04
#define ACK    0x06
#define NAK    0x15
#define CAN    0x18
#define CRC    'C'
#define FILLER 0x1a

uint16_t ymodem_crc16(struct bytes data)
{
	uint16_t crc = 0;
	for (size_t i = 0; i < data.len; i++) {
		crc = (uint16_t)(crc ^ data.p[i] << 8);
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
	}
	return crc;
}

/* Puts a block into the frame: @size is 128 or 1024, the rest behind @content is @filler. */
static void put_block(struct ymodem *ymodem, struct bytes content, size_t size, uint8_t filler)
{
	ymodem->frame[0] = size == 128 ? SOH : STX;
	ymodem->frame[1] = ymodem->sequence;
	ymodem->frame[2] = (uint8_t)~ymodem->sequence;
	memset(ymodem->frame + 3, filler, size);
	if (content.len > 0)
		memcpy(ymodem->frame + 3, content.p, content.len);
	put_be16(ymodem->frame + 3 + size,
	         ymodem_crc16(bytes_of(ymodem->frame + 3, size, "block")));
	ymodem->frame_len = size + 5;
	ymodem->frame_sent = 0;
}

static void put_header(struct ymodem *ymodem)
{
	char text[128] = "";
	const char *slash = strrchr(ymodem->name, '/');
	int name_len = snprintf(text, 100, "%s", slash == NULL ? ymodem->name : slash + 1);
	size_t size_at = (size_t)(name_len < 100 ? name_len : 99) + 1;
	int size_len = snprintf(text + size_at, sizeof(text) - size_at, "%zu", ymodem->data.len);
	ymodem->sequence = 0;
	put_block(ymodem, bytes_of(text, size_at + (size_t)size_len + 1, "header"), 128, 0);
}

static void put_data(struct ymodem *ymodem)
{
	struct bytes rest = bytes_at(ymodem->data, ymodem->sent_len, 1024);
	if (rest.len == 0) {
		ymodem->state = YMODEM_END;
		ymodem->frame[0] = EOT;
		ymodem->frame_len = 1;
		ymodem->frame_sent = 0;
		return;
	}
	size_t size = rest.len <= 128 ? 128 : 1024;
	ymodem->state = YMODEM_DATA;
	ymodem->block_len = rest.len;
	ymodem->sequence++;
	put_block(ymodem, rest, size, FILLER);
}

void ymodem_start(struct ymodem *ymodem, const char *name, struct bytes data, uint64_t now_ms)
{
	*ymodem = (struct ymodem){ .state = YMODEM_WAITING, .data = data, .name = name };
	ymodem->deadline_ms = now_ms + YMODEM_ANSWER_MS * 6; /* the board may be slow to start */
}

static void accepted(struct ymodem *ymodem)
{
	ymodem->retries = 0;
	switch (ymodem->state) {
	case YMODEM_HEADER:
		ymodem->state = YMODEM_START;
		break;
	case YMODEM_DATA:
		ymodem->sent_len += ymodem->block_len;
		put_data(ymodem);
		break;
	case YMODEM_END:
		ymodem->state = YMODEM_FINISH;
		break;
	case YMODEM_CLOSING:
		ymodem->state = YMODEM_DONE;
		break;
	default:
		break;
	}
}

static void again(struct ymodem *ymodem)
{
	if (++ymodem->retries > YMODEM_RETRIES) {
		ymodem->state = YMODEM_FAILED;
		return;
	}
	if (ymodem->frame_len > 0) {
		ymodem->frame_sent = 0;
		ymodem->resent++;
	}
}

static void asked(struct ymodem *ymodem)
{
	if (ymodem->state == YMODEM_WAITING) {
		ymodem->state = YMODEM_HEADER;
		put_header(ymodem);
	} else if (ymodem->state == YMODEM_START) {
		put_data(ymodem);
	} else if (ymodem->state == YMODEM_FINISH) {
		ymodem->state = YMODEM_CLOSING;
		ymodem->sequence = 0;
		put_block(ymodem, bytes_of(NULL, 0, "end"), 128, 0);
	}
}

void ymodem_receive(struct ymodem *ymodem, struct bytes received, uint64_t now_ms)
{
	for (size_t i = 0; i < received.len && ymodem->state < YMODEM_DONE; i++) {
		uint8_t c = received.p[i];
		bool idle = ymodem->frame_sent == ymodem->frame_len;
		ymodem->cancels = c == CAN ? ymodem->cancels + 1 : 0;
		if (ymodem->cancels == 2)
			ymodem->state = YMODEM_FAILED;
		else if (c == ACK && idle)
			accepted(ymodem);
		else if (c == NAK && idle && ymodem->state > YMODEM_WAITING)
			again(ymodem);
		else if (c == CRC)
			asked(ymodem);
		else
			continue;
		ymodem->deadline_ms = now_ms + (ymodem->state == YMODEM_START ? YMODEM_START_MS
		                                                              : YMODEM_ANSWER_MS);
	}
}

void ymodem_expire(struct ymodem *ymodem, uint64_t now_ms)
{
	if (ymodem->state >= YMODEM_DONE || now_ms < ymodem->deadline_ms ||
	    ymodem->frame_sent < ymodem->frame_len)
		return;
	ymodem->deadline_ms = now_ms + YMODEM_ANSWER_MS;
	if (ymodem->state == YMODEM_WAITING)
		ymodem->state = YMODEM_FAILED;
	else if (ymodem->state == YMODEM_CLOSING)
		ymodem->state = YMODEM_DONE; /* the file itself was acknowledged */
	else if (ymodem->state == YMODEM_START)
		put_data(ymodem);
	else
		again(ymodem);
}

struct bytes ymodem_pending(const struct ymodem *ymodem)
{
	return bytes_of(ymodem->frame + ymodem->frame_sent, ymodem->frame_len - ymodem->frame_sent,
	                "ymodem");
}

void ymodem_sent(struct ymodem *ymodem, size_t len, uint64_t now_ms)
{
	ymodem->frame_sent += len;
	ymodem->deadline_ms = now_ms + YMODEM_ANSWER_MS;
}
