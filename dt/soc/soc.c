/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/soc/soc.h"

#include "lib/nearest.h"
#include "lib/number.h"
#include "lib/table.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

static int read_table(struct arena *arena, const struct places *places, const char *name,
                      struct table *table, struct diags *diags)
{
	struct bytes file;
	if (places_read(arena, places, name, &file, diags) < 0)
		return -1;
	return table_parse(arena, file, table, diags);
}

static int bad_row(const struct table *table, const struct table_row *row, const char *wanted,
                   const char *found, struct diags *diags)
{
	return diag_error(diags, "DT211", table_where(table, row), "mend the row",
	                  "expected %s, found \"%s\"", wanted, found);
}

bool soc_pin_parse(const char *text, struct soc_pin_name *pin)
{
	char *end;
	if (text[0] != 'P' || text[1] < 'A' || text[1] > 'N' || text[2] < '0' || text[2] > '9')
		return false;
	unsigned long number = strtoul(text + 2, &end, 10);
	if (*end != '\0' || number > 255)
		return false;
	*pin = (struct soc_pin_name){ (unsigned)(text[1] - 'A') + 1, (unsigned)number };
	return true;
}

const char *soc_controller(unsigned bank)
{
	return bank >= SOC_R_BANK ? "r_pio" : "pio";
}

unsigned soc_controller_bank(unsigned bank)
{
	return bank >= SOC_R_BANK ? bank - SOC_R_BANK : bank - 1;
}

int soc_list(struct arena *arena, const struct places *places, const char *const **names,
             size_t *count, struct diags *diags)
{
	struct table table;
	if (read_table(arena, places, "socs.tsv", &table, diags) < 0)
		return -1;
	const char **list = arena_array(arena, table.row_count, sizeof(*list));
	for (size_t i = 0; i < table.row_count; i++)
		list[i] = table_cell(&table, &table.rows[i], "name");
	*names = list;
	*count = table.row_count;
	return 0;
}

static int no_such_soc(struct arena *arena, const struct table *table, const char *name,
                       struct diags *diags)
{
	const char **names = arena_array(arena, 2 * table->row_count + 1, sizeof(*names));
	struct text hint = text_make(arena);
	for (size_t i = 0; i < table->row_count; i++) {
		names[2 * i] = table_cell(table, &table->rows[i], "short");
		names[2 * i + 1] = table_cell(table, &table->rows[i], "name");
	}
	const char *near = nearest_word(arena, name, names);
	if (near != NULL)
		text_printf(&hint, "did you mean %s? ", near);
	text_add(&hint, "known are");
	for (size_t i = 0; i < table->row_count; i++)
		text_printf(&hint, "%s %s", i == 0 ? "" : ",", names[2 * i]);
	return diag_error(diags, "DT210", nowhere(), hint.p, "there is no SoC \"%s\" in socs.tsv",
	                  name);
}

static unsigned number_cell(const struct table *table, const struct table_row *row,
                            const char *column)
{
	uint64_t value;
	return number_parse(table_cell(table, row, column), &value) == 0 ? (unsigned)value : 0;
}

static bool yes_cell(const struct table *table, const struct table_row *row, const char *column)
{
	return strcmp(table_cell(table, row, column), "yes") == 0;
}

static int read_soc_row(struct arena *arena, const struct places *places, const char *name,
                        struct soc *soc, struct diags *diags)
{
	struct table table;
	if (read_table(arena, places, "socs.tsv", &table, diags) < 0)
		return -1;
	for (size_t i = 0; i < table.row_count; i++) {
		const struct table_row *row = &table.rows[i];
		soc->name = table_cell(&table, row, "name");
		soc->short_name = table_cell(&table, row, "short");
		if (strcmp(soc->name, name) != 0 && strcmp(soc->short_name, name) != 0)
			continue;
		soc->family = arena_strndup(arena, soc->name, strcspn(soc->name, "-"));
		soc->dtsi = table_cell(&table, row, "dtsi");
		soc->compatible = table_cell(&table, row, "compatible");
		soc->bits = number_cell(&table, row, "bits");
		soc->cpus = number_cell(&table, row, "cpus");
		soc->gic = yes_cell(&table, row, "gic");
		soc->hyp = yes_cell(&table, row, "hyp");
		return 0;
	}
	return no_such_soc(arena, &table, name, diags);
}

