/*
 * The owner's answers within the mapping. map_take_answers() reads them before the first mapper runs, so that
 * the pins he names are kept for what he names; mappers look them up through map.h; map_owner() applies after the
 * last mapper what no mapper took, and refuses what means nothing here.
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

void map_take_answers(struct map *map);
/* Applies what is left. */
void map_owner(struct map *map);
/* Says FX230; the questions are the words that may have been meant. */
void map_refuse_unknown(struct map *map);
/* share/fex/questions.tsv's row for a key; NULL when there is none. */
const struct table_row *map_question_row(const struct map *map, const char *key);
enum map_kind map_kind_of(const struct map *map, const char *key);

/* The answer to a key, or about a node's property; NULL when there is none that can be used. */
struct map_said *map_said(struct map *map, const char *key);
struct map_said *map_said_of(struct map *map, const struct dt_node *node, const char *property);
/* What is written next rests on this answer. */
void map_by_answer(struct map *map, const struct map_said *said);
/* Warns (FX234) that an answer changes nothing. @what  "mmc1 is off" */
void map_warn_idle(struct map *map, const struct map_said *said, const char *what);
/* Whether any PMIC has a regulator of that name. */
bool map_is_regulator(const struct map *map, const char *name);
void map_set_regulator(struct map *map, struct map_said *said, struct dt_node *regulator);
void map_set_supply(struct map *map, struct map_said *said, struct dt_node *user,
                    const char *property);
/* What was said cannot be read: FX231, once. @expected  "a pin, such as PH5" */
void map_misread(struct map *map, struct map_said *said, const char *expected);

/* A pin with :low, :high, :on. False when it is no pin; one that the SoC has not is refused. */
bool map_read_pin(struct map *map, struct map_said *said, const char *text, struct map_wire *wire);
/* "1.45V", "1450mV", "1450000uV"; @bare millionths are a number without unit. False: no voltage. */
bool map_read_micro(const char *text, uint32_t bare, uint32_t *out);

/* How a node is called in keys: its label, else its name without address; and back. */
const char *map_key(struct map *map, const struct dt_node *node);
struct dt_node *map_called(struct map *map, const char *name);
/* False when the owner gave this pin to something else: *@key. */
bool map_is_owners(struct map *map, const struct fex_gpio *gpio, const struct dt_node *user,
                   const char *what, const char **key);

/* ---- what was taken, in the words of an answer ------------------------------------------------ */

const char *map_taken(struct map *map, struct dt_node *node, const char *property,
                      enum map_kind kind);
const char *map_taken_range(struct map *map, const struct dt_node *regulator);
/* Lists; "" when there are none. *@count: how many. */
const char *map_taken_leds(struct map *map, unsigned *count);
const char *map_taken_chips(struct map *map, unsigned *count);
const char *map_taken_keys(struct map *map, unsigned *count);
/* The owner's list of chips in place of the rules'. */
void map_set_chips(struct map *map, struct map_said *said);

/* How often mainline has what was taken, of boards alike; @otherwise when nothing counts @key. */
struct map_figure {
	unsigned permille, on, off;
};
struct map_figure map_figure(const struct map *map, const char *key, bool none, unsigned otherwise);

#endif
