/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A board with a loader and a card in memory, for tests of layouts, images and their verification. */
#ifndef TESTS_UNIT_CARD_H
#define TESTS_UNIT_CARD_H

#include "test.h"

#include "imager/card/image.h"

#define MIB       ((uint64_t)1 << 20)
#define CARD_TIME 1700000001 /* of every file, seconds since 1970 */

/* A board with an SPL at 8 KiB and one FAT partition of 63 MiB; tests change what they are about. */
struct card {
	struct board board;
	struct board_firmware firmware[2];
	struct bytes firmware_bytes[2];
	struct board_partition partitions[2];
	struct fs_file files[8];
	size_t file_count;
	struct layout layout;
};

void card_make(struct card *card);
int card_layout(struct test *test, struct card *card);
/* The same with other files, card->file_count of them. */
int card_layout_of(struct test *test, struct card *card, const struct fs_file *files);
/* Lays out and writes; the test fails with what was said when it cannot. */
void card_write(struct test *test, struct card *card, const char *path);

/* An eGON loader: 24 KiB of SPL for @board, then a uImage with 16 bytes at 32 KiB. */
#define EGON_LOADER_SIZE ((size_t)0x8000 + 64 + 16)
struct bytes egon_loader(struct test *test, const char *board);

#endif