/* "emac.ERXD3", "gpio_in", "" */
static struct soc_signal parse_signal(struct arena *arena, const char *cell)
{
	struct soc_signal signal = { NULL, NULL };
	const char *dot = strchr(cell, '.');
	if (*cell == '\0')
		return signal;
	signal.function = dot == NULL ? cell : arena_strndup(arena, cell, (size_t)(dot - cell));
	signal.signal = dot == NULL ? NULL : dot + 1;
	return signal;
}

static int read_pins(struct arena *arena, const struct places *places, struct soc *soc,
                     struct diags *diags)
{
	struct table table;
	int result = 0;
	if (read_table(arena, places, arena_printf(arena, "pinmux/%s.tsv", soc->name), &table,
	               diags) < 0)
		return -1;
	struct soc_pin *pins = arena_array(arena, table.row_count, sizeof(*pins));
	for (size_t i = 0; i < table.row_count; i++) {
		const struct table_row *row = &table.rows[i];
		struct soc_pin_name name = { 0, 0 };
		if (!soc_pin_parse(row->cells[0], &name))
			result = bad_row(&table, row, "a pin, PA0 to PN255", row->cells[0], diags);
		pins[i].bank = name.bank;
		pins[i].number = name.number;
		for (size_t mux = 0; mux < SOC_MUXES && mux + 1 < table.column_count; mux++)
			pins[i].mux[mux] = parse_signal(arena, row->cells[mux + 1]);
	}
	soc->pins = pins;
	soc->pin_count = table.row_count;
	return result;
}

