/* Tests for producer/spool.c: nothing half done, nothing unaccounted for. */
#include "tests/producer/spooled.h"

#include <sqlite3.h>
#include <stdio.h>

static void
what_is_accepted_is_read_back_after_reopening(void **state)
{
	struct fixture *f = *state;
	struct spool_item it = item("a-1", "an article", 10);
	struct dispatch_job j[4];
	struct buf b = { 0 };
	uint32_t n;
	int64_t at;

	assert_int_equal(
	    spool_accept(f->s, &it, 1, 42, "file:/x", span_of("7")), RC_OK);
	spool_close(f->s);
	f->s = open_spool(f->path, true, false);
	assert_int_equal(spool_load(f->s, 0, j, 4, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_int_equal(j[0].attempts, 0);
	assert_int_equal(spool_read(f->s, j[0].job, &b, &at), RC_OK);
	assert_string_equal(buf_cstr(&b), "an article");
	assert_int_equal(at, 42);
	assert_int_equal(spool_read(f->s, 99, &b, &at), RC_NOENT);
	assert_cursor(f->s, "file:/x", "7");
	assert_int_equal(counts(f->s).pending, 1);
	check(f->s);
	buf_free(&b);
}

static void
every_start_of_the_producer_is_a_new_epoch_of_one_name(void **state)
{
	struct fixture *f = *state;
	uint64_t name = spool_name(f->s), epoch = spool_epoch(f->s);
	struct spool *other = open_spool(f->path, false, false);

	assert_int_equal(spool_epoch(other), epoch);
	spool_close(other);
	spool_close(f->s);
	f->s = open_spool(f->path, true, false);
	assert_int_equal(spool_epoch(f->s), epoch + 1);
	assert_true(spool_name(f->s) == name);
	assert_true(name != 0);
}

static void
a_group_moves_the_cursors_of_many_files(void **state)
{
	struct fixture *f = *state;
	const struct span none = { NULL, 0 };
	struct spool_item it[4] = { item("a", "blob", 4), item("b", "blob", 4),
		item("c", "blob", 4), { .source = "file:3" } };

	it[0].source = it[1].source = "file:1";
	it[0].cursor = span_of("one");
	it[1].cursor = span_of("two");
	it[2].source = "file:2";
	it[2].cursor = span_of("three");
	it[3].cursor = span_of("skipped");
	assert_int_equal(spool_accept(f->s, it, 4, 1, NULL, none), RC_OK);
	assert_cursor(f->s, "file:1", "two");
	assert_cursor(f->s, "file:2", "three");
	assert_cursor(f->s, "file:3", "skipped");
	assert_int_equal(counts(f->s).accepted, 3);
	check(f->s);
	it[3].cursor = none;
	assert_int_equal(spool_accept(f->s, &it[3], 1, 1, NULL, none), RC_OK);
	assert_cursor(f->s, "file:3", NULL);
}

static void
a_job_number_is_never_used_again(void **state)
{
	struct fixture *f = *state;
	uint64_t first, second;

	assert_int_equal(accept_one(f->s, "a", NULL, NULL), RC_OK);
	first = last_pending(f->s);
	assert_int_equal(apply(f->s, DISPATCH_RETIRE, first), RC_OK);
	spool_close(f->s);
	f->s = open_spool(f->path, true, false);
	assert_int_equal(accept_one(f->s, "b", NULL, NULL), RC_OK);
	second = last_pending(f->s);
	assert_true(second > first);
	assert_int_equal(apply(f->s, DISPATCH_RETIRE, first), RC_OK);
	assert_int_equal(counts(f->s).committed, 1);
	check(f->s);
}

static void
notes_survive_and_are_loaded_again(void **state)
{
	struct fixture *f = *state;
	struct dispatch_action a = { .kind = DISPATCH_NOTE,
		.attempts = 5,
		.crashes = 2,
		.suspect = true,
		.cause = "signal 6" };
	struct dispatch_job j;
	uint32_t n;

	assert_int_equal(accept_one(f->s, "a", NULL, NULL), RC_OK);
	a.job = last_pending(f->s);
	assert_int_equal(spool_apply(f->s, &a, 1), RC_OK);
	spool_close(f->s);
	f->s = open_spool(f->path, true, false);
	assert_int_equal(spool_load(f->s, 0, &j, 1, &n), RC_OK);
	assert_int_equal(j.attempts, 5);
	assert_int_equal(j.crashes, 2);
	assert_true(j.suspect);
	check(f->s);
}

static void
a_dead_letter_is_listed_and_retried_under_a_new_number(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };
	struct dispatch_job j;
	uint64_t job;
	uint32_t n;

	assert_int_equal(accept_one(f->s, "poison", NULL, NULL), RC_OK);
	job = last_pending(f->s);
	assert_int_equal(apply(f->s, DISPATCH_BURY, job), RC_OK);
	assert_int_equal(spool_load(f->s, 0, &j, 1, &n), RC_OK);
	assert_int_equal(n, 0);
	assert_int_equal(spool_dead(f->s, see, &seen), RC_OK);
	assert_int_equal(seen.n, 1);
	assert_string_equal(seen.name, "poison");
	assert_string_equal(seen.cause, "signal 11");
	assert_int_equal(seen.last.crashes, 3);
	assert_true(seen.last.changed_ms > 1000);
	check(f->s);

	assert_int_equal(spool_retry(f->s, job + 1), RC_NOENT);
	assert_int_equal(spool_retry(f->s, job), RC_OK);
	assert_int_equal(spool_retry(f->s, job), RC_NOENT);
	assert_int_equal(spool_load(f->s, job, &j, 1, &n), RC_OK);
	assert_int_equal(n, 1);
	assert_int_equal(j.crashes, 0);
	assert_int_equal(j.attempts, 4);
	assert_int_equal(counts(f->s).dead, 0);
	check(f->s);
}

static void
a_dropped_dead_letter_stays_counted(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };
	uint64_t job;

	assert_int_equal(accept_one(f->s, "poison", NULL, NULL), RC_OK);
	job = last_pending(f->s);
	assert_int_equal(spool_drop(f->s, job), RC_NOENT);
	assert_int_equal(apply(f->s, DISPATCH_BURY, job), RC_OK);
	assert_int_equal(spool_drop(f->s, job), RC_OK);
	assert_int_equal(spool_dead(f->s, see, &seen), RC_OK);
	assert_int_equal(seen.n, 0);
	assert_int_equal(counts(f->s).dead, 1);
	assert_int_equal(counts(f->s).dropped, 1);
	check(f->s);
}

