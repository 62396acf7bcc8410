/* rc.c -- result codes in words. */
#include "rc.h"

static const char *const texts[] = {
	[RC_OK] = "ok",
	[RC_BADMSG] = "malformed",
	[RC_VERSION] = "made by a newer version",
	[RC_TOOBIG] = "too big",
	[RC_REFUSED] = "refused",
	[RC_IO] = "input/output error",
	[RC_FULL] = "no space left",
	[RC_BUSY] = "busy",
	[RC_LOCKED] = "locked by another process",
	[RC_NOENT] = "not found",
	[RC_PEER] = "peer does not answer",
	[RC_END] = "end of input",
	[RC_AGAIN] = "nothing now",
};

const char *
rc_text(enum rc rc)
{
	if ((unsigned)rc >= sizeof texts / sizeof texts[0])
		return "unknown result";
	return texts[rc];
}
