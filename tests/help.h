/* help.h -- what unit tests share: temporary folders, the project's root. */
#ifndef TESTS_HELP_H
#define TESTS_HELP_H

#include <stddef.h>

/* A new empty folder; removed, with all in it, by help_remove_dir(). */
char *help_temp_dir(void);
void help_remove_dir(char *dir); /* frees dir */

/* dir/name as a string; caller frees. */
char *help_path(const char *dir, const char *name);

/* The whole file as a NUL-terminated string, or NULL; caller frees. */
char *help_read_file(const char *path, size_t *len);
void help_write_file(const char *path, const void *p, size_t n);

#endif
