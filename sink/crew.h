/*
 * crew.h -- the processes of one pipeline as a pure state machine: which of
 * them is started, restarted, asked to leave or killed, and when.  Clock,
 * fork and kill are outside (cmd_run.c; the tests).
 *
 *   RUNNING --drain--> DRAINING --+
 *      |                          | producer has ended well
 *      +--------------------------+--> EMPTYING --> CLOSING --> ENDED
 *      |                               no workers   no sink       ^
 *      +-- a role cannot start ------------------> STOPPING ------+
 *                                                  nobody left
 *
 * The order follows the data: the producer ends when everything it accepted
 * is committed, then the workers have nothing left to do, then the sink
 * closes its store.
 *
 * A child that dies is started again after 100 ms, then 200 ms, ... 5 s;
 * after 10 s of life it starts over at 100 ms.  A role that ends with an exit
 * code of usage, configuration or resource before it has ever run well ends
 * everything with that code: another try would say the same.  A producer is
 * killed then, since it would wait for acknowledgements that cannot come.
 */
#ifndef SINK_CREW_H
#define SINK_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CREW_WORKERS_MAX    256
#define CREW_SIZE           (2 + CREW_WORKERS_MAX)
#define CREW_BACKOFF_MS     100
#define CREW_BACKOFF_MAX_MS 5000
#define CREW_WELL_MS        10000 /* a life so long was a good one */
#define CREW_PATIENCE_MS    30000 /* from SIGTERM to SIGKILL, at the end */

enum crew_role { CREW_SINK, CREW_PRODUCER, CREW_WORKER, CREW_ROLES };

enum crew_phase {
	CREW_RUNNING,
	CREW_DRAINING, /* the producer finishes what it accepted */
	CREW_EMPTYING, /* the workers leave */
	CREW_CLOSING,  /* the sink closes */
	CREW_STOPPING, /* everybody leaves: a role could not start */
	CREW_ENDED
};

enum crew_state {
	CREW_OFF,    /* not there, not wanted */
	CREW_DUE,    /* to be started at start_ms */
	CREW_UP,     /* runs */
	CREW_LEAVING /* was sent SIGTERM */
};

struct crew_child {
	enum crew_role role;
	enum crew_state state;
	long pid;           /* when UP or LEAVING */
	int64_t start_ms;   /* when it was or will be started */
	int64_t backoff_ms; /* the last one; 0: none */
	int64_t leave_ms;   /* when it was sent SIGTERM */
	uint32_t restarts;
};

/* What the machine does to the world. */
struct crew_ops {
	/* Start a process; drain: the producer shall read nothing and end
	 * when all is committed.  Its pid, or -1: tried again later. */
	long (*spawn)(void *arg, enum crew_role role, bool drain);
	void (*signal)(void *arg, long pid, int sig);
	void *arg;
};

struct crew;

/* Starts nothing yet: crew_tick() does. */
struct crew *crew_new(
    const struct crew_ops *ops, uint32_t workers, int64_t now_ms);
void crew_free(struct crew *c); /* NULL is harmless */

/* Start, end and kill what is due; call it after every event too. */
void crew_tick(struct crew *c, int64_t now_ms);
/* When crew_tick() has something to do by time alone; INT64_MAX: never. */
int64_t crew_wake(const struct crew *c);

/* Process pid is gone: by signal, or (signal 0) with an exit code. */
void crew_exited(
    struct crew *c, long pid, int signal, int code, int64_t now_ms);

/* So many workers from now on (0: pause); more than the most is clamped. */
void crew_scale(struct crew *c, uint32_t workers, int64_t now_ms);
/* Finish what was accepted, then end; harmless when that is under way. */
void crew_drain(struct crew *c, int64_t now_ms);

enum crew_phase crew_phase(const struct crew *c);
const char *crew_phase_text(enum crew_phase p);
const char *crew_role_text(enum crew_role r);
/* The exit code; of meaning once the phase is ENDED. */
int crew_code(const struct crew *c);
uint32_t crew_workers(const struct crew *c); /* wanted */
/* Child i of CREW_SIZE: the sink, the producer, then the workers. */
const struct crew_child *crew_child(const struct crew *c, size_t i);

#endif
