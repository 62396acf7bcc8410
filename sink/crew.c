/* crew.c -- the processes of one pipeline as a state machine. */
#include "crew.h"

#include <signal.h>
#include <stdlib.h>

#include "proto/mem.h"
#include "proto/rc.h"

enum { AT_SINK, AT_PRODUCER, AT_WORKERS };

struct crew {
	struct crew_ops ops;
	struct crew_child child[CREW_SIZE];
	bool proven[CREW_ROLES]; /* has run well at least once */
	enum crew_phase phase;
	uint32_t workers;
	int code;
};

struct crew *
crew_new(const struct crew_ops *ops, uint32_t workers, int64_t now_ms)
{
	struct crew *c = mem_zalloc(sizeof *c);

	c->ops = *ops;
	c->child[AT_SINK].role = CREW_SINK;
	c->child[AT_PRODUCER].role = CREW_PRODUCER;
	for (size_t i = AT_WORKERS; i < CREW_SIZE; i++)
		c->child[i].role = CREW_WORKER;
	for (size_t i = 0; i < CREW_SIZE; i++)
		c->child[i].start_ms = now_ms;
	c->workers = workers < CREW_WORKERS_MAX ? workers : CREW_WORKERS_MAX;
	return c;
}

void
crew_free(struct crew *c)
{
	free(c);
}

static bool
is_there(const struct crew_child *k)
{
	return k->state == CREW_UP || k->state == CREW_LEAVING;
}

/* A paused pipeline gets one worker for its drain, or it would never end. */
static uint32_t
workers_wanted(const struct crew *c)
{
	return c->phase == CREW_DRAINING && c->workers == 0 ? 1 : c->workers;
}

static bool
is_wanted(const struct crew *c, size_t at)
{
	switch (c->phase) {
	case CREW_RUNNING:
	case CREW_DRAINING:
		return at < AT_WORKERS + workers_wanted(c);
	case CREW_EMPTYING:
		return at == AT_SINK;
	case CREW_CLOSING:
	case CREW_STOPPING:
	case CREW_ENDED:
		break;
	}
	return false;
}

/* Everything is committed, or given up: a dead child need not come back. */
static bool
is_ending(const struct crew *c)
{
	return c->phase >= CREW_EMPTYING;
}

static void
ask_to_leave(struct crew *c, struct crew_child *k, int64_t now_ms)
{
	/* When a role cannot start, a producer would wait for acknowledgements
	 * that cannot come; its spool is made for being killed. */
	bool at_once = c->phase == CREW_STOPPING && k->role == CREW_PRODUCER;

	k->state = CREW_LEAVING;
	k->leave_ms = now_ms;
	c->ops.signal(c->ops.arg, k->pid, at_once ? SIGKILL : SIGTERM);
}

static void
put_back(struct crew_child *k, int64_t now_ms)
{
	if (k->backoff_ms == 0)
		k->backoff_ms = CREW_BACKOFF_MS;
	else if (k->backoff_ms * 2 <= CREW_BACKOFF_MAX_MS)
		k->backoff_ms *= 2;
	else
		k->backoff_ms = CREW_BACKOFF_MAX_MS;
	k->state = CREW_DUE;
	k->start_ms = now_ms + k->backoff_ms;
}

static void
start(struct crew *c, struct crew_child *k, int64_t now_ms)
{
	long pid = c->ops.spawn(c->ops.arg, k->role, c->phase == CREW_DRAINING);

	if (pid < 0) {
		put_back(k, now_ms);
		return;
	}
	k->state = CREW_UP;
	k->pid = pid;
	k->start_ms = now_ms;
}

static void
tick_wanted(struct crew *c, struct crew_child *k, int64_t now_ms)
{
	if (k->state == CREW_OFF && !is_ending(c)) {
		k->state = CREW_DUE;
		k->start_ms = now_ms;
	}
	if (k->state == CREW_DUE && k->start_ms <= now_ms)
		start(c, k, now_ms);
}

static void
tick_unwanted(struct crew *c, struct crew_child *k, int64_t now_ms)
{
	if (k->state == CREW_DUE)
		k->state = CREW_OFF;
	else if (k->state == CREW_UP)
		ask_to_leave(c, k, now_ms);
	else if (k->state == CREW_LEAVING && is_ending(c) &&
	    now_ms - k->leave_ms >= CREW_PATIENCE_MS) {
		k->leave_ms = now_ms;
		c->ops.signal(c->ops.arg, k->pid, SIGKILL);
	}
}

static bool
anybody(const struct crew *c, size_t from)
{
	for (size_t i = from; i < CREW_SIZE; i++)
		if (is_there(&c->child[i]))
			return true;
	return false;
}

