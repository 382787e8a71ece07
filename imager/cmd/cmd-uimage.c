/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * imager uimage: wraps data into a uImage, byte for byte as mkimage does. The data is read,
 * summed and written in one pass.
 */
#include "imager/cmd/cmd.h"
#include "imager/format/uimage.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/number.h"
#include "lib/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHUNK ((size_t)64 * 1024) /* stays in the processor's cache between sum and write */

struct uimage_options {
	const char *arch, *os, *type, *compression, *load, *entry, *name, *data;
};

static const struct option_row rows[] = {
	{ 'A', "architecture", OPTION_STRING, "ARCH", "processor: arm, arm64, x86 … (powerpc)",
	  offsetof(struct uimage_options, arch), NULL },
	{ 'O', "os", OPTION_STRING, "OS", "operating system: linux, u-boot … (linux)",
	  offsetof(struct uimage_options, os), NULL },
	{ 'T', "type", OPTION_STRING, "TYPE", "kernel, ramdisk, script, multi, firmware … (kernel)",
	  offsetof(struct uimage_options, type), NULL },
	{ 'C', "compression", OPTION_STRING, "COMP", "how the data is packed: none, gzip … (gzip)",
	  offsetof(struct uimage_options, compression), NULL },
	{ 'a', "load", OPTION_STRING, "ADDRESS", "load address, hexadecimal (0)",
	  offsetof(struct uimage_options, load), NULL },
	{ 'e', "entry", OPTION_STRING, "ADDRESS", "entry point, hexadecimal (the load address)",
	  offsetof(struct uimage_options, entry), NULL },
	{ 'n', "name", OPTION_STRING, "NAME", "image name, at most 32 bytes",
	  offsetof(struct uimage_options, name), NULL },
	{ 'd', "data", OPTION_STRING, "FILE[:FILE…]", "the data; several for script and multi",
	  offsetof(struct uimage_options, data), NULL },
};
static const struct option_spec spec = {
	.program = "imager uimage",
	.operands = "OUT",
	.summary = "Wraps data into a uImage, with mkimage's options and bytes.",
	OPTION_ROWS(rows),
	.operands_min = 1,
	.operands_max = 1,
	.example = "  imager uimage -A arm -C none -a 40008000 -n Linux -d zImage uImage\n"
		   "  imager uimage -A arm -T script -C none -d boot.cmd boot.scr\n"
		   "The time in the header is now, or SOURCE_DATE_EPOCH.",
};

/* One of mkimage's names, as its code. */
static uint8_t code_of(const struct command_context *context, enum uimage_field field,
                       const char *option, const char *name, int code)
{
	if (code >= 0)
		return (uint8_t)code;
	diag_error(context->diags, "IM320", nowhere(),
	           arena_printf(context->arena, "one of: %s", uimage_names(context->arena, field)),
	           "%s: there is no \"%s\"", option, name);
	return 0;
}

/* Hexadecimal with or without 0x, as mkimage takes it, but not beyond 32 bits. */
static uint32_t address_of(const struct command_context *context, const char *option,
                           const char *text)
{
	char *end = NULL;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 16);
	if (errno == 0 && end != text && *end == '\0' && value <= UINT32_MAX && text[0] != '-')
		return (uint32_t)value;
	diag_error(context->diags, "IM321", nowhere(), "hexadecimal digits, at most ffffffff",
	           "%s: \"%s\" is no address", option, text);
	return 0;
}

static uint32_t timestamp(const struct command_context *context)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t value = 0;
	if (epoch == NULL || *epoch == '\0')
		return (uint32_t)time(NULL);
	if (number_parse(epoch, &value) < 0 || value > UINT32_MAX)
		diag_error(context->diags, "IM322", nowhere(), "seconds since 1970, below 2^32",
		           "SOURCE_DATE_EPOCH: \"%s\" is no time that a uImage can hold", epoch);
	return (uint32_t)value;
}

static struct uimage values_of(const struct command_context *context,
                               const struct uimage_options *options)
{
	struct uimage values = {
		.time = timestamp(context),
		.arch = code_of(context, UIMAGE_ARCH, "-A", options->arch,
		                uimage_arch(options->arch)),
		.os = code_of(context, UIMAGE_OS, "-O", options->os, uimage_os(options->os)),
		.type = code_of(context, UIMAGE_TYPE, "-T", options->type,
		                uimage_type(options->type)),
		.compression = code_of(context, UIMAGE_COMPRESSION, "-C", options->compression,
		                       uimage_compression(options->compression)),
		.load = address_of(context, "-a", options->load),
	};
	values.entry =
		options->entry == NULL ? values.load : address_of(context, "-e", options->entry);
	if (strlen(options->name) > UIMAGE_NAME_SIZE)
		diag_warning(context->diags, "IM323", nowhere(), "use a name of at most 32 bytes",
		             "-n: the name has %zu bytes and is cut to 32", strlen(options->name));
	strncpy(values.name, options->name, UIMAGE_NAME_SIZE);
	return values;
}

/* The files of -d, opened, with their sizes. */
struct input_file {
	const char *path;
	int fd;
	uint64_t size;
};
struct inputs {
	struct input_file *list;
	size_t count;
};

static int open_input(const struct command_context *context, const char *path,
                      struct inputs *inputs)
{
	struct stat st = { .st_size = 0 };
	if (*path == '\0')
		return diag_error(context->diags, "IM326", nowhere(),
		                  "name a file before and after each colon",
		                  "-d: a file name is empty");
	int fd = strcmp(path, "-") == 0 ? -1 : input_open(path, context->diags);
	if (fd < 0 && strcmp(path, "-") != 0)
		return -1;
	inputs->list =
		arena_push(context->arena, inputs->list, inputs->count, sizeof(struct input_file));
	if (fd >= 0)
		fstat(fd, &st);
	inputs->list[inputs->count++] = (struct input_file){ path, fd, (uint64_t)st.st_size };
	if (st.st_size > 0 && st.st_size < UINT32_MAX)
		return 0;
	return diag_error(context->diags, "IM324", at_file(path),
	                  "name a regular file with data, below 4 GiB",
	                  st.st_size == 0 ? "the data file is empty, or no file"
	                                  : "the data file is too large for a uImage");
}

