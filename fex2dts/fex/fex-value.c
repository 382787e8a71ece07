/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/fex/fex-value.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PIN_MAX   255 /* sunxi-fexc 1.4.2 refuses more */
#define FIELD_MAX 0x7fffffff

struct value {
	struct arena *arena;
	char *text, *p;
	struct where at;
	struct fex_entry *entry;
	struct diags *diags;
	bool odd; /* read all the same, but not to be written like that again */
};

static struct where where_in(const struct value *value, const char *p)
{
	return at_line(value->at.file, value->at.line,
	               value->at.column + (unsigned)(p - value->text));
}

static char *spaces(char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* Behind a number or a port: nothing, a semicolon, a comment. Returns false when it is none. */
static bool value_end(struct value *value, char *p)
{
	p = spaces(p);
	if (*p == '\0')
		return true;
	if (*p != ';' && *p != '#' && strncmp(p, "//", 2) != 0)
		return false;
	value->odd = true;
	if (*spaces(p + 1) == '\0') {
		diag_warning(value->diags, "FX110", where_in(value, p),
		             "remove the semicolon: a line ends by itself",
		             "a stray \"%c\" behind the value", *p);
		return true;
	}
	diag_warning(value->diags, "FX111", where_in(value, p),
	             "put the comment on a line of its own: sunxi-fexc refuses it here",
	             "a comment behind a value");
	value->entry->comment = arena_strdup(value->arena, p);
	return true;
}

static bool is_number(const char *p)
{
	p += *p == '-';
	return isdigit((unsigned char)*p);
}

static void warn_of_leading_zeros(struct value *value, const char *digits, const char *end,
                                  bool negative)
{
	char *octal_end;
	unsigned long long octal = strtoull(digits, &octal_end, 8);
	const char *meant = fex_value_text(value->arena, value->entry);
	if (octal_end != end || octal > UINT32_MAX) {
		value->odd = true;
		diag_warning(
			value->diags, "FX113", value->at, "write the number without leading zeros",
			"a number with leading zeros, read as %s; sunxi-fexc refuses it", meant);
		return;
	}
	value->entry->octal = true;
	value->entry->octal_word = negative ? 0 - (uint32_t)octal : (uint32_t)octal;
	diag_warning(
		value->diags, "FX112", value->at,
		"write the number without leading zeros, or use --decimal",
		"a number with leading zeros: meant is %s, but the vendors' compiler reads octal and makes %u of it",
		meant, value->entry->octal_word);
}

static int value_number(struct value *value)
{
	char *digits = value->p + (*value->p == '-'), *end;
	bool negative = digits != value->p;
	bool hex = digits[0] == '0' && (digits[1] | 0x20) == 'x';
	errno = 0;
	unsigned long long n = strtoull(digits, &end, hex ? 16 : 10);
	if ((hex && end < digits + 3) || !value_end(value, end))
		return diag_error(value->diags, "FX105", where_in(value, end),
		                  "write a decimal or 0x… number alone, or quote a string",
		                  "expected the end of a number, found \"%s\"", end);
	if (errno == ERANGE || n > (negative ? (uint64_t)INT32_MAX + 1 : UINT32_MAX))
		return diag_error(
			value->diags, "FX106", value->at, "a word holds -2147483648 to 4294967295",
			"%.*s does not fit in a word of 32 bits", (int)(end - value->p), value->p);
	value->entry->kind = FEX_WORD;
	value->entry->hex = hex;
	value->entry->word = negative ? 0 - (uint32_t)n : (uint32_t)n;
	if (!hex && end - digits > 1 && *digits == '0' && n != 0)
		warn_of_leading_zeros(value, digits, end, negative);
	*end = '\0';
	return 0;
}

static int port_error(const struct value *value, const char *p, const char *wanted)
{
	return diag_error(value->diags, "FX107", where_in(value, p),
	                  "a port is port:PA00<mux><pull><drive><data>, PA to PN, or port:power0",
	                  "expected %s, found \"%s\"", wanted, p);
}

static void port_odd(struct value *value, const char *p, const char *what)
{
	value->odd = true;
	diag_warning(value->diags, "FX114", where_in(value, p),
	             "write port:PA00<mux><pull><drive><data>: sunxi-fexc refuses this",
	             "%s in a port", what);
}

static char *port_spaces(struct value *value, char *p, bool inside)
{
	char *next = spaces(p);
	if (next != p && *next != '\0' && (inside || *next == '<'))
		port_odd(value, p, "a space");
	return next;
}

static int port_pin(struct value *value, char **p, unsigned *out)
{
	char *end;
	if (!isdigit((unsigned char)**p))
		return port_error(value, *p, "a pin number");
	unsigned long pin = strtoul(*p, &end, 10);
	if (pin > PIN_MAX || end - *p > 9)
		return port_error(value, *p, "a pin number up to 255");
	*p = end;
	*out = (unsigned)pin;
	return 0;
}

static int port_name(struct value *value, char **p)
{
	struct fex_gpio *gpio = &value->entry->gpio;
	char *s = port_spaces(value, *p, true);
	if (strncasecmp(s, "power", 5) == 0) {
		gpio->bank = FEX_PORT_POWER;
		*p = s + 5;
		return port_pin(value, p, &gpio->pin);
	}
	if ((s[0] | 0x20) != 'p' || !isalpha((unsigned char)s[1]))
		return port_error(value, s, "PA to PN");
	gpio->bank = (unsigned)(toupper((unsigned char)s[1]) - 'A') + 1;
	if (gpio->bank > FEX_BANKS)
		return port_error(value, s, "a bank from PA to PN");
	if (s[0] == 'p' || islower((unsigned char)s[1]))
		port_odd(value, s, "a lower-case name");
	*p = s + 2;
	return port_pin(value, p, &gpio->pin);
}

/* The inside of one <…>, @p behind the '<'. */
static int port_field(struct value *value, char **p, int *out)
{
	char *s = port_spaces(value, *p, true), *end = s;
	*out = FEX_DEFAULT;
	if (strncasecmp(s, "default", 7) == 0) {
		if (strncmp(s, "default", 7) != 0)
			port_odd(value, s, "a <default> with capitals");
		end = s + 7;
	} else if (isdigit((unsigned char)*s)) {
		unsigned long n = strtoul(s, &end, 0);
		if (n > FIELD_MAX)
			return port_error(value, s, "a small number");
		*out = (int)n;
	} else if (*s == '>') {
		port_odd(value, s, "an empty field");
	} else {
		return port_error(value, s, "<default> or a number");
	}
	end = spaces(end);
	if (*end == '>')
		end++;
	else if (*end == '<' || *end == '\0' || *end == ';')
		port_odd(value, end, "a missing \">\"");
	else
		return port_error(value, end, "\">\"");
	*p = end;
	return 0;
}

static void warn_of_missing_fields(struct value *value, const char *p, unsigned count)
{
	if (count < 4)
		diag_warning(
			value->diags, "FX115", where_in(value, p),
			"write all four: <mux><pull><drive><data>; <default> where nothing is meant",
			"a port with %u of its 4 fields; the others are taken as default", count);
	else if (count > 4)
		diag_warning(value->diags, "FX116", where_in(value, p),
		             "remove what follows the fourth field: sunxi-fexc refuses it",
		             "a port with %u fields; those behind the fourth are ignored", count);
}

static int value_port(struct value *value)
{
	struct fex_gpio *gpio = &value->entry->gpio;
	int *fields[] = { &gpio->mux, &gpio->pull, &gpio->drive, &gpio->data };
	char *p = value->p + 5;
	unsigned count = 0;
	value->entry->kind = FEX_GPIO;
	*gpio = (struct fex_gpio){ 0, 0, FEX_DEFAULT, FEX_DEFAULT, FEX_DEFAULT, FEX_DEFAULT };
	if (strncmp(value->p, "port:", 5) != 0)
		port_odd(value, value->p, "a \"port:\" with capitals");
	if (port_name(value, &p) < 0)
		return -1;
	for (p = port_spaces(value, p, false); *p == '<'; p = port_spaces(value, p, false)) {
		int ignored;
		p++;
		if (port_field(value, &p, count < 4 ? fields[count] : &ignored) < 0)
			return -1;
		count++;
	}
	if (!value_end(value, p))
		return port_error(value, p, "\"<\" or the end of the port");
	warn_of_missing_fields(value, value->p, count);
	value->odd |= count > 4;
	*p = '\0';
	return 0;
}

/* The closing quote: the first that only a comment follows, else the last; NULL when there is none. */
static char *closing_quote(char *from)
{
	for (char *p = strchr(from, '"'); p != NULL; p = strchr(p + 1, '"'))
		if (*spaces(p + 1) == ';' || *spaces(p + 1) == '\0')
			return p;
	return strrchr(from, '"');
}

static int value_string(struct value *value)
{
	char *start = value->p + 1, *end = closing_quote(start);
	value->entry->kind = FEX_STRING;
	if (end == NULL) {
		value->odd = true;
		diag_warning(
			value->diags, "FX117", where_in(value, start), "close the string",
			"a string without its closing quote; sunxi-fexc keeps the quote as part of it");
	} else if (!value_end(value, end + 1)) {
		return diag_error(value->diags, "FX105", where_in(value, end + 1),
		                  "quote the whole string",
		                  "expected the end of a string, found \"%s\"", end + 1);
	}
	value->entry->string = end == NULL
	                               ? arena_strdup(value->arena, start)
	                               : arena_strndup(value->arena, start, (size_t)(end - start));
	if (strchr(value->entry->string, '"') != NULL)
		diag_warning(
			value->diags, "FX118", where_in(value, strchr(start, '"')),
			"remove the quote that is too many; it is taken as a part of the string",
			"a stray quote inside a string");
	if (end != NULL)
		end[1] = '\0';
	return 0;
}

static int value_word(struct value *value)
{
	char *semicolon = strchr(value->p, ';');
	if (semicolon != NULL) {
		value_end(value, semicolon);
		while (semicolon > value->p && (semicolon[-1] == ' ' || semicolon[-1] == '\t'))
			semicolon--;
		*semicolon = '\0';
	}
	value->entry->kind = *value->p == '\0' ? FEX_EMPTY : FEX_STRING;
	if (value->entry->kind == FEX_EMPTY)
		return 0;
	value->entry->string = value->p;
	diag_warning(value->diags, "FX119", value->at, "quote it",
	             "the unquoted word \"%s\" is taken as a string", value->p);
	return 0;
}

int fex_value_read(struct arena *arena, char *text, struct where at, struct fex_entry *entry,
                   struct diags *diags)
{
	struct value value = { arena, text, text, at, entry, diags, false };
	int result;
	if (*text == '\0')
		result = 0;
	else if (*text == '"')
		result = value_string(&value);
	else if (strncasecmp(text, "port:", 5) == 0)
		result = value_port(&value);
	else if (is_number(text))
		result = value_number(&value);
	else
		result = value_word(&value);
	entry->spelling = result < 0 || value.odd || *text == '\0' ? NULL : text;
	return result;
}
