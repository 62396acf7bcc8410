/* A file that is read shows values that are read back to the same; one that
 * is refused is refused with a reason. */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proto/conf.h"

/* Read p as a file; write all that is in force to out. */
static bool
turn(struct span in, struct buf *out)
{
	char path[64];
	struct buf why = { 0 };
	struct conf *c;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	bool ok;

	fuzz_require(fd >= 0 && write(fd, in.p, in.n) == (ssize_t)in.n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	ok = conf_load(path, &c, &why) == RC_OK;
	fuzz_require(ok || why.n > 0);
	for (int i = 0; ok && i < CONF_KEYS; i++) {
		buf_printf(out, "%s=", conf_name((enum conf_id)i));
		conf_show(c, (enum conf_id)i, out);
		buf_puts(out, "\n");
	}
	if (ok) {
		(void)!conf_check(c, &why);
		conf_free(c);
	}
	buf_free(&why);
	close(fd);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
