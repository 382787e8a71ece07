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
static const struct map_row {
	const char *name;
	map_fn *map;
} rows[] = {
	{ "root", map_root },       { "pmic", map_pmic },     { "ac100", map_ac100 },
	{ "console", map_console }, { "nand", map_nand },     { "mmc", map_mmc },
	{ "usb", map_usb },         { "net", map_net },       { "sata", map_sata },
	{ "wifi", map_wifi },       { "twi", map_twi },       { "touch", map_touch },
	{ "sensors", map_sensors }, { "ir", map_ir },         { "display", map_display },
	{ "audio", map_audio },     { "spdif", map_spdif },   { "camera", map_camera },
	{ "keys", map_keys },       { "ladder", map_ladder }, { "uart", map_uart },
	{ "spi", map_spi },         { "can", map_can },       { "leds", map_leds },
	{ "feeds", map_feeds },     { "memory", map_memory }, { "opp", map_opp },
	{ "rest", map_rest },
};

void map_board(struct map *map)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		rows[i].map(map);
}
