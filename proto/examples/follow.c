/*
 * follow.c FILE DATA -- every change, a JSON object a line, into FILE, with
 * libclaimwire, from the claimwire whose data folder is DATA.
 *
 *	cc -o follow follow.c $(pkg-config --cflags --libs libclaimwire)
 *
 * FILE is its own cursor: it goes on after the last line that is whole, so
 * that it may be killed at any moment.
 */
#include <claimwire.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The id in the last whole line; what was cut off by a kill is cut away. */
static void
find_cursor(FILE *f, char id[64])
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	long end = 0;

	while ((n = getline(&line, &room, f)) > 0 && line[n - 1] == '\n') {
		sscanf(line, "{\"contract\":1,\"id\":\"%63[^\"]", id);
		end += n;
	}
	free(line);
	if (ftruncate(fileno(f), end) != 0)
		err(1, "cut");
}

int
main(int argc, char **argv)
{
	const struct claimwire_change *change = NULL;
	enum claimwire_event event;
	struct claimwire *c;
	char error[CLAIMWIRE_ERROR_SIZE], id[64] = "";
	FILE *f = argc == 3 ? fopen(argv[1], "a+") : NULL;

	if (f == NULL)
		errx(1, "usage: follow FILE DATA");
	find_cursor(f, id);
	struct claimwire_options o = {
		.size = sizeof o, .data = argv[2], .since = id
	};
	if (claimwire_open(&o, &c, error, sizeof error) != 0)
		errx(1, "%s", error);
	while ((event = claimwire_next(c, -1, &change)) != CLAIMWIRE_FAILED) {
		if (event == CLAIMWIRE_CHANGE &&
		    (fprintf(f, "%s\n", change->json) < 0 || fflush(f) != 0))
			err(1, "%s", argv[1]);
		if (event == CLAIMWIRE_RESET && ftruncate(fileno(f), 0) != 0)
			err(1, "%s", argv[1]);
	}
	errx(1, "%s", claimwire_error(c));
}
