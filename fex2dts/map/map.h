/*
 * From the hardware model to nodes and properties. map_board() walks the table of mappers, each
 * for one subsystem; every mapper reads the model and writes into one tree, through the
 * functions below, which record where everything comes from.
 *
 * A mapper says map_rule() before it writes: the rule's id and the vendor's facts that the next
 * writes rest on. Facts that no vendor file states come from rows under share/fex/.
 */
#ifndef FEX2DTS_MAP_H
#define FEX2DTS_MAP_H

#include "dt/soc/soc.h"
#include "dt/tree/tree-build.h"
#include "fex2dts/hardware/hardware.h"
#include "lib/places.h"
#include "lib/table.h"

/* What kind of product the vendor's file describes; from its facts, never from its name. */
enum map_class { MAP_TABLET, MAP_BOX, MAP_BOARD };

struct map_answer {
	const char *key, *value;
	struct where at; /* WHERE_NONE: the command line */
};

/* A fact of the file that becomes nothing, and why. */
struct map_note {
	struct where at;
	const char *entry, *reason;
};

/* Something only the owner of the board knows. */
struct map_question {
	const char *key;     /* what --answer takes */
	const char *text;    /* the question */
	const char *assumed; /* the answer that was taken */
	unsigned permille;   /* how sure that answer is */
	unsigned weight;     /* nodes, properties and pins that depend on it */
	struct dt_source from;
	const char *kind, *words; /* share/fex/questions.tsv: what may be answered */
	struct dt_node *node;     /* that it is about, or NULL */
	const char *property;     /* of that node, or NULL */
	unsigned on, off;         /* boards whose mainline tree has what was taken, and others */
	bool sure;                /* too sure to be asked */
};

/* A device that the vendor calls used and a rule leaves off. */
struct map_off {
	const char *label;
	const struct hw_device *device;
};

/* A node that was switched on. */
struct map_enabled {
	struct dt_node *node;
	const char *label;
	unsigned permille; /* of boards alike whose mainline tree has it on; 0: no such boards */
	unsigned on, off;  /* the boards that figure rests on */
};

struct map_tables {
	struct table pmics, regulators, feeds, chips, wifi, habits, vendors, keys, cameras, csi,
		questions;
};

struct map_options {
	const struct map_answer *answers;
	size_t answer_count;
	bool memory; /* write /memory from dram_para */
	bool opp;    /* write the vendor's operating points */
};

struct map {
	struct arena *arena;
	const struct hardware *hw;
	const struct soc *soc;
	struct dt_tree *tree;
	const struct map_tables *tables;
	const struct map_options *options;
	struct diags *diags;

	enum map_class class;
	struct dt_node *pmic;
	struct dt_origin origin; /* of what is written next */

	struct map_note *notes;
	size_t note_count;
	struct map_question *questions;
	size_t question_count;
	struct map_enabled *enabled;
	size_t enabled_count;
	struct map_pin {
		unsigned bank, number;
		struct dt_node *user;
		const char *what;
	} * pins; /* taken by an enabled node */
	size_t pin_count;
	struct map_said *said; /* the owner's answers */
	size_t said_count;
	struct map_off *offs;
	size_t off_count;
};

/* Reads share/fex/ (about 20 KiB). Returns 0; -1 and has said what is missing. */
int map_tables_read(struct arena *arena, const struct places *places, struct map_tables *out,
                    struct diags *diags);

/*
 * Writes the board into @tree, a base without a board's decisions (fex2dts/base/base.h).
 * Returns the finished map; its questions are complete after map_confidence(). Odd facts are warnings.
 * The map refers to all that was given.
 */
struct map *map_board(struct arena *arena, const struct hardware *hw, const struct soc *soc,
                      struct dt_tree *tree, const struct map_tables *tables,
                      const struct map_options *options, struct diags *diags);

/* Whether one of the owner's answers was refused: the tree is not what he asked for. */
bool map_refused(const struct map *map);

/* ---- what mappers use -------------------------------------------------------------------- */

typedef void map_fn(struct map *map);

/* What is written next rests on this rule and fact (or NULL). */
void map_rule(struct map *map, const char *rule, const struct hw_fact *fact);
void map_rule_device(struct map *map, const char *rule, const struct hw_device *device);
/* One more fact behind the same rule. */
void map_because(struct map *map, const struct hw_fact *fact);

struct dt_property *map_flag(struct map *map, struct dt_node *node, const char *name);
struct dt_property *map_cell(struct map *map, struct dt_node *node, const char *name,
                             uint32_t value);
struct dt_property *map_string(struct map *map, struct dt_node *node, const char *name,
                               const char *value);
struct dt_property *map_reference(struct map *map, struct dt_node *node, const char *name,
                                  struct dt_node *to);
/* A child, new or there already; @label may be NULL. */
struct dt_node *map_child(struct map *map, struct dt_node *parent, const char *name,
                          const char *label);

#define GPIO_HIGH   0
#define GPIO_LOW    1
#define GPIO_PULLED 16 /* high, with a pull-up */
/* name = <&pio bank pin flags>. False when the pin cannot be expressed (a PMIC's, none such). */
bool map_gpio(struct map *map, struct dt_node *node, const char *name, const struct hw_fact *pin,
              unsigned flags);
/* One more <&pio …> in an existing property. */
bool map_add_gpio(struct map *map, struct dt_property *property, const struct fex_gpio *gpio,
                  unsigned flags);
/* interrupt-parent and interrupts of an external interrupt pin. False when it has none. */
bool map_interrupt(struct map *map, struct dt_node *node, const struct hw_fact *pin,
                   unsigned trigger, const char *trigger_name);

