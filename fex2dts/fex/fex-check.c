#include "fex2dts/fex/fex-check.h"

#include <string.h>

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

enum fex_switch fex_section_switch(const struct fex_section *section)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		if (entry->kind == FEX_WORD &&
		    (strcmp(entry->key, "used") == 0 || ends_with(entry->key, "_used") ||
		     ends_with(entry->key, "_enable")))
			return entry->word == 0 ? FEX_OFF : FEX_ON;
	}
	return FEX_UNSAID;
}

void fex_check(struct arena *arena, const struct fex *fex, const struct soc *soc,
               const struct table *addresses, struct diags *diags)
{
	const struct fex_check check = { arena, fex, soc, addresses, diags };
	fex_check_pins(&check);
	fex_check_values(&check);
}
