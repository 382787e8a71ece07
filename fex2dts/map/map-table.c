/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-table.h"

#include "fex2dts/map/map-ac100.h"
#include "fex2dts/map/map-bus.h"
#include "fex2dts/map/map-camera.h"
#include "fex2dts/map/map-console.h"
#include "fex2dts/map/map-display.h"
#include "fex2dts/map/map-input.h"
#include "fex2dts/map/map-keys.h"
#include "fex2dts/map/map-leds.h"
#include "fex2dts/map/map-net.h"
#include "fex2dts/map/map-pmic.h"
#include "fex2dts/map/map-rest.h"
#include "fex2dts/map/map-sound.h"
#include "fex2dts/map/map-storage.h"
#include "fex2dts/map/map-usb.h"
#include "fex2dts/map/map-wifi.h"

/* Mappers in the order in which they own pins: what a board cannot boot without comes first. */
static map_fn *const mappers[] = {
	map_root,    map_pmic,  map_ac100, map_console, map_nand,   map_mmc,     map_usb,
	map_net,     map_sata,  map_wifi,  map_twi,     map_touch,  map_sensors, map_ir,
	map_display, map_audio, map_spdif, map_camera,  map_keys,   map_ladder,  map_uart,
	map_spi,     map_can,   map_leds,  map_feeds,   map_memory, map_opp,     map_rest,
};

void map_board(struct map *map)
{
	for (size_t i = 0; i < sizeof mappers / sizeof *mappers; i++)
		mappers[i](map);
}
