/*
 * main.c -- run simulations, one a seed; see tests/sim/DESIGN.md.
 *
 *   sim --seeds 0-999 [--jobs 2]    until one fails: exit 1, and it is named
 *   sim --seed 17 --trace           one, with every event
 */
#include <getopt.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world.h"

#include "proto/mem.h"

#define JOBS_MAX   64
#define SEED_SEC   60 /* real time a seed may take: else it hangs */
#define NEVER_DONE UINT64_MAX

struct share {
	uint64_t first, last;
	unsigned jobs;
	bool trace;
};

/* What the processes tell: the seed that each is at. */
struct board {
	uint64_t at[JOBS_MAX];
};

static void
run_one(uint64_t seed, bool trace, const struct world_images *images)
{
	struct world *w = world_new(seed, trace, images);

	world_run(w);
	world_free(w);
}

static void
free_images(struct world_images *images)
{
	for (unsigned i = 0; i < WORLD_NODES; i++)
		disk_fini(&images->disk[i]);
	free(images);
}

/* Every jobs-th seed, from the first + job on; ends the process. */
static _Noreturn void
run_share(const struct share *r, unsigned job, struct board *b)
{
	struct world_images *images = mem_zalloc(sizeof *images);

	b->at[job] = r->first + job;
	alarm(SEED_SEC);
	world_images(images);
	for (uint64_t s = r->first + job; s <= r->last; s += r->jobs) {
		b->at[job] = s;
		alarm(SEED_SEC);
		run_one(s, r->trace, images);
	}
	b->at[job] = NEVER_DONE;
	free_images(images);
	fflush(stdout);
	exit(0);
}

/* Wait for all; the lowest seed that failed, or NEVER_DONE. */
static uint64_t
gather(const pid_t *pid, unsigned jobs, const struct board *b)
{
	uint64_t worst = NEVER_DONE;

	for (unsigned i = 0; i < jobs; i++) {
		int status = 0;

		waitpid(pid[i], &status, 0);
		if (status == 0)
			continue;
		if (WIFSIGNALED(status))
			fprintf(stderr, "sim: seed %" PRIu64 ": %s\n", b->at[i],
			    strsignal(WTERMSIG(status)));
		if (b->at[i] < worst)
			worst = b->at[i];
	}
	return worst;
}

static int
run_all(const struct share *r)
{
	struct board *b = mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid[JOBS_MAX];
	uint64_t failed;

	if (b == MAP_FAILED)
		abort();
	fflush(stdout);
	for (unsigned i = 0; i < r->jobs; i++) {
		pid[i] = fork();
		if (pid[i] < 0)
			abort();
		if (pid[i] == 0)
			run_share(r, i, b);
	}
	failed = gather(pid, r->jobs, b);
	munmap(b, sizeof *b);
	if (failed != NEVER_DONE) {
		fprintf(stderr,
		    "sim: FAILED at seed %" PRIu64
		    "; replay: sim --seed %" PRIu64 " --trace\n",
		    failed, failed);
		return 1;
	}
	if (!r->trace)
		printf("sim: seeds %" PRIu64 "-%" PRIu64 " passed\n", r->first,
		    r->last);
	return 0;
}

static int
usage(void)
{
	fputs(
	    "usage: sim --seeds A-B [--jobs N] | --seed N [--trace]\n", stderr);
	return 2;
}

static bool
parse(int argc, char **argv, struct share *r)
{
	static const struct option options[] = {
		{ "seeds", required_argument, NULL, 's' },
		{ "seed", required_argument, NULL, 's' },
		{ "jobs", required_argument, NULL, 'j' },
		{ "trace", no_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (c) {
		case 's':
			switch (sscanf(optarg, "%" SCNu64 "-%" SCNu64,
			    &r->first, &r->last)) {
			case 1:
				r->last = r->first;
				break;
			case 2:
				break;
			default:
				return false;
			}
			break;
		case 'j':
			r->jobs = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 't':
			r->trace = true;
			break;
		default:
			return false;
		}
	return optind == argc && r->first <= r->last && r->jobs > 0 &&
	    r->jobs <= JOBS_MAX;
}

int
main(int argc, char **argv)
{
	struct share r = { .first = 0, .last = 99, .jobs = 1 };

	if (!parse(argc, argv, &r))
		return usage();
	if (sodium_init() < 0)
		abort();
	simvfs_register();
	return run_all(&r);
}
