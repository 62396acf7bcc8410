/* The order in which revisions come changes nothing: partition, counts and
 * relations are those of their dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "history.h"

#define STORIES 24
#define PIECES  60
#define NOW     1990000000000
#define CASES   12
#define ORDERS  4
#define BATCH   8

/* One revision of a story. */
struct piece {
	struct invent v;
	struct arena arena;
	struct buf text;
	char outlet[16], id[16], published[40], updated[40];
};

/* Revisions of a story have dates of their own. */
static void
make_pieces(struct piece *p, uint64_t seed)
{
	for (size_t i = 0; i < PIECES; i++, p++) {
		int story = (int)history_draw(&seed, STORIES);

		*p = (struct piece) { 0 };
		history_text(&seed, &p->text);
		history_story(&seed, &p->text);
		buf_printf(&p->text, "Piece %d\n", (int)i);
		snprintf(p->outlet, sizeof p->outlet, "Outlet %d", story % 5);
		snprintf(p->id, sizeof p->id, "%d", story);
		snprintf(p->published, sizeof p->published,
		    "2031-05-%02dT08:00:00Z", 1 + story);
		snprintf(p->updated, sizeof p->updated,
		    "2031-06-%02dT%02d:%02d:00Z",
		    1 + (int)history_draw(&seed, 28),
		    (int)history_draw(&seed, 24), (int)i);
		invent(
		    &p->v, p->outlet, p->id, p->published, buf_cstr(&p->text));
		p->v.article.updated = span_of(p->updated);
		invent_gists(&p->v, &p->arena);
	}
}

static void
free_pieces(struct piece *p)
{
	for (size_t i = 0; i < PIECES; i++) {
		buf_free(&p[i].text);
		arena_free(&p[i].arena);
	}
}

/* Commit all pieces, shuffled by seed, some at a time. */
static void
commit_all(struct store *s, const struct piece *p, uint64_t seed)
{
	size_t order[PIECES];
	struct store_entry e[BATCH];
	enum store_outcome o[BATCH];

	for (size_t i = 0; i < PIECES; i++) {
		size_t k = history_draw(&seed, i + 1);

		order[i] = order[k];
		order[k] = i;
	}
	for (size_t done = 0; done < PIECES;) {
		size_t n = 1 + history_draw(&seed, BATCH);

		n = n < PIECES - done ? n : PIECES - done;
		for (size_t i = 0; i < n; i++) {
			e[i] = p[order[done + i]].v.entry;
			e[i].accepted_ms = NOW + (int64_t)(done + i);
		}
		assert_int_equal(store_commit(s, e, n, NOW, o), RC_OK);
		done += n;
	}
}

/* What does not hang on numbers: claims as their mentions are, relations as
 * their claims are. */
static void
describe(struct store *s, struct buf *out)
{
	assert_int_equal(sqlite3_exec(store_db(s),
			     "CREATE TEMP TABLE held AS SELECT claim, "
			     "group_concat(what, ' ') AS what FROM (SELECT "
			     "x.claim AS claim, hex(r.hash) || m.content AS "
			     "what FROM mention_claims x JOIN mentions m "
			     "ON m.id = x.mention JOIN revisions r "
			     "ON r.id = m.revision ORDER BY 1, 2) GROUP BY 1",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	history_rows(store_db(s),
	    "SELECT h.what, c.status, c.mentions, c.outlets, c.origins, "
	    "c.first_at, c.last_at, c.first_seen, c.last_seen "
	    "FROM claims c JOIN held h ON h.claim = c.id ORDER BY 1",
	    out);
	history_rows(store_db(s),
	    "SELECT r.type, a.what, b.what, r.at FROM relations r "
	    "JOIN held a ON a.claim = r.a JOIN held b ON b.claim = r.b "
	    "ORDER BY 1, 2, 3",
	    out);
	history_rows(store_db(s),
	    "SELECT a.what, b.what FROM corrections c "
	    "JOIN held a ON a.claim = c.older "
	    "JOIN held b ON b.claim = c.newer ORDER BY 1, 2",
	    out);
	history_rows(store_db(s),
	    "SELECT a.name, hex(r.hash) FROM articles a "
	    "JOIN revisions r ON r.id = a.current ORDER BY 1",
	    out);
}

static void
in_one_order(const struct piece *p, uint64_t seed, struct buf *out)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store_opts o = { .path = path };
	struct buf why = { 0 };
	struct store *s;

	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	commit_all(s, p, seed);
	history_check(s);
	buf_clear(out);
	describe(s, out);
	store_close(s);
	help_remove_dir(dir);
	free(path);
}

static void
any_order_comes_to_the_same(void **state)
{
	struct piece *p = mem_zalloc(PIECES * sizeof *p);
	struct buf first = { 0 }, other = { 0 };
	size_t corrections = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= CASES; seed++) {
		make_pieces(p, seed * 0x9e3779b97f4a7c15u);
		in_one_order(p, 1, &first);
		corrections += strstr(buf_cstr(&first), "revised|") != NULL;
		for (uint64_t k = 1; k < ORDERS; k++) {
			in_one_order(p, k * 0x2545f4914f6cdd1du, &other);
			assert_string_equal(buf_cstr(&first), buf_cstr(&other));
		}
		free_pieces(p);
	}
	assert_true(corrections > CASES / 3);
	buf_free(&first);
	buf_free(&other);
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_order_comes_to_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
