/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The context of a mapping: from the hardware model to nodes and properties of one tree. map_make() gives it,
 * owner_take() puts the owner's answers in force (fex2dts/owner/owner-take.h), map_board() runs the mappers, one for
 * each subsystem (map-table.h), owner_apply() does what is left of the answers. Mappers read the model and write
 * through map-nodes.h and what stands on it, which record where everything comes from.
 */
#ifndef FEX2DTS_MAP_H
#define FEX2DTS_MAP_H

#include "dt/soc/soc.h"
#include "dt/tree/tree-build.h"
#include "fex2dts/hardware/hardware.h"
#include "lib/places.h"
#include "lib/table.h"

/* What kind of product the vendor's file describes; from its facts, never from its name. */
enum map_class { MAP_TABLET, MAP_BOX, MAP_BOARD };

/* A fact of the file that becomes nothing, and why. */
struct map_note {
	struct where at;
	const char *entry, *reason;
};

/* Something only the owner of the board knows. */
struct map_question {
	const char *key;     /* what --answer takes */
	const char *text;    /* the question */
	const char *assumed; /* the answer that was taken */
	unsigned permille;   /* how sure that answer is */
	unsigned weight;     /* nodes, properties and pins that depend on it */
	struct dt_source from;
	const char *kind, *words; /* share/fex/questions.tsv: what may be answered */
	struct dt_node *node;     /* that it is about, or NULL */
	const char *property;     /* of that node, or NULL */
	unsigned on, off;         /* boards whose mainline tree has what was taken, and others */
	bool sure;                /* too sure to be asked */
};

/* A device that the vendor calls used and a rule leaves off. */
struct map_off {
	const char *label;
	const struct hw_device *device;
};

/* A node that was switched on. */
struct map_enabled {
	struct dt_node *node;
	const char *label;
	unsigned permille; /* of boards alike whose mainline tree has it on; 0: no such boards */
	unsigned on, off;  /* the boards that figure rests on */
};

struct map_tables {
	struct table pmics, regulators, feeds, chips, wifi, habits, vendors, keys, cameras, csi,
		questions;
};

struct map_options {
	bool memory; /* write /memory from dram_para */
	bool opp;    /* write the vendor's operating points */
};

struct map {
	struct arena *arena;
	const struct hardware *hw;
	const struct soc *soc;
	struct dt_tree *tree;
	const struct map_tables *tables;
	const struct map_options *options;
	struct diags *diags;

	enum map_class class;
	struct dt_node *pmic;
	struct dt_origin origin; /* of what is written next */

	struct map_note *notes;
	size_t note_count;
	struct map_question *questions;
	size_t question_count;
	struct map_enabled *enabled;
	size_t enabled_count;
	struct map_pin {
		unsigned bank, number;
		struct dt_node *user;
		const char *what;
	} * pins; /* taken by an enabled node */
	size_t pin_count;
	struct map_said *said; /* the owner's answers */
	size_t said_count;
	struct map_off *offs;
	size_t off_count;
};

/* A member of the table in map-table.c. */
typedef void map_fn(struct map *map);

/* Flags of a GPIO in a device tree, include/dt-bindings/gpio/gpio.h of Linux. */
#define GPIO_HIGH   0
#define GPIO_LOW    1
#define GPIO_PULLED 16 /* high, with a pull-up */

/* Reads share/fex/ (about 20 KiB). Returns 0; -1 and has said what is missing. */
int map_tables_read(struct arena *arena, const struct places *places, struct map_tables *out,
                    struct diags *diags);

/*
 * Nothing is written yet. @tree is a base without a board's decisions (fex2dts/base/base.h).
 * The context refers to all that was given.
 */
struct map *map_make(struct arena *arena, const struct hardware *hw, const struct soc *soc,
                     struct dt_tree *tree, const struct map_tables *tables,
                     const struct map_options *options, struct diags *diags);

/* Whether @soc begins with one of the comma-separated @list ("*": any). */
bool map_soc_is(const struct map *map, const char *list);

/* Whether @word is in a comma-separated list, or the list is "*". */
bool map_in_list(const char *list, const char *word);

const char *map_class_name(enum map_class class); /* "tablet", "box", "board" */

/* A box for the television with wired network: its sockets are all hosts, mainline's trees small. */
bool map_is_wired_box(const struct map *map);

/* A SoC vendor's evaluation kit: a board with a panel and touch on it. */
bool map_is_reference_kit(const struct map *map);

/* @fact (NULL: none) becomes nothing, and why. */
void map_note_fact(struct map *map, const struct hw_fact *fact, const char *reason);

#endif
