/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a board.conf: which keys and sections there are, and where their values go. */
#ifndef IMAGER_BOARD_KEYS_H
#define IMAGER_BOARD_KEYS_H

#include "imager/board/conf.h"

/* Sections whose values do not go into struct board as they are. */
struct board_words {
	const char *model, *soc, *compatible, *default_entry, *release;
};
struct loader_words {
	uint64_t text_base, bootm_len, bootm_low, bootm_size, script, reserve;
	const char *prompt;
	bool hyp;
	const char *const *adds;
};
struct entry_words {
	const char *title, *hypervisor, *kernel, *ramdisk, *dtb, *hypervisor_args, *kernel_args;
	const char *start;
	uint64_t dom0_memory;
};
struct partition_words {
	uint64_t offset, size, align, type;
	const char *image;
	bool bootable, in_table;
};
struct image_words {
	uint64_t size;
};
struct hdimage_words {
	uint64_t align, disk_signature;
	const char *table_type;
};
struct vfat_words {
	const char *label, *extraargs;
};

extern const struct conf_schema board_schema, board_schema_ram, board_schema_console,
	board_schema_loader, board_schema_addresses, board_schema_firmware, board_schema_component,
	board_schema_entry, board_schema_image, board_schema_hdimage, board_schema_partition,
	board_schema_vfat, board_schema_emulator;

#endif
