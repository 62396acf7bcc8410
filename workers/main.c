/* main.c -- claimwire-worker: at work, or one article at a time by hand. */
#include <string.h>

#include "compute.h"
#include "extract.h"
#include "pairs.h"
#include "shift.h"

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "extract") == 0)
		return extract_main(argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "compare") == 0)
		return pairs_main(argc - 1, argv + 1);
	return shift_main(argc, argv, compute_article);
}
