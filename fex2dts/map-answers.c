/* What the owner says of his board: taken, read, looked up. Applied by the mappers and map-owner.c. */
#include "fex2dts/map-answers.h"

#include "lib/nearest.h"

#include <stdlib.h>
#include <string.h>

/* ---- refusals ---------------------------------------------------------------------------- */

void map_misread(struct map *map, struct map_said *said, const char *expected)
{
	if (!said->bad)
		diag_error(map->diags, "FX231", said->at, "see the question in --explain",
		           "%s: expected %s, found \"%s\"", said->key, expected, said->value);
	said->bad = true;
}

static unsigned last_pin(const struct soc *soc, unsigned bank, bool *any)
{
	unsigned last = 0;
	*any = false;
	for (size_t i = 0; i < soc->pin_count; i++)
		if (soc->pins[i].bank == bank) {
			last = soc->pins[i].number > last ? soc->pins[i].number : last;
			*any = true;
		}
	return last;
}

static void refuse_pin(struct map *map, struct map_said *said, const struct fex_gpio *gpio)
{
	bool any;
	unsigned last = last_pin(map->soc, gpio->bank, &any);
	char bank = (char)('A' + gpio->bank - 1);
	char *hint = any ? arena_printf(map->arena, "this SoC has P%c0 to P%c%u", bank, bank, last)
	                 : arena_printf(map->arena, "this SoC has no port P%c", bank);
	said->bad = true;
	diag_error(map->diags, "FX232", said->at, hint, "%s=%s: the %s has no pin %s", said->key,
	           said->value, map->soc->short_name, fex_gpio_name(map->arena, gpio));
}

/* ---- values ------------------------------------------------------------------------------ */

bool map_read_pin(struct map *map, struct map_said *said, const char *text, struct map_wire *wire)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text);
	char *name = arena_strndup(map->arena, text, len), *end;
	struct soc_pin_name pin;
	*wire = (struct map_wire){ .level = -1 };
	wire->fact = (struct hw_fact){ .name = said->key, .kind = FEX_GPIO };
	wire->fact.gpio = (struct fex_gpio){ .mux = 1, .pull = -1, .drive = -1, .data = -1 };
	wire->fact.from = (struct dt_source){ said->at, arena_printf(map->arena, "%s=%s", said->key,
		                                                     said->value) };
	for (; colon; colon = strchr(colon + 1, ':')) {
		size_t word = strcspn(colon + 1, ":");
		if (word == 3 && strncmp(colon + 1, "low", word) == 0)
			wire->level = GPIO_LOW;
		else if (word == 4 && strncmp(colon + 1, "high", word) == 0)
			wire->level = GPIO_HIGH;
		else if (word == 2 && strncmp(colon + 1, "on", word) == 0)
			wire->on = true;
		else
			return false;
	}
	if (strncmp(name, "power", 5) == 0 && name[5]) {
		wire->fact.gpio.bank = FEX_PORT_POWER;
		wire->fact.gpio.pin = (unsigned)strtoul(name + 5, &end, 10);
		return *end == '\0' && wire->fact.gpio.pin < 4;
	}
	if (!soc_pin_parse(name, &pin))
		return false;
	wire->fact.gpio.bank = pin.bank;
	wire->fact.gpio.pin = pin.number;
	if (!said->bad && !soc_pin(map->soc, pin.bank, pin.number))
		refuse_pin(map, said, &wire->fact.gpio);
	return true;
}

#define DECIMALS_MAX 6

bool map_read_micro(const char *text, uint32_t bare, uint32_t *out)
{
	uint64_t value = 0, scale = 1;
	unsigned digits = 0, decimals = 0;
	bool point = false;
	for (; (*text >= '0' && *text <= '9') || (*text == '.' && !point); text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		if (++digits > 9 || (point && ++decimals > DECIMALS_MAX))
			return false;
		value = 10 * value + (uint64_t)(*text - '0');
		scale *= point ? 10 : 1;
	}
	uint64_t unit = strcmp(text, "V") == 0    ? 1000000
	                : strcmp(text, "mV") == 0 ? 1000
	                : strcmp(text, "uV") == 0 ? 1
	                : *text == '\0'           ? bare
	                                          : 0;
	if (digits == 0 || unit == 0 || value * unit / scale > UINT32_MAX)
		return false;
	*out = (uint32_t)(value * unit / scale);
	return true;
}

/* ---- looking up -------------------------------------------------------------------------- */

struct map_said *map_said(struct map *map, const char *key)
{
	for (size_t i = 0; i < map->said_count; i++)
		if (strcmp(map->said[i].key, key) == 0) {
			map->said[i].used = true;
			return map->said[i].bad ? NULL : &map->said[i];
		}
	return NULL;
}

