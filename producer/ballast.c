/* ballast.c -- a file that holds disk space in reserve. */
#include "ballast.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* By the whole disk, not by what is free of it: made anew on a disk that is
 * nearly full, the reserve must be no smaller. */
static off_t
size_for(int fd)
{
	struct statvfs v;
	unsigned long long quarter;

	if (fstatvfs(fd, &v) != 0)
		return BALLAST_MIN;
	quarter = (unsigned long long)v.f_blocks * v.f_frsize / 4;
	if (quarter > BALLAST_MAX)
		return BALLAST_MAX;
	return quarter < BALLAST_MIN ? BALLAST_MIN : (off_t)quarter;
}

static enum rc
result_of(int error)
{
	if (error == 0)
		return RC_OK;
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		return RC_FULL;
	return RC_IO;
}

enum rc
ballast_make(const char *path)
{
	struct stat st;
	int fd, error;

	if (stat(path, &st) == 0 && st.st_size > 0)
		return RC_OK;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return result_of(errno);
	do
		error = posix_fallocate(fd, 0, size_for(fd));
	while (error == EINTR);
	close(fd);
	/* what was allocated of it before the disk was full must go again */
	if (error != 0)
		unlink(path);
	return result_of(error);
}

enum rc
ballast_drop(const char *path)
{
	if (unlink(path) == 0)
		return RC_OK;
	return errno == ENOENT ? RC_NOENT : RC_IO;
}
