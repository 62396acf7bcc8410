/* stance_words.c -- the table of words that tell how something is said. */
#include "workers/en/stance_words.h"

#include "workers/token.h"

#define HEDGE   STANCE_HEDGE
#define DUTY    STANCE_DUTY
#define WILL    STANCE_WILL
#define MAY     STANCE_MAY
#define OUTLOOK STANCE_OUTLOOK
#define BAD     STANCE_BAD
#define GOOD    STANCE_GOOD
#define UNTRUE  STANCE_UNTRUE
#define TELL    STANCE_TELL
#define WANT    STANCE_WANT
#define THINK   STANCE_THINK
#define PLAN    STANCE_PLAN

/* clang-format off */
static const struct stance_words_entry table[] = {
	{"'ll", WILL}, {"abhorrent", BAD}, {"about", WILL}, {"absurd", BAD},
	{"abysmal", BAD}, {"admirable", GOOD}, {"advise", WANT},
	{"afraid", OUTLOOK}, {"allegedly", HEDGE}, {"amazing", GOOD},
	{"answer", TELL}, {"answering", TELL}, {"anticipate", OUTLOOK},
	{"anticipates", OUTLOOK}, {"appalled", BAD}, {"appalling", BAD},
	{"apparently", HEDGE}, {"arguably", HEDGE}, {"arrogant", BAD},
	{"ask", WANT}, {"asking", WANT}, {"atrocious", BAD}, {"awesome", GOOD},
	{"awful", BAD}, {"baseless", UNTRUE}, {"beautiful", GOOD},
	{"beg", WANT}, {"believe", THINK}, {"believed", THINK},
	{"believes", THINK}, {"betrayal", BAD}, {"betrayed", BAD},
	{"bigot", BAD}, {"bigoted", BAD}, {"blow", BAD}, {"bogus", UNTRUE},
	{"bound", WILL}, {"brave", GOOD}, {"bravery", GOOD},
	{"brilliant", GOOD}, {"broken", BAD}, {"bullies", BAD}, {"bully", BAD},
	{"bullying", BAD}, {"call", WANT}, {"called", WANT}, {"calling", WANT},
	{"callous", BAD}, {"calls", WANT}, {"catastrophe", BAD},
	{"catastrophic", BAD}, {"certain", THINK}, {"champion", GOOD},
	{"chaos", BAD}, {"chaotic", BAD}, {"characterise", TELL},
	{"characterize", TELL}, {"cheating", BAD}, {"clown", BAD},
	{"commendable", GOOD}, {"comment", TELL}, {"commenting", TELL},
	{"committed", PLAN}, {"compassionate", GOOD}, {"conceivably", HEDGE},
	{"confident", OUTLOOK}, {"confirm", TELL}, {"confirming", TELL},
	{"congratulations", GOOD}, {"consider", THINK}, {"convinced", THINK},
	{"corrupt", BAD}, {"corruption", BAD}, {"could", HEDGE | MAY},
	{"courage", GOOD}, {"courageous", GOOD}, {"coward", BAD},
	{"cowardly", BAD}, {"crazy", BAD}, {"crippling", BAD}, {"crook", BAD},
	{"crooked", BAD}, {"cruel", BAD}, {"crushing", BAD}, {"cynical", BAD},
	{"damaging", BAD}, {"dangerous", BAD}, {"debate", TELL},
	{"deceitful", BAD}, {"decent", GOOD}, {"deceptive", BAD},
	{"dedicated", GOOD}, {"demand", WANT}, {"demanded", WANT},
	{"demanding", WANT}, {"demands", WANT}, {"deplorable", BAD},
	{"dereliction", BAD}, {"despicable", BAD}, {"destructive", BAD},
	{"detail", TELL}, {"determined", PLAN}, {"devastating", BAD},
	{"dire", BAD}, {"disappointed", BAD}, {"disappointing", BAD},
	{"disaster", BAD}, {"disastrous", BAD}, {"disclose", TELL},
	{"disclosing", TELL}, {"discuss", TELL}, {"discussing", TELL},
	{"disgrace", BAD}, {"disgraceful", BAD}, {"disgusted", BAD},
	{"disgusting", BAD}, {"dishonest", BAD}, {"disrespect", BAD},
	{"disrespectful", BAD}, {"disturbing", BAD}, {"divisive", BAD},
	{"divulge", TELL}, {"due", WILL}, {"elaborate", TELL},
	{"elaborating", TELL}, {"embarrassing", BAD}, {"embarrassment", BAD},
	{"encourage", WANT}, {"encouraged", GOOD}, {"encouraging", GOOD},
	{"excellent", GOOD}, {"exceptional", GOOD}, {"exemplary", GOOD},
	{"expect", HEDGE | OUTLOOK}, {"expectation", HEDGE},
	{"expectations", HEDGE}, {"expected", HEDGE | OUTLOOK},
	{"expecting", HEDGE | OUTLOOK}, {"expects", HEDGE | OUTLOOK},
	{"extraordinary", GOOD}, {"extreme", BAD}, {"extremist", BAD},
	{"fabricated", UNTRUE}, {"fabrication", UNTRUE}, {"fabulous", GOOD},
	{"failed", BAD}, {"failing", BAD}, {"failure", BAD}, {"fake", UNTRUE},
	{"false", UNTRUE}, {"falsehood", UNTRUE}, {"fantastic", GOOD},
	{"farce", BAD}, {"fear", OUTLOOK}, {"fears", OUTLOOK}, {"feel", THINK},
	{"feels", THINK}, {"felt", THINK}, {"fiasco", BAD},
	{"fiction", UNTRUE}, {"figure", THINK}, {"foolish", BAD},
	{"forecast", OUTLOOK}, {"foresee", OUTLOOK}, {"fraud", BAD},
	{"frightening", BAD}, {"garbage", BAD}, {"generous", GOOD},
	{"genius", GOOD}, {"going", WILL}, {"gonna", WILL}, {"gotta", DUTY},
	{"gracious", GOOD}, {"grateful", GOOD}, {"great", GOOD},
	{"greatest", GOOD}, {"groundless", UNTRUE}, {"guarantee", PLAN},
	{"guess", HEDGE | THINK}, {"had", DUTY}, {"harmful", BAD},
	{"has", DUTY}, {"hateful", BAD}, {"have", DUTY}, {"heartless", BAD},
	{"hero", GOOD}, {"heroes", GOOD}, {"heroic", GOOD}, {"historic", GOOD},
	{"hoax", UNTRUE}, {"honorable", GOOD}, {"honored", GOOD},
	{"honourable", GOOD}, {"honoured", GOOD},
	{"hope", HEDGE | OUTLOOK | THINK}, {"hoped", HEDGE | OUTLOOK},
	{"hopeful", HEDGE | OUTLOOK}, {"hopefully", HEDGE | OUTLOOK},
	{"hopes", HEDGE | OUTLOOK | THINK}, {"hoping", HEDGE | OUTLOOK},
	{"horrendous", BAD}, {"horrible", BAD}, {"horrific", BAD},
	{"hostile", BAD}, {"hurtful", BAD}, {"hypocrisy", BAD},
	{"hypocrite", BAD}, {"hypocritical", BAD}, {"idiot", BAD},
	{"idiotic", BAD}, {"ignorant", BAD}, {"illegal", BAD},
	{"illegitimate", BAD}, {"imagine", THINK}, {"immoral", BAD},
	{"implore", WANT}, {"impressed", GOOD}, {"impressive", GOOD},
	{"inaccurate", UNTRUE}, {"incompetence", BAD}, {"incompetent", BAD},
	{"incorrect", UNTRUE}, {"incredible", GOOD}, {"indefensible", BAD},
	{"inept", BAD}, {"inexcusable", BAD}, {"inhumane", BAD},
	{"insane", BAD}, {"insensitive", BAD}, {"insist", WANT},
	{"inspiration", GOOD}, {"inspiring", GOOD}, {"insult", BAD},
	{"insulting", BAD}, {"intend", PLAN}, {"intended", PLAN},
	{"intends", PLAN}, {"intolerable", BAD}, {"irresponsible", BAD},
	{"joke", BAD}, {"kind", GOOD}, {"know", THINK}, {"knows", THINK},
	{"laughable", BAD}, {"legend", GOOD}, {"liar", BAD}, {"lie", UNTRUE},
	{"lies", UNTRUE}, {"likelihood", HEDGE}, {"likely", HEDGE | OUTLOOK},
	{"litigate", TELL}, {"loser", BAD}, {"lousy", BAD}, {"ludicrous", BAD},
	{"magnificent", GOOD}, {"malicious", BAD}, {"marvellous", GOOD},
	{"marvelous", GOOD}, {"masterful", GOOD}, {"may", HEDGE | MAY},
	{"maybe", HEDGE}, {"mean", THINK}, {"meaningless", BAD},
	{"menace", BAD}, {"mess", BAD}, {"might", HEDGE | MAY},
	{"milestone", GOOD}, {"misguided", BAD}, {"mistake", BAD},
	{"monstrous", BAD}, {"must", DUTY}, {"naive", BAD}, {"nasty", BAD},
	{"need", DUTY}, {"needed", DUTY}, {"needs", DUTY}, {"negligent", BAD},
	{"negotiate", TELL}, {"negotiating", TELL}, {"nice", GOOD},
	{"nightmare", BAD}, {"nonsense", UNTRUE}, {"nonsensical", BAD},
	{"offensive", BAD}, {"optimism", HEDGE},
	{"optimistic", HEDGE | OUTLOOK}, {"ought", DUTY}, {"outrage", BAD},
	{"outraged", BAD}, {"outrageous", BAD}, {"outstanding", GOOD},
	{"pathetic", BAD}, {"perfect", GOOD}, {"perhaps", HEDGE},
	{"pessimism", HEDGE}, {"pessimistic", HEDGE | OUTLOOK}, {"petty", BAD},
	{"phenomenal", GOOD}, {"plan", PLAN}, {"planned", PLAN},
	{"planning", PLAN}, {"plans", PLAN}, {"plausible", HEDGE},
	{"plausibly", HEDGE}, {"pleased", GOOD}, {"pledge", PLAN},
	{"pledges", PLAN}, {"pointless", BAD}, {"poised", WILL},
	{"possibilities", HEDGE}, {"possibility", HEDGE}, {"possible", HEDGE},
	{"possibly", HEDGE}, {"potential", HEDGE}, {"potentially", HEDGE},
	{"predict", OUTLOOK}, {"predicts", OUTLOOK}, {"prefer", WANT},
	{"prejudge", TELL}, {"prepared", PLAN}, {"preposterous", BAD},
	{"presumably", HEDGE}, {"principled", GOOD}, {"probable", HEDGE},
	{"probably", HEDGE}, {"promise", PLAN}, {"promises", PLAN},
	{"propose", WANT}, {"proud", GOOD}, {"punishing", BAD},
	{"purportedly", HEDGE}, {"racist", BAD}, {"ready", PLAN},
	{"reckless", BAD}, {"recklessness", BAD}, {"reckon", HEDGE | THINK},
	{"recommend", WANT}, {"remarkable", GOOD}, {"reportedly", HEDGE},
	{"reprehensible", BAD}, {"repugnant", BAD}, {"request", WANT},
	{"respond", TELL}, {"responding", TELL}, {"reveal", TELL},
	{"revealing", TELL}, {"ridiculous", BAD}, {"rigged", BAD},
	{"rotten", BAD}, {"rubbish", UNTRUE}, {"say", TELL | THINK},
	{"says", THINK}, {"scandal", BAD}, {"scandalous", BAD}, {"scary", BAD},
	{"seemingly", HEDGE}, {"sellout", BAD}, {"senseless", BAD},
	{"set", WILL}, {"sexist", BAD}, {"shall", WILL}, {"sham", BAD},
	{"shambles", BAD}, {"shame", BAD}, {"shameful", BAD}, {"share", TELL},
	{"sharing", TELL}, {"shocking", BAD}, {"short-sighted", BAD},
	{"shortsighted", BAD}, {"should", DUTY}, {"sickening", BAD},
	{"skilful", GOOD}, {"skillful", GOOD}, {"slap", BAD}, {"smart", GOOD},
	{"speak", TELL}, {"speaking", TELL}, {"speculate", TELL},
	{"speculating", TELL}, {"spineless", BAD}, {"splendid", GOOD},
	{"stellar", GOOD}, {"stupid", BAD}, {"superb", GOOD},
	{"suppose", HEDGE | THINK}, {"supposedly", HEDGE}, {"sure", THINK},
	{"suspect", HEDGE | THINK}, {"swear", PLAN}, {"talented", GOOD},
	{"talk", TELL}, {"talking", TELL}, {"tasteless", BAD},
	{"tentative", HEDGE}, {"tentatively", HEDGE}, {"terrible", BAD},
	{"terrific", GOOD}, {"terrifying", BAD}, {"thank", GOOD},
	{"thankful", GOOD}, {"thanks", GOOD}, {"think", THINK},
	{"thinks", THINK}, {"thought", THINK}, {"thrilled", GOOD},
	{"toxic", BAD}, {"tragedy", BAD}, {"tragic", BAD}, {"treason", BAD},
	{"tremendous", GOOD}, {"triumph", GOOD}, {"troubling", BAD},
	{"ugly", BAD}, {"unacceptable", BAD}, {"uncertain", HEDGE},
	{"unclear", HEDGE}, {"unconscionable", BAD}, {"unconstitutional", BAD},
	{"unfair", BAD}, {"unfit", BAD}, {"unforgivable", BAD},
	{"unfounded", UNTRUE}, {"ungrateful", BAD}, {"unhinged", BAD},
	{"unjust", BAD}, {"unjustified", BAD}, {"unlawful", BAD},
	{"unlikely", HEDGE | OUTLOOK}, {"unprofessional", BAD},
	{"unqualified", BAD}, {"unsure", HEDGE}, {"untrue", UNTRUE},
	{"unwarranted", BAD}, {"urge", WANT}, {"urged", WANT}, {"urges", WANT},
	{"urging", WANT}, {"useless", BAD}, {"vicious", BAD}, {"vile", BAD},
	{"visionary", GOOD}, {"vow", PLAN}, {"vows", PLAN}, {"want", WANT},
	{"wanted", WANT}, {"wants", WANT}, {"waste", BAD}, {"wasteful", BAD},
	{"weak", BAD}, {"welcome", GOOD}, {"will", WILL}, {"willing", PLAN},
	{"wish", WANT}, {"wo", WILL}, {"wonderful", GOOD},
	{"worried", OUTLOOK}, {"worries", OUTLOOK}, {"worry", OUTLOOK},
	{"worse", BAD}, {"worst", BAD}, {"wrong", BAD}, {"wrongheaded", BAD},
	{"xenophobic", BAD}, {"’ll", WILL},
};
/* clang-format on */

const struct stance_words_entry *
stance_words_table(size_t *n)
{
	*n = sizeof table / sizeof table[0];
	return table;
}

/* May, Hope Lane. */
static bool
is_named(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (!k->capital)
		return false;
	return k->pos == UD_PROPN ||
	    (k->bits & (LEXICON_FIRST | LEXICON_MONTH) && i + 1 < t->n_tokens &&
		k[1].capital);
}

uint32_t
stance_words_of(const struct text *t, uint32_t i)
{
	char low[LEXICON_WORD_MAX];
	struct span w = token_lower(t, i, low);
	const struct stance_words_entry *row;

	if (w.n < 3 || is_named(t, i))
		return 0;
	row = span_find(
	    table, sizeof table / sizeof table[0], sizeof table[0], w);
	return row != NULL ? row->bits : 0;
}
