/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A board description (boards/NAME/board.conf, libconfuse syntax) as a value: what the
 * board has, which parts go on its card, what can be booted. Read by board-read.h, const
 * from then on. docs/board-description.md tells every key.
 */
#ifndef IMAGER_BOARD_H
#define IMAGER_BOARD_H

#include "imager/format/firmware.h"

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

/* A stretch of RAM; smallest: bytes of the smallest variant of the board on sale, for all checks. */
struct board_ram {
	uint64_t base, size, smallest;
};

/* The one place that says where the console is; every stage's arguments are derived from it. */
struct board_console {
	const char *device;   /* device-tree alias, "serial0": Xen's dtuart= */
	const char *tty;      /* Linux' name, "ttyS0" */
	const char *earlycon; /* Linux' earlycon= value, or NULL */
	uint64_t rate;        /* baud */
};

/* What the board's U-Boot promises: addresses in RAM, limits in bytes. */
struct board_loader {
	uint64_t text_base;             /* pre-relocation copy of U-Boot */
	uint64_t bootm_len;             /* CONFIG_SYS_BOOTM_LEN: largest unpacked uImage */
	uint64_t bootm_low, bootm_size; /* window in which bootm places the device tree */
	uint64_t script;                /* scriptaddr */
	uint64_t reserve;               /* bytes at the top of RAM that U-Boot relocates into */
	const char *prompt;             /* what it shows when it waits for a command */
	bool hyp;                       /* enters the kernel in HYP mode */
	bool psci, memory;              /* adds /psci, /memory to the tree at bootm */
};

/* A piece at a raw offset of the card. */
struct board_firmware {
	struct firmware_spec spec; /* left empty: `none` was said for it */
	const char *component;     /* id of a component; NULL when left empty */
	uint64_t limit;            /* bytes: most it may take */
};

/* Where a file comes from: see component.h for the origins. */
struct board_component {
	const char *id;
	const char *origin; /* "deb:PACKAGE:ARCH/path", "path:FILE", "source:…", "ramdisk:…" */
	const char *kind;   /* payload kinds allowed, "zimage|uimage"; NULL: any */
	const char *const *needs; /* ids of components it is made from, NULL-terminated */
	const char *help;         /* what to do when it is missing, or NULL */
	const char *release;      /* of Debian, its own or the board's; NULL: the default one */
	struct where at, release_at;
};

/* Something that can be booted. Members name components; NULL when absent. */
struct board_entry {
	const char *id, *title;
	const char *hypervisor, *kernel, *ramdisk, *dtb;
	const char *hypervisor_args,
		*kernel_args;  /* the user's part; console arguments are added */
	uint64_t dom0_memory;  /* bytes, 0: Xen's default */
	bool kernel_as_uimage; /* wrap and start with bootm (else bootz) */
	struct where at;
};

/* Addresses in RAM where the boot script loads things; 0: the plan finds one. */
struct board_addresses {
	uint64_t hypervisor, hypervisor_load; /* run address; where its file is loaded */
	uint64_t kernel, kernel_load, ramdisk, dtb;
	struct where at;
};

/* The disk layout, in the words genimage uses. */
struct board_partition {
	const char *name;
	uint64_t offset, size, align; /* bytes; offset 0: next free place */
	uint8_t type;                 /* MBR type */
	bool bootable, in_table;
	const char *label;      /* of the file system */
	const char *filesystem; /* "vfat", NULL: raw */
	struct where at;
};
struct board_layout {
	const char *image;    /* "sd.img" */
	uint64_t size, align; /* bytes; size 0: as large as needed */
	uint32_t disk_signature;
	const struct board_partition *partitions;
	size_t partition_count;
	struct where at;
};

struct board_emulator {
	const char *machine, *program; /* "orangepi-pc", "qemu-system-arm"; machine NULL: none */
	uint64_t memory, card;         /* bytes; card: the size QEMU wants (a power of two) */
	const char *firmware_from;     /* board whose firmware stands in; NULL: its own */
	const char *note;              /* what to tell the user about it */
	const char *goal;              /* regex that the console must show */
	uint64_t timeout_ms;
	const char *const *entries; /* ids that boot there, NULL-terminated; NULL: all */
};

struct board {
	const char *name, *directory; /* "a20-cubie2", its boards/ directory */
	const char *model, *soc;      /* soc: "sun7i-a20" */
	const char *compatible;       /* root compatible that the device tree must have */
	struct board_ram ram;
	struct board_console console;
	struct board_loader loader;
	struct board_addresses addresses;
	const struct board_firmware *firmware;
	size_t firmware_count;
	const struct board_component *components;
	size_t component_count;
	const struct board_entry *entries;
	size_t entry_count;
	const char *default_entry; /* id */
	struct board_layout layout;
	struct board_emulator emulator;
	struct where at;     /* the file */
	struct bytes source; /* the file's text */
};

/* Bytes of RAM that every variant of the board has, the emulator's included. */
uint64_t board_smallest_ram(const struct board *board);

/* A component or an entry by id, NULL when there is none. */
const struct board_component *board_component(const struct board *board, const char *id);
const struct board_entry *board_entry(const struct board *board, const char *id);
/* Says IM411: there is no entry @id, with those that there are. Returns -1. */
int board_no_entry(const struct board *board, const char *id, struct diags *diags);

#endif
