/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/uimage.h"

#include "lib/digest.h"
#include "lib/number.h"

#include <string.h>

void uimage_header_of(const struct uimage *values, uint32_t size, uint32_t data_crc,
                      uint8_t header[UIMAGE_HEADER_SIZE])
{
	memset(header, 0, UIMAGE_HEADER_SIZE);
	put_be32(header, UIMAGE_MAGIC);
	put_be32(header + 8, values->time);
	put_be32(header + 12, size);
	put_be32(header + 16, values->load);
	put_be32(header + 20, values->entry);
	put_be32(header + 24, data_crc);
	header[28] = values->os;
	header[29] = values->arch;
	header[30] = values->type;
	header[31] = values->compression;
	memcpy(header + 32, values->name, strnlen(values->name, UIMAGE_NAME_SIZE));
	put_be32(header + 4, crc32_of(0, bytes_of(header, UIMAGE_HEADER_SIZE, "header")));
}

void uimage_header(const struct uimage *values, struct bytes data,
                   uint8_t header[UIMAGE_HEADER_SIZE])
{
	uimage_header_of(values, (uint32_t)data.len, crc32_of(0, data), header);
}

bool uimage_has_table(uint8_t type)
{
	return type == UIMAGE_SCRIPT || type == UIMAGE_MULTI;
}

struct bytes uimage_table(struct arena *arena, const struct bytes *parts, size_t count)
{
	uint8_t *table = arena_array(arena, count + 1, 4);
	for (size_t i = 0; i < count; i++)
		put_be32(table + 4 * i, (uint32_t)parts[i].len);
	return bytes_of(table, 4 * (count + 1), "table of parts");
}

struct bytes uimage_wrap(struct arena *arena, const struct uimage *values, struct bytes data)
{
	struct bytes table = bytes_of(NULL, 0, data.name);
	if (uimage_has_table(values->type))
		table = uimage_table(arena, &data, 1);
	size_t size = UIMAGE_HEADER_SIZE + table.len + data.len;
	uint8_t *file = arena_alloc(arena, size);
	if (table.len > 0)
		memcpy(file + UIMAGE_HEADER_SIZE, table.p, table.len);
	if (data.len > 0)
		memcpy(file + UIMAGE_HEADER_SIZE + table.len, data.p, data.len);
	uimage_header(values, bytes_of(file + UIMAGE_HEADER_SIZE, table.len + data.len, data.name),
	              file);
	return bytes_of(file, size, data.name);
}

static int check_header(struct bytes file, struct diags *diags)
{
	uint8_t header[UIMAGE_HEADER_SIZE];
	if (file.len < UIMAGE_HEADER_SIZE)
		return diag_error(diags, "IM310", at_offset(file, file.len),
		                  "was the copy interrupted? compare its size with the original",
		                  "a uImage header needs 64 bytes, the file has %zu", file.len);
	memcpy(header, file.p, sizeof(header));
	memset(header + 4, 0, 4);
	uint32_t found = crc32_of(0, bytes_of(header, sizeof(header), file.name));
	if (found == be32_at(file, 4))
		return 0;
	return diag_error(
		diags, "IM311", at_offset(file, 4),
		"the header was changed after it was made: copy the file again, or make it "
		"again with imager uimage",
		"the header's CRC-32 is 0x%08x, its bytes sum up to 0x%08x", be32_at(file, 4),
		found);
}

int uimage_parse(struct bytes file, struct uimage *out, struct diags *diags)
{
	if (file.len < 4 || be32_at(file, 0) != UIMAGE_MAGIC)
		return 1;
	if (check_header(file, diags) < 0)
		return -1;
	*out = (struct uimage){ .header_crc = be32_at(file, 4),
		                .time = be32_at(file, 8),
		                .size = be32_at(file, 12),
		                .load = be32_at(file, 16),
		                .entry = be32_at(file, 20),
		                .data_crc = be32_at(file, 24),
		                .os = u8_at(file, 28),
		                .arch = u8_at(file, 29),
		                .type = u8_at(file, 30),
		                .compression = u8_at(file, 31) };
	memcpy(out->name, file.p + 32, UIMAGE_NAME_SIZE);
	return 0;
}

struct bytes uimage_data(struct bytes file, const struct uimage *uimage)
{
	return bytes_at(file, UIMAGE_HEADER_SIZE, uimage->size);
}

/* Offset of the first part in the data: behind the 0 that ends the table; 0 when there is none. */
static uint64_t table_end(struct bytes data)
{
	for (uint64_t offset = 0; bytes_has(data, offset, 4); offset += 4)
		if (be32_at(data, offset) == 0)
			return offset + 4;
	return 0;
}

struct bytes uimage_payload(struct bytes file, const struct uimage *uimage)
{
	struct bytes data = uimage_data(file, uimage);
	if (!uimage_has_table(uimage->type))
		return data;
	return bytes_at(data, table_end(data), be32_at(data, 0));
}

static int check_table(struct bytes data, struct diags *diags)
{
	uint64_t end = table_end(data), offset = end;
	for (uint64_t row = 0; row + 4 < end; row += 4)
		offset = align_up(offset, 4) + be32_at(data, row);
	if (end > 4 && offset <= data.len)
		return 0;
	return diag_error(diags, "IM314", at_offset(data, 0),
	                  "make the file again with imager uimage -T script or -T multi",
	                  end <= 4 ? "the table of part sizes is missing or does not end"
	                           : "the parts end at byte %llu of the data, which has %zu",
	                  (unsigned long long)offset, data.len);
}

int uimage_check_data(struct bytes file, const struct uimage *uimage, struct diags *diags)
{
	struct bytes data = uimage_data(file, uimage);
	if (data.len < uimage->size)
		return diag_error(diags, "IM312", at_offset(file, file.len),
		                  "the file was cut off: copy it again and compare the sizes",
		                  "the header promises %u bytes of data, the file has %zu: %zu are "
		                  "missing",
		                  uimage->size, data.len, uimage->size - data.len);
	uint32_t found = crc32_of(0, data);
	if (found != uimage->data_crc)
		return diag_error(diags, "IM313", at_offset(file, UIMAGE_HEADER_SIZE),
		                  "the data was changed after the header was made: copy the file "
		                  "again, or make it again",
		                  "the data's CRC-32 should be 0x%08x, its bytes sum up to 0x%08x",
		                  uimage->data_crc, found);
	size_t behind = file.len - UIMAGE_HEADER_SIZE - uimage->size;
	if (behind > 0)
		diag_warning(diags, "IM315", at_offset(file, file.len - behind),
		             "harmless to U-Boot; was something appended, or is it padding?",
		             "%zu bytes follow the data that the header describes", behind);
	return uimage_has_table(uimage->type) ? check_table(data, diags) : 0;
}

char *uimage_text(struct arena *arena, const struct uimage *uimage)
{
	return arena_printf(
		arena, "%s %s %s, %s%s, \"%s\", %s B, load 0x%08x, entry 0x%08x",
		uimage_arch_name(uimage->arch), uimage_os_name(uimage->os),
		uimage_type_name(uimage->type),
		uimage->compression == 0 ? "uncompressed" : "packed with ",
		uimage->compression == 0 ? "" : uimage_compression_name(uimage->compression),
		uimage->name, number_commas(arena, uimage->size), uimage->load, uimage->entry);
}
