/*
 * json.h -- writing JSON (RFC 8259) onto a buf.  Reading is json-c's work
 * (record.h).  The writer puts commas where they belong:
 *
 *   struct json j = json_on(&buf);
 *   json_open(&j, '{');
 *   json_key(&j, "id");  json_str(&j, id);
 *   json_close(&j, '}');
 *
 * Strings must be valid UTF-8; they are escaped, never altered.  Numbers are
 * the shortest text that reads back as the same double; NaN and infinities
 * become null.
 */
#ifndef PROTO_JSON_H
#define PROTO_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct json {
	struct buf *out; /* borrowed */
	bool comma;      /* the next value needs one before it */
};

struct json json_on(struct buf *out);

void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct span s);
void json_str_or_null(struct json *j, struct span s); /* null when s.p NULL */
void json_int(struct json *j, int64_t n);
void json_real(struct json *j, double d);
void json_bool(struct json *j, bool b);
void json_null(struct json *j);
/* A member: key and value in one. */
void json_key_int(struct json *j, const char *key, int64_t n);
void json_key_bool(struct json *j, const char *key, bool b);
void json_key_text(
    struct json *j, const char *key, struct span s); /* or null */
void json_key_time(struct json *j, const char *key, int64_t wall_ms);
/* A value that is JSON already; nothing checks it. */
void json_raw(struct json *j, struct span s);

#endif
