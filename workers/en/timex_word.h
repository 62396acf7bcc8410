/*
 * timex_word.h -- the words that times are made of, looked at where a reader
 * of timex.c stands.  All are false, 0 or NULL beyond its limit.
 */
#ifndef WORKERS_TIMEX_WORD_H
#define WORKERS_TIMEX_WORD_H

#include "workers/text.h"

struct timex_reader {
	const struct text *t;
	int32_t today;
	int32_t told;     /* the day that the text told last; 0: none */
	uint32_t told_at; /* at which token */
	int32_t then;     /* the first day of the last date of any size */
	uint32_t then_at; /* at which token */
	bool then_said;
	bool dated;     /* today is known */
	uint32_t first; /* of the sentence at hand */
	uint32_t limit; /* no expression goes beyond */
};

struct timex_unit {
	const char *code; /* its letters in TIMEX3; W2: two weeks */
	int days;         /* 0: shorter than one */
	int months;       /* 0: no whole months */
};

bool timex_word_has(const struct timex_reader *r, uint32_t i, uint32_t bits);
bool timex_word_is(const struct timex_reader *r, uint32_t i, const char *w);

/* 1 to 12; 1 (Monday) to 7; 0: none. */
int timex_word_month(const struct timex_reader *r, uint32_t i);
int timex_word_weekday(const struct timex_reader *r, uint32_t i);

/* A plain number of at most four digits ("3", "21st"), or -1. */
int timex_word_digits(const struct timex_reader *r, uint32_t i);

/* A number of four digits that may be a year, or 0. */
int timex_word_year(const struct timex_reader *r, uint32_t i);

/* "days", "week"; static storage. */
const struct timex_unit *timex_word_unit(
    const struct timex_reader *r, uint32_t i);
const struct timex_unit *timex_word_code(const char *code);
bool timex_word_plural(const struct timex_reader *r, uint32_t i);

/* Is token i the unit of a number, as in "2 million pounds a year"? */
bool timex_word_measured(const struct timex_reader *r, uint32_t i);

/* "SU"; static storage. */
const char *timex_word_season(const struct timex_reader *r, uint32_t i);

/* How far a word before a unit moves it: last -1, this 0, next 1. */
bool timex_word_shift(const struct timex_reader *r, uint32_t i, int *n);

#endif
