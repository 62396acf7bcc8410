/*
 * abbr.c -- the abbreviations, sorted.  Those that are also words, and news
 * seldom abbreviates ("in.", "art.", "La."), are not here: their full stop
 * ends a sentence.
 */
#include "workers/en/abbr.h"

#include <string.h>

#define PLAIN  0
#define BEFORE ABBR_BEFORE
#define DIGIT  ABBR_DIGIT
#define PROPER ABBR_PROPER
#define AFTER  ABBR_AFTER
#define LAST   (ABBR_AFTER | ABBR_LAST)

/* clang-format off */
static const struct abbr_word {
	const char *word;
	uint32_t bits;
} words[] = {
	{"a.g.", AFTER}, {"a.k.a.", PLAIN}, {"a.m.", LAST}, {"adm.", BEFORE},
	{"al.", AFTER}, {"ala.", AFTER}, {"ald.", BEFORE}, {"alta.", AFTER},
	{"amb.", BEFORE}, {"approx.", BEFORE}, {"apr.", PLAIN},
	{"ariz.", AFTER}, {"ark.", PROPER}, {"assn.", AFTER},
	{"assoc.", PLAIN}, {"asst.", PLAIN}, {"attn.", PLAIN},
	{"atty.", BEFORE}, {"aug.", PLAIN}, {"ave.", AFTER}, {"b.a.", AFTER},
	{"b.c.", AFTER}, {"b.sc.", AFTER}, {"bldg.", AFTER}, {"blvd.", AFTER},
	{"brig.", BEFORE}, {"bros.", AFTER}, {"c.e.o.", PLAIN},
	{"ca.", BEFORE}, {"calif.", AFTER}, {"capt.", BEFORE},
	{"cdr.", BEFORE}, {"cf.", BEFORE}, {"cmdr.", BEFORE}, {"co.", AFTER},
	{"col.", BEFORE}, {"colo.", AFTER}, {"comdr.", BEFORE},
	{"conn.", AFTER}, {"corp.", AFTER}, {"cpl.", BEFORE},
	{"d.b.a.", PLAIN}, {"d.c.", AFTER}, {"dec.", PLAIN}, {"del.", PROPER},
	{"dept.", AFTER}, {"div.", PLAIN}, {"dr.", BEFORE}, {"drs.", BEFORE},
	{"e.g.", PLAIN}, {"e.u.", AFTER}, {"eds.", PLAIN}, {"eq.", DIGIT},
	{"esp.", PLAIN}, {"esq.", AFTER}, {"est.", AFTER}, {"etc.", LAST},
	{"excl.", PLAIN}, {"ext.", DIGIT}, {"feb.", PLAIN}, {"fig.", DIGIT},
	{"figs.", DIGIT}, {"fla.", AFTER}, {"fr.", BEFORE}, {"fri.", PLAIN},
	{"ft.", PLAIN}, {"ga.", AFTER}, {"gen.", BEFORE}, {"gens.", BEFORE},
	{"gov.", BEFORE}, {"govs.", BEFORE}, {"govt.", AFTER},
	{"hon.", BEFORE}, {"hrs.", AFTER}, {"hwy.", AFTER}, {"i.e.", PLAIN},
	{"ill.", PROPER}, {"inc.", AFTER}, {"incl.", PLAIN}, {"insp.", BEFORE},
	{"intl.", AFTER}, {"jan.", PLAIN}, {"jr.", AFTER}, {"jul.", PLAIN},
	{"jun.", PLAIN}, {"ky.", AFTER}, {"l.p.", AFTER}, {"lb.", AFTER},
	{"lbs.", AFTER}, {"lieut.", BEFORE}, {"ll.b.", AFTER},
	{"ll.m.", AFTER}, {"lt.", BEFORE}, {"ltd.", AFTER}, {"m.a.", AFTER},
	{"m.d.", AFTER}, {"m.sc.", AFTER}, {"maj.", BEFORE}, {"man.", PROPER},
	{"mar.", PROPER}, {"mass.", PROPER}, {"md.", AFTER},
	{"messrs.", BEFORE}, {"mfg.", PLAIN}, {"mich.", AFTER},
	{"minn.", AFTER}, {"mins.", AFTER}, {"miss.", PROPER},
	{"mlle.", BEFORE}, {"mme.", BEFORE}, {"mo.", PROPER}, {"mon.", PLAIN},
	{"mont.", AFTER}, {"mr.", BEFORE}, {"mrs.", BEFORE}, {"ms.", BEFORE},
	{"msgr.", BEFORE}, {"mt.", BEFORE}, {"n.b.", AFTER}, {"n.c.", AFTER},
	{"n.d.", AFTER}, {"n.h.", AFTER}, {"n.j.", AFTER}, {"n.m.", AFTER},
	{"n.s.", AFTER}, {"n.v.", AFTER}, {"n.y.", AFTER}, {"natl.", PLAIN},
	{"neb.", AFTER}, {"nev.", AFTER}, {"no.", DIGIT}, {"nos.", DIGIT},
	{"nov.", PLAIN}, {"oct.", PLAIN}, {"okla.", AFTER}, {"ont.", AFTER},
	{"ore.", PROPER}, {"oz.", AFTER}, {"p.e.i.", AFTER}, {"p.m.", LAST},
	{"p.s.", BEFORE}, {"pa.", AFTER}, {"para.", DIGIT}, {"pfc.", BEFORE},
	{"ph.d.", AFTER}, {"plc.", AFTER}, {"pp.", DIGIT}, {"pres.", BEFORE},
	{"prof.", BEFORE}, {"profs.", BEFORE}, {"pte.", BEFORE},
	{"pvt.", BEFORE}, {"q.v.", PLAIN}, {"que.", AFTER}, {"r.i.", AFTER},
	{"r.i.p.", PLAIN}, {"rd.", AFTER}, {"rep.", BEFORE}, {"reps.", BEFORE},
	{"rev.", BEFORE}, {"rpt.", PLAIN}, {"s.a.", AFTER}, {"s.c.", AFTER},
	{"s.d.", AFTER}, {"s.p.a.", AFTER}, {"sask.", AFTER}, {"sat.", PROPER},
	{"sec.", BEFORE}, {"secy.", BEFORE}, {"sen.", BEFORE},
	{"sens.", BEFORE}, {"sep.", PLAIN}, {"sept.", PLAIN}, {"sgt.", BEFORE},
	{"sr.", AFTER}, {"st.", BEFORE}, {"ste.", BEFORE}, {"sun.", PROPER},
	{"supt.", BEFORE}, {"tel.", PLAIN}, {"tenn.", AFTER}, {"tex.", AFTER},
	{"thu.", PLAIN}, {"thur.", PLAIN}, {"thurs.", PLAIN},
	{"treas.", BEFORE}, {"tue.", PLAIN}, {"tues.", PLAIN},
	{"u.a.e.", AFTER}, {"u.k.", AFTER}, {"u.n.", AFTER}, {"u.s.", AFTER},
	{"u.s.a.", AFTER}, {"univ.", AFTER}, {"va.", AFTER}, {"ver.", DIGIT},
	{"viz.", BEFORE}, {"vol.", DIGIT},
	{"vols.", DIGIT}, {"vs.", BEFORE}, {"vt.", AFTER}, {"w.va.", AFTER},
	{"wash.", PROPER}, {"wed.", PROPER}, {"wis.", AFTER}, {"wyo.", AFTER},
	{"yrs.", AFTER},
};
/* clang-format on */

uint32_t
abbr_bits(struct span word)
{
	const struct abbr_word *row = span_find(
	    words, sizeof words / sizeof words[0], sizeof words[0], word);

	return row != NULL ? row->bits | ABBR_KNOWN : 0;
}
