/* cmd_check.c -- claimwire check: is everything as it should be? */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "accounts.h"
#include "cmd.h"
#include "launch.h"

struct check {
	const struct cmd_call *call;
	struct query_counts store;
	int findings;
};

static void
finding(void *arg, const char *sentence)
{
	struct check *k = arg;

	k->findings++;
	printf("wrong: %s\n", sentence);
}

static int
check_store(struct check *k)
{
	struct query_counts n = { 0 };
	struct query *q;
	int before = k->findings, code;
	enum rc rc;

	if ((code = cmd_store(k->call, &q)) >= 0)
		return code;
	rc = query_check(q, finding, k);
	if (rc == RC_OK)
		rc = query_counts(q, &n);
	if (rc == RC_OK && k->findings == before)
		printf("store: sound; %" PRId64 " articles, %" PRId64
		       " mentions, %" PRId64 " claims, %" PRId64
		       " changes without a gap\n",
		    n.articles, n.mentions, n.claims, n.head);
	query_close(q);
	k->store = n;
	return rc == RC_OK ? -1 : cmd_failed(k->call, rc);
}

/* The spool is the producer's: its program recounts it. */
static int
recount(struct check *k)
{
	struct launch l = { 0 };
	struct buf out = { 0 };
	int code;

	if (launch_program(k->call->args->conf, "claimwire-producer", &l) !=
	    RC_OK)
		return EXIT_OPEN;
	launch_add(&l, "accounts");
	launch_add(&l, "--check");
	code = launch_capture(&l, false, &out);
	if (code != EXIT_DONE) {
		k->findings++;
		printf("wrong: the spool's accounts differ from its rows\n");
	}
	launch_free(&l);
	buf_free(&out);
	return -1;
}

/*
 * Whatever the producer struck off its list must lie in the store.  (The
 * store may hold more: of other producers, and what it had already.)
 */
static void
reconcile(struct check *k, const struct accounts *a)
{
	int64_t owed = a->committed - a->duplicates;

	if (owed <= k->store.revisions)
		return;
	k->findings++;
	printf("wrong: %" PRId64 " articles were acknowledged to the producer, "
	       "but the store holds %" PRId64
	       "; if it was restored from a copy, read their sources again "
	       "into a new data folder\n",
	    owed, k->store.revisions);
}

static int
check_spool(struct check *k)
{
	struct accounts a;
	enum rc rc = accounts_read(k->call->args->conf, false, &a);

	if (rc == RC_NOENT) {
		puts("spool: none yet");
		return -1;
	}
	if (rc != RC_OK)
		return EXIT_OPEN;
	if (!accounts_balance(&a)) {
		k->findings++;
		printf("wrong: accepted %" PRId64 " is not committed %" PRId64
		       " + dead %" PRId64 " + pending %" PRId64
		       "; please report it with a copy of spool.db\n",
		    a.accepted, a.committed, a.dead, a.pending);
	} else {
		printf("spool: accepted %" PRId64 " = committed %" PRId64
		       " + dead %" PRId64 " + pending %" PRId64 "\n",
		    a.accepted, a.committed, a.dead, a.pending);
	}
	reconcile(k, &a);
	return recount(k);
}

static int
run(const struct cmd_call *call)
{
	struct check k = { .call = call };
	int code;

	if ((code = cmd_operands(call, 0, 0)) >= 0 ||
	    (code = check_store(&k)) >= 0 || (code = check_spool(&k)) >= 0)
		return code;
	if (k.findings > 0)
		return cmd_fail(call, EXIT_REFUSED,
		    "%d findings; `claimwire rebuild` recomputes what is "
		    "derived, a backup restores the rest",
		    k.findings);
	return cmd_end(call);
}

const struct cmd cmd_check_face = {
	.name = "check",
	.usage = "",
	.about = "verify store and spool, and explain what is wrong",
	.more = "Exit code 5: something is wrong.",
	.run = run,
};
