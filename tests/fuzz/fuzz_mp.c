/* What mp_check() lets pass, msgpack-c reads without complaint; what it
 * refuses is never handed on. */
#include "fuzz.h"

#include "proto/mp.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span in = { (const char *)p, n };
	enum rc rc = mp_check(in);
	struct mp_doc d = { .open = false };

	fuzz_require(mp_open(&d, in) == rc);
	fuzz_require(d.open == (rc == RC_OK));
	mp_close(&d);
	return 0;
}
