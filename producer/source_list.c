/* source_list.c -- an OPML file, or a list of pages, as a source. */
#include "source_list.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "opml.h"
#include "sitemap.h"
#include "source_web.h"
#include "tell.h"

#define LIST_MAX (64u << 20) /* bytes */

/* The first most bytes of a regular file. */
static enum rc
read_file(const char *path, size_t most, struct buf *out)
{
	FILE *f = fopen(path, "re");
	struct stat st;
	size_t n;

	if (f == NULL)
		return RC_IO;
	if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
		fclose(f);
		return RC_REFUSED;
	}
	while (out->n < most &&
	    (n = fread(buf_room(out, TELL_HEAD), 1, TELL_HEAD, f)) > 0)
		out->n += n;
	n = (size_t)ferror(f);
	fclose(f);
	return n != 0 ? RC_IO : RC_OK;
}

bool
source_list_is(const char *operand)
{
	struct buf head = { 0 };
	struct stat st;
	bool is = stat(operand, &st) == 0 && S_ISREG(st.st_mode) &&
	    read_file(operand, TELL_HEAD, &head) == RC_OK &&
	    (tell_is_opml(buf_span(&head)) || sitemap_is_text(buf_span(&head)));

	buf_free(&head);
	return is;
}

static void
add(void *arg, const char *address, const char *title)
{
	(void)title;
	source_web_add(arg, address);
}

/* An address a line, each of a page. */
static void
add_pages(const char *path, struct span text, struct source *web)
{
	struct sitemap list;
	size_t i = 0;

	if (sitemap_read_text(text, &list) != RC_OK)
		return;
	while (i < list.n && source_web_add_page(web, list.entry[i].url))
		i++;
	if (i < list.n)
		source_refuse(web, path, 0,
		    "more pages than are known at a time, %zu are left out; "
		    "raise pages_max",
		    list.n - i);
	if (list.refused > 0)
		source_refuse(web, path, list.line,
		    "no address of a page: it begins with http:// or https:// "
		    "and has no blanks; or more than %u addresses: split it; "
		    "%zu are left out",
		    SITEMAP_ENTRIES_MAX, list.refused);
	sitemap_free(&list);
}

void
source_list_add(const char *path, struct source *web)
{
	struct buf text = { 0 }, why = { 0 };

	if (read_file(path, LIST_MAX, &text) != RC_OK)
		source_refuse(
		    web, path, 0, "cannot be read: %s", strerror(errno));
	else if (sitemap_is_text(buf_span(&text)))
		add_pages(path, buf_span(&text), web);
	else if (opml_read(buf_span(&text), add, web, &why) != RC_OK)
		source_refuse(web, path, 0, "%s", buf_cstr(&why));
	buf_free(&text);
	buf_free(&why);
}
