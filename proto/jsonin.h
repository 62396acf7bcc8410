/*
 * jsonin.h -- reading JSON (RFC 8259) from outside by json-c, with the checks
 * it lacks: it replaces lone surrogates without a word, ends a name at
 * U+0000, and takes some 300 bytes for each empty array.
 */
#ifndef PROTO_JSONIN_H
#define PROTO_JSONIN_H

/* A type of json-c's, and a function of json.h. */
#define json_bool json_c_bool
#include <json-c/json.h>
#undef json_bool

#include "buf.h"
#include "rc.h"

#define JSONIN_VALUES_MAX 100000u /* values in one text */

/*
 * Parse s, which may hold anything, nested no deeper than depth.  On success
 * the caller puts *root (json_object_put(); NULL for the value null).
 * Otherwise why (cleared first) is a sentence without a full stop, with the
 * column, counted in characters from 1 (and the line, after the first one):
 *   RC_END      nothing but blanks
 *   RC_BADMSG   not JSON, not UTF-8, or a lone surrogate or U+0000 in it
 *   RC_TOOBIG   deeper, or more values than the limit
 */
MUST_USE enum rc jsonin_parse(
    struct span s, int depth, struct json_object **root, struct buf *why);

/* The member of o called key; NULL when o is no object or has none. */
struct json_object *jsonin_member(struct json_object *o, const char *key);
/* Its bytes if it is a string, else { NULL, 0 }; good for as long as o is. */
struct span jsonin_string(struct json_object *o, const char *key);

#endif
