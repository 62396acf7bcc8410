/* query_speaker.c -- questions about whose claims there are. */
#include "querying.h"
#include "rows.h"
#include "sql.h"

QUERYING_ROW(speaker, query_speaker)

enum rc
query_speakers(struct query *q, const struct query_filter *qf,
    query_speaker_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.speaker = fn, .arg = arg };
	struct filter f = { 0 };
	int64_t id;

	filter_say(&f, ROWS_SPEAKER);
	if (query_parse_id(qf->speaker, 's', &id))
		filter_int(
		    &f, "i.id = (SELECT entity FROM names WHERE id = #)", id);
	else if (qf->speaker.p != NULL)
		filter_text(&f,
		    "i.id IN (SELECT n.entity FROM names n "
		    "JOIN speaker_ids x ON x.id = n.id "
		    "WHERE instr(lower(x.name), lower(#)))",
		    qf->speaker);
	filter_page(&f, qf, qf->rising ? "i.id" : "place");
	return querying_each(q, &f, RC_OK, speaker_row, &c);
}
