/*
 * How soon and how surely the speed of a line is found: every listed rate (and some that are not),
 * every adapter, every skew, over text files. Prints one table.
 *   speed [-n EVERY] [-v] [-c CHIP] [-r RATE] [-k SKEW] [-l] [-b] FILE...
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
	unsigned cases, right, within_300, wrong_sure, none, other;
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
		fclose(file);
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
	return fmax(2000, 1.5 * rate / 10);
}

static void judge(const struct speed_trial *trial, const struct speed_result *r,
                  struct tally *tally)
{
	double real = trial->rate * (1 + trial->skew / 100);
	bool right = r->rate > 0 && (fabs(r->rate / trial->rate - 1) <= 0.0251 ||
	                             fabs(r->rate / real - 1) <= 0.0251);
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
	printf("%-12s %6u cases  right %6.2f %%  within 300 bytes %5.1f %%  wrong and sure %u  none %u  wrong frame %u  %.1f ms each\n",
	       what, t->cases, 100.0 * t->right / t->cases, 100.0 * t->within_300 / t->cases,
	       t->wrong_sure, t->none, t->frame_wrong, 1e3 * t->cpu / t->cases);
}

/* Changes in mid-stream: how soon the new rate is known. */
static void follow(int rounds, bool verbose)
{
	static const double pairs[][2] = {
		{ 115200, 921600 }, { 1.5e6, 115200 }, { 115200, 1.5e6 }, { 115200, 9600 },
		{ 9600, 115200 },   { 74880, 115200 }, { 921600, 115200 }, { 57600, 115200 },
		{ 115200, 460800 }, { 460800, 38400 }, { 115200, 57600 },  { 1e6, 115200 },
	};
	unsigned cases = 0, right = 0, soon = 0, wrong = 0;
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
			for (int chip = 0; chip < CHIPS; chip++) {
				struct speed_trial trial = { .chip = (enum speed_chip)chip, .text = sample,
					.rate = pairs[i][0], .then_rate = pairs[i][1], .skew = floor(chance() * 5) - 2,
					.mode = { 8, 'N', 1 }, .phase = chance(), .latency = 0.001,
					.late = 0.0005, .verbose = verbose };
				trial.then_at = (size_t)fmax(4000, trial.rate / 100);
				trial.len = take_sample(trial.then_at + (size_t)fmax(4000, trial.then_rate / 40), false);
				struct speed_result r = speed_trial_run(&trial, &search);
				double at = (double)trial.then_at * 10 / trial.rate / (1 + trial.skew / 100);
				bool ok = fabs(r.last_rate / trial.then_rate - 1) < 0.0251 && r.last_seconds > at;
				bool in_time = ok && ((double)r.last_bytes - (double)trial.then_at <= 500 || r.last_seconds - at <= 0.15);
				cases++;
				right += ok;
				soon += in_time;
				wrong += r.wrong_and_sure;
				if (!in_time || verbose)
					printf("%s %.0f then %.0f skew %g: %.0f at byte %+.0f, %+.1f ms%s\n",
					       speed_chip_names[chip], trial.rate, trial.then_rate, trial.skew, r.last_rate,
					       (double)r.last_bytes - (double)trial.then_at, 1e3 * (r.last_seconds - at),
					       in_time ? "" : "  BAD");
			}
	printf("changes in mid-stream: %u, followed %u, within 500 bytes or 150 ms %u, wrong and sure %u\n",
	       cases, right, soon, wrong);
}

int main(int argc, char **argv)
{
	struct tally by_rate[RATES] = { 0 }, by_chip[CHIPS] = { 0 }, by_kind[2] = { 0 },
		     all = { 0 };
	double only_rate = 0, only_skew = 99;
	int opt, only_chip = -1, rounds = 1, only_kind = -1;
	bool verbose = false, known = false, listed = false, changes = false;
	while ((opt = getopt(argc, argv, "n:vKc:r:k:b:lt")) != -1)
		switch (opt) {
		case 'n':
			rounds = atoi(optarg);
			break;
		case 'v':
			verbose = true;
			break;
		case 'K':
			known = true;
			break;
		case 'c':
			only_chip = atoi(optarg);
			break;
		case 'r':
			only_rate = atof(optarg);
			break;
		case 'k':
			only_skew = atof(optarg);
			break;
		case 'b':
			only_kind = atoi(optarg);
			break;
		case 'l':
			listed = true;
			break;
		case 't':
			changes = true;
			break;
		default:
			return 2;
		}
	read_texts(argv + optind);
	if (changes) {
		follow(rounds, verbose);
		return 0;
	}
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < (listed ? LISTED : RATES); i++)
			for (int chip = 0; chip < CHIPS; chip++)
				for (int kind = 0; kind < 2; kind++) {
					double skew =
						only_skew < 9 ? only_skew : floor(chance() * 5) - 2;
					struct speed_trial trial = {
						.chip = (enum speed_chip)chip,
						.chip_known = known,
						.text = sample,
						.rate = rates[i],
						.skew = skew,
						.mode = { 8, 'N', 1 },
						.phase = chance(),
						.latency = 0.001,
						.late = chance() < 0.1 ? 0.03 * chance() : 0.0005,
						.verbose = verbose
					};
					if ((only_rate > 0 && rates[i] != only_rate) ||
					    (only_chip >= 0 && chip != only_chip) ||
					    (only_kind >= 0 && kind != only_kind))
						continue;
					trial.len = take_sample(allowed_bytes(rates[i]), kind == 1);
					struct speed_result r = speed_trial_run(&trial, &search);
					judge(&trial, &r, &by_rate[i]);
					judge(&trial, &r, &by_chip[chip]);
					judge(&trial, &r, &by_kind[kind]);
					judge(&trial, &r, &all);
					bool bad = r.rate == 0 ||
					           (fabs(r.rate / rates[i] - 1) > 0.0251 &&
					            fabs(r.rate / rates[i] / (1 + skew / 100) - 1) >
					                    0.0251);
					if (verbose || (bad && rounds < 4))
						printf("%s %s %.0f skew %g: %.0f (%.3f) after %zu bytes, %.1f ms, %u sets, cpu %.1f ms%s\n",
						       speed_chip_names[chip],
						       kind ? "binary" : "text", rates[i], skew,
						       r.rate, r.confidence, r.bytes,
						       r.seconds * 1e3, r.sets, r.cpu * 1e3,
						       bad ? "  BAD" : "");
				}
	for (size_t i = 0; i < RATES; i++)
		if (by_rate[i].cases > 0) {
			char name[32];
			snprintf(name, sizeof name, "%.0f", rates[i]);
			print_tally(name, &by_rate[i]);
		}
	for (int chip = 0; chip < CHIPS; chip++)
		if (by_chip[chip].cases > 0)
			print_tally(speed_chip_names[chip], &by_chip[chip]);
	for (int kind = 0; kind < 2; kind++)
		if (by_kind[kind].cases > 0)
			print_tally(kind ? "binary-heavy" : "text", &by_kind[kind]);
	print_tally("all", &all);
	return 0;
}
