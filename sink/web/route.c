/* route.c -- every address that is served. */
#include "route.h"

#define CHANGES (ROUTE_FILTERS | ROUTE_CHANGES | ROUTE_LIMIT)
#define PAGES   (ROUTE_PAGING | ROUTE_LIMIT)

/* Operands end at a slash, but that of an article: it may be an address. */
const struct route route_table[] = {
	{ "GET", "/", ROUTE_FRONT, ROUTE_FILTERS | ROUTE_VIEW, true,
	    answer_page, "page" },
	{ "GET", "/page.css", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/page.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/board.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/search.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/strip.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/live.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/text.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/chart.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/panel.js", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/icon.svg", ROUTE_FRONT, 0, true, answer_asset, "asset" },
	{ "GET", "/openapi.json", ROUTE_FRONT, 0, true, answer_asset,
	    "openapi" },
	{ "POST", "/login", ROUTE_POST, 0, true, NULL, "login" },
	{ "GET", "/status", ROUTE_FRONT, 0, false, answer_status, "status" },
	{ "GET", "/changes", ROUTE_STREAM, CHANGES, false, NULL, "changes" },
	{ "GET", "/snapshot", ROUTE_DESK, ROUTE_FILTERS, false, answer_snapshot,
	    "snapshot" },
	{ "GET", "/claims", ROUTE_DESK, ROUTE_FILTERS | PAGES | ROUTE_ORDER,
	    false, answer_claims, "claims" },
	{ "GET", "/claims/:", ROUTE_DESK, PAGES, false, answer_claim, "claim" },
	{ "GET", "/moved", ROUTE_DESK, ROUTE_FILTERS | ROUTE_LIMIT, false,
	    answer_moved, "moved" },
	{ "GET", "/speakers", ROUTE_DESK, PAGES | ROUTE_SPEAKER, false,
	    answer_speakers, "speakers" },
	{ "GET", "/speakers/:", ROUTE_DESK, 0, false, answer_speaker,
	    "speaker" },
	{ "GET", "/articles/:", ROUTE_DESK, PAGES, false, answer_article,
	    "article" },
	{ "GET", "/outlets", ROUTE_DESK, PAGES, false, answer_outlets,
	    "outlets" },
	{ "GET", "/feed.atom", ROUTE_DESK, ROUTE_FILTERS | PAGES, false,
	    answer_atom, "atom" },
	{ "GET", "/feed.json", ROUTE_DESK, ROUTE_FILTERS | PAGES, false,
	    answer_jsonfeed, "jsonfeed" },
	{ "POST", "/articles", ROUTE_POST, 0, false, NULL, "post" },
	{ "GET", "/metrics", ROUTE_FRONT, 0, false, answer_metrics, "metrics" },
	{ "GET", "/health/live", ROUTE_FRONT, 0, true, answer_live, "health" },
	{ "GET", "/health/ready", ROUTE_FRONT, 0, true, answer_ready,
	    "health" },
	{ .pattern = NULL },
};

/* Which parameters belong to which group. */
static const struct {
	const char *name;
	unsigned group;
} params[] = {
	{ "speaker", ROUTE_FILTERS | ROUTE_SPEAKER },
	{ "outlet", ROUTE_FILTERS },
	{ "kind", ROUTE_FILTERS },
	{ "status", ROUTE_FILTERS },
	{ "type", ROUTE_FILTERS },
	{ "q", ROUTE_FILTERS },
	{ "min_origins", ROUTE_FILTERS },
	{ "unit", ROUTE_FILTERS },
	{ "value_min", ROUTE_FILTERS },
	{ "value_max", ROUTE_FILTERS },
	{ "changed_by_min", ROUTE_FILTERS },
	{ "since", ROUTE_CHANGES },
	{ "last_event_id", ROUTE_CHANGES },
	{ "feed", ROUTE_CHANGES },
	{ "style", ROUTE_CHANGES },
	{ "snapshot", ROUTE_CHANGES },
	{ "timeout", ROUTE_CHANGES },
	{ "heartbeat", ROUTE_CHANGES },
	{ "limit", ROUTE_LIMIT },
	{ "cursor", ROUTE_PAGING },
	{ "order", ROUTE_ORDER },
	{ "claim", ROUTE_VIEW },
	{ "article", ROUTE_VIEW },
};

#define N_PARAMS (sizeof params / sizeof params[0])

/* Does path fit the pattern?  What stands for its ":" goes to *operand. */
static bool
fits(const char *pattern, struct span path, struct span *operand)
{
	const char *colon = strchr(pattern, ':');
	size_t n = colon != NULL ? (size_t)(colon - pattern) : 0;

	if (colon == NULL)
		return span_is(path, pattern);
	if (path.n <= n || memcmp(path.p, pattern, n) != 0)
		return false;
	*operand = (struct span) { path.p + n, path.n - n };
	return true;
}

static bool
is_method(const struct route *r, struct span method)
{
	return span_is(method, r->method) ||
	    (span_is(method, "HEAD") && strcmp(r->method, "GET") == 0);
}

const struct route *
route_find(struct span method, struct span path, struct span *operand,
    unsigned *status, const char **allow)
{
	*status = 404;
	for (const struct route *r = route_table; r->pattern != NULL; r++) {
		if (!fits(r->pattern, path, operand))
			continue;
		if (is_method(r, method)) {
			*status = 0;
			return r;
		}
		*status = 405;
		*allow = strcmp(r->method, "GET") == 0 ? "GET, HEAD"
						       : r->method;
	}
	return NULL;
}

bool
route_takes(const struct route *r, struct span name)
{
	for (size_t i = 0; i < N_PARAMS; i++)
		if (span_is(name, params[i].name))
			return (params[i].group & r->params) != 0;
	return false;
}

void
route_params(const struct route *r, struct buf *out)
{
	const char *comma = "";

	for (size_t i = 0; i < N_PARAMS; i++)
		if ((params[i].group & r->params) != 0) {
			buf_printf(out, "%s%s", comma, params[i].name);
			comma = ", ";
		}
}
