/* pageaddr.c -- where the page is. */
#include "pageaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/log.h"

static bool
path_of(const struct conf *c, char path[PATH_MAX])
{
	return conf_path(c, "run/http", path, PATH_MAX) == RC_OK;
}

bool
pageaddr_wanted(const struct conf *c)
{
	return strcmp(conf_str(c, CONF_HTTP), "off") != 0;
}

bool
pageaddr_read(const struct conf *c, char out[PAGEADDR_MAX])
{
	char path[PATH_MAX], text[PAGEADDR_MAX], *end;
	ssize_t n;
	int fd;

	if (!path_of(c, path) || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	if ((end = strchr(text, '\n')) == NULL)
		return false;
	*end = '\0';
	memcpy(out, text, (size_t)(end - text) + 1);
	return true;
}

void
pageaddr_forget(const struct conf *c)
{
	char path[PATH_MAX];

	if (path_of(c, path) && unlink(path) != 0 && errno != ENOENT)
		log_debug("the page's old address stays", LOG_S("path", path),
		    LOG_S("cause", strerror(errno)));
}