/* Does the phase end with who is there now? */
static bool
advance(struct crew *c)
{
	if (c->phase == CREW_EMPTYING && !anybody(c, AT_PRODUCER))
		c->phase = CREW_CLOSING;
	else if ((c->phase == CREW_CLOSING || c->phase == CREW_STOPPING) &&
	    !anybody(c, AT_SINK))
		c->phase = CREW_ENDED;
	else
		return false;
	return true;
}

void
crew_tick(struct crew *c, int64_t now_ms)
{
	do {
		for (size_t i = 0; i < CREW_SIZE; i++) {
			if (is_wanted(c, i))
				tick_wanted(c, &c->child[i], now_ms);
			else
				tick_unwanted(c, &c->child[i], now_ms);
		}
	} while (advance(c));
}

int64_t
crew_wake(const struct crew *c)
{
	int64_t wake = INT64_MAX;

	for (size_t i = 0; i < CREW_SIZE; i++) {
		const struct crew_child *k = &c->child[i];
		int64_t at = INT64_MAX;

		if (k->state == CREW_DUE)
			at = k->start_ms;
		else if (k->state == CREW_LEAVING && is_ending(c))
			at = k->leave_ms + CREW_PATIENCE_MS;
		if (at < wake)
			wake = at;
	}
	return wake;
}

static size_t
find(const struct crew *c, long pid)
{
	for (size_t i = 0; i < CREW_SIZE; i++)
		if (is_there(&c->child[i]) && c->child[i].pid == pid)
			return i;
	return CREW_SIZE;
}

/* It said itself that it cannot start, and never has. */
static bool
cannot_start(const struct crew *c, enum crew_role role, int signal, int code)
{
	return signal == 0 && !c->proven[role] &&
	    (code == EXIT_USAGE || code == EXIT_CONF || code == EXIT_OPEN);
}

static bool
has_finished(enum crew_role role, int signal, int code)
{
	return role == CREW_PRODUCER && signal == 0 &&
	    (code == EXIT_DONE || code == EXIT_REFUSED);
}

void
crew_exited(struct crew *c, long pid, int signal, int code, int64_t now_ms)
{
	size_t at = find(c, pid);
	struct crew_child *k = &c->child[at];
	bool asked;

	if (at == CREW_SIZE)
		return;
	asked = k->state == CREW_LEAVING;
	k->state = CREW_OFF;
	if (signal != 0 || now_ms - k->start_ms >= CREW_WELL_MS)
		c->proven[k->role] = true;
	if (now_ms - k->start_ms >= CREW_WELL_MS)
		k->backoff_ms = 0;
	if (is_ending(c))
		return;
	if (has_finished(k->role, signal, code)) {
		c->phase = CREW_EMPTYING;
		c->code = code;
	} else if (cannot_start(c, k->role, signal, code)) {
		c->phase = CREW_STOPPING;
		c->code = code;
	} else if (!asked || k->role == CREW_PRODUCER) {
		k->restarts++;
		put_back(k, now_ms);
	}
}

void
crew_scale(struct crew *c, uint32_t workers, int64_t now_ms)
{
	c->workers = workers < CREW_WORKERS_MAX ? workers : CREW_WORKERS_MAX;
	crew_tick(c, now_ms);
}

void
crew_drain(struct crew *c, int64_t now_ms)
{
	struct crew_child *k = &c->child[AT_PRODUCER];

	if (c->phase != CREW_RUNNING)
		return;
	c->phase = CREW_DRAINING;
	if (k->state == CREW_UP)
		ask_to_leave(c, k, now_ms);
	crew_tick(c, now_ms);
}

enum crew_phase
crew_phase(const struct crew *c)
{
	return c->phase;
}

const char *
crew_phase_text(enum crew_phase p)
{
	static const char *const text[] = {
		[CREW_RUNNING] = "running",
		[CREW_DRAINING] = "draining",
		[CREW_EMPTYING] = "emptying",
		[CREW_CLOSING] = "closing",
		[CREW_STOPPING] = "stopping",
		[CREW_ENDED] = "ended",
	};

	return text[p];
}

const char *
crew_role_text(enum crew_role r)
{
	static const char *const text[] = {
		[CREW_SINK] = "sink",
		[CREW_PRODUCER] = "producer",
		[CREW_WORKER] = "worker",
	};

	return text[r];
}

int
crew_code(const struct crew *c)
{
	return c->code;
}

uint32_t
crew_workers(const struct crew *c)
{
	return c->workers;
}

const struct crew_child *
crew_child(const struct crew *c, size_t i)
{
	return &c->child[i];
}