int map_answered(struct map *map, const char *label)
{
	const struct map_said *said = map_said(map, label);
	return said ? strcmp(said->value, "no") != 0 : -1;
}

bool map_wants(struct map *map, const char *label, bool rule, const struct hw_device *device)
{
	int said = map_answered(map, label);
	if (said >= 0)
		return said;
	if (!rule && device && device->used && device->has_flag && map_node(map, label)) {
		map->offs = arena_push(map->arena, map->offs, map->off_count, sizeof *map->offs);
		map->offs[map->off_count++] =
			(struct map_off){ arena_strdup(map->arena, label), device };
	}
	return rule;
}

const char *map_key(struct map *map, const struct dt_node *node)
{
	if (node->label_count)
		return node->labels[0];
	return arena_strndup(map->arena, node->name, strcspn(node->name, "@"));
}

static bool is_called(const struct dt_node *node, const char *name, size_t len)
{
	for (size_t i = 0; i < node->label_count; i++)
		if (strlen(node->labels[i]) == len && strncmp(node->labels[i], name, len) == 0)
			return true;
	return node->label_count == 0 && strcspn(node->name, "@") == len &&
	       strncmp(node->name, name, len) == 0;
}

struct map_said *map_said_of(struct map *map, const struct dt_node *node, const char *property)
{
	for (size_t i = 0; i < map->said_count; i++) {
		struct map_said *said = &map->said[i];
		const char *dot = strchr(said->key, '.');
		if (!dot || said->bad || strcmp(dot + 1, property) != 0 ||
		    !is_called(node, said->key, (size_t)(dot - said->key)))
			continue;
		said->used = true;
		return said;
	}
	return NULL;
}

struct dt_node *map_called(struct map *map, const char *name)
{
	struct dt_node *node = map_node(map, name);
	size_t len = strlen(name);
	for (struct dt_node *next = map->tree->root; next && !node; next = dt_next(next))
		if (next->origin.rule && is_called(next, name, len))
			node = next;
	return node;
}

bool map_is_owners(struct map *map, const struct fex_gpio *gpio, const struct dt_node *user,
                   const char *what, const char **key)
{
	for (size_t i = 0; i < map->said_count; i++) {
		const struct map_said *said = &map->said[i];
		for (size_t k = 0; k < said->wire_count && !said->bad; k++) {
			const struct fex_gpio *pin = &said->wires[k].fact.gpio;
			*key = said->key;
			if (pin->bank == gpio->bank && pin->pin == gpio->pin)
				return said->user == user ||
				       (said->kind == MAP_SUPPLY && strcmp(what, "gpio") == 0) ||
				       map_said_of(map, user, what) == said ||
				       is_called(user, said->key, strlen(said->key)) ||
				       (said->kind == MAP_LIST && strcmp(what, "gpios") == 0);
		}
	}
	return true;
}

/* ---- taking ------------------------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && strcmp(text + len - tail, end) == 0;
}

enum map_kind map_kind_of(const struct map *map, const char *key)
{
	const struct table_row *row = map_question_row(map, key);
	static const char *const names[] = {
		[MAP_TEXT] = "text",   [MAP_YES_NO] = "yes-no",
		[MAP_PIN] = "pin",     [MAP_SUPPLY] = "supply",
		[MAP_RANGE] = "range", [MAP_WORD] = "word",
		[MAP_LIST] = "list",   [MAP_NUMBER] = "number",
		[MAP_LABEL] = "label", [MAP_COMPATIBLE] = "compatible"
	};
	for (size_t i = 0; row && i < sizeof names / sizeof *names; i++)
		if (names[i] &&
		    strcmp(table_cell(&map->tables->questions, row, "kind"), names[i]) == 0)
			return (enum map_kind)i;
	if (ends_with(key, "gpios") || ends_with(key, ".gpio"))
		return MAP_PIN;
	if (ends_with(key, "-supply"))
		return MAP_SUPPLY;
	if (!strchr(key, '.') && soc_peripheral(map->soc, key))
		return MAP_YES_NO;
	return MAP_TEXT;
}

static void add_wire(struct map *map, struct map_said *said, const char *text, const char *expected)
{
	struct map_wire wire;
	if (!map_read_pin(map, said, text, &wire)) {
		map_misread(map, said, expected);
		return;
	}
	said->wires = arena_push(map->arena, said->wires, said->wire_count, sizeof *said->wires);
	said->wires[said->wire_count++] = wire;
}

static void read_yes_no(struct map *map, struct map_said *said)
{
	static const char expected[] = "yes, no, or the pins that it is on, such as PG10,PG11";
	if (strcmp(said->value, "yes") == 0 || strcmp(said->value, "no") == 0)
		return;
	char *rest = arena_strdup(map->arena, said->value);
	for (char *one; (one = strsep(&rest, ","));)
		add_wire(map, said, one, expected);
}

/* The pins behind the '@' of a list's words; the mappers say what is wrong with the rest. */
static void read_list(struct map *map, struct map_said *said)
{
	char *rest = arena_strdup(map->arena, said->value);
	for (char *one; (one = strsep(&rest, " ,"));) {
		const char *at = strrchr(one, '@'), *pin = at ? at + 1 : one;
		struct map_wire wire;
		if (map_read_pin(map, said, pin, &wire))
			add_wire(map, said, pin, "pins");
	}
}

