/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * YMODEM sender (Chuck Forsberg's XMODEM/YMODEM reference, 1988) as a state machine without
 * I/O: U-Boot's loady is the receiver. What the board says goes through ymodem_receive(),
 * what ymodem_pending() holds is sent. Blocks carry 1024 bytes and a CRC-16; a block is
 * sent again when it is refused or not answered. Fixed size, allocates nothing.
 */
#ifndef SERIAL_TOOLS_YMODEM_H
#define SERIAL_TOOLS_YMODEM_H

#include "lib/bytes.h"

#include <stddef.h>
#include <stdint.h>

#define YMODEM_FRAME     (3 + 1024 + 2)
#define YMODEM_RETRIES   10
#define YMODEM_ANSWER_MS 10000 /* the receiver's own time-out is shorter */
#define YMODEM_START_MS  250   /* U-Boot asks for the data only when it has waited 4 s for them */

enum ymodem_state {
	YMODEM_WAITING, /* for the receiver's C */
	YMODEM_HEADER,  /* block 0 is out: name and size */
	YMODEM_START, /* the header was accepted; the receiver's second C is awaited for a moment */
	YMODEM_DATA,
	YMODEM_END,     /* EOT is out */
	YMODEM_FINISH,  /* EOT was accepted; C for the closing block is awaited */
	YMODEM_CLOSING, /* the empty block 0 is out */
	YMODEM_DONE,
	YMODEM_FAILED, /* cancelled by the receiver, or retries used up */
};

struct ymodem {
	enum ymodem_state state;
	struct bytes data;
	const char *name;
	size_t sent_len;  /* bytes of data that were accepted */
	size_t block_len; /* bytes of data in the frame that is out */
	uint8_t sequence;
	unsigned retries, cancels;
	uint64_t deadline_ms;
	uint8_t frame[YMODEM_FRAME];
	size_t frame_len, frame_sent;
	unsigned resent; /* blocks that had to go out again */
};

/* @name  as the receiver will see it; only its last path component is sent */
void ymodem_start(struct ymodem *ymodem, const char *name, struct bytes data, uint64_t now_ms);
/* Takes what the board says. Bytes that are no answer are passed over. */
void ymodem_receive(struct ymodem *ymodem, struct bytes received, uint64_t now_ms);
/* Sends the outstanding frame again when its answer is overdue. */
void ymodem_expire(struct ymodem *ymodem, uint64_t now_ms);
/* What must be sent now; ymodem_sent() takes the first @len bytes away. */
struct bytes ymodem_pending(const struct ymodem *ymodem);
void ymodem_sent(struct ymodem *ymodem, size_t len, uint64_t now_ms);

/* CRC-16/XMODEM: polynomial 0x1021, start 0. */
uint16_t ymodem_crc16(struct bytes data);

#endif
