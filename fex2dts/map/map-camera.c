/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-camera.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/map/map-ask.h"
#include "fex2dts/map/map-bus.h"
#include "fex2dts/map/map-gpio.h"
#include "fex2dts/map/map-nodes.h"
#include "fex2dts/map/map-pins.h"
#include "fex2dts/map/map-regulators.h"

#include <stdlib.h>
#include <string.h>

struct camera {
	const struct hw_device *device;
	const char *key; /* of its question: "csi0" */
	const struct table_row *csi, *sensor;
	struct dt_node *node; /* the sensor */
	bool power_taken;     /* the power pin is another device's */
};

static const char *csi_cell(const struct map *map, const struct camera *camera, const char *column)
{
	return table_cell(&map->tables->csi, camera->csi, column);
}

static const char *sensor_cell(const struct map *map, const struct camera *camera,
                               const char *column)
{
	return table_cell(&map->tables->cameras, camera->sensor, column);
}

static uint32_t number(const char *cell, int base)
{
	return (uint32_t)strtoul(cell, NULL, base);
}

/* ---- what it is -------------------------------------------------------------------------- */

static const struct table_row *csi_row(const struct map *map, unsigned index)
{
	const struct table *table = &map->tables->csi;
	for (size_t i = 0; i < table->row_count; i++)
		if (map_soc_is(map, table_cell(table, &table->rows[i], "socs")) &&
		    number(table_cell(table, &table->rows[i], "index"), 10) == index)
			return &table->rows[i];
	return NULL;
}

static const struct table_row *sensor_row(const struct map *map, const char *name)
{
	const struct table *table = &map->tables->cameras;
	for (size_t i = 0; name && i < table->row_count; i++)
		if (strcasecmp(table_cell(table, &table->rows[i], "name"), name) == 0)
			return &table->rows[i];
	return NULL;
}

/* ---- supplies ---------------------------------------------------------------------------- */

/* What the vendors' kernels call the AXP209's and AXP22x' outputs, where it is not the output's name. */
static struct dt_node *named_supply(struct map *map, const char *name)
{
	static const struct {
		const char *vendor, *output;
	} names[] = { { "axp20_pll", "ldo3" },
		      { "axp20_hdmi", "ldo4" },
		      { "axp20_analog", "ldo2" },
		      { "axp22_ldoio0", "ldo_io0" },
		      { "axp22_ldoio1", "ldo_io1" } };
	for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].vendor, name) == 0)
			return map_pmic_regulator(map, names[i].output);
	return map_supply_by_name(map, name);
}

/* "iovdd-uv" or, in older files, "iovdd-mv". */
static uint32_t rail_microvolts(struct map *map, const struct hw_device *device, const char *rail,
                                uint32_t usual)
{
	int64_t uv = hw_number(device, arena_printf(map->arena, "%s-uv", rail), 0);
	int64_t mv = hw_number(device, arena_printf(map->arena, "%s-mv", rail), 0);
	if (uv <= 0)
		uv = mv * 1000;
	return uv >= 1000000 && uv <= 3300000 ? (uint32_t)uv : usual;
}

/* The switch behind the power pin, one for both interfaces; what it lets through is not in the file. */
static struct dt_node *power_switch(struct map *map, struct camera *camera)
{
	const struct hw_fact *pin = hw_gpio(camera->device, "power");
	if (!hw_is_soc_pin(pin) || camera->power_taken)
		return NULL;
	map_because(map, pin);
	struct dt_node *node = dt_find_label(map->tree, "reg_csi_power");
	if (node)
		return node;
	node = map_fixed_regulator(map, "csi-power", "reg_csi_power", 0, pin, false);
	camera->power_taken = !node;
	if (!node)
		return NULL;
	dt_delete_property(node, "regulator-min-microvolt");
	dt_delete_property(node, "regulator-max-microvolt");
	return node;
}

/* A rail that the file does not name is behind the power pin or always there. */
static struct dt_node *own_supply(struct map *map, struct camera *camera, const char *rail,
                                  uint32_t microvolts)
{
	char *name = arena_printf(map->arena, "%s-%s", camera->key, rail);
	char *label = arena_printf(map->arena, "reg_%s_%s", camera->key, rail);
	struct dt_node *power = power_switch(map, camera);
	struct dt_node *node = map_fixed_regulator(map, name, label, microvolts, NULL, false);
	if (node && power)
		map_reference(map, node, "vin-supply", power);
	return node;
}

