/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a board.conf: read by the scan and by libconfuse, filled, checked. */
#include "imager/board/board-keys.h"
#include "imager/board/conf-fill.h"

#include "imager/board/board.h"
#include "imager/board/conf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fill(struct arena *arena, const struct conf_node *root, struct diags *diags)
{
	for (const struct conf_node *node = root->first; node != NULL; node = node->next) {
		struct board_firmware firmware = { 0 };
		struct entry_words entry = { 0 };
		if (node->section && node->title != NULL && node->name[0] == 'f')
			conf_fill(arena, node, &board_schema_firmware, &firmware, diags);
		if (node->section && node->title != NULL && node->name[0] == 'e')
			conf_fill(arena, node, &board_schema_entry, &entry, diags);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_open();
	struct diags diags = diags_make(arena);
	const struct conf_node *root;
	int result =
		conf_read(arena, bytes_of(data, size, "board.conf"), &board_schema, &root, &diags);
	if (root != NULL)
		fill(arena, root, &diags);
	if ((result < 0) != diags_failed(&diags) && result < 0)
		abort(); /* failed without a word */
	arena_close(arena);
	return 0;
}
