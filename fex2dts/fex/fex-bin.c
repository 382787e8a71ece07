/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-bin.h"

#include "lib/text.h"

#include <ctype.h>
#include <string.h>

#define ERRORS_MAX   20   /* then more of the same tells nothing */
#define STRING_WORDS 4096 /* longest string believed */
#define GPIO_WORDS   6

enum { TYPE_WORD = 1, TYPE_STRING = 2, TYPE_WORDS = 3, TYPE_GPIO = 4, TYPE_EMPTY = 5 };

struct reader {
	struct arena *arena;
	struct bytes file;
	struct diags *diags;
	uint64_t entries_left, words_left; /* as many as the file can hold without overlap */
	unsigned errors;
};

static int fail(struct reader *reader, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct reader *reader, uint64_t offset, const char *format, ...)
{
	va_list args;
	if (++reader->errors > ERRORS_MAX)
		return -1;
	va_start(args, format);
	diag_error(reader->diags, "FX150", at_offset(reader->file, offset),
	           "the file is cut off, damaged or no script.bin; read it from the device again",
	           "%s", arena_vprintf(reader->arena, format, args));
	va_end(args);
	return -1;
}

static bool is_name_byte(unsigned char c)
{
	return isgraph(c) && strchr("=[];\"", c) == NULL;
}

static int read_name(struct reader *reader, uint64_t offset, const char **out)
{
	const char *p = (const char *)reader->file.p + offset;
	size_t len = strnlen(p, FEX_BIN_NAME_SIZE);
	if (len == FEX_BIN_NAME_SIZE)
		return fail(reader, offset,
		            "expected a name of up to 31 bytes, found no end of it");
	for (size_t i = 0; i < len; i++)
		if (!is_name_byte((unsigned char)p[i]))
			return fail(reader, offset + i, "the byte 0x%02x cannot be part of a name",
			            (unsigned char)p[i]);
	*out = arena_strndup(reader->arena, p, len);
	return 0;
}

static int read_gpio(struct reader *reader, uint64_t data, struct fex_gpio *gpio)
{
	const struct bytes file = reader->file;
	uint32_t bank = le32_at(file, data), pin = le32_at(file, data + 4);
	*gpio = (struct fex_gpio){
		bank,
		pin,
		(int32_t)le32_at(file, data + 8),
		(int32_t)le32_at(file, data + 12),
		(int32_t)le32_at(file, data + 16),
		(int32_t)le32_at(file, data + 20),
	};
	if ((bank == 0 || bank > FEX_BANKS) && bank != FEX_PORT_POWER)
		return fail(reader, data,
		            "expected bank 1 (PA) to 14 (PN) or 65535 (power), found %u", bank);
	if (pin > 255)
		return fail(reader, data + 4, "expected a pin up to 255, found %u", pin);
	for (unsigned i = 2; i < GPIO_WORDS; i++)
		if ((int32_t)le32_at(file, data + 4 * i) < FEX_DEFAULT)
			return fail(reader, data + 4 * i, "expected -1 (default) or more, found %d",
			            (int32_t)le32_at(file, data + 4 * i));
	return 0;
}

static int read_string(struct reader *reader, uint64_t data, uint32_t words, const char **out)
{
	const char *p = (const char *)reader->file.p + data;
	if (words > STRING_WORDS)
		return fail(reader, data, "a string of %u words cannot be", words);
	*out = arena_strndup(reader->arena, p, strnlen(p, (size_t)words * 4));
	return 0;
}

static int read_data(struct reader *reader, uint64_t at, struct fex_entry *entry)
{
	uint64_t data = (uint64_t)le32_at(reader->file, at + 32) * 4;
	uint32_t pattern = le32_at(reader->file, at + 36);
	uint32_t type = pattern >> 16, words = pattern & 0xffff;
	if (type < TYPE_WORD || type > TYPE_EMPTY)
		return fail(reader, at + 36, "expected a type from 1 to 5, found %u", type);
	if (type == TYPE_WORDS)
		return fail(reader, at + 36, "type 3 (several words) is in no known file");
	if ((type == TYPE_WORD && words != 1) || (type == TYPE_GPIO && words != GPIO_WORDS))
		return fail(reader, at + 36, "expected %d words of type %u, found %u",
		            type == TYPE_WORD ? 1 : GPIO_WORDS, type, words);
	if (type == TYPE_EMPTY)
		return 0;
	if (!bytes_has(reader->file, data, (uint64_t)words * 4))
		return fail(reader, at + 32, "the data at offset %llu lies behind the end, %zu",
		            (unsigned long long)data, reader->file.len);
	if (words > reader->words_left)
		return fail(reader, at + 32, "the data of entries overlaps");
	reader->words_left -= words;
	entry->kind = type == TYPE_WORD ? FEX_WORD : type == TYPE_GPIO ? FEX_GPIO : FEX_STRING;
	entry->at = at_offset(reader->file, data);
	if (type == TYPE_STRING)
		return read_string(reader, data, words, &entry->string);
	if (type == TYPE_GPIO)
		return read_gpio(reader, data, &entry->gpio);
	entry->word = le32_at(reader->file, data);
	return 0;
}