/* A peripheral by mainline's label; NULL when the SoC or the base has none. */
struct dt_node *map_node(struct map *map, const char *label);
/* map_node(), switched on; NULL also when the owner said that the board has none. */
struct dt_node *map_enable(struct map *map, const char *label);
bool map_is_on(struct map *map, const char *label);

/*
 * pinctrl-0 of @node: the groups of the base or of mainline that cover the device's pins with
 * this function, a new group for the rest.
 * @signals  names of the facts whose pins are wanted, NULL-terminated
 * Returns whether all could be placed; pins that other nodes own are refused with a warning.
 */
bool map_pins(struct map *map, struct dt_node *node, const struct hw_device *device,
              const char *const *signals);
/* pinctrl-0 from mainline's group with this label. False when the SoC has none. */
bool map_pin_group(struct map *map, struct dt_node *node, const char *label, bool add);
/* Whether nothing enabled so far uses one of the device's pins. */
bool map_pins_free(const struct map *map, const struct hw_device *device,
                   const char *const *signals);
bool map_is_taken(const struct map *map, const struct hw_fact *pin);
/* Whether [gpio_para] hands the wire of that name to user space, as an input. */
bool map_is_listed(const struct map *map, const struct hw_device *device, const char *signal);
/* Whether it hands the pin out so, or among so many that they are a header's. */
bool map_is_on_header(const struct map *map, const struct hw_fact *pin);
/* Whether it lists a header's pins, and the pin is none of them. */
bool map_is_missed(const struct map *map, const struct hw_fact *pin);
bool map_claim_pin(struct map *map, const struct fex_gpio *gpio, struct dt_node *user,
                   const char *what);
/* Gives back what a node that goes away had claimed. */
void map_free_pins(struct map *map, const struct dt_node *user);
/* The fixed regulator that the pin switches; or NULL. */
struct dt_node *map_switch_on(const struct map *map, const struct fex_gpio *gpio);

/* A regulator-fixed below the root. @gpio NULL: always there. Found again by name. */
struct dt_node *map_fixed_regulator(struct map *map, const char *name, const char *label,
                                    uint32_t microvolts, const struct hw_fact *gpio, bool boot_on);
/* One of the three rails that every board has: "vcc3v0", "vcc3v3", "vcc5v0". */
struct dt_node *map_rail(struct map *map, const char *name);
/* A regulator of the PMIC by its node name, "dcdc1"; NULL when there is none. */
struct dt_node *map_pmic_regulator(struct map *map, const char *name);
/* What a vendor's string "axp22_dldo1" or "vcc-wifi" names; NULL when it names none. */
struct dt_node *map_supply_by_name(struct map *map, const char *name);

void map_note_fact(struct map *map, const struct hw_fact *fact, const char *reason);
/* Returns the owner's answer, or NULL and asks. */
const char *map_ask(struct map *map, const char *key, const char *text, const char *assumed,
                    unsigned permille, unsigned weight, const struct hw_fact *fact);

/*
 * The owner's answer about what mainline's boards leave off; asks, and returns NULL, without one and
 * when it is no.
 */
const char *map_ask_for(struct map *map, const char *key, const char *text, unsigned permille,
                        const struct hw_fact *fact);
/* What @key is about cannot be made: FX303 to an owner who asked for it, else a note. */
void map_refuse(struct map *map, const char *key, const struct hw_fact *fact, const char *reason);

/* The owner's answer about a peripheral, --answer uart2=yes: 1 yes, 0 no, -1 none. */
int map_answered(struct map *map, const char *label);
/* The same, else what the @rule says; what a rule leaves of the vendor's @device is asked for. */
bool map_wants(struct map *map, const char *label, bool rule, const struct hw_device *device);

/* Whether @soc begins with one of the comma-separated @list ("*": any). */
bool map_soc_is(const struct map *map, const char *list);

const char *map_class_name(enum map_class class); /* "tablet", "box", "board" */
/* Whether @word is in a comma-separated list, or the list is "*". */
bool map_in_list(const char *list, const char *word);
/* Fills the figures of map->enabled and of the questions from the habits; asks of all that was decided. For who
 * shows them, once; a tree does without. */
void map_confidence(struct map *map);

/* The I2C controller with the vendor's number, on with the pins that its section says; or NULL. */
struct dt_node *map_twi_bus(struct map *map, unsigned index);
/* The file's interrupt, pins and size for a touch chip that the owner put on a bus, "i2c1". */
void map_touch_wires(struct map *map, struct dt_node *node, const char *bus);
/* Makes two endpoints each other's remote end. */
void map_join(struct map *map, struct dt_node *a, struct dt_node *b);

/* Whether the file's wifi is a chip on USB. */
bool map_has_usb_wifi(const struct map *map);
/* Whether the wifi module's other half is a Bluetooth chip on a UART. */
bool map_has_serial_bluetooth(const struct map *map);
/* A box for the television with wired network: its sockets are all hosts, mainline's trees small. */
bool map_is_wired_box(const struct map *map);
/* A SoC vendor's evaluation kit: a board with a panel and touch on it. */
bool map_is_reference_kit(const struct map *map);
/* A Bluetooth chip below its UART; false when the file names none that has a binding. */
bool map_bluetooth(struct map *map, struct dt_node *node, const struct hw_device *uart);

/* The members of the table in map.c. */
map_fn map_root, map_pmic, map_ac100, map_console, map_uart, map_twi, map_spi, map_mmc, map_usb,
	map_net, map_sata, map_ir, map_display, map_audio, map_touch, map_sensors, map_leds,
	map_keys, map_ladder, map_wifi, map_feeds, map_nand, map_camera, map_spdif, map_can,
	map_memory, map_opp, map_rest;

#endif
