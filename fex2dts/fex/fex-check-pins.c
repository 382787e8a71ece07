/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-check-pins.h"

#include "lib/text.h"

#include <ctype.h>
#include <string.h>

#define MUX_IN       0
#define MUX_OUT      1
#define MUX_DISABLED 7

/* Sections that describe a state, an alternative or a list of pins, not a user of its own. */
static const char *const not_users[] = {
	"gpio_para",        "gpio_init",       "boot_init_gpio",  "card_boot", "card0_boot_para",
	"card2_boot_para",  "card_boot0_para", "card_boot2_para", "twi_para",  "uart_para",
	"uart_force_debug", "force_uart_para", "wakeup_src_para", "Vdevice",   NULL,
};

/* Peripherals whose section tells their function: the section's name with N for its number. */
static const struct {
	const char *prefix, *suffix, *function;
} functions[] = {
	{ "uart_para", "", "uart" }, { "uart", "", "uart" },    { "twi", "_para", "i2c" },
	{ "twi", "", "i2c" },        { "spi", "_para", "spi" }, { "spi", "", "spi" },
	{ "mmc", "_para", "mmc" },   { "sdc", "", "mmc" },
};

static bool in_list(const char *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

static bool is_user(const struct fex_section *section)
{
	size_t len = strlen(section->name);
	return fex_section_switch(section) == FEX_ON && !in_list(not_users, section->name) &&
	       (len < 8 || strcmp(section->name + len - 8, "_suspend") != 0);
}

/* "uart2" of [uart_para2] and [uart2]; NULL when the section's name does not tell. */
static const char *meant_function(struct arena *arena, const char *section)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		size_t len = strlen(functions[i].prefix);
		if (strncmp(section, functions[i].prefix, len) == 0 &&
		    isdigit((unsigned char)section[len]) &&
		    strcmp(section + len + 1, functions[i].suffix) == 0)
			return arena_printf(arena, "%s%c", functions[i].function, section[len]);
	}
	return NULL;
}

static const char *pin_name(const struct fex_check *check, const struct fex_entry *entry)
{
	return fex_gpio_name(check->arena, &entry->gpio);
}

static void check_exists(const struct fex_check *check, const struct fex_section *section,
                         const struct fex_entry *entry)
{
	diag_no(check->diags, "FX400", entry->at,
	        "take the pin from the schematic; the line was copied from another SoC's file",
	        "[%s] %s is on %s, but the %s has no such pin", section->name, entry->key,
	        pin_name(check, entry), check->soc->short_name);
}

static bool is_gpio_pin(const struct fex_check *check, const struct fex_gpio *gpio)
{
	return soc_mux_of(check->soc, gpio->bank, gpio->pin, "gpio_in") >= 0 ||
	       soc_mux_of(check->soc, gpio->bank, gpio->pin, "gpio_out") >= 0;
}

static bool wants_interrupt(const char *key)
{
	return strstr(key, "_int") != NULL || strstr(key, "host_wake") != NULL;
}

static void wrong_mux(const struct fex_check *check, const struct fex_section *section,
                      const struct fex_entry *entry, const char *function)
{
	const struct fex_gpio *gpio = &entry->gpio;
	diag_no(check->diags, "FX401", entry->at,
	        arena_printf(check->arena, "write mux %d",
	                     soc_mux_of(check->soc, gpio->bank, gpio->pin, function)),
	        "[%s] %s: %s has nothing at mux %d; %s is at %d", section->name, entry->key,
	        pin_name(check, entry), gpio->mux, function,
	        soc_mux_of(check->soc, gpio->bank, gpio->pin, function));
}

static void check_empty_mux(const struct fex_check *check, const struct fex_section *section,
                            const struct fex_entry *entry, const char *meant)
{
	const struct fex_gpio *gpio = &entry->gpio;
	if (meant != NULL && soc_mux_of(check->soc, gpio->bank, gpio->pin, meant) >= 0)
		wrong_mux(check, section, entry, meant);
	else if (gpio->mux > MUX_OUT && wants_interrupt(entry->key) &&
	         soc_has_interrupt(check->soc, gpio->bank, gpio->pin))
		wrong_mux(check, section, entry, "irq");
	else if (gpio->mux == MUX_OUT && is_gpio_pin(check, gpio))
		diag_no(check->diags, "FX401", entry->at, "take another pin",
		        "[%s] %s: %s can only be an input, found mux 1 (output)", section->name,
		        entry->key, pin_name(check, entry));
}

