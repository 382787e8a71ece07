/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a SoC whatever the board: its peripherals, pins and mainline's names for them.
 * The facts are rows: share/socs.tsv (one row a SoC), share/soc/NAME.tsv (peripherals),
 * share/soc/NAME-groups.tsv (pin groups of mainline's dtsi), share/pinmux/NAME.tsv (pins).
 * Call soc_list() for names, soc_read() for one SoC; then ask it.
 */
#ifndef DT_SOC_H
#define DT_SOC_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"
#include "lib/places.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOC_MUXES  8  /* mux values of a pin, 0 to 7 */
#define SOC_R_BANK 12 /* PL: from here on, pins belong to the second controller */

struct soc_signal {
	const char *function; /* "uart0", "gpio_in", "irq"; NULL: nothing at this mux */
	const char *signal;   /* "TX", "CRS"; of irq: "eint3" or "bank0:3"; NULL: not known */
};

struct soc_pin {
	unsigned bank, number; /* bank 1 is PA … 14 is PN */
	struct soc_signal mux[SOC_MUXES];
};

struct soc_pin_name {
	unsigned bank, number;
};

/* A pin group of mainline's dtsi. */
struct soc_group {
	const char *label, *node; /* "uart0_pb_pins", "uart0-pb-pins" */
	const char *controller;   /* "pio", "r_pio" */
	const char *function;     /* "uart0" */
	const struct soc_pin_name *pins;
	size_t pin_count;
	const char *bias;  /* "bias-pull-up" or NULL */
	unsigned drive_ma; /* 0: not said */
};

struct soc_peripheral {
	const char *label;      /* "uart0"; "" when mainline has none */
	const char *node;       /* "serial": the node's name without its address */
	const char *reg;        /* "1c28000+400,…", hexadecimal */
	uint64_t address, size; /* of the first one */
	const char *interrupts; /* "0:1:4,…" type:number:flags with a GIC, else the number; or "" */
	const char *clocks;     /* "ahb=ccu:39,…" or "" */
	const char *resets, *dmas;
	const char *compatible; /* separated by spaces */
	bool disabled;          /* status = "disabled" in the dtsi */
	const char *group;      /* labels of its default pin groups, separated by spaces; or "" */
};

struct soc {
	const char *name;       /* "sun7i-a20" */
	const char *short_name; /* "a20" */
	const char *family;     /* "sun7i" */
	const char *dtsi;       /* "sun7i-a20.dtsi" */
	const char *compatible; /* of the root: "allwinner,sun7i-a20" */
	unsigned bits;          /* 32 or 64 */
	unsigned cpus;
	bool gic, hyp; /* a GIC; a CPU with hypervisor mode */
	const struct soc_peripheral *peripherals;
	size_t peripheral_count;
	const struct soc_group *groups;
	size_t group_count;
	const struct soc_pin *pins;
	size_t pin_count;
};

/* Names of all SoCs, in the order of share/socs.tsv. Returns 0 or -1. */
int soc_list(struct arena *arena, const struct places *places, const char *const **names,
             size_t *count, struct diags *diags);

/*
 * Reads one SoC.
 * @name  "sun7i-a20" or "a20"
 * Returns 0; -1 and has said why: DT210 no such SoC (the known ones are listed), DT211 a bad row.
 */
int soc_read(struct arena *arena, const struct places *places, const char *name, struct soc *soc,
             struct diags *diags);

/* NULL when there is none: */
const struct soc_pin *soc_pin(const struct soc *soc, unsigned bank, unsigned number);
/* What @mux makes of the pin; NULL when pin or mux does not exist. */
const struct soc_signal *soc_signal(const struct soc *soc, unsigned bank, unsigned number, int mux);
const struct soc_peripheral *soc_peripheral(const struct soc *soc, const char *label);
const struct soc_peripheral *soc_peripheral_at(const struct soc *soc, uint64_t address);
const struct soc_group *soc_group(const struct soc *soc, const char *label);
/* The group of @function with exactly these pins, in any order. */
const struct soc_group *soc_group_of_pins(const struct soc *soc, const char *function,
                                          const struct soc_pin_name *pins, size_t count);

/* The mux that gives @function on the pin; -1 when it cannot. */
int soc_mux_of(const struct soc *soc, unsigned bank, unsigned number, const char *function);
/* Whether the pin can raise an interrupt. */
bool soc_has_interrupt(const struct soc *soc, unsigned bank, unsigned number);

/* "PB22"; false when @text is no pin. */
bool soc_pin_parse(const char *text, struct soc_pin_name *pin);
/* Label of the controller: "pio", or "r_pio" for PL, PM and PN; and the bank in it, from 0. */
const char *soc_controller(unsigned bank);
unsigned soc_controller_bank(unsigned bank);

#endif