static void write_supply(struct map *map, struct camera *camera, const char *property,
                         const char *rail, uint32_t usual)
{
	const char *name = hw_string(camera->device, rail);
	uint32_t microvolts = rail_microvolts(map, camera->device, rail, usual);
	map_rule(map, "camera.supply", hw_fact(camera->device, rail));
	struct dt_node *source = named_supply(map, name);
	if (source && !dt_has(source, "regulator-min-microvolt")) {
		map_cell(map, source, "regulator-min-microvolt", microvolts);
		map_cell(map, source, "regulator-max-microvolt", microvolts);
	}
	if (!source)
		source = own_supply(map, camera, rail, microvolts);
	if (source)
		map_reference(map, camera->node, arena_printf(map->arena, "%s-supply", property),
		              source);
}

/* "AVDD=avdd=2800000,…" */
static void write_supplies(struct map *map, struct camera *camera)
{
	const char *list = sensor_cell(map, camera, "supplies");
	char *rest = arena_strdup(map->arena, list);
	for (char *one; *list && (one = strsep(&rest, ","));) {
		char *property = strsep(&one, "="), *rail = strsep(&one, "=");
		if (rail && one)
			write_supply(map, camera, property, rail, number(one, 10));
	}
	if (!*list)
		map_note_fact(map, hw_gpio(camera->device, "power"),
		              "the sensor's binding has no supplies");
}

/* ---- the sensor -------------------------------------------------------------------------- */

/* "reset-gpios:low" */
static void write_pin(struct map *map, struct camera *camera, const char *name, const char *spec)
{
	const struct hw_fact *pin = hw_gpio(camera->device, name);
	const char *colon = strchr(spec, ':');
	map_rule(map, "camera.pins", pin);
	if (!pin || !colon)
		return;
	if (!map_gpio(map, camera->node, arena_strndup(map->arena, spec, (size_t)(colon - spec)),
	              pin, strcmp(colon, ":low") == 0 ? GPIO_LOW : GPIO_HIGH))
		map_note_fact(map, pin, "the pin is another device's, or none of the SoC's");
}

static void write_clock(struct map *map, struct camera *camera)
{
	static const char *const wires[] = { "mck", NULL };
	struct dt_node *controller = map_node(map, "ccu");
	map_rule(map, "camera.clock", NULL);
	if (map_pins_free(map, camera->device, wires))
		map_pins(map, camera->node, camera->device, wires);
	if (!controller)
		return;
	dt_add_cell(map->tree, map_reference(map, camera->node, "clocks", controller),
	            number(csi_cell(map, camera, "clock"), 10), NULL);
	if (*sensor_cell(map, camera, "clock"))
		map_string(map, camera->node, "clock-names", sensor_cell(map, camera, "clock"));
}

static void write_sensor(struct map *map, struct camera *camera, struct dt_node *bus)
{
	const struct hw_device *device = camera->device;
	const char *address = sensor_cell(map, camera, "address");
	map_rule(map, "camera", hw_fact(device, "sensor"));
	map_because(map, hw_fact(device, "address"));
	camera->node = map_child(map, bus, arena_printf(map->arena, "camera@%s", address),
	                         arena_printf(map->arena, "%s_camera", camera->key));
	map_string(map, camera->node, "compatible", sensor_cell(map, camera, "compatible"));
	map_cell(map, camera->node, "reg", number(address, 16));
	write_clock(map, camera);
	write_supplies(map, camera);
	write_pin(map, camera, "reset", sensor_cell(map, camera, "reset"));
	write_pin(map, camera, "standby", sensor_cell(map, camera, "standby"));
	if (hw_number(device, "hflip", 0) == 1 && hw_number(device, "vflip", 0) == 1 &&
	    strcmp(sensor_cell(map, camera, "rotation"), "yes") == 0) {
		map_rule(map, "camera.rotation", hw_fact(device, "hflip"));
		map_because(map, hw_fact(device, "vflip"));
		map_cell(map, camera->node, "rotation", 180);
	}
}

/* ---- the interface ----------------------------------------------------------------------- */

static struct dt_node *write_endpoint(struct map *map, struct camera *camera, struct dt_node *node,
                                      const char *label)
{
	struct dt_node *port = map_child(map, node, "port", NULL);
	struct dt_node *end = map_child(map, port, "endpoint", label);
	map_cell(map, end, "bus-width", 8);
	map_cell(map, end, "hsync-active", number(sensor_cell(map, camera, "hsync"), 10));
	map_cell(map, end, "vsync-active", number(sensor_cell(map, camera, "vsync"), 10));
	map_cell(map, end, "data-active", 1);
	map_cell(map, end, "pclk-sample", number(sensor_cell(map, camera, "pclk"), 10));
	return end;
}

