/* vitals.c -- how the pipeline does, as text. */
#include "vitals.h"

#include <inttypes.h>

#include "proto/json.h"
#include "proto/role.h"

/* One decimal: more would only tremble. */
static void
put_rate(struct json *j, const char *key, double rate)
{
	json_key(j, key);
	json_real(j, (double)(int64_t)(rate * 10 + 0.5) / 10);
}

static void
put_rates(struct json *j, const struct pulse_view *v)
{
	json_key(j, "rates");
	json_open(j, '{');
	put_rate(j, "articles_per_min", v->articles_per_min);
	put_rate(j, "claims_per_min", v->claims_per_min);
	put_rate(j, "changes_per_min", v->changes_per_min);
	json_close(j, '}');
	json_key(j, "lag_ms");
	if (v->p50_ms < 0) {
		json_null(j);
		return;
	}
	json_open(j, '{');
	json_key_int(j, "p50", v->p50_ms);
	json_key_int(j, "p95", v->p95_ms);
	json_key_int(j, "p99", v->p99_ms);
	json_close(j, '}');
}

static void
put_accounts(struct json *j, const struct pulse_said *s, bool is_there)
{
	const struct {
		const char *key;
		int64_t n;
	} row[] = {
		{ "accepted", s->accepted },
		{ "committed", s->committed },
		{ "dead", s->dead },
		{ "pending", s->pending },
		{ "in_flight", s->in_flight },
		{ "refused", s->refused },
	};

	json_key_text(j, "producer", span_of(is_there ? "up" : "away"));
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (is_there)
			json_key_int(j, row[i].key, row[i].n);
		else {
			json_key(j, row[i].key);
			json_null(j);
		}
	json_key_bool(j, "draining", is_there && s->draining);
}

static void
put_place(struct json *j, const struct pulse_view *v)
{
	struct buf id = { 0 };

	json_key_text(j, "version", span_of(ROLE_VERSION));
	json_key_text(j, "generation", span_of(v->generation));
	json_key_int(j, "head", v->sink.head);
	buf_printf(&id, "%s-%" PRId64, v->generation, v->sink.head);
	json_key_text(j, "id", buf_span(&id));
	buf_free(&id);
}

void
vitals_json(const struct pulse_view *v, int64_t wall_ms, struct buf *out)
{
	struct json j = json_on(out);

	json_open(&j, '{');
	json_key_int(&j, "contract", 1);
	put_place(&j, v);
	json_key_time(&j, "at", wall_ms);
	json_key_int(&j, "uptime_s", v->uptime_ms / 1000);
	json_key_bool(&j, "ready", v->missing == NULL);
	json_key_text(&j, "why", span_of(v->missing));
	put_rates(&j, v);
	json_key_int(&j, "workers", v->sink.workers);
	json_key_int(&j, "unread", v->sink.unread);
	put_accounts(&j, &v->said, v->producer);
	json_key(&j, "feeds");
	if (v->producer)
		ailing_json(&j, &v->feeds);
	else
		json_null(&j);
	json_key(&j, "pages");
	if (v->producer)
		ailing_json_pages(&j, &v->feeds);
	else
		json_null(&j);
	json_key_int(&j, "connections", v->front.connections);
	json_key_int(&j, "readers", v->front.readers);
	json_close(&j, '}');
}

/* ---- Prometheus ---- */

struct metric {
	const char *name, *type, *help;
	int64_t n;
};

static void
put_head(struct buf *o, const char *name, const char *type, const char *help)
{
	buf_printf(o,
	    "# HELP claimwire_%s %s\n"
	    "# TYPE claimwire_%s %s\n",
	    name, help, name, type);
}

static void
put_metrics(struct buf *o, const struct metric *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_head(o, m[i].name, m[i].type, m[i].help);
		buf_printf(o, "claimwire_%s %" PRId64 "\n", m[i].name, m[i].n);
	}
}

static void
put_process(struct buf *o, const struct pulse_view *v)
{
	put_head(o, "build_info", "gauge", "Version of the sink, always 1.");
	buf_puts(o, "claimwire_build_info{version=\"" ROLE_VERSION "\"} 1\n");
	put_head(o, "start_time_seconds", "gauge",
	    "When the sink was started, in seconds since 1970.");
	buf_printf(o, "claimwire_start_time_seconds %.3f\n",
	    (double)v->start_wall_ms / 1000);
	put_head(o, "commit_seconds_total", "counter",
	    "Time spent in transactions of the store.");
	buf_printf(o, "claimwire_commit_seconds_total %.6f\n",
	    (double)v->sink.commit_us / 1e6);
}

