/*
 * conf.h -- configuration: one table of keys for all roles.
 *
 * Values, later ones winning: built in < file < environment (CLAIMWIRE_KEY,
 * the key in capitals) < options (-o key=value, --data).  The file is
 * "key = value" lines, "#" comments, no sections; an unknown key, a value of
 * the wrong kind or out of range is an error with file and line.
 */
#ifndef PROTO_CONF_H
#define PROTO_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "rc.h"

enum conf_id {
	CONF_DATA,         /* data: the folder of all state */
	CONF_WORKERS,      /* workers: local workers `run` starts */
	CONF_LEASE_MS,     /* lease_ms */
	CONF_WINDOW,       /* window: articles in flight a worker */
	CONF_RETRY_MS,     /* retry_ms: first back-off */
	CONF_RETRY_MAX_MS, /* retry_max_ms: longest back-off */
	CONF_SPOOL_MAX,   /* spool_max: pending articles; intake waits beyond */
	CONF_BATCH,       /* batch: articles a transaction */
	CONF_BATCH_MS,    /* batch_ms: longest wait for a batch to fill */
	CONF_JOB_CPU_MS,  /* job_cpu_ms: CPU an article may use */
	CONF_JOB_WALL_MS, /* job_wall_ms: wall time an article may use */
	CONF_JOB_MEMORY_MB, /* job_memory_mb: memory an article may use; 0: any
			     */
	CONF_LOG_LEVEL,     /* log_level: err, warn, info, debug */
	CONF_LOG_FORMAT,    /* log_format: an enum log_format */
	CONF_PROGRAMS,      /* programs: folder of the role programs */
	CONF_JOBS,    /* jobs, results, acks, changes, replay: endpoints; */
	CONF_RESULTS, /* empty: ipc in DATA/run */
	CONF_ACKS,
	CONF_CHANGES,
	CONF_REPLAY,
	CONF_CURVE_KEY,    /* curve_key: file with this node's key pair */
	CONF_CURVE_PEERS,  /* curve_peers: file with the public keys let in */
	CONF_CURVE_SERVER, /* curve_server: public key of the stable roles */
	CONF_INTAKE,       /* intake: endpoint, as those above */
	CONF_OUTLETS,      /* outlets: CSV of name, domain, country, owner */
	CONF_HTTP,         /* http: ADDRESS:PORT, or off */
	CONF_HTTP_TOKEN,   /* http_token: file */
	CONF_HTTP_HOSTS,   /* http_hosts: names it may be called by */
	CONF_HTTP_ORIGINS, /* http_origins: pages elsewhere that may read */
	CONF_HTTP_TEXTS,   /* http_texts: auto, yes, no */
	CONF_HTTP_READERS, /* http_readers: connections at a time */
	CONF_POLL_LEAST_S, /* poll_least_s, poll_most_s: between polls of one */
	CONF_POLL_MOST_S,  /* address */
	CONF_HOST_PAUSE_MS,    /* host_pause_ms: of a host between requests */
	CONF_FETCH_TIMEOUT_S,  /* fetch_timeout_s: of a request, in all */
	CONF_FETCH_PRIVATE,    /* fetch_private: no, yes */
	CONF_USER_AGENT,       /* user_agent */
	CONF_FETCH_PAGES,      /* fetch_pages: yes, no */
	CONF_PAGES_MAX,        /* pages_max: that are known at a time */
	CONF_RECHECK,          /* recheck: when a page is asked again */
	CONF_RECHECK_PAUSE_MS, /* recheck_pause_ms: of a host, between two */
	CONF_RECORD_MAPS,      /* record_maps: producer/fieldmap.h */
	CONF_KEYS              /* how many */
};

enum conf_origin { CONF_BUILTIN, CONF_FILE, CONF_ENV, CONF_OPTION };

struct conf;

/*
 * Built-in values and then the environment's are in force at once.
 * file NULL: the default file, if it is there ($XDG_CONFIG_HOME/claimwire/
 * claimwire.conf); otherwise it must be readable.  On failure *why is set to
 * a sentence with place and remedy.
 */
MUST_USE enum rc conf_load(const char *file, struct conf **c, struct buf *why);

/* Built-in values alone: neither a file nor the environment is asked, but for
 * where the data folder is. */
struct conf *conf_builtin(void);

/* Set one value from an option, "key=value". */
MUST_USE enum rc conf_option(struct conf *c, const char *pair, struct buf *why);

/* Check what spans keys (tcp needs CURVE, ...); call after all options. */
MUST_USE enum rc conf_check(const struct conf *c, struct buf *why);

void conf_free(struct conf *c);

int64_t conf_int(const struct conf *c, enum conf_id id);
const char *conf_str(const struct conf *c, enum conf_id id); /* borrowed */

/* For `claimwire conf`: name, help, value as text, and where it is from. */
const char *conf_name(enum conf_id id);
const char *conf_help(enum conf_id id);
void conf_show(const struct conf *c, enum conf_id id, struct buf *out);
enum conf_origin conf_origin(
    const struct conf *c, enum conf_id id, const char **file, int *line);

/* The file that was read, also if it sets nothing; NULL: none. */
const char *conf_file(const struct conf *c);

/* Append the annotated default file, all keys as comments. */
void conf_template(struct buf *out);

/* DATA/name, in a buffer of the caller's; RC_TOOBIG when it does not fit. */
MUST_USE enum rc conf_path(
    const struct conf *c, const char *name, char *out, size_t cap);

#endif