static int read_entry(struct reader *reader, uint64_t at, struct fex_entry *entry)
{
	*entry = (struct fex_entry){ .key = "", .at = at_offset(reader->file, at) };
	if (read_name(reader, at, &entry->key) < 0 || read_data(reader, at, entry) < 0)
		return -1;
	if (*entry->key != '\0')
		return 0;
	if (entry->kind != FEX_EMPTY)
		return fail(reader, at, "an entry with a value, but without a name");
	diag_warning(reader->diags, "FX151", entry->at, "nothing is lost by leaving it out",
	             "an entry without a name and without a value");
	return 0;
}

static int read_section(struct reader *reader, uint64_t at, struct fex_section *section)
{
	uint32_t count = le32_at(reader->file, at + 32);
	uint64_t start = (uint64_t)le32_at(reader->file, at + 36) * 4;
	struct fex_entry *entries;
	int result = 0;
	section->at = at_offset(reader->file, at);
	if (read_name(reader, at, &section->name) < 0)
		return -1;
	if (*section->name == '\0')
		return fail(reader, at, "a section without a name");
	if (!bytes_has(reader->file, start, (uint64_t)count * FEX_BIN_ENTRY_SIZE))
		return fail(reader, at + 32,
		            "[%s]: %u entries at offset %llu lie behind the end, %zu",
		            section->name, count, (unsigned long long)start, reader->file.len);
	if (count > reader->entries_left)
		return fail(reader, at + 32, "[%s]: its %u entries overlap those of others",
		            section->name, count);
	reader->entries_left -= count;
	entries = arena_array(reader->arena, count, sizeof(*entries));
	for (uint32_t i = 0; i < count && reader->errors <= ERRORS_MAX; i++)
		result |= read_entry(reader, start + (uint64_t)i * FEX_BIN_ENTRY_SIZE, &entries[i]);
	section->entries = entries;
	section->count = count;
	return result;
}

static int read_header(struct reader *reader, uint32_t *count)
{
	const struct bytes file = reader->file;
	uint32_t size = le32_at(file, 4);
	*count = le32_at(file, 0);
	if (file.len < FEX_BIN_HEADER_SIZE)
		return fail(reader, file.len, "a script.bin begins with 16 bytes, the file has %zu",
		            file.len);
	if (le32_at(file, 8) != 1 || le32_at(file, 12) > 0xffff)
		return fail(reader, 8, "expected version 1.2 of the format, found %u.%u",
		            le32_at(file, 8), le32_at(file, 12));
	if (*count == 0 ||
	    !bytes_has(file, FEX_BIN_HEADER_SIZE, (uint64_t)*count * FEX_BIN_SECTION_SIZE))
		return fail(reader, 0, "%u sections cannot be: the file has %zu bytes", *count,
		            file.len);
	if (size > file.len)
		diag_warning(reader->diags, "FX152", at_offset(file, 4),
		             "compare it with the original; the size in the header is often wrong",
		             "the header says %u bytes, the file has %zu", size, file.len);
	return 0;
}

int fex_bin_read(struct arena *arena, struct bytes file, struct fex *fex, struct diags *diags)
{
	struct reader reader = {
		arena, file, diags, file.len / FEX_BIN_ENTRY_SIZE, file.len / 4, 0,
	};
	struct fex_section *sections;
	uint32_t count;
	if (read_header(&reader, &count) < 0)
		return -1;
	*fex = (struct fex){ .file = file.name, .count = count };
	sections = arena_array(arena, count, sizeof(*sections));
	for (uint32_t i = 0; i < count && reader.errors <= ERRORS_MAX; i++) {
		uint64_t at = FEX_BIN_HEADER_SIZE + (uint64_t)i * FEX_BIN_SECTION_SIZE;
		read_section(&reader, at, &sections[i]);
		fex->entry_count += sections[i].count;
	}
	fex->sections = sections;
	if (reader.errors > ERRORS_MAX)
		diag_error(diags, "FX150", at_file(file.name), "read it from the device again",
		           "more than %d errors; reading stopped", ERRORS_MAX);
	return reader.errors == 0 ? 0 : -1;
}

