/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/hardware/hardware.h"

#include <string.h>

const struct hw_device *hardware_find(const struct hardware *hardware, enum hw_kind kind,
                                      unsigned index)
{
	for (size_t i = 0; i < hardware->device_count; i++)
		if (hardware->devices[i].kind == kind && hardware->devices[i].index == index)
			return &hardware->devices[i];
	return NULL;
}

const struct hw_device *hardware_any(const struct hardware *hardware, enum hw_kind kind)
{
	for (size_t i = 0; i < hardware->device_count; i++)
		if (hardware->devices[i].kind == kind && hardware->devices[i].used)
			return &hardware->devices[i];
	return NULL;
}

const struct hw_device *hardware_used(const struct hardware *hardware, enum hw_kind kind,
                                      unsigned index)
{
	const struct hw_device *device = hardware_find(hardware, kind, index);
	return device && device->used ? device : NULL;
}

const struct hw_device *hardware_section(const struct hardware *hardware, const char *section)
{
	for (size_t i = 0; i < hardware->device_count; i++) {
		const struct hw_device *device = &hardware->devices[i];
		if (strcmp(device->section, section) == 0 && device->used && device->has_flag)
			return device;
	}
	return NULL;
}

const struct hw_fact *hw_fact(const struct hw_device *device, const char *name)
{
	for (size_t i = 0; device && i < device->fact_count; i++)
		if (strcmp(device->facts[i].name, name) == 0)
			return &device->facts[i];
	return NULL;
}

int64_t hw_number(const struct hw_device *device, const char *name, int64_t otherwise)
{
	const struct hw_fact *fact = hw_fact(device, name);
	return fact && fact->kind == FEX_WORD ? fact->number : otherwise;
}

const char *hw_string(const struct hw_device *device, const char *name)
{
	const struct hw_fact *fact = hw_fact(device, name);
	return fact && fact->kind == FEX_STRING && fact->string && *fact->string ? fact->string
	                                                                         : NULL;
}

const struct hw_fact *hw_gpio(const struct hw_device *device, const char *name)
{
	const struct hw_fact *fact = hw_fact(device, name);
	return fact && fact->kind == FEX_GPIO ? fact : NULL;
}

bool hw_is_soc_pin(const struct hw_fact *fact)
{
	return fact && fact->kind == FEX_GPIO && fact->gpio.bank != FEX_PORT_POWER;
}
