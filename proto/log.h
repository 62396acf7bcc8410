/*
 * log.h -- one line an event on standard error, as logfmt, JSON, or plainly
 * for a person at a terminal:
 *
 *   at=2026-01-02T03:04:05.678Z role=worker level=warn msg="child died" \
 *       article=8f3a… attempt=2 signal=11
 *   04:04:05 worker: child died article=8f3a… attempt=2 signal=11
 *
 * Fields are name/value pairs; values are quoted when they need it, control
 * characters escaped, invalid UTF-8 replaced: a hostile title cannot forge a
 * line.  A line is written with one write(2) and is at most LOG_LINE_MAX
 * bytes; what is longer is cut.
 *
 * The level, format and role name are the process's only mutable globals
 * beside the stop flag; set them before a thread is started.
 */
#ifndef PROTO_LOG_H
#define PROTO_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "rc.h"
#include "span.h"

#define LOG_LINE_MAX 4096

enum log_level { LOG_ERR, LOG_WARN, LOG_INFO, LOG_DEBUG };
/* Auto: plain when standard error is a terminal, else logfmt. */
enum log_format { LOG_AUTO, LOG_LOGFMT, LOG_JSON, LOG_PLAIN };

/* One field.  Use the makers below; the views must live through the call. */
struct log_field {
	const char *name;
	enum { LOG_SPAN, LOG_INT, LOG_REAL } kind;
	struct span s;
	int64_t i;
	double r;
};

#define LOG_S(n, v)                             \
	{                                       \
		(n), LOG_SPAN, span_of(v), 0, 0 \
	}
#define LOG_V(n, v)                      \
	{                                \
		(n), LOG_SPAN, (v), 0, 0 \
	}
#define LOG_I(n, v)                                        \
	{                                                  \
		(n), LOG_INT, { NULL, 0 }, (int64_t)(v), 0 \
	}
#define LOG_RC(v)                                            \
	{                                                    \
		"cause", LOG_SPAN, span_of(rc_text(v)), 0, 0 \
	}

/* Who speaks (static string), from which level on, in which format. */
void log_init(const char *role, enum log_level level, enum log_format format);

/* Would a line of this level be written? */
bool log_wants(enum log_level level);

/* Write one line.  Use the macros: log_warn("child died", LOG_I("pid", p)). */
void log_event(enum log_level level, const char *msg,
    const struct log_field *field, size_t n);

#define LOG_FIELDS_(...)           \
	(const struct log_field[]) \
	{                          \
		__VA_ARGS__        \
	}
#define LOG_CALL_(level, msg, ...)                      \
	log_event(level, msg, LOG_FIELDS_(__VA_ARGS__), \
	    sizeof(LOG_FIELDS_(__VA_ARGS__)) / sizeof(struct log_field))

/* At least one field is needed; it is what makes a line useful. */
#define log_err(msg, ...)   LOG_CALL_(LOG_ERR, msg, __VA_ARGS__)
#define log_warn(msg, ...)  LOG_CALL_(LOG_WARN, msg, __VA_ARGS__)
#define log_info(msg, ...)  LOG_CALL_(LOG_INFO, msg, __VA_ARGS__)
#define log_debug(msg, ...) LOG_CALL_(LOG_DEBUG, msg, __VA_ARGS__)

#endif