static bool is_one_of(const char *words, const char *value)
{
	return *words == '\0' || map_in_list(words, value);
}

static bool is_within(const char *words, const char *value)
{
	char *end;
	unsigned long low = strtoul(words, &end, 10), high = strtoul(end + 1, NULL, 10);
	unsigned long number = strtoul(value, &end, 0);
	return *value >= '0' && *value <= '9' && *end == '\0' && number >= low && number <= high;
}

static bool is_compatible(const char *value)
{
	const char *comma = strchr(value, ',');
	return comma && comma > value && comma[1] && !strpbrk(value, " \"'");
}

/* Values that are one word. */
static void check_word(struct map *map, struct map_said *said, const char *words)
{
	if (said->kind == MAP_WORD && !is_one_of(words, said->value))
		map_misread(map, said, arena_printf(map->arena, "one of %s", words));
	if (said->kind == MAP_NUMBER && !is_within(words, said->value))
		map_misread(map, said, arena_printf(map->arena, "a number within %s", words));
	if (said->kind == MAP_LABEL && !soc_peripheral(map->soc, said->value))
		map_misread(map, said, "a peripheral of this SoC, such as uart0");
	if (said->kind == MAP_COMPATIBLE && strcmp(said->value, "none") != 0 &&
	    !is_compatible(said->value))
		map_misread(map, said, "\"vendor,part\" as in its binding, or none");
}

static void read_value(struct map *map, struct map_said *said)
{
	const struct table_row *row = map_question_row(map, said->key);
	const char *words = row ? table_cell(&map->tables->questions, row, "words") : "";
	const char *at = strchr(said->value, '@');
	said->kind = map_kind_of(map, said->key);
	if (said->kind == MAP_YES_NO)
		read_yes_no(map, said);
	else if (said->kind == MAP_PIN && strcmp(said->value, "none") != 0)
		add_wire(map, said, said->value, "a pin, such as PH5 or PH5:low, or none");
	else if (said->kind == MAP_SUPPLY && (at || (*said->value == 'P' && said->value[1])))
		add_wire(map, said, at ? at + 1 : said->value,
		         "a pin that switches it, such as PH5 or 3.3V@PH5");
	else if (said->kind == MAP_LIST)
		read_list(map, said);
	else
		check_word(map, said, words);
}

/* more=spi2,uart4 is spi2=yes and uart4=yes. */
static void take_more(struct map *map, struct map_said *more)
{
	char *rest = arena_strdup(map->arena, more->value);
	more->used = true;
	if (strcmp(more->value, "none") == 0)
		return;
	for (char *one; (one = strsep(&rest, ","));) {
		if (!soc_peripheral(map->soc, one)) {
			map_misread(map, more,
			            "none or labels of this SoC's peripherals, such as "
			            "spi2,uart4");
			return;
		}
		struct map_said *said = &map->said[map->said_count++];
		*said = (struct map_said){ .key = one, .value = "yes", .at = more->at };
		said->kind = MAP_YES_NO;
	}
}

static size_t words_in(const char *list)
{
	size_t count = 1;
	for (; *list; list++)
		count += *list == ',';
	return count;
}

void map_take_answers(struct map *map)
{
	const struct map_options *options = map->options;
	size_t room = 0;
	for (size_t i = 0; i < options->answer_count; i++)
		room += 1 + words_in(options->answers[i].value);
	map->said = arena_array(map->arena, room, sizeof *map->said);
	for (size_t i = 0; i < options->answer_count; i++) {
		struct map_said *said = &map->said[map->said_count++];
		*said = (struct map_said){ .key = options->answers[i].key,
			                   .value = options->answers[i].value,
			                   .at = options->answers[i].at };
		read_value(map, said);
		if (strcmp(said->key, "more") == 0)
			take_more(map, said);
	}
}

bool map_refused(const struct map *map)
{
	for (size_t i = 0; i < map->said_count; i++)
		if (map->said[i].bad)
			return true;
	return false;
}

void map_by_answer(struct map *map, const struct map_said *said)
{
	struct dt_source *source = arena_new(map->arena, struct dt_source);
	*source = (struct dt_source){ said->at,
		                      arena_printf(map->arena, "%s=%s", said->key, said->value) };
	map->origin = (struct dt_origin){ "answer", "the owner's answer", source, 1 };
}
