/* cmd_extract.c -- claimwire extract: the worker's extraction, no queue. */
#include "cmd.h"

const struct cmd cmd_extract_face = {
	.name = "extract",
	.usage = "[FILE...]",
	.about = "article records in, what was found in them out, as JSON",
	.program = "claimwire-worker",
};
