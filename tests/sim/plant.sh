#!/bin/sh
# plant.sh -- plant one bug at a time in a copy of the program's source and
# demand that the simulator catches it.  make calls it with BUILD, CC, CFLAGS
# and LINK (what comes after the objects) in the environment.
#
# A bug is: name, file, sed script.  The simulator may go through as many
# seeds as stand here; the sources as they are must pass the same.
set -u
B=$BUILD
SEEDS=0-399
bad=0

case $B in
*/*)
	echo "skip - planted bugs: the plain build looks for them"
	exit 0
	;;
esac

compile() { # name, file
	${CC:-cc} $CFLAGS -w -iquote "$(dirname "$2")" -MMD -MF /dev/null \
	    -c -o "$B/plant/$1/bug.o" "$B/plant/$1/$(basename "$2")" &&
	    ${CC:-cc} -o "$B/plant/$1/sim" "$B"/tests/sim/*.o \
	    "$B/plant/$1/bug.o" $LINK
}

plant() { # name, file, sed script
	dir=$B/plant/$1
	mkdir -p "$dir"
	sed "$3" "$2" >"$dir/$(basename "$2")"
	if cmp -s "$2" "$dir/$(basename "$2")"; then
		echo "not ok - $1: its expression changes nothing in $2"
		bad=1
	elif ! compile "$1" "$2"; then
		echo "not ok - $1 does not compile"
		bad=1
	elif "$dir/sim" --seeds "$SEEDS" --jobs 2 >"$dir/out" 2>&1; then
		echo "not ok - $1 survived seeds $SEEDS"
		bad=1
	elif ! grep -q ' at [0-9]* ms: ' "$dir/out"; then
		echo "not ok - $1 is caught by no assertion: $(cat "$dir/out")"
		bad=1
	else
		echo "ok - $1: $(head -n 1 "$dir/out")"
	fi
}

# ---- the four that must never be missed

# The sink acknowledges what it is about to commit.
plant ack-before-commit sink/ledger.c '/^commit(/,/^}/s/^	rc = store_commit/\
	for (uint32_t i = 0; i < l->n; i++) {\
		struct outcome o = { .lease = l->entry[i].lease,\
			.kind = OUTCOME_COMMITTED };\
		pass_on(l, \&o);\
	}\
&/'
# A lease that is over is forgotten.
plant forgotten-retry producer/dispatch.c \
    '/^expire(/,/^}/s/back_off(d, e, now_ms)/roster_undue(d->roster, e)/'
# A text that the store has already is taken for a new revision.
plant double-commit sink/articles.c \
    '/^find_repeat(/,/^}/s/return sql_is.*/p->content.b[0] ^= (unsigned char)p->n;\
	return RC_OK;/'
# The cursor moves before the articles are safe.
plant lost-cursor producer/spool.c '/^spool_accept(/,/^}/s/^	if ((rc = sq_run(&s->q, SQ_BEGIN_WRITE.*/\
	if (source != NULL \&\&\
	    (rc = set_cursor(s, source, value)) != RC_OK)\
		return rc;\
&/'

# ---- and others

plant crash-counted-twice producer/dispatch.c \
    's/o->lease.attempt <= e->crash ||/false ||/'
plant story-order-ignored producer/spool.c \
    's/j->story = sq_column_u64(&s->q, SQ_LOAD, 1)/j->story = j->job/'
plant outcomes-not-recorded producer/outbox.c \
    '/^record(/,/^}/s/^		if (rc != RC_OK) {/		if (rc != RC_OK) {\
			o->n_todo = 0;/'
plant mac-not-checked sink/ledger.c \
    's/if (hash_mac_eq(&mac, &r->mac))/if (true)/'
plant acked-though-not-committed sink/intake.c \
    '/^intake_committed(/,/^}/s/^	if (rc == RC_OK)/	if (true)/'
plant spool-not-synced producer/sq.c 's/synchronous = FULL/synchronous = NORMAL/'
plant store-not-synced sink/store.c 's/synchronous = FULL/synchronous = NORMAL/'
plant killed-is-crashed workers/warden.c \
    's/own_making(signal) ? OUTCOME_CRASHED : OUTCOME_KILLED/OUTCOME_CRASHED/'
plant seal-not-checked proto/seal.c \
    's/memcmp(in.p + s.n, t, SEAL_LEN) != 0/false/'
plant head-of-a-failed-batch sink/store.c \
    's/return (uint64_t)s->head/return (uint64_t)s->changes.head/'
plant status-not-told sink/matching_news.c \
    's/if (e->log != NULL && follows(t))/if (false)/'
plant gap-in-the-feed proto/follow.c \
    '/^follow_change(/,/^}/s/if (seq != f->seq + 1)/if (false)/'

if "$B/tests/sim/sim" --seeds "$SEEDS" --jobs 2; then
	echo "ok - the sources as they are pass seeds $SEEDS"
else
	echo "not ok - the sources as they are fail too"
	bad=1
fi
exit $bad