static void
jobs_of_an_article_are_found_by_its_name(void **state)
{
	struct fixture *f = *state;
	struct seen seen = { 0 };

	assert_int_equal(accept_one(f->s, "one", NULL, NULL), RC_OK);
	assert_int_equal(accept_one(f->s, "two", NULL, NULL), RC_OK);
	assert_int_equal(accept_one(f->s, "one", NULL, NULL), RC_OK);
	assert_int_equal(spool_find(f->s, span_of("one"), see, &seen), RC_OK);
	assert_int_equal(seen.n, 2);
	assert_false(seen.last.dead);
	assert_int_equal(seen.last.attempts, 0);
}

/* A random campaign, with a model beside it. */

struct model {
	struct spool_counts c;
	uint64_t pending[4096], dead[4096];
	size_t n_pending, n_dead;
	uint64_t last_job;
};

static uint32_t
roll(uint64_t *seed, uint32_t below)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % below;
}

static uint64_t
pick(uint64_t *list, size_t *n, uint64_t *seed)
{
	size_t i = roll(seed, (uint32_t)*n);
	uint64_t job = list[i];

	list[i] = list[--*n];
	return job;
}

static void
model_accept(struct spool *s, struct model *m, uint64_t *seed)
{
	struct spool_item it[8] = { { .name = { NULL, 0 } } };
	size_t n = roll(seed, 8);

	for (size_t i = 0; i < n; i++)
		it[i] = item("x", "blob", 1 + roll(seed, 4));
	assert_int_equal(spool_accept(s, it, n, 1, "s", span_of("v")), RC_OK);
	for (size_t i = 0; i < n; i++)
		m->pending[m->n_pending++] = ++m->last_job;
	m->c.accepted += n;
	m->c.pending += n;
}

