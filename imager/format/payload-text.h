/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts inside of binaries: versions, names. */
#ifndef IMAGER_PAYLOAD_TEXT_H
#define IMAGER_PAYLOAD_TEXT_H

#include "lib/arena.h"
#include "lib/bytes.h"

/* Copies the printable text at @start up to the first other character; NULL when it is empty. */
const char *payload_text_at(struct arena *arena, struct bytes file, uint64_t start);
/* The text that starts with @prefix, followed by a digit; NULL when there is none. */
const char *payload_version(struct arena *arena, struct bytes file, const char *prefix);

#endif
