/* accounts.c -- the producer's accounts as the command sees them. */
#include "accounts.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "launch.h"
#include "proto/jsonin.h"

#define DEPTH_MAX 16

static bool
take(struct json_object *o, const char *key, int64_t *v)
{
	struct json_object *m;

	if (!json_object_object_get_ex(o, key, &m) ||
	    !json_object_is_type(m, json_type_int))
		return false;
	*v = json_object_get_int64(m);
	return *v >= 0;
}

bool
accounts_parse(struct span json, struct accounts *a)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };
	struct accounts got = { 0 };
	bool ok = jsonin_parse(json, DEPTH_MAX, &o, &why) == RC_OK &&
	    json_object_is_type(o, json_type_object) &&
	    take(o, "accepted", &got.accepted) &&
	    take(o, "committed", &got.committed) &&
	    take(o, "dead", &got.dead) && take(o, "pending", &got.pending) &&
	    take(o, "duplicates", &got.duplicates);

	if (ok)
		*a = got;
	json_object_put(o);
	buf_free(&why);
	return ok;
}

enum rc
accounts_read(const struct conf *c, bool quiet, struct accounts *a)
{
	struct launch l = { 0 };
	struct buf out = { 0 };
	char path[PATH_MAX];
	enum rc rc;

	if ((rc = conf_path(c, "spool.db", path, sizeof path)) != RC_OK)
		return rc;
	if (access(path, F_OK) != 0)
		return errno == ENOENT || errno == ENOTDIR ? RC_NOENT : RC_IO;
	rc = launch_program(c, "claimwire-producer", &l);
	if (rc == RC_OK) {
		launch_add(&l, "accounts");
		launch_add(&l, "--json");
		launch_capture(&l, quiet, &out);
		rc = accounts_parse(buf_span(&out), a) ? RC_OK : RC_IO;
	}
	launch_free(&l);
	buf_free(&out);
	return rc;
}

bool
accounts_balance(const struct accounts *a)
{
	return a->accepted == a->committed + a->dead + a->pending;
}