static void
model_outcome(struct spool *s, struct model *m, uint64_t *seed)
{
	struct dispatch_action a = { .attempts = 1 };

	if (m->n_pending == 0)
		return;
	a.kind = (enum dispatch_kind)roll(seed, 3);
	a.job = pick(m->pending, &m->n_pending, seed);
	a.duplicate = roll(seed, 2) == 0;
	assert_int_equal(spool_apply(s, &a, 1), RC_OK);
	if (a.kind == DISPATCH_NOTE) {
		m->pending[m->n_pending++] = a.job;
		return;
	}
	m->c.pending--;
	if (a.kind == DISPATCH_BURY) {
		m->dead[m->n_dead++] = a.job;
		m->c.dead++;
	} else {
		m->c.committed++;
		m->c.duplicates += a.duplicate;
	}
	assert_int_equal(spool_apply(s, &a, 1), RC_OK); /* changes nothing */
}

static void
model_dead(struct spool *s, struct model *m, uint64_t *seed)
{
	uint64_t job;

	if (m->n_dead == 0)
		return;
	job = pick(m->dead, &m->n_dead, seed);
	if (roll(seed, 2) == 0) {
		assert_int_equal(spool_drop(s, job), RC_OK);
		m->c.dropped++;
		return;
	}
	assert_int_equal(spool_retry(s, job), RC_OK);
	m->pending[m->n_pending++] = ++m->last_job;
	m->c.dead--;
	m->c.pending++;
}

static void
accounts_hold_after_every_operation(void **state)
{
	struct fixture *f = *state;
	struct model *m = mem_zalloc(sizeof(*m));
	uint64_t seed = 20240229;

	for (int i = 0; i < 600; i++) {
		uint32_t what = roll(&seed, 10);
		struct spool_counts c;

		if (what < 3) {
			model_accept(f->s, m, &seed);
		} else if (what < 8) {
			model_outcome(f->s, m, &seed);
		} else if (what < 9) {
			model_dead(f->s, m, &seed);
		} else {
			spool_close(f->s);
			f->s = open_spool(f->path, i % 2 == 0, false);
		}
		c = counts(f->s);
		assert_memory_equal(&c, &m->c, sizeof(c));
		assert_int_equal(c.accepted, c.committed + c.dead + c.pending);
		check(f->s);
	}
	assert_true(last_pending(f->s) <= m->last_job);
	free(m);
}

static void
spoilt_accounts_are_noticed(void **state)
{
	struct fixture *f = *state;
	struct buf why = { 0 };
	sqlite3 *db;

	assert_int_equal(accept_one(f->s, "a", NULL, NULL), RC_OK);
	sqlite3_open(f->path, &db);
	sqlite3_exec(db, "DELETE FROM job", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(spool_check(f->s, &why), RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "pending"));
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_accepted_is_read_back_after_reopening),
		TEST(every_start_of_the_producer_is_a_new_epoch_of_one_name),
		TEST(a_group_moves_the_cursors_of_many_files),
		TEST(a_job_number_is_never_used_again),
		TEST(notes_survive_and_are_loaded_again),
		TEST(a_dead_letter_is_listed_and_retried_under_a_new_number),
		TEST(a_dropped_dead_letter_stays_counted),
		TEST(jobs_of_an_article_are_found_by_its_name),
		TEST(accounts_hold_after_every_operation),
		TEST(spoilt_accounts_are_noticed),
	};

	return cmocka_run_group_tests_name("producer/spool", tests, NULL, NULL);
}