static uint32_t entry_words(const struct fex_entry *entry)
{
	switch (entry->kind) {
	case FEX_STRING:
		return (uint32_t)(strlen(entry->string) + 3) / 4;
	case FEX_GPIO:
		return GPIO_WORDS;
	default:
		return 1;
	}
}

static uint32_t entry_type(const struct fex_entry *entry)
{
	static const uint32_t types[] = {
		[FEX_EMPTY] = TYPE_EMPTY,
		[FEX_WORD] = TYPE_WORD,
		[FEX_STRING] = TYPE_STRING,
		[FEX_GPIO] = TYPE_GPIO,
	};
	return types[entry->kind];
}

static void put_name(uint8_t *to, const char *name, struct where at, struct diags *diags)
{
	size_t len = strlen(name);
	if (len >= FEX_BIN_NAME_SIZE)
		diag_warning(diags, "FX131", at, "shorten the name to 31 bytes",
		             "the name \"%s\" has %zu bytes and is cut to %d in the binary", name,
		             len, FEX_BIN_NAME_SIZE - 1);
	memcpy(to, name, len < FEX_BIN_NAME_SIZE ? len : FEX_BIN_NAME_SIZE - 1);
}

static void put_data(uint8_t *to, const struct fex_entry *entry, bool decimal)
{
	const struct fex_gpio *gpio = &entry->gpio;
	const uint32_t words[GPIO_WORDS] = {
		gpio->bank,
		gpio->pin,
		(uint32_t)gpio->mux,
		(uint32_t)gpio->pull,
		(uint32_t)gpio->drive,
		(uint32_t)gpio->data,
	};
	if (entry->kind == FEX_STRING)
		memcpy(to, entry->string, strlen(entry->string));
	else if (entry->kind == FEX_WORD)
		put_le32(to, entry->octal && !decimal ? entry->octal_word : entry->word);
	for (unsigned i = 0; entry->kind == FEX_GPIO && i < GPIO_WORDS; i++)
		put_le32(to + 4 * i, words[i]);
}

static size_t image_size(const struct fex *fex)
{
	size_t size = FEX_BIN_HEADER_SIZE + fex->count * FEX_BIN_SECTION_SIZE +
	              fex->entry_count * FEX_BIN_ENTRY_SIZE;
	for (size_t i = 0; i < fex->count; i++)
		for (size_t k = 0; k < fex->sections[i].count; k++)
			size += 4 * (size_t)entry_words(&fex->sections[i].entries[k]);
	return size;
}

struct writer {
	uint8_t *image;
	size_t entry, data; /* offsets of the next ones */
	bool decimal;
	struct diags *diags;
};

static void write_section(struct writer *writer, size_t at, const struct fex_section *section)
{
	put_name(writer->image + at, section->name, section->at, writer->diags);
	put_le32(writer->image + at + 32, (uint32_t)section->count);
	put_le32(writer->image + at + 36, (uint32_t)(writer->entry / 4));
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		uint8_t *to = writer->image + writer->entry;
		uint32_t words = entry_words(entry);
		put_name(to, entry->key, entry->at, writer->diags);
		put_le32(to + 32, (uint32_t)(writer->data / 4));
		put_le32(to + 36, entry_type(entry) << 16 | words);
		put_data(writer->image + writer->data, entry, writer->decimal);
		writer->entry += FEX_BIN_ENTRY_SIZE;
		writer->data += 4 * (size_t)words;
	}
}

int fex_bin_write(struct arena *arena, const struct fex *fex, bool decimal, struct bytes *out,
                  struct diags *diags)
{
	size_t size = image_size(fex);
	struct writer writer = { .image = arena_alloc(arena, size),
		                 .decimal = decimal,
		                 .diags = diags };
	if (fex->count > FEX_BIN_SECTIONS_MAX)
		return diag_error(diags, "FX132", fex->sections[FEX_BIN_SECTIONS_MAX].at,
		                  "remove sections that nothing reads",
		                  "a script.bin holds up to %d sections, the file has %zu",
		                  FEX_BIN_SECTIONS_MAX, fex->count);
	writer.entry = FEX_BIN_HEADER_SIZE + fex->count * FEX_BIN_SECTION_SIZE;
	writer.data = writer.entry + fex->entry_count * FEX_BIN_ENTRY_SIZE;
	put_le32(writer.image, (uint32_t)fex->count);
	put_le32(writer.image + 4, (uint32_t)size);
	put_le32(writer.image + 8, 1);
	put_le32(writer.image + 12, 2);
	for (size_t i = 0; i < fex->count; i++)
		write_section(&writer, FEX_BIN_HEADER_SIZE + i * FEX_BIN_SECTION_SIZE,
		              &fex->sections[i]);
	*out = bytes_of(writer.image, size, fex->file);
	return 0;
}
