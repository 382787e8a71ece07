/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/file-kind.h"

#include "lib/input.h"

#include <string.h>

#define HOLE_STEP ((uint64_t)1 << 20) /* bytes between two questions for the next hole */
#define HEAD_SIZE ((size_t)4096)

struct magic {
	const char *name, *bytes;
	size_t offset, len;
};

static const char *find_magic(const struct magic *rows, size_t count, struct bytes file)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_start_with(bytes_at(file, rows[i].offset, rows[i].len), rows[i].bytes,
		                     rows[i].len))
			return rows[i].name;
	return NULL;
}

#define FIND(rows, file) find_magic(rows, sizeof(rows) / sizeof((rows)[0]), file)

/* From many bytes to few, so that no short magic hides a longer one. */
static const struct magic binaries[] = {
	{ "a TOC boot package (boot_package.fex)", "sunxi-package", 0, 13 },
	{ "a TOC secure boot package (toc1.fex)", "sunxi-secure", 0, 12 },
	{ "a LiveSuit/PhoenixSuit image", "IMAGEWTY", 0, 8 },
	{ "an Android boot image", "ANDROID!", 0, 8 },
	{ "a Debian package", "!<arch>\ndebian", 0, 14 },
	{ "a static library", "!<arch>\n", 0, 8 },
	{ "a PNG picture", "\x89PNG\r\n\x1a\n", 0, 8 },
	{ "a SQLite database", "SQLite format 3", 0, 15 },
	{ "a tar archive", "ustar", 257, 5 },
	{ "a cpio archive", "070701", 0, 6 },
	{ "a cpio archive", "070702", 0, 6 },
	{ "a cpio archive", "070707", 0, 6 },
	{ "gzip-compressed data", "\x1f\x8b", 0, 2 },
	{ "xz-compressed data",
	  "\xfd"
	  "7zXZ",
	  0, 5 },
	{ "zstd-compressed data", "\x28\xb5\x2f\xfd", 0, 4 },
	{ "lz4-compressed data", "\x04\x22\x4d\x18", 0, 4 },
	{ "lz4-compressed data", "\x02\x21\x4c\x18", 0, 4 },
	{ "lzop-compressed data", "\x89LZO", 0, 4 },
	{ "bzip2-compressed data", "BZh", 0, 3 },
	{ "a 7z archive", "7z\xbc\xaf\x27\x1c", 0, 6 },
	{ "a RAR archive", "Rar!\x1a", 0, 5 },
	{ "a ZIP archive", "PK\x03\x04", 0, 4 },
	{ "a ZIP archive", "PK\x05\x06", 0, 4 },
	{ "a GIF picture", "GIF8", 0, 4 },
	{ "a JPEG picture", "\xff\xd8\xff", 0, 3 },
	{ "a WebP or WAV file", "RIFF", 0, 4 },
	{ "a PDF document", "%PDF-", 0, 5 },
	{ "a device tree blob (DTB)", "\xd0\x0d\xfe\xed", 0, 4 },
	{ "a U-Boot image (uImage)", "\x27\x05\x19\x56", 0, 4 },
	{ "an ELF program",
	  "\x7f"
	  "ELF",
	  0, 4 },
	{ "a squashfs file system", "hsqs", 0, 4 },
	{ "a UBI image", "UBI#", 0, 4 },
	{ "an Android sparse image", "\x3a\xff\x26\xed", 0, 4 },
	{ "an Android table of partitions", "softw411", 8, 8 },
	{ "a boot loader for Allwinner's boot ROM (boot0.fex)", "eGON.", 4, 5 },
	{ "a vendor's U-Boot (u-boot.fex)", "uboot", 4, 5 },
	{ "an ARM zImage", "\x18\x28\x6f\x01", 0x24, 4 },
	{ "a Windows program", "MZ\x90", 0, 3 },
	{ "a UTF-16 text", "\xff\xfe", 0, 2 },
	{ "a UTF-16 text", "\xfe\xff", 0, 2 },
};

/* Two bytes that a text may hold by chance. */
static const struct magic weak[] = {
	{ "an ext file system", "\x53\xef", 0x438, 2 },
	{ "a disk image with a partition table or a FAT file system", "\x55\xaa", 510, 2 },
};

/* Holes of a mapped file are zeros and are not read. */
static bool is_all(struct bytes file, uint8_t byte)
{
	uint64_t at = byte == 0 ? input_next_data(file, 0) : 0;
	while (at < file.len && file.p[at] == byte) {
		at++;
		if (byte == 0 && at % HOLE_STEP == 0)
			at = input_next_data(file, at);
	}
	return file.len > 0 && at == file.len;
}

static bool is_text_byte(uint8_t byte)
{
	return byte >= 0x20 ? byte != 0x7f
	                    : byte != 0 && strchr("\t\n\v\f\r\x1a\x1b", byte) != NULL;
}

bool file_is_text(struct bytes file)
{
	struct bytes head = bytes_at(file, 0, HEAD_SIZE);
	size_t odd = 0;
	for (size_t i = 0; i < head.len; i++)
		odd += !is_text_byte(head.p[i]);
	return odd <= head.len / 32;
}

/* Texts begin with a word, or have one that no other text has. */
static const char *text_kind(struct bytes file)
{
	static const struct magic first[] = {
		{ "a shell script", "#!", 0, 2 },      { "an HTML page", "<!DOCTYPE", 0, 9 },
		{ "an HTML page", "<!doctype", 0, 9 }, { "an HTML page", "<html", 0, 5 },
		{ "an XML file", "<?xml", 0, 5 },      { "a JSON file", "{", 0, 1 },
		{ "a C source", "#include <", 0, 10 },
	};
	static const char *const inside[][2] = {
		{ "/dts-v1/", "a device tree source" },
		{ "/plugin/;", "a device tree source" },
		{ "\nCONFIG_", "a configuration of a kernel or loader" },
		{ "\nU-Boot ", "the log of a boot" },
		{ "Booting Linux on physical CPU", "the log of a boot" },
	};
	struct bytes head = bytes_at(file, 0, HEAD_SIZE);
	if (head.len == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (memmem(head.p, head.len, inside[i][0], strlen(inside[i][0])) != NULL)
			return inside[i][1];
	while (head.len > 0 && strchr(" \t\r\n", head.p[0]) != NULL && head.p[0] != 0)
		head = bytes_at(head, 1, head.len);
	return FIND(first, head);
}

const char *file_kind(struct bytes file)
{
	const char *kind = FIND(binaries, file);
	if (kind != NULL)
		return kind;
	if (is_all(file, 0))
		return "zeros only";
	if (is_all(file, 0xff))
		return "erased flash (0xff only)";
	return file_is_text(file) ? text_kind(file) : FIND(weak, file);
}
