/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How soon and how surely the speed of a line is found: every listed rate (and some that are not),
 * every adapter, every skew, over text files. Prints one table.
 *   speed [-n ROUNDS] [-l: listed rates only] [-t: changes in mid-stream] [-v] [-K: adapter known] [-e: errors are counted]
 *         [-c CHIP] [-r RATE] [-k SKEW] [-b KIND] [-s SEED] FILE...
 */
#include "../unit/speed-trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_TEXT (1 << 20)

static const double rates[] = { 1200,   2400,    4800,    9600,   14400,  19200,  28800,  31250,
	                        38400,  57600,   74880,   115200, 128000, 144000, 230400, 250000,
	                        460800, 500000,  921600,  1e6,    1.5e6,  2e6,    3e6,    4e6,
	                        1800,   6000,    11500,   34000,  67000,  100000, 187500, 333333,
	                        650000, 1200000, 1728000, 2666666 };
#define LISTED 24
#define RATES  (sizeof rates / sizeof *rates)

struct tally {
	unsigned cases, right, within_300, wrong_sure, none;
	unsigned frame_wrong;
	double cpu;
};

static uint8_t text[MAX_TEXT], sample[1 << 17];
static size_t text_len;
static struct baud_search search;

static void read_texts(char **files)
{
	for (; *files != NULL; files++) {
		FILE *file = fopen(*files, "rb");
		if (file == NULL) {
			perror(*files);
			exit(2);
		}
		text_len += fread(text + text_len, 1, sizeof text - text_len, file);
		if (fclose(file) != 0)
			exit(2);
	}
}

static unsigned long seed = 12345;
static double chance(void)
{
	seed = seed * 6364136223846793005ul + 1442695040888963407ul;
	return (double)(seed >> 33) / 2147483648.0;
}

/* A piece of text from anywhere; binary: with runs of random bytes in it. */
static size_t take_sample(size_t len, bool binary)
{
	size_t at = (size_t)(chance() * (double)text_len), block = 0;
	bool in_binary = false;
	len = len > sizeof sample ? sizeof sample : len;
	for (size_t i = 0; i < len; i++) {
		if (binary && block == 0) {
			in_binary = chance() < 0.5;
			block = (size_t)(8 + chance() * 120);
		}
		block -= block > 0;
		sample[i] = in_binary ? (uint8_t)(chance() * 256) : text[(at + i) % text_len];
	}
	return len;
}

static size_t allowed_bytes(double rate)
{
	return (size_t)fmax(2000, 1.5 * rate / 10);
}

static bool is_right(const struct speed_trial *trial, const struct speed_result *r)
{
	double real = trial->rate * (1 + trial->skew / 100);
	return r->rate > 0 &&
	       (fabs(r->rate / trial->rate - 1) <= 0.0251 || fabs(r->rate / real - 1) <= 0.0251);
}

static void judge(const struct speed_trial *trial, const struct speed_result *r,
                  struct tally *tally)
{
	bool right = is_right(trial, r);
	tally->cases++;
	tally->right += right && r->bytes <= allowed_bytes(trial->rate);
	tally->within_300 += right && r->bytes <= 300;
	tally->wrong_sure += r->wrong_and_sure;
	tally->frame_wrong += right && search.format != BAUD_8N1;
	tally->none += r->rate == 0;
	tally->cpu += r->cpu;
}

static void print_tally(const char *what, const struct tally *t)
{
	if (t->cases == 0)
		return;
	printf("%-12s %6u cases  right %6.2f %%  within 300 bytes %5.1f %%  wrong and sure %u  none %u  wrong frame %u  %.1f ms each\n",
	       what, t->cases, 100.0 * t->right / t->cases, 100.0 * t->within_300 / t->cases,
	       t->wrong_sure, t->none, t->frame_wrong, 1e3 * t->cpu / t->cases);
}

/* Changes in mid-stream: how soon the new rate is known. */
static void follow(int rounds, bool verbose)
{
	static const double pairs[][2] = {
		{ 115200, 921600 }, { 1.5e6, 115200 }, { 115200, 1.5e6 },  { 115200, 9600 },
		{ 9600, 115200 },   { 74880, 115200 }, { 921600, 115200 }, { 57600, 115200 },
		{ 115200, 460800 }, { 460800, 38400 }, { 115200, 57600 },  { 1e6, 115200 },
	};
	unsigned cases = 0, right = 0, soon = 0, wrong = 0;
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
			for (int chip = 0; chip < CHIPS; chip++) {
				struct speed_trial trial = { .chip = (enum speed_chip)chip,
					                     .text = sample,
					                     .rate = pairs[i][0],
					                     .then_rate = pairs[i][1],
					                     .skew = floor(chance() * 5) - 2,
					                     .mode = { 8, 'N', 1 },
					                     .phase = chance(),
					                     .latency = 0.001,
					                     .late = 0.0005,
					                     .verbose = verbose };
				trial.then_at = (size_t)fmax(4000, trial.rate / 100);
				trial.len = take_sample(
					trial.then_at + (size_t)fmax(4000, trial.then_rate / 40),
					false);
				struct speed_result r = speed_trial_run(&trial, &search);
				double at = (double)trial.then_at * 10 / trial.rate /
				            (1 + trial.skew / 100);
				bool ok = fabs(r.last_rate / trial.then_rate - 1) < 0.0251 &&
				          r.last_seconds > at;
				bool in_time =
					ok &&
					((double)r.last_bytes - (double)trial.then_at <= 500 ||
				         r.last_seconds - at <= 0.15);
				cases++;
				right += ok;
				soon += in_time;
				wrong += r.wrong_and_sure;
				if (!in_time || verbose)
					printf("%s %.0f then %.0f skew %g: %.0f at byte %+.0f, %+.1f ms%s\n",
					       speed_chip_names[chip], trial.rate, trial.then_rate,
					       trial.skew, r.last_rate,
					       (double)r.last_bytes - (double)trial.then_at,
					       1e3 * (r.last_seconds - at), in_time ? "" : "  BAD");
			}
	printf("changes in mid-stream: %u, followed %u, within 500 bytes or 150 ms %u, wrong and sure %u\n",
	       cases, right, soon, wrong);
}

