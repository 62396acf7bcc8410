/* stories.c -- the demonstration's stories, as the Makefile makes them from
 * sink/demo. */
#include "stories.h"

static const char *const lines[] = {
#include "sink/demo/stories.inc"
};

static const char *const outlets[] = {
#include "sink/demo/outlets.inc"
};

size_t
stories_n(void)
{
	return sizeof lines / sizeof lines[0];
}

const char *
stories_line(size_t i)
{
	return lines[i];
}

const char *
stories_outlet(size_t i)
{
	return i < sizeof outlets / sizeof outlets[0] ? outlets[i] : NULL;
}