static int open_parts(const struct command_context *context, const char *paths, bool several,
                      struct inputs *out)
{
	int result = 0;
	*out = (struct inputs){ .count = 0 };
	if (!several)
		return open_input(context, paths, out);
	for (const char *path = paths; path != NULL;) {
		const char *colon = strchr(path, ':');
		size_t len = colon == NULL ? strlen(path) : (size_t)(colon - path);
		result |= open_input(context, arena_strndup(context->arena, path, len), out);
		path = colon == NULL ? NULL : colon + 1;
	}
	return result;
}

/* What goes through the writing of one file. */
struct writing {
	struct output *output;
	uint64_t offset;
	uint32_t crc;
	struct diags *diags;
};

static int append(struct writing *writing, struct bytes data)
{
	writing->crc = crc32_of(writing->crc, data);
	if (output_write(writing->output, writing->offset, data, writing->diags) < 0)
		return -1;
	writing->offset += data.len;
	return 0;
}

static int copy_input(struct writing *writing, const struct input_file *input, uint8_t *chunk)
{
	uint64_t done = 0;
	while (done < input->size) {
		uint64_t left = input->size - done;
		ssize_t got = read(input->fd, chunk, left < CHUNK ? (size_t)left : CHUNK);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return diag_system(
				writing->diags, "IM325", at_file(input->path), got < 0 ? errno : 0,
				"is something else writing the file? try again",
				"reading failed after %llu of %llu bytes", (unsigned long long)done,
				(unsigned long long)input->size);
		if (append(writing, bytes_of(chunk, (size_t)got, input->path)) < 0)
			return -1;
		done += (uint64_t)got;
	}
	return 0;
}

static int write_table(const struct command_context *context, struct writing *writing,
                       const struct inputs *inputs)
{
	struct bytes *sizes = arena_array(context->arena, inputs->count, sizeof(*sizes));
	for (size_t i = 0; i < inputs->count; i++)
		sizes[i].len = inputs->list[i].size;
	return append(writing, uimage_table(context->arena, sizes, inputs->count));
}

/* All inputs but the last are padded to 4 bytes. */
static int write_data(const struct command_context *context, const struct uimage *values,
                      const struct inputs *inputs, struct writing *writing)
{
	uint8_t *chunk = arena_alloc(context->arena, CHUNK);
	if (uimage_has_table(values->type) && write_table(context, writing, inputs) < 0)
		return -1;
	for (size_t i = 0; i < inputs->count; i++) {
		size_t padding = (size_t)(-inputs->list[i].size & 3);
		if (copy_input(writing, &inputs->list[i], chunk) < 0)
			return -1;
		if (i + 1 < inputs->count && append(writing, bytes_of("\0\0\0", padding, "")) < 0)
			return -1;
	}
	return 0;
}

static int write_file(const struct command_context *context, const struct uimage *values,
                      const struct inputs *inputs, const char *path)
{
	uint8_t header[UIMAGE_HEADER_SIZE];
	struct writing writing = { .offset = UIMAGE_HEADER_SIZE, .diags = context->diags };
	if (output_open(context->arena, path, NULL, &writing.output, context->diags) < 0)
		return -1;
	uint64_t size = UIMAGE_HEADER_SIZE;
	for (size_t i = 0; i < inputs->count; i++)
		size += inputs->list[i].size;
	output_expect(writing.output, size);
	int result = write_data(context, values, inputs, &writing);
	if (result == 0 && writing.offset - UIMAGE_HEADER_SIZE > UINT32_MAX)
		result = diag_error(context->diags, "IM324", at_file(path),
		                    "use parts below 4 GiB together",
		                    "the data is too large for a uImage");
	uimage_header_of(values, (uint32_t)(writing.offset - UIMAGE_HEADER_SIZE), writing.crc,
	                 header);
	if (result == 0)
		result = output_write(writing.output, 0, bytes_of(header, sizeof(header), path),
		                      context->diags);
	if (result == 0)
		result = output_commit(writing.output, context->diags);
	output_close(writing.output);
	return result;
}

static int run_uimage(const struct command_context *context, int argc, char *const *argv)
{
	struct uimage_options options = { .arch = "powerpc",
		                          .os = "linux",
		                          .type = "kernel",
		                          .compression = "gzip",
		                          .load = "0",
		                          .name = "" };
	struct operands operands;
	struct inputs inputs = { .count = 0 };
	int parsed = options_parse(context->arena, &spec, argc, argv, &options, &operands,
	                           context->diags);
	if (parsed != 0)
		return parsed < 0 ? -1 : 0;
	if (options.data == NULL)
		return diag_error(context->diags, "IM326", nowhere(), "imager uimage --help",
		                  "-d FILE is missing: the data to wrap");
	struct uimage values = values_of(context, &options);
	open_parts(context, options.data, uimage_has_table(values.type), &inputs);
	int result = diags_failed(context->diags)
	                     ? -1
	                     : write_file(context, &values, &inputs, operands.values[0]);
	for (size_t i = 0; i < inputs.count; i++)
		if (inputs.list[i].fd >= 0)
			close(inputs.list[i].fd);
	return result;
}

const struct command command_uimage = { "uimage", &spec, run_uimage };
