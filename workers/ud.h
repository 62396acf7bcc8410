/*
 * ud.h -- the labels of Universal Dependencies (version 2): word classes and
 * relations, as the engine's tagger and parser give them.
 * https://universaldependencies.org/guidelines.html
 */
#ifndef WORKERS_UD_H
#define WORKERS_UD_H

#include <stdint.h>

#include "proto/span.h"

enum ud_pos {
	UD_ADJ,
	UD_ADP,
	UD_ADV,
	UD_AUX,
	UD_CCONJ,
	UD_DET,
	UD_INTJ,
	UD_NOUN,
	UD_NUM,
	UD_PART,
	UD_PRON,
	UD_PROPN,
	UD_PUNCT,
	UD_SCONJ,
	UD_SYM,
	UD_VERB,
	UD_X,
	UD_N_POS
};

enum ud_rel {
	UD_ACL,
	UD_ACL_RELCL,
	UD_ADVCL,
	UD_ADVCL_RELCL,
	UD_ADVMOD,
	UD_AMOD,
	UD_APPOS,
	UD_AUX_,
	UD_AUX_PASS,
	UD_CASE,
	UD_CC,
	UD_CC_PRECONJ,
	UD_CCOMP,
	UD_COMPOUND,
	UD_COMPOUND_PRT,
	UD_CONJ,
	UD_COP,
	UD_CSUBJ,
	UD_CSUBJ_OUTER,
	UD_CSUBJ_PASS,
	UD_DEP,
	UD_DET_,
	UD_DET_PREDET,
	UD_DISCOURSE,
	UD_DISLOCATED,
	UD_EXPL,
	UD_FIXED,
	UD_FLAT,
	UD_GOESWITH,
	UD_IOBJ,
	UD_LIST,
	UD_MARK,
	UD_NMOD,
	UD_NMOD_DESC,
	UD_NMOD_POSS,
	UD_NMOD_UNMARKED,
	UD_NSUBJ,
	UD_NSUBJ_OUTER,
	UD_NSUBJ_PASS,
	UD_NUMMOD,
	UD_OBJ,
	UD_OBL,
	UD_OBL_AGENT,
	UD_OBL_UNMARKED,
	UD_ORPHAN,
	UD_PARATAXIS,
	UD_PUNCT_,
	UD_REPARANDUM,
	UD_ROOT,
	UD_VOCATIVE,
	UD_XCOMP,
	UD_N_REL
};

/* "ADJ", "nsubj:pass": static storage.  label within its enumeration. */
const char *ud_pos_text(enum ud_pos pos);
const char *ud_rel_text(enum ud_rel rel);

/* The label as written; UD_X and UD_DEP for one that is not known.  A
 * relation whose subtype is not known is read without it. */
enum ud_pos ud_pos_of(struct span s);
enum ud_rel ud_rel_of(struct span s);

#endif
