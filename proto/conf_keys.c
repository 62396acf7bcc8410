/* conf_keys.c -- the table of configuration keys. */
#include "conf_keys.h"

#include <stddef.h>

#include "role.h"

static const char *const level_words[] = { "err", "warn", "info", "debug",
	NULL };
static const char *const format_words[] = { "auto", "logfmt", "json", "plain",
	NULL };
static const char *const no_words[] = { "no", "yes", NULL };
static const char *const texts_words[] = { "auto", "yes", "no", NULL };

const struct conf_key conf_keys[CONF_KEYS] = {
	[CONF_DATA] = { "data", KIND_TEXT, 0, 0, 0, NULL,
	    "folder of all state: store, spool, sockets" },
	[CONF_WORKERS] = { "workers", KIND_INT, 2, 1, 256, NULL,
	    "local workers that `claimwire run` starts" },
	[CONF_LEASE_MS] = { "lease_ms", KIND_INT, 5000, 100, 3600000, NULL,
	    "an article unheard of for so long is sent again" },
	[CONF_WINDOW] = { "window", KIND_INT, 128, 1, 4096, NULL,
	    "articles in flight a worker, at most" },
	[CONF_RETRY_MS] = { "retry_ms", KIND_INT, 200, 1, 3600000, NULL,
	    "wait before the second attempt; doubled for each one more" },
	[CONF_RETRY_MAX_MS] = { "retry_max_ms", KIND_INT, 60000, 1, 86400000,
	    NULL, "longest wait between attempts" },
	[CONF_SPOOL_MAX] = { "spool_max", KIND_INT, 10000, 1, 100000000, NULL,
	    "pending articles; sources are not read on beyond" },
	[CONF_BATCH] = { "batch", KIND_INT, 256, 1, 1024, NULL,
	    "articles a transaction of the store, at most" },
	[CONF_BATCH_MS] = { "batch_ms", KIND_INT, 5, 0, 10000, NULL,
	    "longest wait for a batch to fill" },
	[CONF_JOB_CPU_MS] = { "job_cpu_ms", KIND_INT, 10000, 10, 3600000, NULL,
	    "processor time an article may use, again for each MiB of it" },
	[CONF_JOB_WALL_MS] = { "job_wall_ms", KIND_INT, 60000, 10, 86400000,
	    NULL, "time an article may take, again for each MiB of it" },
	[CONF_JOB_MEMORY_MB] = { "job_memory_mb", KIND_INT, 2048, 0, 1048576,
	    NULL, "memory an article may use, in MiB; 0: any" },
	[CONF_LOG_LEVEL] = { "log_level", KIND_WORD, 2, 0, 0, level_words,
	    "least important lines written" },
	[CONF_LOG_FORMAT] = { "log_format", KIND_WORD, 0, 0, 0, format_words,
	    "form of a line; auto: plain on a terminal, else logfmt" },
	[CONF_PROGRAMS] = { "programs", KIND_TEXT, 0, 0, 0, NULL,
	    "folder of the role programs; empty: where this one is" },
	[CONF_JOBS] = { "jobs", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from producer to workers; empty: ipc in the data "
	    "folder" },
	[CONF_RESULTS] = { "results", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from workers to sink, likewise" },
	[CONF_ACKS] = { "acks", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint from sink to producers, likewise" },
	[CONF_CHANGES] = { "changes", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint of the live change feed, likewise" },
	[CONF_REPLAY] = { "replay", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint that replays past changes, likewise" },
	[CONF_CURVE_KEY] = { "curve_key", KIND_TEXT, 0, 0, 0, NULL,
	    "file with this node's CURVE key pair; tcp:// needs it" },
	[CONF_CURVE_PEERS] = { "curve_peers", KIND_TEXT, 0, 0, 0, NULL,
	    "file with the public keys that may connect, one a line" },
	[CONF_CURVE_SERVER] = { "curve_server", KIND_TEXT, 0, 0, 0, NULL,
	    "public key of producer and sink, to connect to them" },
	[CONF_INTAKE] = { "intake", KIND_TEXT, 0, 0, 0, NULL,
	    "endpoint where the producer takes what is posted; empty: ipc in "
	    "the data folder" },
	[CONF_OUTLETS] = { "outlets", KIND_TEXT, 0, 0, 0, NULL,
	    "CSV file of outlets: name, domain, country, owner; empty: "
	    "outlets.csv in the data folder, if it is there" },
	[CONF_HTTP] = { "http", KIND_TEXT, 0, 0, 0, NULL,
	    "address:port of the page and the HTTP feed (port 0: any free "
	    "one), or off; beyond loopback http_token is needed",
	    "127.0.0.1:8787" },
	[CONF_HTTP_TOKEN] = { "http_token", KIND_TEXT, 0, 0, 0, NULL,
	    "file with the token that every request must bring" },
	[CONF_HTTP_HOSTS] = { "http_hosts", KIND_TEXT, 0, 0, 0, NULL,
	    "names it may be called by, beside its address and localhost; "
	    "separated by blanks" },
	[CONF_HTTP_ORIGINS] = { "http_origins", KIND_TEXT, 0, 0, 0, NULL,
	    "origins whose pages may read it (https://desk.example), "
	    "separated by blanks; empty: none" },
	[CONF_HTTP_TEXTS] = { "http_texts", KIND_WORD, 0, 0, 0, texts_words,
	    "serve full texts; auto: on loopback only" },
	[CONF_HTTP_READERS] = { "http_readers", KIND_INT, 10000, 10, 100000,
	    NULL, "connections at a time, at most" },
	[CONF_POLL_LEAST_S] = { "poll_least_s", KIND_INT, 300, 1, 86400, NULL,
	    "seconds between polls of one feed, at least" },
	[CONF_POLL_MOST_S] = { "poll_most_s", KIND_INT, 21600, 1, 2592000, NULL,
	    "seconds between polls of one feed, at most" },
	[CONF_HOST_PAUSE_MS] = { "host_pause_ms", KIND_INT, 1000, 0, 600000,
	    NULL, "pause of a host between two requests" },
	[CONF_FETCH_TIMEOUT_S] = { "fetch_timeout_s", KIND_INT, 90, 1, 3600,
	    NULL,
	    "seconds that a request may take, from DNS to the last byte" },
	[CONF_FETCH_PRIVATE] = { "fetch_private", KIND_WORD, 0, 0, 0, no_words,
	    "whether addresses of private networks may be fetched" },
	[CONF_USER_AGENT] = { "user_agent", KIND_TEXT, 0, 0, 0, NULL,
	    "what servers are told of who asks; add an address of yours",
	    "claimwire/" ROLE_VERSION " (feed reader)" },
	[CONF_RECORD_MAPS] = { "record_maps", KIND_TEXT, 0, 0, 0, NULL,
	    "members of other tools' records, as in: desk text:body.plain "
	    "title:headline, wire text:content; claimwire.conf(5) says more" },
	[CONF_FETCH_PAGES] = { "fetch_pages", KIND_WORD, 1, 0, 0, no_words,
	    "whether a story's page is fetched where a feed has a summary" },
	[CONF_PAGES_MAX] = { "pages_max", KIND_INT, 100000, 0, 10000000, NULL,
	    "pages of stories that are known at a time, at most" },
	[CONF_RECHECK] = { "recheck", KIND_TEXT, 0, 0, 0, NULL,
	    "when a story's page is asked for again, counted from the first "
	    "time; no: never",
	    "30m 2h 6h 1d 3d 7d" },
	[CONF_RECHECK_PAUSE_MS] = { "recheck_pause_ms", KIND_INT, 10000, 0,
	    3600000, NULL,
	    "pause of a host between two pages that are asked for again" },
};
