/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The owner's answers in force, as values: read once before the first mapper runs (fex2dts/owner/owner-take.h), so that
 * the pins he names are kept for what he names; looked up by who writes what they are about.
 */
#ifndef FEX2DTS_MAP_ANSWERS_H
#define FEX2DTS_MAP_ANSWERS_H

#include "fex2dts/map/map.h"

/* What an answer may be. */
enum map_kind {
	MAP_TEXT,
	MAP_YES_NO,     /* or the pins: PG10,PG11 */
	MAP_PIN,        /* PH5, PH5:low, power1, none */
	MAP_SUPPLY,     /* dldo1, 3.3V, PH5, 3.3V@PH5, none */
	MAP_RANGE,      /* 1.0V-1.4V,always-on,vdd-cpu; unused */
	MAP_WORD,       /* one of the row's words */
	MAP_NUMBER,     /* within the row's words, 0-31 */
	MAP_LABEL,      /* of a peripheral, uart0 */
	MAP_COMPATIBLE, /* vendor,part; none */
	MAP_LIST,
};

struct map_wire {
	struct hw_fact fact; /* FEX_GPIO */
	int level;           /* GPIO_LOW, GPIO_HIGH; -1 not said */
	bool on;
};

struct map_said {
	const char *key, *value;
	struct where at;
	enum map_kind kind;
	struct map_wire *wires; /* the pins in it */
	size_t wire_count;
	const struct dt_node *user; /* of those pins, once it is known */
	bool used, bad, unknown;
};

/* The answer to a key, or about a node's property; NULL when there is none that can be used. */
struct map_said *map_said(struct map *map, const char *key);
struct map_said *map_said_of(struct map *map, const struct dt_node *node, const char *property);

/* The owner's answer about a peripheral, --answer uart2=yes: 1 yes, 0 no, -1 none. */
int map_answered(struct map *map, const char *label);

/* What is written next rests on this answer. */
void map_by_answer(struct map *map, const struct map_said *said);

/* Warns (FX234) that an answer changes nothing. @what  "mmc1 is off" */
void map_warn_idle(struct map *map, const struct map_said *said, const char *what);

/* What was said cannot be read: FX231, once. @expected  "a pin, such as PH5" */
void map_misread(struct map *map, struct map_said *said, const char *expected);

/* Whether one of the owner's answers was refused: the tree is not what he asked for. */
bool map_refused(const struct map *map);

/* A pin with :low, :high, :on. False when it is no pin; one that the SoC has not is refused. */
bool map_read_pin(struct map *map, struct map_said *said, const char *text, struct map_wire *wire);

/* "1.45V", "1450mV", "1450000uV"; @bare millionths are a number without unit. False: no voltage. */
bool map_read_micro(const char *text, uint32_t bare, uint32_t *out);

/* How a node is called in keys: its label, else its name without address; and whether it is called so. */
const char *map_key(struct map *map, const struct dt_node *node);
bool map_is_called(const struct dt_node *node, const char *name, size_t len);

/* False when the owner gave this pin to something else: *@key. */
bool map_is_owners(struct map *map, const struct fex_gpio *gpio, const struct dt_node *user,
                   const char *what, const char **key);

#endif
