/*
 * child.h -- the computing child as a process: started from this program's
 * own file with "--compute", joined by a socketpair that is its standard
 * input.  It computes and does nothing else; the warden's program keeps the
 * sockets.
 *
 * Frames on the socketpair:
 *   to the child    u32 length | ART blob
 *   from the child  u8 kind (enum warden_reply) | u32 compute_us |
 *                   u32 length | body
 * in the machine's byte order: both ends are one program on one machine.  The
 * first from the child is a hello (kind 255, no body): one that ends without
 * it never was at work (its program is gone, a library is missing), which is
 * no article's fault.
 */
#ifndef WORKERS_CHILD_H
#define WORKERS_CHILD_H

#include "compute.h"
#include "proto/buf.h"
#include "proto/rc.h"
#include "warden.h"

struct child;

/* program: the file to run; memory_mb: 0 for no limit.  RC_IO. */
MUST_USE enum rc child_start(
    const char *program, int64_t memory_mb, struct child **c);
/* Close the socketpair, kill it if it still runs, wait for it. */
void child_end(struct child *c); /* NULL is harmless */

int child_fd(const struct child *c);         /* for polling */
bool child_wants_out(const struct child *c); /* part of an article waits */

/* Hand over an article; what does not fit waits for child_write(). */
void child_give(struct child *c, struct span article);
void child_write(struct child *c);

struct child_reply {
	bool hello; /* it is ready; nothing else holds then */
	enum warden_reply kind;
	uint32_t compute_us;
	struct span body; /* good until the next child_read() */
};
/* RC_OK: a reply; RC_AGAIN: none yet; RC_END: the child is gone; RC_BADMSG:
 * it talks nonsense. */
MUST_USE enum rc child_read(struct child *c, struct child_reply *r);

void child_kill(struct child *c); /* SIGKILL */
/* How it ended; true once it has. */
bool child_reaped(struct child *c, int *signal, int *status);

/* CPU time it has used since the last child_give(), in ms. */
int64_t child_cpu_ms(const struct child *c);

/*
 * The child's side: compute articles that come in on fd until it closes;
 * returns the exit code.  memory_mb limits the address space (not under a
 * sanitizer, whose shadow memory needs it all), so that an article that eats
 * memory dies by SIGABRT, of its own making.
 */
typedef enum compute_result child_compute_fn(
    struct span art, struct arena *arena, struct buf *out);
int child_serve(int fd, int64_t memory_mb, child_compute_fn *compute);

#endif