static int parse_group_pins(struct arena *arena, const struct table *table,
                            const struct table_row *row, struct soc_group *group,
                            struct diags *diags)
{
	char *words = arena_strdup(arena, table_cell(table, row, "pins")), *save = NULL;
	struct soc_pin_name *pins = NULL;
	for (char *word = strtok_r(words, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		pins = arena_push(arena, pins, group->pin_count, sizeof(*pins));
		if (!soc_pin_parse(word, &pins[group->pin_count++]))
			return bad_row(table, row, "pins, PA0 to PN255", word, diags);
	}
	group->pins = pins;
	return 0;
}

static int read_groups(struct arena *arena, const struct places *places, struct soc *soc,
                       struct diags *diags)
{
	struct table table;
	int result = 0;
	if (read_table(arena, places, arena_printf(arena, "soc/%s-groups.tsv", soc->name), &table,
	               diags) < 0)
		return -1;
	struct soc_group *groups = arena_array(arena, table.row_count, sizeof(*groups));
	for (size_t i = 0; i < table.row_count; i++) {
		const struct table_row *row = &table.rows[i];
		const char *bias = table_cell(&table, row, "bias");
		groups[i].label = table_cell(&table, row, "label");
		groups[i].node = table_cell(&table, row, "node");
		groups[i].controller = table_cell(&table, row, "controller");
		groups[i].function = table_cell(&table, row, "function");
		groups[i].bias = *bias == '\0' ? NULL : bias;
		groups[i].drive_ma = number_cell(&table, row, "drive");
		result |= parse_group_pins(arena, &table, row, &groups[i], diags);
	}
	soc->groups = groups;
	soc->group_count = table.row_count;
	return result;
}

static int read_peripherals(struct arena *arena, const struct places *places, struct soc *soc,
                            struct diags *diags)
{
	struct table table;
	if (read_table(arena, places, arena_printf(arena, "soc/%s.tsv", soc->name), &table, diags) <
	    0)
		return -1;
	struct soc_peripheral *list = arena_array(arena, table.row_count, sizeof(*list));
	for (size_t i = 0; i < table.row_count; i++) {
		const struct table_row *row = &table.rows[i];
		char *end;
		list[i] = (struct soc_peripheral){
			.label = table_cell(&table, row, "label"),
			.node = table_cell(&table, row, "node"),
			.reg = table_cell(&table, row, "reg"),
			.interrupts = table_cell(&table, row, "interrupts"),
			.clocks = table_cell(&table, row, "clocks"),
			.resets = table_cell(&table, row, "resets"),
			.dmas = table_cell(&table, row, "dmas"),
			.compatible = table_cell(&table, row, "compatible"),
			.disabled = strcmp(table_cell(&table, row, "status"), "disabled") == 0,
			.group = table_cell(&table, row, "group"),
		};
		list[i].address = strtoull(list[i].reg, &end, 16);
		list[i].size = *end == '+' ? strtoull(end + 1, NULL, 16) : 0;
	}
	soc->peripherals = list;
	soc->peripheral_count = table.row_count;
	return 0;
}

int soc_read(struct arena *arena, const struct places *places, const char *name, struct soc *soc,
             struct diags *diags)
{
	*soc = (struct soc){ 0 };
	if (read_soc_row(arena, places, name, soc, diags) < 0)
		return -1;
	int result = read_pins(arena, places, soc, diags);
	result |= read_groups(arena, places, soc, diags);
	return result | read_peripherals(arena, places, soc, diags);
}

const struct soc_pin *soc_pin(const struct soc *soc, unsigned bank, unsigned number)
{
	for (size_t i = 0; i < soc->pin_count; i++)
		if (soc->pins[i].bank == bank && soc->pins[i].number == number)
			return &soc->pins[i];
	return NULL;
}

const struct soc_signal *soc_signal(const struct soc *soc, unsigned bank, unsigned number, int mux)
{
	const struct soc_pin *pin = soc_pin(soc, bank, number);
	if (pin == NULL || mux < 0 || mux >= SOC_MUXES || pin->mux[mux].function == NULL)
		return NULL;
	return &pin->mux[mux];
}

const struct soc_peripheral *soc_peripheral(const struct soc *soc, const char *label)
{
	for (size_t i = 0; i < soc->peripheral_count; i++)
		if (strcmp(soc->peripherals[i].label, label) == 0)
			return &soc->peripherals[i];
	return NULL;
}

const struct soc_peripheral *soc_peripheral_at(const struct soc *soc, uint64_t address)
{
	for (size_t i = 0; i < soc->peripheral_count; i++)
		if (soc->peripherals[i].address == address && *soc->peripherals[i].reg != '\0')
			return &soc->peripherals[i];
	return NULL;
}

const struct soc_group *soc_group(const struct soc *soc, const char *label)
{
	for (size_t i = 0; i < soc->group_count; i++)
		if (strcmp(soc->groups[i].label, label) == 0)
			return &soc->groups[i];
	return NULL;
}

static bool group_has(const struct soc_group *group, struct soc_pin_name pin)
{
	for (size_t i = 0; i < group->pin_count; i++)
		if (group->pins[i].bank == pin.bank && group->pins[i].number == pin.number)
			return true;
	return false;
}

const struct soc_group *soc_group_of_pins(const struct soc *soc, const char *function,
                                          const struct soc_pin_name *pins, size_t count)
{
	for (size_t i = 0; i < soc->group_count; i++) {
		const struct soc_group *group = &soc->groups[i];
		size_t found = 0;
		if (group->pin_count != count || strcmp(group->function, function) != 0)
			continue;
		while (found < count && group_has(group, pins[found]))
			found++;
		if (found == count)
			return group;
	}
	return NULL;
}

int soc_mux_of(const struct soc *soc, unsigned bank, unsigned number, const char *function)
{
	const struct soc_pin *pin = soc_pin(soc, bank, number);
	for (int mux = 0; pin != NULL && mux < SOC_MUXES; mux++)
		if (pin->mux[mux].function != NULL && strcmp(pin->mux[mux].function, function) == 0)
			return mux;
	return -1;
}

bool soc_has_interrupt(const struct soc *soc, unsigned bank, unsigned number)
{
	return soc_mux_of(soc, bank, number, "irq") >= 0;
}