static void
put_sink(struct buf *o, const struct pulse_view *v)
{
	const struct metric m[] = {
		{ "ready", "gauge", "Can work be done? 0 or 1.",
		    v->missing == NULL },
		{ "producer_up", "gauge", "Does the producer answer? 0 or 1.",
		    v->producer },
		{ "workers", "gauge", "Workers heard of.", v->sink.workers },
		{ "producers", "gauge", "Producers heard of.",
		    v->sink.producers },
		{ "head", "gauge", "Number of the last change.", v->sink.head },
		{ "articles_committed_total", "counter",
		    "Articles committed since the sink was started.",
		    v->sink.committed },
		{ "articles_duplicate_total", "counter",
		    "Articles that the store had already.",
		    v->sink.duplicates },
		{ "results_refused_total", "counter",
		    "Results that could not be stored.", v->sink.refused },
		{ "claims_committed_total", "counter",
		    "Attributions and figures of committed articles.",
		    v->sink.claims },
		{ "articles_unread", "gauge",
		    "Articles stored whose language is not read.",
		    v->sink.unread },
		{ "batches_total", "counter", "Transactions of the store.",
		    v->sink.batches },
	};

	put_metrics(o, m, sizeof m / sizeof m[0]);
	put_head(o, "messages_dropped_total", "counter",
	    "Messages between the roles that were dropped.");
	buf_printf(o,
	    "claimwire_messages_dropped_total{cause=\"forged\"} %" PRId64
	    "\nclaimwire_messages_dropped_total{cause=\"malformed\"} %" PRId64
	    "\nclaimwire_messages_dropped_total{cause=\"damaged\"} %" PRId64
	    "\n",
	    v->sink.forged, v->sink.malformed, v->sink.damaged);
}

static void
put_producer(struct buf *o, const struct pulse_said *s)
{
	const struct metric m[] = {
		{ "articles_accepted_total", "counter",
		    "Articles ever accepted into the queue.", s->accepted },
		{ "articles_settled_total", "counter",
		    "Articles ever acknowledged as committed.", s->committed },
		{ "dead_letters", "gauge", "Articles given up on.", s->dead },
		{ "queue_depth", "gauge",
		    "Articles that wait for a worker, "
		    "or for its result.",
		    s->pending },
		{ "in_flight", "gauge", "Articles that workers have.",
		    s->in_flight },
		{ "records_refused_total", "counter",
		    "Records of sources that were no articles.", s->refused },
	};

	put_metrics(o, m, sizeof m / sizeof m[0]);
}

static void
put_lag(struct buf *o, const struct lag_total *l)
{
	put_head(o, "lag_seconds", "histogram",
	    "From an article's acceptance to its commit.");
	for (int i = 0; i < LAG_STEPS; i++)
		buf_printf(o,
		    "claimwire_lag_seconds_bucket{le=\"%g\"} %" PRIu64 "\n",
		    (double)lag_step_ms[i] / 1000, l->below[i]);
	buf_printf(o,
	    "claimwire_lag_seconds_bucket{le=\"+Inf\"} %" PRIu64
	    "\nclaimwire_lag_seconds_sum %.3f"
	    "\nclaimwire_lag_seconds_count %" PRIu64 "\n",
	    l->n, (double)l->sum_ms / 1000, l->n);
}

static void
put_requests(struct buf *o, const struct pulse_front *f)
{
	put_head(o, "http_requests_total", "counter",
	    "Requests answered, by address and class of status.");
	for (size_t i = 0; i < f->n_routes; i++)
		for (int c = 0; c < PULSE_CLASSES; c++)
			if (f->route[i].n[c] > 0)
				buf_printf(o,
				    "claimwire_http_requests_total{route=\"%s\""
				    ",code=\"%dxx\"} %" PRId64 "\n",
				    f->route[i].label, c + 1, f->route[i].n[c]);
}

static void
put_refused(struct buf *o, const struct pulse_front *f)
{
	static const char *const cause[PULSE_REFUSALS] = {
		[PULSE_BAD] = "bad",
		[PULSE_HOST] = "host",
		[PULSE_CROSS] = "cross_site",
		[PULSE_TOKEN] = "token",
		[PULSE_GUESSING] = "guessing",
		[PULSE_SLOW] = "slow",
		[PULSE_FULL] = "full",
	};

	put_head(o, "http_refused_total", "counter",
	    "Requests and connections refused, by cause.");
	for (int i = 0; i < PULSE_REFUSALS; i++)
		buf_printf(o,
		    "claimwire_http_refused_total{cause=\"%s\"} %" PRId64 "\n",
		    cause[i], f->refused[i]);
}

static void
put_front(struct buf *o, const struct pulse_front *f)
{
	const struct metric m[] = {
		{ "http_connections", "gauge", "Connections open.",
		    f->connections },
		{ "http_readers", "gauge", "Readers of /changes.", f->readers },
		{ "http_changes_delivered_total", "counter",
		    "Changes sent to readers.", f->changes },
		{ "http_bytes_delivered_total", "counter",
		    "Bytes sent to readers of changes.", f->bytes },
		{ "http_readers_cut_off_total", "counter",
		    "Readers cut off because they took nothing.", f->cut },
	};

	put_metrics(o, m, sizeof m / sizeof m[0]);
	put_requests(o, f);
	put_refused(o, f);
}

void
vitals_metrics(const struct pulse_view *v, struct buf *out)
{
	put_process(out, v);
	put_sink(out, v);
	if (v->producer)
		put_producer(out, &v->said);
	put_lag(out, &v->lag);
	put_front(out, &v->front);
}
