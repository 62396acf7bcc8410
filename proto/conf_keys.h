/*
 * conf_keys.h -- the table of configuration keys: names, kinds, ranges, what is
 * built in and what helps.  For conf.c.
 */
#ifndef PROTO_CONF_KEYS_H
#define PROTO_CONF_KEYS_H

#include "conf.h"

enum conf_kind { KIND_INT, KIND_WORD, KIND_TEXT };

struct conf_key {
	const char *name;
	enum conf_kind kind;
	int64_t fallback, min, max; /* KIND_INT; KIND_WORD: index */
	const char *const *words;   /* KIND_WORD */
	const char *help;
	const char *text; /* KIND_TEXT: built in; NULL: empty */
};

/* Every key, in the order of enum conf_id. */
extern const struct conf_key conf_keys[CONF_KEYS];

#endif
