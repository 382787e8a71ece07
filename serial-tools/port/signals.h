/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the command line asks to be done to the port's lines once it is connected: pulses of DTR and
 * RTS (reset wiring), a break, magic SysRq keys. In that order; sink_signals_open() does it.
 */
#ifndef SERIAL_TOOLS_SIGNALS_H
#define SERIAL_TOOLS_SIGNALS_H

#include "serial-tools/port/source.h"

#include "lib/options.h"

#define SIGNALS_PULSES   4
#define SIGNALS_PULSE_MS 100
#define SIGNALS_BREAK_MS 250
#define SIGNALS_LONGEST  10000 /* ms */
#define SIGNALS_KEYS     8

struct signals {
	struct {
		bool rts; /* else DTR */
		uint32_t ms;
	} pulses[SIGNALS_PULSES];
	size_t pulse_count;
	uint32_t break_ms; /* 0: none */
	const char *sysrq; /* keys, "": none */
};

/*
 * @pulses    "dtr", "rts", "rts=50ms" …
 * @break_ms  as given, 0: none
 * @sysrq     keys, NULL: none
 * Returns 0, or -1 and has said what is wrong (SE136).
 */
int signals_parse(struct option_list pulses, uint64_t break_ms, const char *sysrq,
                  struct signals *out, struct diags *diags);

/* Whether @source has the lines that @signals and the levels of its settings are about; -1 (SE135). */
int signals_check(const struct signals *signals, const struct source *source, struct diags *diags);

#endif
