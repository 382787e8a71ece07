/*
 * The rate of a serial line from what a receiver at any rate made of it: pure inference, no I/O.
 *
 * A character is the line's level at nine times after a falling edge. For each rate on a grid 1 %
 * apart an automaton over the receiver's phase in the sender's frame gives the probability of
 * what was received; what the rates are used for gives the prior.
 *
 *   baud_open(), then baud_receiver() whenever the receiver's rate was set, baud_feed() for what
 *   came at that rate, and between them baud_answer() and baud_next().
 *
 * The struct is fixed in size (about a quarter of a MiB) and holds no pointers but to tables.
 */
#ifndef SERIAL_TOOLS_BAUD_H
#define SERIAL_TOOLS_BAUD_H

#include "serial-tools/baud/baud-adapter.h"
#include "serial-tools/baud/baud-model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BAUD_TOLERANCE 0.025 /* a rate is right when it is so near to the sender's */

/* What a mark (framing error) on a received character tells. */
enum baud_marks {
	BAUD_MARKS_UNKNOWN, /* find out: no marks at all may be a good line or a mute adapter */
	BAUD_MARKS_CHAR,    /* exactly the characters whose stop bit was low */
	BAUD_MARKS_PACKET,  /* at least one of the characters of a packet */
	BAUD_MARKS_NONE,    /* nothing: the adapter does not tell */
};

struct baud_char {
	uint8_t value;
	bool marked;
};

struct baud_answer {
	bool text;         /* it seems to send text at that rate, not anything */
	uint32_t rate;     /* bits per second, the sender's; 0: nothing is known yet */
	double confidence; /* probability that @rate is within BAUD_TOLERANCE */
	enum baud_frame frame;
	double garbage; /* probability that the line is no serial text at any rate of the grid */
};

#define BAUD_NEAR     0.0246 /* log distance at which a rate of the grid still counts as a usual one */
#define BAUD_LOWEST   1150.0
#define BAUD_STEP     1.01
#define BAUD_GRID     824 /* BAUD_LOWEST * BAUD_STEP^823 is 4.14 M */
#define BAUD_EXTRA    300 /* frames of 9 and 11 bits, near the usual rates only */
#define BAUD_SAMPLES  10  /* a receiver of 8N1: start, 8 data, stop */
#define BAUD_POSITION 11  /* a falling edge begins the start bit or one of up to 10 others */
#define BAUD_PLENTY   256 /* characters at one receiver rate: more of them tell little */
#define BAUD_BLIND    0.1 /* a receiver so much slower than the sender sees noise */

/* Where in the sender's frame a receiver at one rate may be. */
struct baud_phase {
	float edge[BAUD_POSITION]
		  [2];             /* by position and the bit before the last two (a 1 and a 0) */
	float binary;              /* probability that it is sending no text just now */
	bool blind;                /* the sender is too fast to be told from noise */
	uint8_t steps;             /* sender bits from the edge to the receiver's stop bit */
	uint8_t bit[BAUD_SAMPLES]; /* the sender bit that each sample falls into … */
	float early[BAUD_SAMPLES]; /* … and the probability that it is the one before */
};

/* One rate and frame, and how well it fitted. After the receiver's rate was changed characters of
 * the rate before may still be on their way: both are followed until it is clear. */
struct baud_hypothesis {
	struct baud_phase now, before;
	float before_share; /* probability that the rate before is still in force */
	float rate;
	double weight; /* log of the posterior, up to a constant */
	uint8_t frame; /* enum baud_frame */
	bool dropped, disproved;
};

struct baud {
	struct baud_model model;
	const struct baud_adapter *adapter;
	struct baud_hypothesis hypothesis[BAUD_GRID + BAUD_EXTRA];
	double prior[BAUD_GRID + BAUD_EXTRA]; /* logs */
	unsigned count;
	double garbage;        /* log weight of the hypothesis that none fits */
	double receiver;       /* achieved rate of the receiver; 0 unknown */
	double ceiling;        /* no receiver rate above this is worth a try */
	enum baud_marks marks; /* as told */
	enum baud_marks seen;  /* as found out, when not told */
	unsigned turns;        /* changes between marked and unmarked, recently */
	unsigned recent;
	bool last_marked;
	unsigned long fed;   /* characters since baud_receiver() … */
	unsigned long chars; /* … of these, since it is clear that they are of the new rate */
	double before;       /* the receiver's rate before … */
	float before_mass[BAUD_GRID]; /* … and the posterior then */
	bool arrived;                 /* so much time has passed that it should be */
	bool unsettled;               /* it is not yet clear */
	uint8_t repeat[256];          /* how often a pair was met lately, by hash */
	uint8_t last_value;
};

/*
 * @adapter  what the receiver can be set to; baud_adapter_of(NULL) if nobody knows
 * @marks    what its marks mean
 */
void baud_open(struct baud *baud, const struct baud_adapter *adapter, enum baud_marks marks);

/* Back to the prior, with half of it at @likely (0: none); what was learnt of the adapter stays, and
 * without @likely what was disproved. */
void baud_restart(struct baud *baud, uint32_t likely);

/* The receiver runs at @rate (bits per second, achieved) from now on. What was on its way at the
 * old rate may still be fed: it is told from what comes at the new one. */
void baud_receiver(struct baud *baud, double rate);

/* The rate last told was not what the receiver made of it: it is @rate. */
void baud_correct(struct baud *baud, double rate);

/* So much time has passed since baud_receiver() that nothing of the rate before can come. */
void baud_arrived(struct baud *baud);

/* Whether text that seems to come at the receiver's rate from a sender at @rate could as well come
 * at the receiver's rate before, from another sender: the same ratio, and not yet ruled out. */
bool baud_could_be_before(const struct baud *baud, double rate);

/* The adapter made another rate of @wish: from now on only what such adapters can do is proposed. */
void baud_deny(struct baud *baud, double wish, double achieved);

/* No sender has this rate and frame: not considered until baud_restart() with a likely rate. The rest
 * begins anew. */
void baud_disprove(struct baud *baud, double rate, enum baud_frame frame);

/* Takes what was received, in order; any count. */
void baud_feed(struct baud *baud, const struct baud_char *chars, size_t count);

struct baud_answer baud_answer(const struct baud *baud);

/* The usual rate within BAUD_TOLERANCE of @rate, else @rate. */
uint32_t baud_usual_near(double rate);

/* What a mark means: as told, else as found out so far. */
enum baud_marks baud_marks_of(const struct baud *baud);

/* Whether the adapter is known to receive a sender at @rate. */
bool baud_can_receive(const struct baud *baud, double rate);

/* Whether the port may be asked for @rate: the adapter can do it, or nobody knows that it cannot. */
bool baud_could_set(const struct baud *baud, double rate);

/* Rates of the grid by index, and the index nearest to a rate. */
double baud_grid_rate(int index);
int baud_grid_index(double rate);

/* Sum of @mass within BAUD_TOLERANCE of @rate. */
double baud_mass_near(const double mass[BAUD_GRID], double rate);

/* Posterior of each rate of the grid, summed over frames; returns that of garbage. */
double baud_posterior(const struct baud *baud, double mass[BAUD_GRID]);

/* The receiver rate that promises most: one the adapter can do, the present one if no other is
 * clearly better. */
uint32_t baud_next(const struct baud *baud);

/* The rates that a sender is likely to use, ended by rate 0. */
struct baud_rate {
	uint32_t rate;
	float share; /* relative */
};
extern const struct baud_rate baud_rates[];

#endif
