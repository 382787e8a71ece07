/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/board/board-keys.h"

#include "imager/board/board.h"

#define ADDRESS_MAX     UINT32_MAX /* the boards are 32-bit */
#define KEYS(table)     .keys = (table), .key_count = sizeof(table) / sizeof((table)[0])
#define AT(type, field) offsetof(struct type, field)

static const struct conf_key ram_keys[] = {
	{ "base", CONF_SIZE, AT(board_ram, base), true, NULL, ADDRESS_MAX },
	{ "size", CONF_SIZE, AT(board_ram, size), true, NULL, 0 },
	{ "smallest", CONF_SIZE, AT(board_ram, smallest), false, NULL, 0 },
};
const struct conf_schema board_schema_ram = { .name = "ram", .required = true, KEYS(ram_keys) };

static const struct conf_key console_keys[] = {
	{ "device", CONF_STRING, AT(board_console, device), true, NULL, 0 },
	{ "tty", CONF_STRING, AT(board_console, tty), true, NULL, 0 },
	{ "earlycon", CONF_STRING, AT(board_console, earlycon), false, NULL, 0 },
	{ "rate", CONF_NUMBER, AT(board_console, rate), true, NULL, 20000000 },
};
const struct conf_schema board_schema_console = { .name = "console",
	                                          .required = true,
	                                          KEYS(console_keys) };

static const struct conf_key loader_keys[] = {
	{ "text-base", CONF_SIZE, AT(loader_words, text_base), true, NULL, ADDRESS_MAX },
	{ "bootm-len", CONF_SIZE, AT(loader_words, bootm_len), true, NULL, 0 },
	{ "bootm-low", CONF_SIZE, AT(loader_words, bootm_low), true, NULL, ADDRESS_MAX },
	{ "bootm-size", CONF_SIZE, AT(loader_words, bootm_size), true, NULL, 0 },
	{ "script", CONF_SIZE, AT(loader_words, script), true, NULL, ADDRESS_MAX },
	{ "reserve", CONF_SIZE, AT(loader_words, reserve), true, NULL, 0 },
	{ "prompt", CONF_STRING, AT(loader_words, prompt), false, NULL, 0 },
	{ "hyp", CONF_BOOL, AT(loader_words, hyp), false, NULL, 0 },
	{ "adds", CONF_LIST, AT(loader_words, adds), false, NULL, 0 },
};
const struct conf_schema board_schema_loader = { .name = "loader",
	                                         .required = true,
	                                         KEYS(loader_keys) };

static const struct conf_key addresses_keys[] = {
	{ "hypervisor", CONF_SIZE, AT(board_addresses, hypervisor), false, NULL, ADDRESS_MAX },
	{ "hypervisor-load", CONF_SIZE, AT(board_addresses, hypervisor_load), false, NULL,
	  ADDRESS_MAX },
	{ "kernel", CONF_SIZE, AT(board_addresses, kernel), false, NULL, ADDRESS_MAX },
	{ "kernel-load", CONF_SIZE, AT(board_addresses, kernel_load), false, NULL, ADDRESS_MAX },
	{ "ramdisk", CONF_SIZE, AT(board_addresses, ramdisk), false, NULL, ADDRESS_MAX },
	{ "dtb", CONF_SIZE, AT(board_addresses, dtb), false, NULL, ADDRESS_MAX },
};
const struct conf_schema board_schema_addresses = { .name = "addresses", KEYS(addresses_keys) };

static const struct conf_key firmware_keys[] = {
	{ "component", CONF_STRING, AT(board_firmware, component), true, NULL, 0 },
	{ "offset", CONF_SIZE, AT(board_firmware, spec.offset), true, NULL, 0 },
	{ "limit", CONF_SIZE, AT(board_firmware, limit), true, NULL, 0 },
	{ "check", CONF_STRING, AT(board_firmware, spec.check), false,
	  "egon|exynos-spl|exynos-bl1|none", 0 },
	{ "expect", CONF_STRING, AT(board_firmware, spec.expect), false, NULL, 0 },
	{ "warning", CONF_STRING, AT(board_firmware, spec.warning), false, NULL, 0 },
};
const struct conf_schema board_schema_firmware = { .name = "firmware",
	                                           .titled = true,
	                                           KEYS(firmware_keys) };

static const struct conf_key component_keys[] = {
	{ "origin", CONF_STRING, AT(board_component, origin), true, NULL, 0 },
	{ "kind", CONF_STRING, AT(board_component, kind), false, NULL, 0 },
	{ "needs", CONF_LIST, AT(board_component, needs), false, NULL, 0 },
	{ "help", CONF_STRING, AT(board_component, help), false, NULL, 0 },
	{ "release", CONF_STRING, AT(board_component, release), false, NULL, 0 },
};
const struct conf_schema board_schema_component = {
	.name = "component", .titled = true, .required = true, KEYS(component_keys)
};