struct choice {
	double rate, skew;
	int chip, kind, rounds;
	bool verbose, known, listed, changes, counts;
};

struct tallies {
	struct tally by_rate[RATES], by_chip[CHIPS], by_kind[2], all;
};

static bool is_chosen(const struct choice *choice, double rate, int chip, int kind)
{
	return (choice->rate == 0 || rate == choice->rate) &&
	       (choice->chip < 0 || chip == choice->chip) &&
	       (choice->kind < 0 || kind == choice->kind);
}

/* A case is drawn also when it is not chosen: the others stay the same. */
static void try_one(const struct choice *choice, size_t i, int chip, int kind,
                    struct tallies *tallies)
{
	double skew = floor(chance() * 5) - 2;
	struct speed_trial trial = { .chip = (enum speed_chip)chip,
		                     .chip_known = choice->known,
		                     .counts = choice->counts,
		                     .text = sample,
		                     .rate = rates[i],
		                     .skew = choice->skew < 9 ? choice->skew : skew,
		                     .mode = { 8, 'N', 1 },
		                     .phase = chance(),
		                     .latency = 0.001,
		                     .verbose = choice->verbose };
	trial.late = chance() < 0.1 ? 0.03 * chance() : 0.0005;
	trial.len = take_sample(allowed_bytes(rates[i]), kind == 1);
	if (!is_chosen(choice, rates[i], chip, kind))
		return;
	struct speed_result r = speed_trial_run(&trial, &search);
	judge(&trial, &r, &tallies->by_rate[i]);
	judge(&trial, &r, &tallies->by_chip[chip]);
	judge(&trial, &r, &tallies->by_kind[kind]);
	judge(&trial, &r, &tallies->all);
	if (choice->verbose)
		printf("%s %s %.0f skew %g: %.0f (%.3f) after %zu bytes, %.1f ms, %u sets, cpu %.1f ms%s\n",
		       speed_chip_names[chip], kind ? "binary" : "text", rates[i], trial.skew,
		       r.rate, r.confidence, r.bytes, r.seconds * 1e3, r.sets, r.cpu * 1e3,
		       is_right(&trial, &r) ? "" : "  BAD");
}

static void try_all(const struct choice *choice, struct tallies *tallies)
{
	for (int round = 0; round < choice->rounds; round++)
		for (size_t i = 0; i < (choice->listed ? LISTED : RATES); i++)
			for (int chip = 0; chip < CHIPS; chip++)
				for (int kind = 0; kind < 2; kind++)
					try_one(choice, i, chip, kind, tallies);
}

static void print_all(const struct tallies *tallies)
{
	char name[32];
	for (size_t i = 0; i < RATES; i++) {
		snprintf(name, sizeof name, "%.0f", rates[i]);
		print_tally(name, &tallies->by_rate[i]);
	}
	for (int chip = 0; chip < CHIPS; chip++)
		print_tally(speed_chip_names[chip], &tallies->by_chip[chip]);
	print_tally("text", &tallies->by_kind[0]);
	print_tally("binary-heavy", &tallies->by_kind[1]);
	print_tally("all", &tallies->all);
}

static void read_options(int argc, char **argv, struct choice *choice)
{
	for (int opt; (opt = getopt(argc, argv, "n:vKec:r:k:b:s:lt")) != -1;)
		switch (opt) {
		case 'n':
			choice->rounds = (int)strtol(optarg, NULL, 10);
			break;
		case 'c':
			choice->chip = (int)strtol(optarg, NULL, 10);
			break;
		case 'r':
			choice->rate = strtod(optarg, NULL);
			break;
		case 'k':
			choice->skew = strtod(optarg, NULL);
			break;
		case 'b':
			choice->kind = (int)strtol(optarg, NULL, 10);
			break;
		case 's':
			seed = strtoul(optarg, NULL, 10);
			break;
		default:
			choice->verbose |= opt == 'v';
			choice->known |= opt == 'K';
			choice->listed |= opt == 'l';
			choice->changes |= opt == 't';
			choice->counts |= opt == 'e';
			if (opt == '?')
				exit(2);
		}
}

int main(int argc, char **argv)
{
	static struct tallies tallies;
	struct choice choice = { .skew = 99, .chip = -1, .kind = -1, .rounds = 1 };
	read_options(argc, argv, &choice);
	read_texts(argv + optind);
	if (text_len == 0)
		return 2;
	if (choice.changes) {
		follow(choice.rounds, choice.verbose);
		return 0;
	}
	try_all(&choice, &tallies);
	print_all(&tallies);
	return tallies.all.wrong_sure > tallies.all.cases / 100;
}
