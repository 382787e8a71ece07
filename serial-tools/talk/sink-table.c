/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/talk/sink-table.h"

#include "serial-tools/talk/sink-keys.h"
#include "serial-tools/talk/sink-log.h"
#include "serial-tools/talk/sink-screen.h"
#include "serial-tools/talk/sink-script.h"
#include "serial-tools/talk/sink-serve.h"
#include "serial-tools/talk/sink-signals.h"

int sinks_open(struct arena *arena, const struct sink_spec *spec, struct sink sinks[SINKS_MAX],
               size_t *count, struct diags *diags)
{
	if (spec->raw.path != NULL &&
	    sink_raw_open(arena, &spec->raw, &sinks[(*count)++], diags) < 0)
		return -1;
	if (spec->lines.path != NULL &&
	    sink_stamped_open(arena, &spec->lines, &spec->stamps, &sinks[(*count)++], diags) < 0)
		return -1;
	sink_screen_open(arena, spec->out, spec->notes, spec->escapes, &sinks[(*count)++]);
	for (size_t i = 0; i < spec->shares.count; i++)
		if (sink_serve_open(arena, spec->shares.values[i], &sinks[(*count)++], diags) < 0)
			return -1;
	if (spec->keys >= 0)
		sink_keys_open(arena, spec->keys, spec->dtr, spec->rts, &sinks[(*count)++]);
	sink_signals_open(arena, spec->signals, spec->source, &sinks[(*count)++]);
	if (spec->script != NULL)
		sink_script_open(spec->script, arena, &sinks[(*count)++]);
	return 0;
}