static const struct conf_key entry_keys[] = {
	{ "title", CONF_STRING, AT(entry_words, title), true, NULL, 0 },
	{ "hypervisor", CONF_STRING, AT(entry_words, hypervisor), false, NULL, 0 },
	{ "kernel", CONF_STRING, AT(entry_words, kernel), true, NULL, 0 },
	{ "ramdisk", CONF_STRING, AT(entry_words, ramdisk), false, NULL, 0 },
	{ "dtb", CONF_STRING, AT(entry_words, dtb), true, NULL, 0 },
	{ "hypervisor-args", CONF_STRING, AT(entry_words, hypervisor_args), false, NULL, 0 },
	{ "kernel-args", CONF_STRING, AT(entry_words, kernel_args), false, NULL, 0 },
	{ "dom0-memory", CONF_SIZE, AT(entry_words, dom0_memory), false, NULL, 0 },
	{ "start", CONF_STRING, AT(entry_words, start), false, "bootm|bootz", 0 },
};
const struct conf_schema board_schema_entry = {
	.name = "entry", .titled = true, .required = true, KEYS(entry_keys)
};

static const struct conf_key hdimage_keys[] = {
	{ "align", CONF_SIZE, AT(hdimage_words, align), false, NULL, 0 },
	{ "disk-signature", CONF_NUMBER, AT(hdimage_words, disk_signature), false, NULL,
	  UINT32_MAX },
	{ "partition-table-type", CONF_STRING, AT(hdimage_words, table_type), false, "mbr", 0 },
};
const struct conf_schema board_schema_hdimage = { .name = "hdimage", KEYS(hdimage_keys) };

static const struct conf_key partition_keys[] = {
	{ "offset", CONF_SIZE, AT(partition_words, offset), false, NULL, 0 },
	{ "size", CONF_SIZE, AT(partition_words, size), false, NULL, 0 },
	{ "align", CONF_SIZE, AT(partition_words, align), false, NULL, 0 },
	{ "partition-type", CONF_NUMBER, AT(partition_words, type), false, NULL, UINT8_MAX },
	{ "image", CONF_STRING, AT(partition_words, image), true, NULL, 0 },
	{ "bootable", CONF_BOOL, AT(partition_words, bootable), false, NULL, 0 },
	{ "in-partition-table", CONF_BOOL, AT(partition_words, in_table), false, NULL, 0 },
};
const struct conf_schema board_schema_partition = { .name = "partition",
	                                            .titled = true,
	                                            KEYS(partition_keys) };

static const struct conf_key vfat_keys[] = {
	{ "label", CONF_STRING, AT(vfat_words, label), false, NULL, 0 },
	{ "extraargs", CONF_STRING, AT(vfat_words, extraargs), false, "-F 12|-F 16|-F 32", 0 },
};
const struct conf_schema board_schema_vfat = { .name = "vfat", KEYS(vfat_keys) };

static const struct conf_key image_keys[] = {
	{ "size", CONF_SIZE, AT(image_words, size), false, NULL, 0 },
};
static const struct conf_schema *const image_sections[] = { &board_schema_hdimage,
	                                                    &board_schema_partition,
	                                                    &board_schema_vfat, NULL };
const struct conf_schema board_schema_image = { .name = "image",
	                                        .titled = true,
	                                        .required = true,
	                                        KEYS(image_keys),
	                                        .sections = image_sections };

static const struct conf_key emulator_keys[] = {
	{ "program", CONF_STRING, AT(board_emulator, program), true, NULL, 0 },
	{ "machine", CONF_STRING, AT(board_emulator, machine), true, NULL, 0 },
	{ "memory", CONF_SIZE, AT(board_emulator, memory), true, NULL, 0 },
	{ "card", CONF_SIZE, AT(board_emulator, card), true, NULL, 0 },
	{ "firmware-from", CONF_STRING, AT(board_emulator, firmware_from), false, NULL, 0 },
	{ "note", CONF_STRING, AT(board_emulator, note), false, NULL, 0 },
	{ "goal", CONF_STRING, AT(board_emulator, goal), true, NULL, 0 },
	{ "timeout", CONF_TIME, AT(board_emulator, timeout_ms), true, NULL, 0 },
	{ "entries", CONF_LIST, AT(board_emulator, entries), false, NULL, 0 },
};
const struct conf_schema board_schema_emulator = { .name = "emulator", KEYS(emulator_keys) };

static const struct conf_key board_keys[] = {
	{ "model", CONF_STRING, AT(board_words, model), true, NULL, 0 },
	{ "soc", CONF_STRING, AT(board_words, soc), true, NULL, 0 },
	{ "compatible", CONF_STRING, AT(board_words, compatible), true, NULL, 0 },
	{ "default-entry", CONF_STRING, AT(board_words, default_entry), true, NULL, 0 },
	{ "release", CONF_STRING, AT(board_words, release), false, NULL, 0 },
};
static const struct conf_schema *const board_sections[] = {
	&board_schema_ram,      &board_schema_console,
	&board_schema_loader,   &board_schema_addresses,
	&board_schema_firmware, &board_schema_component,
	&board_schema_entry,    &board_schema_image,
	&board_schema_emulator, NULL
};
const struct conf_schema board_schema = { KEYS(board_keys), .sections = board_sections };
