/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "imager/format/spl.h"
#include "imager/format/uimage.h"

#include <string.h>

void card_make(struct card *card)
{
	*card = (struct card){
		.firmware = { { .spec = { .id = "spl", .offset = 8192 }, .limit = MIB - 8192 } },
		.firmware_bytes = { bytes_of_string("SPL code", "spl.bin") },
		.partitions = { { .name = "boot",
		                  .type = 0x0c,
		                  .bootable = true,
		                  .in_table = true,
		                  .label = "boot",
		                  .filesystem = "vfat",
		                  .at = at_line("board.conf", 40, 1) } },
		.files = { { .path = "/boot.scr", .content = bytes_of_string("script", "a") },
		           { .path = "/vmlinuz", .content = bytes_of_string("kernel", "b") },
		           { .path = "/xen.uImage", .content = bytes_of_string("hypervisor", "c") },
		           { .path = "/dtbs/sun7i-a20-cubieboard2.dtb",
		             .content = bytes_of_string("tree", "d") },
		           { .path = "/dtbs/Grüße ☃.txt", .content = bytes_of_string("x", "e") },
		           { .path = "/empty", .content = bytes_of_string("", "f") } },
		.file_count = 6,
	};
	for (size_t i = 0; i < card->file_count; i++)
		card->files[i].time = CARD_TIME;
	card->board = (struct board){ .name = "test-board",
		                      .firmware = card->firmware,
		                      .firmware_count = 1,
		                      .layout = { .image = "sd.img",
		                                  .size = 64 * MIB,
		                                  .align = MIB,
		                                  .disk_signature = 0x12345678,
		                                  .partitions = card->partitions,
		                                  .partition_count = 1,
		                                  .at = at_line("board.conf", 30, 1) } };
}

int card_layout_of(struct test *test, struct card *card, const struct fs_file *files)
{
	card->board.firmware = card->firmware;
	card->board.layout.partitions = card->partitions;
	return layout_make(test->arena, &card->board, card->firmware_bytes, files, card->file_count,
	                   0, CARD_TIME, &card->layout, &test->diags);
}

int card_layout(struct test *test, struct card *card)
{
	return card_layout_of(test, card, card->files);
}

void card_write(struct test *test, struct card *card, const char *path)
{
	if (card_layout(test, card) < 0 ||
	    image_write(test->arena, &card->layout, path, NULL, &test->diags) < 0)
		fail_msg("%s", test_said(test));
}

struct bytes egon_loader(struct test *test, const char *board)
{
	uint8_t *p = arena_alloc(test->arena, EGON_LOADER_SIZE);
	uint32_t sum = EGON_SEED;
	struct uimage values = { .os = 17, .arch = 2, .type = UIMAGE_FIRMWARE };
	memcpy(p + 4, "eGON.BT0", 8);
	put_le32(p + 16, 0x6000);
	memcpy(p + 20, "SPL\2", 4);
	put_le32(p + 32, 44);
	memcpy(p + 44, board, strlen(board) + 1);
	memset(p + 100, 0x5a, 1000);
	for (size_t i = 0; i < 0x6000; i += 4)
		sum += le32_at(bytes_of(p, EGON_LOADER_SIZE, ""), i);
	put_le32(p + 12, sum);
	memcpy(p + 0x8000 + 64, "U-Boot 2023.01!!", 16);
	uimage_header(&values, bytes_of(p + 0x8000 + 64, 16, ""), p + 0x8000);
	return bytes_of(p, EGON_LOADER_SIZE, "loader.bin");
}
