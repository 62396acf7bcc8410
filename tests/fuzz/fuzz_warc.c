/* Any bytes as an archive: views stay within, it ends, and what was given is
 * not given again from the offset behind it (of plain files). */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "producer/httpbody.h"
#include "producer/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	struct buf decoded = { 0 };
	struct warc_record r;
	struct httpbody h;
	struct warc *w;
	const char *why = NULL;
	uint64_t at, before = 0;
	size_t turns = 0;
	enum rc rc;

	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		abort();
	w = warc_open(fd, 0);
	while ((rc = warc_next(w, &r, &at, &why)) != RC_END) {
		if (rc == RC_IO || turns++ > 4 * n + 16 || at > n ||
		    (rc != RC_OK && why == NULL) || warc_offset(w) < before)
			abort();
		before = warc_offset(w);
		if (rc == RC_OK &&
		    httpbody_read(r.block, &decoded, &h) == RC_OK &&
		    h.body.n > 0 && h.body.p[0] == h.body.p[h.body.n - 1])
			h.status = 0;
	}
	warc_close(w);
	close(fd);
	buf_free(&decoded);
	return 0;
}
