/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-check-values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define I2C_FIRST 0x08 /* 7-bit addresses outside are reserved: NXP UM10204, 3.1.12 */
#define I2C_LAST  0x77
#define FPS_MIN   15 /* no panel of these boards refreshes outside */
#define FPS_MAX   150
#define KEYS_MAX  4000 /* of a section; more is no board's file, and keys are compared in pairs */

static void check_duplicates(const struct fex_check *check, const struct fex_section *section)
{
	for (size_t i = 0; i < section->count && section->count <= KEYS_MAX; i++) {
		const struct fex_entry *entry = &section->entries[i];
		const struct fex_entry *first = fex_key(section, entry->key);
		if (first == entry || fex_same_value(first, entry))
			continue;
		diag_no(check->diags, "FX404", entry->at,
		        "keep the one that is right; the vendors' kernels take the first",
		        "[%s] says %s = %s, but has said %s before", section->name, entry->key,
		        fex_value_text(check->arena, entry), fex_value_text(check->arena, first));
		diag_also(check->diags, first->at);
	}
}

static void check_octal(const struct fex_check *check, const struct fex_section *section)
{
	for (size_t i = 0; i < section->count; i++) {
		const struct fex_entry *entry = &section->entries[i];
		if (entry->octal && entry->octal_word != entry->word)
			diag_no(check->diags, "FX405", entry->at,
			        "write the number without leading zeros",
			        "[%s] %s = %s: meant is %u, but the vendors' compiler reads octal and makes %u of it",
			        section->name, entry->key, entry->spelling, entry->word,
			        entry->octal_word);
	}
}

/* ---- panels ------------------------------------------------------------------------------ */

struct panel {
	const struct fex_section *section;
	int64_t x, y, dclk, ht, hbp, hspw, vt, vbp, vspw;
};

static int64_t number(const struct fex_section *section, const char *key, const char *other)
{
	int64_t value = fex_word(fex_key(section, key), -1);
	return value >= 0 || other == NULL ? value : fex_word(fex_key(section, other), -1);
}

static struct panel panel_of(const struct fex_section *section)
{
	return (struct panel){
		section,
		number(section, "lcd_x", NULL),
		number(section, "lcd_y", NULL),
		number(section, "lcd_dclk_freq", NULL),
		number(section, "lcd_ht", NULL),
		number(section, "lcd_hbp", NULL),
		number(section, "lcd_hspw", "lcd_hv_hspw"),
		number(section, "lcd_vt", NULL),
		number(section, "lcd_vbp", NULL),
		number(section, "lcd_vspw", "lcd_hv_vspw"),
	};
}

static void panel_no(const struct fex_check *check, const struct panel *panel, const char *key,
                     const char *message)
{
	const struct fex_entry *entry = fex_key(panel->section, key);
	diag_no(check->diags, "FX406", entry == NULL ? panel->section->at : entry->at,
	        "take the timings from the panel's data sheet", "[%s] %s", panel->section->name,
	        message);
}

/* The older SDKs count half lines in lcd_vt, so it is about twice lcd_y there. */
static int64_t lines_of(const struct panel *panel)
{
	return panel->vt >= 2 * panel->y ? panel->vt / 2 : panel->vt;
}

static void check_horizontal(const struct fex_check *check, const struct panel *panel)
{
	if (panel->ht < panel->x + panel->hbp)
		panel_no(check, panel, "lcd_ht",
		         arena_printf(check->arena,
		                      "lcd_ht = %lld is less than lcd_x + lcd_hbp = %lld + %lld",
		                      (long long)panel->ht, (long long)panel->x,
		                      (long long)panel->hbp));
	if (panel->hspw > panel->hbp)
		panel_no(
			check, panel, "lcd_hbp",
			arena_printf(
				check->arena,
				"the sync pulse of %lld is longer than lcd_hbp = %lld, which contains it",
				(long long)panel->hspw, (long long)panel->hbp));
}

static void check_vertical(const struct fex_check *check, const struct panel *panel)
{
	int64_t lines = lines_of(panel);
	if (lines < panel->y + panel->vbp)
		panel_no(
			check, panel, "lcd_vt",
			arena_printf(
				check->arena,
				"lcd_vt = %lld gives %lld lines, less than lcd_y + lcd_vbp = %lld + %lld",
				(long long)panel->vt, (long long)lines, (long long)panel->y,
				(long long)panel->vbp));
	if (panel->vspw > panel->vbp)
		panel_no(
			check, panel, "lcd_vbp",
			arena_printf(
				check->arena,
				"the sync pulse of %lld is longer than lcd_vbp = %lld, which contains it",
				(long long)panel->vspw, (long long)panel->vbp));
}

static void check_rate(const struct fex_check *check, const struct panel *panel)
{
	if (panel->dclk <= 0 || panel->ht <= 0 || lines_of(panel) <= 0)
		return;
	int64_t fps = panel->dclk * 1000000 / panel->ht / lines_of(panel);
	if (fps < FPS_MIN || fps > FPS_MAX)
		panel_no(
			check, panel, "lcd_dclk_freq",
			arena_printf(
				check->arena,
				"lcd_dclk_freq = %lld MHz refreshes %lld x %lld clocks %lld times a second",
				(long long)panel->dclk, (long long)panel->ht,
				(long long)lines_of(panel), (long long)fps));
}

#define TIMING_MAX 100000 /* clocks or lines; more is no timing */

