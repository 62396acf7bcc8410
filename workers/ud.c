/* ud.c -- names of labels. */
#include "ud.h"

static const char *const pos_text[UD_N_POS] = { "ADJ", "ADP", "ADV", "AUX",
	"CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
	"SCONJ", "SYM", "VERB", "X" };

static const char *const rel_text[UD_N_REL] = { "acl", "acl:relcl", "advcl",
	"advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case",
	"cc", "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop",
	"csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet",
	"discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj",
	"list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked",
	"nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl",
	"obl:agent", "obl:unmarked", "orphan", "parataxis", "punct",
	"reparandum", "root", "vocative", "xcomp" };

const char *
ud_pos_text(enum ud_pos pos)
{
	return pos_text[pos];
}

const char *
ud_rel_text(enum ud_rel rel)
{
	return rel_text[rel];
}

enum ud_pos
ud_pos_of(struct span s)
{
	for (int i = 0; i < UD_N_POS; i++)
		if (span_is(s, pos_text[i]))
			return (enum ud_pos)i;
	return UD_X;
}

enum ud_rel
ud_rel_of(struct span s)
{
	const char *colon;

	for (int i = 0; i < UD_N_REL; i++)
		if (span_is(s, rel_text[i]))
			return (enum ud_rel)i;
	colon = memchr(s.p, ':', s.n);
	if (colon != NULL)
		return ud_rel_of((struct span) { s.p, (size_t)(colon - s.p) });
	return UD_DEP;
}
