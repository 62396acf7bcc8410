/* agency.c -- news agencies by all the names that credits give them. */
#include "agency.h"

#include <string.h>

#define FORMS 4

/* Names as they are told; forms are folded, with blanks around them.  An
 * abbreviation is a form by itself only: "ap" may be anything elsewhere. */
static const struct agency {
	const char *name;
	const char *form[FORMS];
	const char *abbr[2];
} agencies[] = {
	{ "The Associated Press", { " associated press " }, { " ap " } },
	{ "Reuters", { " reuters " }, { 0 } },
	{ "The Canadian Press", { " canadian press ", " presse canadienne " },
	    { " cp " } },
	{ "Agence France-Presse", { " agence france presse " }, { " afp " } },
	{ "United Press International", { " united press international " },
	    { " upi " } },
	{ "PA Media",
	    { " pa media ", " press association ", " pa news agency " },
	    { " pa " } },
	{ "Australian Associated Press", { " australian associated press " },
	    { " aap " } },
	{ "Deutsche Presse-Agentur",
	    { " deutsche presse agentur ", " german press agency " },
	    { " dpa " } },
	{ "EFE", { " agencia efe ", " efe news " }, { " efe " } },
	{ "ANSA", { " ansa news agency " }, { " ansa " } },
	{ "Kyodo News", { " kyodo news " }, { " kyodo " } },
	{ "Jiji Press", { " jiji press " }, { " jiji " } },
	{ "Xinhua", { " xinhua " }, { 0 } },
	{ "Yonhap", { " yonhap " }, { 0 } },
	{ "Press Trust of India", { " press trust of india " }, { " pti " } },
	{ "Asian News International", { " asian news international " },
	    { " ani " } },
	{ "Indo-Asian News Service", { " indo asian news service " },
	    { " ians " } },
	{ "TASS", { " tass russian news agency ", " itar tass " },
	    { " tass " } },
	{ "Interfax", { " interfax " }, { 0 } },
	{ "Ukrinform", { " ukrinform " }, { 0 } },
	{ "Anadolu Agency", { " anadolu agency " }, { " anadolu ", " aa " } },
	{ "Bloomberg News", { " bloomberg news " }, { " bloomberg " } },
	{ "Dow Jones Newswires", { " dow jones newswires " },
	    { " dow jones " } },
	{ "Tribune News Service",
	    { " tribune news service ", " tribune content agency " },
	    { " tns " } },
	{ "CNN Newsource", { " cnn newsource " }, { 0 } },
	{ "States Newsroom", { " states newsroom " }, { 0 } },
	{ "QMI Agency", { " qmi agency ", " agence qmi " }, { " qmi " } },
	{ "Postmedia News", { " postmedia news " }, { 0 } },
	{ "Local Journalism Initiative", { " local journalism initiative " },
	    { 0 } },
	{ "Ritzau", { " ritzau " }, { 0 } },
	{ "NTB", { " norsk telegrambyra " }, { " ntb " } },
	{ "TT News Agency", { " tt news agency " }, { " tt " } },
	{ "Belga", { " belga " }, { 0 } },
	{ "Algemeen Nederlands Persbureau",
	    { " algemeen nederlands persbureau " }, { " anp " } },
	{ "Austria Press Agency",
	    { " austria press agency ", " austria presse agentur " },
	    { " apa " } },
	{ "Keystone-SDA", { " keystone sda ", " keystone ats " }, { " sda " } },
	{ "Lusa", { " lusa news agency " }, { " lusa " } },
	{ "PAP", { " polish press agency " }, { " pap " } },
	{ "PR Newswire", { " pr newswire ", " prnewswire ", " cision " },
	    { 0 } },
	{ "Canada NewsWire", { " canada newswire ", " cnw group " },
	    { " cnw " } },
	{ "Business Wire", { " business wire ", " businesswire " }, { 0 } },
	{ "GlobeNewswire", { " globenewswire ", " globe newswire " }, { 0 } },
};

#define N_AGENCIES (sizeof agencies / sizeof agencies[0])

const char *
agency_called(struct span folded)
{
	static const char the[] = " the ";

	/* The blank after it stays before the name. */
	if (folded.n > sizeof the && memcmp(folded.p, the, 5) == 0) {
		folded.p += 4;
		folded.n -= 4;
	}
	for (size_t i = 0; i < N_AGENCIES; i++) {
		for (size_t k = 0; k < FORMS && agencies[i].form[k]; k++)
			if (span_is(folded, agencies[i].form[k]))
				return agencies[i].name;
		for (size_t k = 0; k < 2 && agencies[i].abbr[k]; k++)
			if (span_is(folded, agencies[i].abbr[k]))
				return agencies[i].name;
	}
	return NULL;
}

const char *
agency_within(struct span folded)
{
	const char *best = NULL, *name = NULL;

	for (size_t i = 0; i < N_AGENCIES; i++)
		for (size_t k = 0; k < FORMS && agencies[i].form[k]; k++) {
			const char *form = agencies[i].form[k];
			const char *at = memmem(
			    folded.p, folded.n, form, strlen(form));

			/* "Australian Associated Press" begins first. */
			if (at != NULL && (best == NULL || at < best)) {
				best = at;
				name = agencies[i].name;
			}
		}
	return name;
}
