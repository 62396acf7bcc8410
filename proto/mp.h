/*
 * mp.h -- MessagePack by msgpack-c, with the checks it lacks.
 *
 * Debian's msgpack-c 4.0.0 allocates for the count that an array declares,
 * not for the bytes that follow it: a five-byte message asks for 4 GiB.  So
 * every message is walked by mp_check() before msgpack-c sees it.
 *
 * All of our messages are positional arrays [tag, version, field, ...]; a
 * reader skips whatever follows the fields it knows.
 */
#ifndef PROTO_MP_H
#define PROTO_MP_H

#include <msgpack.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "rc.h"

#define MP_DEPTH_MAX  16       /* nested containers */
#define MP_OBJECT_MAX 2000000u /* objects in one message (24 bytes each) */

/*
 * Is s exactly one MessagePack value, whose every size and count fits the
 * bytes that follow it, nested no deeper and of no more objects than the
 * limits above?  RC_OK, RC_BADMSG or RC_TOOBIG.  Allocates nothing.
 */
MUST_USE enum rc mp_check(struct span s);

/* A decoded message; views and objects are good until mp_close(), and as
 * long as the bytes it came from. */
struct mp_doc {
	msgpack_zone zone;
	msgpack_object root;
	bool open;
};

/* Check and decode s.  On success the caller must mp_close(). */
MUST_USE enum rc mp_open(struct mp_doc *d, struct span s);
void mp_close(struct mp_doc *d);

/*
 * The fields of a message: root must be an array of at least min objects
 * that starts with tag and version (RC_VERSION when it is another one).
 * *f are all fields, tag and version included.
 */
MUST_USE enum rc mp_fields(const struct mp_doc *d, const char *tag,
    uint64_t version, size_t min, const msgpack_object **f);

/*
 * A whole message at once: open, check its form, let fn take the fields over
 * into arg, close.  fn gets form->min fields at least, and its views into in
 * stay good; objects do not.
 */
struct mp_form {
	const char *tag;
	uint64_t version;
	size_t min; /* fields, tag and version included */
};
typedef enum rc mp_read_fn(const msgpack_object *f, void *arg);
MUST_USE enum rc mp_read(
    struct span in, const struct mp_form *form, mp_read_fn *fn, void *arg);

/* One field each: false when it is of another type or out of range. */
bool mp_u64(const msgpack_object *o, uint64_t *v);
bool mp_u32(const msgpack_object *o, uint32_t *v);
bool mp_i64(const msgpack_object *o, int64_t *v);
bool mp_real(const msgpack_object *o, double *v); /* integers too */
bool mp_flag(const msgpack_object *o, bool *v);
/* str: valid UTF-8 without NUL, which JSON readers do not bear */
bool mp_str(const msgpack_object *o, struct span *v);
bool mp_text(const msgpack_object *o, struct span *v); /* likewise, or nil */
bool mp_bin(const msgpack_object *o, struct span *v);
/* bin of exactly n bytes, copied to out */
bool mp_fixed(const msgpack_object *o, void *out, size_t n);
bool mp_array(const msgpack_object *o, const msgpack_object **f, uint32_t *n);

/* Writing: a packer that appends to a buf. */
struct mp_out {
	msgpack_packer pk;
};
void mp_begin(struct mp_out *m, struct buf *out);
/* Begin a message: array of n fields, the first two being tag and version. */
void mp_message(struct mp_out *m, struct buf *out, const char *tag,
    uint64_t version, size_t n);
void mp_put_array(struct mp_out *m, size_t n);
void mp_put_map(struct mp_out *m, size_t n);
void mp_put_u64(struct mp_out *m, uint64_t v);
void mp_put_i64(struct mp_out *m, int64_t v);
void mp_put_real(struct mp_out *m, double v);
void mp_put_flag(struct mp_out *m, bool v);
void mp_put_nil(struct mp_out *m);
void mp_put_str(struct mp_out *m, struct span s);
void mp_put_text(struct mp_out *m, struct span s); /* nil when s.p is NULL */
void mp_put_bin(struct mp_out *m, const void *p, size_t n);

#endif
