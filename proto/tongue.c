/* tongue.c -- which language a text is in. */
#include "tongue.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <strings.h>

#define SHARE   67 /* percent of the letters */
#define STRANGE 20 /* percent of them in English: less is another language */
#define WORD    50 /* bytes of the longest word of letters in ASCII */
#define EVERY   8  /* words, of which one tells English */
#define ENTRY   3  /* languages that the library tells */
#define SPARE   16 /* bytes behind the text that may be looked at */

/*
 * libcld2 has a face for C++ alone (cld2/public/compact_lang_det.h).  These
 * are its functions by the names that they have in the library; its
 * `Language` is an enumeration without a fixed type and less than 1,000
 * members, so an unsigned int.
 */
typedef unsigned language;

#define ENGLISH 0u
#define UNKNOWN 26u

language cld2_detect(const char *text, int n, bool plain,
    language tongue[ENTRY], int percent[ENTRY], int *letters,
    bool *sure) __asm__("_ZN4CLD224ExtDetectLanguageSummaryEPKcibPNS_8"
			"LanguageEPiS4_Pb");
language cld2_named(const char *name) __asm__(
    "_ZN4CLD219GetLanguageFromNameEPKc");
const char *cld2_code(language l) __asm__(
    "_ZN4CLD212LanguageCodeENS_8LanguageE");
bool cld2_close(language a, language b) __asm__(
    "_ZN4CLD212SameCloseSetENS_8LanguageES0_");

/* Codes that ISO 639 has given up, and what stands for them. */
static const struct {
	const char *code, *tag;
} renamed[] = {
	{ "iw", "he" },
	{ "jw", "jv" },
	{ "mo", "ro" },
	{ "sr-ME", "sr" },
};

/* ---- what a text says ---- */

/* The primary subtag in lower or (a name) in upper case; "" when it is none. */
static void
subtag(struct span said, bool name, char out[TONGUE_MAX])
{
	size_t n = 0;

	while (n < said.n && isalpha((unsigned char)said.p[n]))
		n++;
	if (n >= TONGUE_MAX || (n < said.n && !strchr("-_", said.p[n])))
		n = 0;
	for (size_t i = 0; i < n; i++)
		out[i] = (char)(name ? toupper((unsigned char)said.p[i])
				     : tolower((unsigned char)said.p[i]));
	out[n] = '\0';
}

static language
named(struct span said)
{
	char code[TONGUE_MAX], name[TONGUE_MAX];

	subtag(said, false, code);
	subtag(said, true, name);
	if (strlen(code) < 2)
		return UNKNOWN;
	return cld2_named(strlen(code) <= 3 ? code : name);
}

/* ---- what it is in ---- */

/* Bytes from i on that are of one word, if that is in ASCII. */
static size_t
word(struct span text, size_t i)
{
	size_t n = 0;

	while (i + n < text.n && (unsigned char)text.p[i + n] > ' ' &&
	    (unsigned char)text.p[i + n] < 0x7f)
		n++;
	return n;
}

/* The first bytes of text as the library wants them: whole characters, no
 * controls, room behind; without what is too long for a word (addresses,
 * numbers of things, ...) and would outweigh all others.  Their number. */
static size_t
head(struct span text, char out[TONGUE_LOOKED + SPARE])
{
	size_t n = 0, i = 0, left = 0;

	while (i < text.n && n < TONGUE_LOOKED) {
		unsigned char c = (unsigned char)text.p[i];

		if (left == 0 && (left = word(text, i)) > WORD) {
			i += left;
			left = 0;
			continue;
		}
		left -= left > 0;
		out[n++] = c < ' ' || c == 0x7f ? ' ' : (char)c;
		i++;
	}
	if (i < text.n) /* what was cut is no half of a character */
		while (n > 0 && i > 0 &&
		    ((unsigned char)text.p[i--] & 0xc0) == 0x80)
			n--;
	memset(out + n, 0, SPARE);
	return n;
}

/* Words of English that few other languages write. */
static bool
is_english(const char *w, size_t n)
{
	static const char *const words[] = { "the", "and", "to", "from", "with",
		"by", "said", "that", "has", "were" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncasecmp(w, words[i], n) == 0)
			return true;
	return false;
}

/* Is one word in EVERY one of them?  A sentence that is full of names from
 * elsewhere is still in English. */
static bool
reads_english(const char *text)
{
	size_t n = 0, english = 0;

	for (; *text != '\0'; n++) {
		size_t size;

		text += strspn(text, " ");
		size = strcspn(text, " ");
		english += is_english(text, size);
		text += size;
	}
	return english * EVERY >= n;
}

/* What the library says of a text. */
struct sight {
	language is;  /* UNKNOWN: too little, or nothing for sure */
	bool foreign; /* long enough to say that it is not in English */
};

static struct sight
look(struct span text)
{
	char looked[TONGUE_LOOKED + SPARE];
	language tongue[ENTRY] = { UNKNOWN, UNKNOWN, UNKNOWN };
	int percent[ENTRY] = { 0 }, letters = 0, english = 0;
	struct sight s = { UNKNOWN, false };
	size_t n = head(text, looked);
	bool sure = false;

	if (n < TONGUE_LEAST)
		return s;
	(void)cld2_detect(
	    looked, (int)n, true, tongue, percent, &letters, &sure);
	if (sure && letters >= TONGUE_LEAST && percent[0] >= SHARE)
		s.is = tongue[0];
	if (s.is != ENGLISH && letters < TONGUE_LONG && reads_english(looked))
		s.is = UNKNOWN;
	for (int i = 0; i < ENTRY; i++)
		if (tongue[i] == ENGLISH)
			english += percent[i];
	s.foreign = letters >= TONGUE_LONG && english < STRANGE;
	return s;
}

/* Its tag; false: it stands for no language of people. */
static bool
tag_of(language l, char out[TONGUE_MAX])
{
	const char *code = cld2_code(l);

	if (l == UNKNOWN || *code == '\0' || *code == 'x' ||
	    strncmp(code, "zz", 2) == 0 || strcmp(code, "tlh") == 0)
		return false;
	for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
		if (strcmp(code, renamed[i].code) == 0)
			code = renamed[i].tag;
	snprintf(out, TONGUE_MAX, "%s", code);
	return true;
}

struct span
tongue_of(struct span text, struct span said, char out[TONGUE_MAX])
{
	struct sight s = look(text);
	language was;

	if (span_is(said, "und"))
		said = (struct span) { NULL, 0 };
	was = named(said);
	if (s.is == UNKNOWN && s.foreign && (said.n == 0 || was == ENGLISH)) {
		snprintf(out, TONGUE_MAX, "und");
		return span_of(out);
	}
	if (s.is == was || (was != UNKNOWN && cld2_close(s.is, was)) ||
	    !tag_of(s.is, out))
		return said;
	return span_of(out);
}
