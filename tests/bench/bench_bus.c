/*
 * bench_bus.c -- the raw limit of the transport: bare ZeroMQ, as many bytes
 * over as many hops as an article takes, and nothing else.
 *
 *   bench_bus ARTICLES JOB_BYTES RESULT_BYTES
 *
 * One PUSH, two forwarding processes, one PULL over ipc, as producer, workers
 * and sink are; prints articles/s.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <zmq.h>

#include "proto/clock.h"
#include "proto/mem.h"

#define WORKERS 2

static char dir[] = "/tmp/claimwire-bench-XXXXXX";

static void *
open_socket(void *ctx, int type, const char *name, int binds)
{
	char address[128];
	void *s = zmq_socket(ctx, type);
	int linger = 0;

	snprintf(address, sizeof address, "ipc://%s/%s", dir, name);
	zmq_setsockopt(s, ZMQ_LINGER, &linger, sizeof linger);
	if ((binds ? zmq_bind(s, address) : zmq_connect(s, address)) != 0) {
		perror(address);
		exit(1);
	}
	return s;
}

/* Take a job, send a result of the other size, until killed. */
static void
forward(size_t result_bytes)
{
	void *ctx = zmq_ctx_new();
	void *in = open_socket(ctx, ZMQ_PULL, "jobs", 0);
	void *out = open_socket(ctx, ZMQ_PUSH, "results", 0);
	char *result = mem_zalloc(result_bytes);
	zmq_msg_t m;

	zmq_msg_init(&m);
	while (zmq_msg_recv(&m, in, 0) >= 0)
		zmq_send(out, result, result_bytes, 0);
}

/* Send n jobs; returns when they are in the queue. */
static void
vent(long n, size_t job_bytes)
{
	void *ctx = zmq_ctx_new();
	void *out = open_socket(ctx, ZMQ_PUSH, "jobs", 1);
	char *job = mem_zalloc(job_bytes);

	for (long i = 0; i < n; i++)
		zmq_send(out, job, job_bytes, 0);
	pause();
}

static void
remove_sockets(void)
{
	static const char *const name[] = { "/jobs", "/results" };
	char path[64];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s%s", dir, name[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
main(int argc, char **argv)
{
	pid_t pid[WORKERS + 1];
	int64_t from;
	zmq_msg_t m;
	void *ctx, *in;
	long n;

	if (argc != 4 || mkdtemp(dir) == NULL) {
		fprintf(stderr, "usage: bench_bus ARTICLES JOB RESULT\n");
		return 1;
	}
	n = strtol(argv[1], NULL, 10);
	for (int i = 0; i < WORKERS; i++)
		if ((pid[i] = fork()) == 0)
			forward((size_t)strtol(argv[3], NULL, 10));
	if ((pid[WORKERS] = fork()) == 0)
		vent(n, (size_t)strtol(argv[2], NULL, 10));
	ctx = zmq_ctx_new();
	in = open_socket(ctx, ZMQ_PULL, "results", 1);
	zmq_msg_init(&m);
	zmq_msg_recv(&m, in, 0); /* the clock starts with the first */
	from = clock_mono_ms();
	for (long i = 1; i < n; i++)
		zmq_msg_recv(&m, in, 0);
	printf(
	    "%.0f\n", (double)n * 1000 / (double)(clock_mono_ms() - from + 1));
	for (int i = 0; i <= WORKERS; i++)
		kill(pid[i], 9);
	for (int i = 0; i <= WORKERS; i++)
		waitpid(pid[i], NULL, 0);
	zmq_close(in);
	zmq_ctx_term(ctx);
	remove_sockets();
	return 0;
}
