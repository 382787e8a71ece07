/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file is, told from its first bytes, for messages that name what was found in place of what
 * was wanted. Nothing is unpacked, and nothing says that the file is whole.
 */
#ifndef LIB_FILE_KIND_H
#define LIB_FILE_KIND_H

#include "lib/bytes.h"

/*
 * "an ELF program", "a JPEG picture", "zeros only"; NULL for an unknown kind, and for text that could be
 * any. Texts are told by words of their head: "a device tree source", "a shell script".
 */
const char *file_kind(struct bytes file);

/* Whether the head could be read by people: at most one byte in 32 is none of a text's. */
bool file_is_text(struct bytes file);

#endif
