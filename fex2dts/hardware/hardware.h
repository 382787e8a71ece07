/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the board has, in words that no SoC owns: devices by kind and index, each with pins and
 * facts by name, each fact with the vendor's entry behind it. hardware_from_fex() makes it once
 * (fex2dts/hardware/hardware-from-fex.h); mappers, printing and diff only read it.
 */
#ifndef FEX2DTS_HARDWARE_H
#define FEX2DTS_HARDWARE_H

#include "dt/tree/tree.h"
#include "fex2dts/fex/fex.h"

enum hw_kind {
	HW_BOARD,   /* product, target, platform */
	HW_CONSOLE, /* uart_para */
	HW_UART,
	HW_TWI,
	HW_SPI,
	HW_MMC,
	HW_USB,
	HW_EMAC,
	HW_GMAC,
	HW_SATA,
	HW_NAND,
	HW_IR,
	HW_HDMI,
	HW_LCD,
	HW_TV,
	HW_CSI,
	HW_AUDIO,
	HW_SPDIF,
	HW_I2S,
	HW_TOUCH,
	HW_TOUCH_LIST,
	HW_RESISTIVE_TOUCH,
	HW_GSENSOR,
	HW_SENSOR_LIST,
	HW_RTC,
	HW_LEDS,
	HW_GPIO,
	HW_KEYS,
	HW_KEY_DETECT,
	HW_WIFI,
	HW_BLUETOOTH,
	HW_USB_WIFI,
	HW_PMIC,
	HW_POWER, /* power_sply, target voltages */
	HW_DVFS,
	HW_DRAM,
	HW_MOTOR,
	HW_PWM,
	HW_CAN,
	HW_PS2,
	HW_MAC,
	HW_POWER_KEY,
	HW_RSB,
	HW_OTHER, /* a section no kind is known for */
	HW_KINDS
};

/* One key. Names are the vendor's without the section's prefix, "bus-width", "detect", "tx" … */
struct hw_fact {
	const char *name;
	enum fex_kind kind;
	int64_t number;       /* FEX_WORD */
	const char *string;   /* FEX_STRING */
	struct fex_gpio gpio; /* FEX_GPIO */
	struct dt_source from;
};

struct hw_device {
	enum hw_kind kind;
	unsigned index;      /* uart 2: 2; 0 where there is only one */
	const char *section; /* the vendor's */
	bool used;           /* the flag says so; true where the section has no flag */
	bool has_flag;
	const struct hw_fact *flag; /* NULL when there is none */
	struct hw_fact *facts;
	size_t fact_count;
	struct where at;
};

struct hardware {
	const char *file; /* the vendor file's name as given */
	struct hw_device *devices;
	size_t device_count;
};

/* The first device of a kind and index; NULL when the file has no such section. */
const struct hw_device *hardware_find(const struct hardware *hardware, enum hw_kind kind,
                                      unsigned index);
/* The first used device of a kind, whatever its index; NULL when there is none. */
const struct hw_device *hardware_any(const struct hardware *hardware, enum hw_kind kind);
/* hardware_find(), but NULL unless it is used. */
const struct hw_device *hardware_used(const struct hardware *hardware, enum hw_kind kind,
                                      unsigned index);

/* The device of a section by its whole name; NULL unless the file switches it on. */
const struct hw_device *hardware_section(const struct hardware *hardware, const char *section);

/* A fact by name; NULL when @device is NULL or has none. */
const struct hw_fact *hw_fact(const struct hw_device *device, const char *name);
int64_t hw_number(const struct hw_device *device, const char *name, int64_t otherwise);
/* NULL when absent, empty or no string. */
const char *hw_string(const struct hw_device *device, const char *name);
/* A pin of the SoC or PMIC; NULL when absent or no port. */
const struct hw_fact *hw_gpio(const struct hw_device *device, const char *name);
/* Whether it is a pin of the SoC, not of the PMIC. */
bool hw_is_soc_pin(const struct hw_fact *fact);

#endif
