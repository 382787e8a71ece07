/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/signals.h"

#include "lib/number.h"

#include <string.h>

static int bad_pulse(const char *word, struct diags *diags)
{
	return diag_error(diags, "SE136", nowhere(), "for instance --pulse rts or --pulse dtr=50ms",
	                  "--pulse: expected dtr or rts, with up to %d ms, found \"%s\"",
	                  SIGNALS_LONGEST, word);
}

static int read_pulse(const char *word, struct signals *out, struct diags *diags)
{
	uint64_t ms = SIGNALS_PULSE_MS;
	bool rts = strncmp(word, "rts", 3) == 0;
	if (!rts && strncmp(word, "dtr", 3) != 0)
		return bad_pulse(word, diags);
	if (word[3] != '\0' && (word[3] != '=' || number_parse_ms(word + 4, &ms) < 0))
		return bad_pulse(word, diags);
	if (ms == 0 || ms > SIGNALS_LONGEST)
		return bad_pulse(word, diags);
	out->pulses[out->pulse_count].rts = rts;
	out->pulses[out->pulse_count++].ms = (uint32_t)ms;
	return 0;
}

static int read_keys(const char *keys, struct signals *out, struct diags *diags)
{
	out->sysrq = keys == NULL ? "" : keys;
	if (keys == NULL)
		return 0;
	for (const char *p = keys; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			keys = "";
	if (*keys != '\0' && strlen(keys) <= SIGNALS_KEYS)
		return 0;
	return diag_error(
		diags, "SE136", nowhere(),
		"for instance --sysrq b (reboot) or --sysrq sub; the kernel's sysrq.rst has all",
		"--sysrq: expected 1 to %d printable keys, found \"%s\"", SIGNALS_KEYS, out->sysrq);
}

int signals_parse(struct option_list pulses, uint64_t break_ms, const char *sysrq,
                  struct signals *out, struct diags *diags)
{
	int result = 0;
	*out = (struct signals){ .sysrq = "" };
	for (size_t i = 0; i < pulses.count && i < SIGNALS_PULSES; i++)
		result |= read_pulse(pulses.values[i], out, diags);
	if (pulses.count > SIGNALS_PULSES)
		result = diag_error(diags, "SE136", nowhere(), "a script can do more",
		                    "--pulse: at most %d, found %zu", SIGNALS_PULSES, pulses.count);
	if (break_ms > SIGNALS_LONGEST)
		result = diag_error(diags, "SE136", nowhere(), "for instance --break 250ms",
		                    "--break: expected at most %d ms, found %llu ms",
		                    SIGNALS_LONGEST, (unsigned long long)break_ms);
	else
		out->break_ms = (uint32_t)break_ms;
	return result | read_keys(sysrq, out, diags);
}

int signals_check(const struct signals *signals, const struct source *source, struct diags *diags)
{
	const struct source_kind *kind = source->kind;
	const struct source_settings *port = &source->settings;
	bool lines = signals->pulse_count > 0 || port->dtr != LEVEL_KEEP || port->rts != LEVEL_KEEP;
	bool breaks = signals->break_ms > 0 || signals->sysrq[0] != '\0';
	const char *options = lines && kind->set_lines == NULL    ? "--dtr, --rts and --pulse"
	                      : breaks && kind->set_break == NULL ? "--break and --sysrq"
	                                                          : NULL;
	if (options == NULL)
		return 0;
	return diag_error(diags, "SE135", nowhere(),
	                  lines ? "name a serial port or rfc2217:HOST:PORT"
	                        : "name a serial port, rfc2217:HOST:PORT or telnet:HOST:PORT",
	                  "%s: %s%s has no such line", options, kind->prefix, source->address);
}
