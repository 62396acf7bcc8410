/* cmd_search.c -- claimwire search: claims by their words, best first. */
#include "sieve.h"
#include "listing.h"

/* The operands as one query. */
static void
join(const struct cmd_call *call, struct buf *words)
{
	char **w = call->args->rest;

	for (int i = 0; w[i] != NULL; i++)
		buf_printf(words, "%s%s", i > 0 ? " " : "", w[i]);
}

static int
run(const struct cmd_call *call)
{
	struct query_filter f = { 0 };
	struct buf words = { 0 };
	struct listing l;
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 1, 1000)) >= 0 ||
	    (code = cmd_filter(call, &f)) >= 0 ||
	    (code = cmd_store(call, &q)) >= 0)
		return code;
	join(call, &words);
	f.text = buf_span(&words);
	listing_open(&l, call);
	rc = query_search(q, &f, listing_claim, &l);
	code = listing_close(&l, rc);
	query_close(q);
	buf_free(&words);
	if (rc == RC_REFUSED)
		return cmd_fail(call, EXIT_USAGE,
		    "there is no word to search for in what was given");
	return rc != RC_OK ? cmd_failed(call, rc) : code;
}

static const struct role_option options[] = {
	CMD_LIST_OPTIONS,
	SIEVE_CLAIM_OPTIONS,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_search_face = {
	.name = "search",
	.usage = "WORDS",
	.about = "claims with all of these words, the best first",
	.more =
	    "\"A phrase\" in quotation marks must be there as it is; begin* "
	    "finds words that\nbegin so.",
	.option = options,
	.run = run,
};