static void check_mux(const struct fex_check *check, const struct fex_section *section,
                      const struct fex_entry *entry)
{
	const struct fex_gpio *gpio = &entry->gpio;
	const char *meant = meant_function(check->arena, section->name);
	const struct soc_signal *signal = soc_signal(check->soc, gpio->bank, gpio->pin, gpio->mux);
	if (gpio->mux == FEX_DEFAULT || gpio->mux == MUX_DISABLED)
		return;
	if (signal == NULL) {
		check_empty_mux(check, section, entry, meant);
		return;
	}
	bool plain =
		strncmp(signal->function, "gpio", 4) == 0 || strcmp(signal->function, "irq") == 0;
	if (meant != NULL && !plain && strcmp(signal->function, meant) != 0)
		diag_no(check->diags, "FX402", entry->at,
		        "compare pin and mux with the SoC's manual",
		        "[%s] %s: %s with mux %d is %s%s%s, not %s", section->name, entry->key,
		        pin_name(check, entry), gpio->mux, signal->function,
		        signal->signal == NULL ? "" : " ",
		        signal->signal == NULL ? "" : signal->signal, meant);
}

static void check_each_pin(const struct fex_check *check, const struct fex_section *section)
{
	bool user = is_user(section);
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		if (entry->kind != FEX_GPIO || entry->gpio.bank == FEX_PORT_POWER)
			continue;
		if (soc_pin(check->soc, entry->gpio.bank, entry->gpio.pin) == NULL)
			check_exists(check, section, entry);
		else if (user)
			check_mux(check, section, entry);
	}
}

/* ---- two users of one pin ---------------------------------------------------------------- */

struct claim {
	const struct fex_section *section;
	const struct fex_entry *entry;
	const char *function; /* "gpio" for any input or output; NULL: no claim */
};

static const char *claimed_function(const struct fex_check *check, const struct fex_entry *entry)
{
	const struct fex_gpio *gpio = &entry->gpio;
	if (entry->kind != FEX_GPIO || gpio->bank == FEX_PORT_POWER || gpio->mux == MUX_DISABLED)
		return NULL;
	const struct soc_signal *signal = soc_signal(check->soc, gpio->bank, gpio->pin, gpio->mux);
	if (signal == NULL)
		return NULL;
	bool plain =
		strncmp(signal->function, "gpio", 4) == 0 || strcmp(signal->function, "irq") == 0;
	return plain ? "gpio" : signal->function;
}

/* Two GPIOs on one pin may be the same wire with two names; a peripheral excludes all others. */
static bool collide(const struct claim *a, const struct claim *b)
{
	return a->section != b->section && strcmp(a->function, b->function) != 0 &&
	       a->entry->gpio.bank == b->entry->gpio.bank &&
	       a->entry->gpio.pin == b->entry->gpio.pin;
}

static size_t collect_claims(const struct fex_check *check, struct claim **out)
{
	struct claim *claims = arena_array(check->arena, check->fex->entry_count, sizeof(*claims));
	size_t count = 0;
	for (size_t i = 0; i < check->fex->count; i++) {
		const struct fex_section *section = &check->fex->sections[i];
		if (!is_user(section))
			continue;
		for (size_t k = 0; k < section->count; k++) {
			const struct fex_entry *entry = &section->entries[k];
			const char *function = claimed_function(check, entry);
			if (function != NULL)
				claims[count++] = (struct claim){ section, entry, function };
		}
	}
	*out = claims;
	return count;
}

/* All pins that the sections of @a and @b share, from claim @a on; they are struck off. */
static void report_pair(const struct fex_check *check, struct claim *claims, size_t count,
                        const struct claim *first, const struct claim *second)
{
	struct text pins = text_make(check->arena);
	const struct claim a = *first, b = *second;
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++) {
			if (claims[i].function == NULL || claims[k].function == NULL ||
			    claims[i].section != a.section || claims[k].section != b.section ||
			    !collide(&claims[i], &claims[k]))
				continue;
			text_printf(&pins, "%s%s", pins.len == 0 ? "" : " ",
			            pin_name(check, claims[k].entry));
			claims[k].function = NULL;
		}
	diag_no(check->diags, "FX403", b.entry->at,
	        "switch one of them off, or move it: a pin has one function at a time",
	        "[%s] wants %s as %s, which [%s] uses as %s; both are switched on", b.section->name,
	        pins.p, b.function, a.section->name, a.function);
	diag_also(check->diags, a.entry->at);
}

#define CLAIMS_MAX 4000 /* more is no board's file; pairs are compared one by one */

static void check_claims(const struct fex_check *check)
{
	struct claim *claims;
	size_t count = collect_claims(check, &claims);
	for (size_t i = 0; i < count && count <= CLAIMS_MAX; i++)
		for (size_t k = i + 1; k < count && claims[i].function != NULL; k++)
			if (claims[k].function != NULL && collide(&claims[i], &claims[k]))
				report_pair(check, claims, count, &claims[i], &claims[k]);
}

void fex_check_pins(const struct fex_check *check)
{
	for (size_t i = 0; i < check->fex->count; i++)
		if (fex_section_switch(&check->fex->sections[i]) != FEX_OFF)
			check_each_pin(check, &check->fex->sections[i]);
	check_claims(check);
}
