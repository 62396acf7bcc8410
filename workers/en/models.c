/* models.c -- the models' files, taken up by the assembler. */
#include "workers/en/models.h"

#define MODEL(name)                                        \
	__asm__(".section .rodata\n"                       \
		".balign 64\n"                             \
		"models_" #name "_begin:\n"                \
		".incbin \"workers/en/" #name ".model\"\n" \
		"models_" #name "_end:\n"                  \
		".byte 0\n"                                \
		".previous\n");                            \
	extern const char models_##name##_begin[]          \
	    __attribute__((visibility("hidden")));         \
	extern const char models_##name##_end[]            \
	    __attribute__((visibility("hidden")))

MODEL(clusters);
MODEL(tagger);
MODEL(parser);
MODEL(names);
MODEL(cues);
MODEL(reports);
MODEL(senses);

#define SPAN_OF(name)                                      \
	{                                                  \
		models_##name##_begin, models_##name##_end \
	}

struct span
models_of(enum models_file which)
{
	static const struct {
		const char *begin, *end;
	} file[MODELS_N] = { SPAN_OF(clusters), SPAN_OF(tagger),
		SPAN_OF(parser), SPAN_OF(names), SPAN_OF(cues),
		SPAN_OF(reports), SPAN_OF(senses) };

	return (struct span) { file[which].begin,
		(size_t)(file[which].end - file[which].begin) };
}
