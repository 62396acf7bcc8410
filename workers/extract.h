/* extract.h -- `claimwire extract`: records in, what is found in them out. */
#ifndef WORKERS_EXTRACT_H
#define WORKERS_EXTRACT_H

#include <stdbool.h>
#include <stdio.h>

/* The subcommand; argv[0] is its name.  Returns the exit code. */
int extract_main(int argc, char **argv);

/*
 * Read CoNLL-U from in to its end and print it with classes, lemmas, heads
 * and relations as the engine sees them: its words are kept as they are.  A
 * sentence that is refused is told of with file as the name, and sets
 * *refused.  false: in could not be read.
 */
bool extract_conllu(FILE *in, const char *file, bool *refused);

#endif
