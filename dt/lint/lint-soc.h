/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SoCs that Xen on 32-bit ARM starts on. Addresses and interrupts: Linux 6.1's device trees. */
#ifndef DT_LINT_SOC_H
#define DT_LINT_SOC_H

#include "dt/tree/tree.h"

/* Facts of a SoC that Xen's start depends on. */
struct lint_soc {
	const char *id, *compatible; /* "sun7i-a20", "allwinner,sun7i-a20" */
	unsigned cores;
	uint32_t gic[4];               /* GICD, GICC, GICH, GICV */
	uint32_t console, console_spi; /* address of the console UART, its interrupt */
	uint32_t timer_hz;
	bool starts_cores;    /* Xen's platform code does it without PSCI */
	const char *watchdog; /* compatible strings that Xen resets the board with, '|' between */
};

/*
 * The row for the SoC @id, or, when that is NULL, for one of the root's compatible strings; NULL when
 * there is none, also when the tree is for another SoC: then no address of it would fit, and one
 * message says enough.
 */
const struct lint_soc *lint_soc_find(struct dt_tree *tree, const char *id);

#endif
