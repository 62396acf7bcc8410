/* Any bytes as a list of feeds: what is told of it can be written as one, and
 * is told of that again. */
#include <stdlib.h>

#include "producer/opml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct told {
	struct buf out;
	size_t n;
};

static void
tell(void *arg, const char *address, const char *title)
{
	struct told *t = arg;

	opml_outline(&t->out, address, title);
	t->n++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct told once = { .n = 0 }, twice = { .n = 0 };
	struct buf why = { 0 };

	opml_begin(&once.out);
	if (opml_read((struct span) { (const char *)p, n }, tell, &once,
		&why) == RC_OK) {
		opml_end(&once.out);
		opml_begin(&twice.out);
		if (opml_read(buf_span(&once.out), tell, &twice, &why) !=
			RC_OK ||
		    twice.n != once.n)
			abort();
	} else if (why.n == 0)
		abort();
	buf_free(&once.out);
	buf_free(&twice.out);
	buf_free(&why);
	return 0;
}