/* lcd_if 0 is parallel RGB, 3 LVDS: there the timings are the panel's; not so behind other chips. */
static void check_panel(const struct fex_check *check, const struct fex_section *section)
{
	struct panel panel = panel_of(section);
	int64_t lcd_if = fex_word(fex_key(section, "lcd_if"), -1);
	const int64_t all[] = { panel.x, panel.y, panel.ht, panel.hbp, panel.vt, panel.vbp };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i] < 0 || all[i] > TIMING_MAX)
			return;
	if ((lcd_if != 0 && lcd_if != 3) || panel.x == 0 || panel.y == 0)
		return;
	check_horizontal(check, &panel);
	check_vertical(check, &panel);
	if (lcd_if == 3 || number(section, "lcd_hv_if", NULL) <= 0)
		check_rate(check, &panel);
}

/* ---- chips on I2C ------------------------------------------------------------------------ */

static const struct chip_keys {
	const char *section, *name, *address, *bus;
} chips[] = {
	{ "ctp_para", "ctp_name", "ctp_twi_addr", "ctp_twi_id" },
	{ "gsensor_para", "gsensor_name", "gsensor_twi_addr", "gsensor_twi_id" },
	{ "gy_para", "gy_name", "gy_twi_addr", "gy_twi_id" },
	{ "ls_para", "ls_name", "ls_twi_addr", "ls_twi_id" },
	{ "compass_para", "compass_name", "compass_twi_addr", "compass_twi_id" },
	{ "rtc_para", "rtc_name", "rtc_twi_addr", "rtc_twi_id" },
};

static const char *known_addresses(const struct fex_check *check, const char *name,
                                   const char **chip)
{
	for (size_t i = 0; i < check->addresses->row_count; i++) {
		const struct table_row *row = &check->addresses->rows[i];
		const char *prefix = table_cell(check->addresses, row, "name");
		if (strncasecmp(name, prefix, strlen(prefix)) != 0)
			continue;
		*chip = table_cell(check->addresses, row, "chip");
		return table_cell(check->addresses, row, "addresses");
	}
	return NULL;
}

static bool has_address(const char *list, int64_t address)
{
	for (char *end; *list != '\0'; list = end + (*end == ' '))
		if ((int64_t)strtoul(list, &end, 16) == address)
			return true;
	return false;
}

static void check_address(const struct fex_check *check, const struct fex_section *section,
                          const struct chip_keys *keys)
{
	const struct fex_entry *entry = fex_key(section, keys->address);
	const char *name = fex_string(fex_key(section, keys->name), ""), *chip = NULL;
	int64_t address = fex_word(entry, -1);
	if (address < 0)
		return;
	const char *known = known_addresses(check, name, &chip);
	if (address < I2C_FIRST || address > I2C_LAST)
		diag_no(check->diags, "FX407", entry->at,
		        "write the 7-bit address, without the read/write bit",
		        "[%s] %s = 0x%llx is no address that a chip can have", section->name,
		        entry->key, (long long)address);
	else if (known != NULL && !has_address(known, address))
		diag_no(check->diags, "FX407", entry->at,
		        arena_printf(check->arena, "its addresses are %s (hexadecimal)", known),
		        "[%s] %s = 0x%llx, but %s is the %s, which never answers there",
		        section->name, entry->key, (long long)address, name, chip);
}

static const struct fex_section *find_bus(const struct fex_check *check, int64_t bus)
{
	const struct fex_section *section =
		fex_section(check->fex, arena_printf(check->arena, "twi%lld_para", (long long)bus));
	return section != NULL ? section
	                       : fex_section(check->fex,
	                                     arena_printf(check->arena, "twi%lld", (long long)bus));
}

static void check_bus(const struct fex_check *check, const struct fex_section *section,
                      const struct chip_keys *keys)
{
	const struct fex_entry *entry = fex_key(section, keys->bus);
	int64_t bus = fex_word(entry, -1);
	if (bus < 0)
		return;
	const struct fex_section *found = find_bus(check, bus);
	if (found == NULL && soc_peripheral(check->soc, arena_printf(check->arena, "i2c%lld",
	                                                             (long long)bus)) == NULL)
		diag_no(check->diags, "FX408", entry->at, "write the number of a bus that exists",
		        "[%s] %s = %lld, but the %s has no such bus", section->name, entry->key,
		        (long long)bus, check->soc->short_name);
	else if (found != NULL && fex_section_switch(found) == FEX_OFF)
		diag_no(check->diags, "FX408", entry->at,
		        "switch the bus on, or correct the number",
		        "[%s] %s = %lld, but [%s] is switched off", section->name, entry->key,
		        (long long)bus, found->name);
}

static void check_chip(const struct fex_check *check, const struct fex_section *section)
{
	for (size_t i = 0; i < sizeof(chips) / sizeof(*chips); i++) {
		if (strcmp(section->name, chips[i].section) != 0 ||
		    fex_section_switch(section) != FEX_ON)
			continue;
		check_address(check, section, &chips[i]);
		check_bus(check, section, &chips[i]);
	}
}

void fex_check_values(const struct fex_check *check)
{
	for (size_t i = 0; i < check->fex->count; i++) {
		const struct fex_section *section = &check->fex->sections[i];
		check_duplicates(check, section);
		check_octal(check, section);
		if (fex_section_switch(section) == FEX_OFF)
			continue;
		if (strncmp(section->name, "lcd", 3) == 0 &&
		    fex_word(fex_key(section, "lcd_used"), 0) == 1)
			check_panel(check, section);
		check_chip(check, section);
	}
}
