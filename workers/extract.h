/* extract.h -- `claimwire extract`: records in, what is found in them out. */
#ifndef WORKERS_EXTRACT_H
#define WORKERS_EXTRACT_H

/* The subcommand; argv[0] is its name.  Returns the exit code. */
int extract_main(int argc, char **argv);

#endif
