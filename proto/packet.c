/* packet.c -- blobs over a stream socket. */
#include "packet.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STEP ((size_t)1 << 20) /* bytes read at a time */

static enum rc
put_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = send(fd, p, n, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return RC_PEER;
		p += put;
		n -= (size_t)put;
	}
	return RC_OK;
}

enum rc
packet_put(int fd, struct span head, struct span body)
{
	uint32_t n = (uint32_t)(head.n + body.n);
	enum rc rc;

	if (head.n + body.n > UINT32_MAX)
		return RC_TOOBIG;
	if ((rc = put_all(fd, (const char *)&n, sizeof n)) != RC_OK ||
	    (rc = put_all(fd, head.p, head.n)) != RC_OK)
		return rc;
	return put_all(fd, body.p, body.n);
}

/* So many bytes behind what b holds; *got of them came. */
static enum rc
get_all(int fd, size_t n, struct buf *b, size_t *got)
{
	for (*got = 0; *got < n;) {
		size_t step = n - *got < STEP ? n - *got : STEP;
		ssize_t is = read(fd, buf_room(b, step), step);

		if (is < 0 && errno == EINTR)
			continue;
		if (is <= 0)
			return RC_PEER;
		b->n += (size_t)is;
		*got += (size_t)is;
	}
	return RC_OK;
}

enum rc
packet_get(int fd, size_t max, struct buf *b)
{
	uint32_t n;
	size_t got;
	enum rc rc;

	buf_clear(b);
	rc = get_all(fd, sizeof n, b, &got);
	if (rc != RC_OK)
		return got == 0 ? RC_END : rc;
	memcpy(&n, b->p, sizeof n);
	buf_clear(b);
	if (n > max)
		return RC_TOOBIG;
	return get_all(fd, n, b, &got);
}