/* The pixel clock, the sync signals and eight data lines. */
static const char *const *wires_of(struct map *map, const struct camera *camera)
{
	static const char *const names[] = { "pck", "hsync", "vsync" };
	const char **wires = arena_array(map->arena, 12, sizeof *wires);
	unsigned first = number(csi_cell(map, camera, "first-line"), 10);
	memcpy(wires, names, sizeof names);
	for (unsigned i = 0; i < 8; i++)
		wires[3 + i] = arena_printf(map->arena, "d%u", first + i);
	return wires;
}

static void write_camera(struct map *map, struct camera *camera)
{
	const struct hw_device *device = camera->device;
	const struct hw_fact *bus_fact = hw_fact(device, "bus");
	const char *const *wires = wires_of(map, camera);
	if (!map_pins_free(map, device, wires)) {
		map_refuse(map, camera->key, device->flag, "its pins are another device's");
		return;
	}
	struct dt_node *bus = bus_fact ? map_twi_bus(map, (unsigned)bus_fact->number & 7) : NULL;
	if (!bus) {
		map_refuse(map, camera->key, bus_fact ? bus_fact : device->flag,
		           "the sensor's I2C bus is not in the file, or its pins are taken");
		return;
	}
	map_rule_device(map, "camera.csi", device);
	map->origin.why = "the owner's answer";
	struct dt_node *node = map_enable(map, csi_cell(map, camera, "label"));
	if (!node)
		return;
	map_pins(map, node, device, wires);
	write_sensor(map, camera, bus);
	map_rule_device(map, "camera.link", device);
	struct dt_node *out = write_endpoint(
		map, camera, camera->node, arena_printf(map->arena, "%s_camera_out", camera->key));
	if (*sensor_cell(map, camera, "bus-type"))
		map_cell(map, out, "bus-type", number(sensor_cell(map, camera, "bus-type"), 10));
	map_join(map,
	         write_endpoint(map, camera, node, arena_printf(map->arena, "%s_in", camera->key)),
	         out);
	const char *second = hw_string(device, "mname_b") ? "mname_b" : "dev1_mname";
	if (hw_string(device, second))
		map_note_fact(map, hw_fact(device, second),
		              "a second sensor on the same wires: the binding has one");
}

static void refuse_sensor(struct map *map, const struct camera *camera, const char *name)
{
	map_refuse(map, camera->key, hw_fact(camera->device, "sensor"),
	           arena_printf(map->arena, "Linux 6.1 has no binding for a sensor \"%s\"",
	                        name ? name : ""));
}

static void add_camera(struct map *map, const struct hw_device *device)
{
	struct camera camera = { .device = device,
		                 .key = arena_printf(map->arena, "csi%u", device->index),
		                 .csi = csi_row(map, device->index) };
	const char *name = hw_string(device, "sensor");
	int said = map_answered(map, camera.key);
	if (!device->used && said <= 0)
		return;
	if (!camera.csi || !map_node(map, csi_cell(map, &camera, "label"))) {
		map_refuse(map, camera.key, device->flag,
		           "mainline's dtsi of this SoC has no such camera interface");
		return;
	}
	if (!hw_gpio(device, "pck")) {
		map_refuse(map, camera.key, device->flag,
		           "a sensor on MIPI lanes: mainline's dtsi has no bridge for them");
		return;
	}
	if (said < 0 && !sensor_row(map, name)) {
		refuse_sensor(map, &camera, name);
		return;
	}
	const char *question =
		arena_printf(map->arena, "Is the camera %s fitted: yes, or which sensor is it?",
	                     name ? name : "");
	const char *answer = map_ask_for(map, camera.key, question, 900, hw_fact(device, "sensor"));
	if (!answer)
		return;
	name = strcmp(answer, "yes") == 0 ? name : answer;
	camera.sensor = sensor_row(map, name);
	if (camera.sensor)
		write_camera(map, &camera);
	else
		refuse_sensor(map, &camera, name);
}

void map_camera(struct map *map)
{
	for (size_t i = 0; i < map->hw->device_count; i++)
		if (map->hw->devices[i].kind == HW_CSI)
			add_camera(map, &map->hw->devices[i]);
}
