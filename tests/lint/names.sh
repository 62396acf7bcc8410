# names.sh -- fail when foo.c, or foo_part.c where foo.h is its header, exports
# anything but foo_*.
# Input: nm -A -g --defined-only of the archives.  Run in the top folder.
#   names.sh STEM   of a library that exports STEM_* alone, and at least that
headers=$(ls proto/*.h producer/*.h workers/*.h workers/*/*.h sink/*.h \
    sink/web/*.h |
    sed 's,.*/,,; s/\.h$//' | tr '\n' ' ')
awk -v headers=" $headers" -v only="${1:-}" '{
	split($1, at, ":")		# build/libproto.a:doc.o:ADDR
	stem = at[2]; sub(/\.o$/, "", stem)
	whole = stem; sub(/_[^_]*$/, "", whole)
	if (!index(headers, " " stem " ") && index(headers, " " whole " "))
		stem = whole
	if (only != "")
		stem = only
	n++
	if ($2 ~ /[TDBRVWiu]/ && $3 != stem && index($3, stem "_") != 1) {
		print "lint: " at[2] " exports " $3
		bad = 1
	}
} END {
	if (n == 0) {
		print "lint: no names came to be checked"
		bad = 1
	}
	exit bad
}'
