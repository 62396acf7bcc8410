/* cmd_claims.c -- claimwire claims: who says what, the newest first. */
#include "sieve.h"
#include "listing.h"

static int
run(const struct cmd_call *call)
{
	struct query_filter f = { 0 };
	struct listing l;
	struct query *q;
	enum rc rc;
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = cmd_filter(call, &f)) >= 0 ||
	    (code = cmd_store(call, &q)) >= 0)
		return code;
	listing_open(&l, call);
	rc = query_claims(q, &f, listing_claim, &l);
	code = listing_close(&l, rc);
	query_close(q);
	if (rc == RC_REFUSED)
		return cmd_fail(call, EXIT_USAGE, "--q: holds no word");
	return rc != RC_OK ? cmd_failed(call, rc) : code;
}

static const struct role_option options[] = {
	CMD_LIST_OPTIONS,
	SIEVE_CLAIM_OPTIONS,
	{ NULL, NULL, NULL },
};

const struct cmd cmd_claims_face = {
	.name = "claims",
	.usage = "",
	.about = "who says what, the newest first",
	.option = options,
	.run = run,
};
