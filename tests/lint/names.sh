# names.sh -- fail when foo.c exports anything but foo_*.
# Input: nm -A -g --defined-only of the archives.
awk '{
	split($1, at, ":")		# build/libproto.a:doc.o:ADDR
	stem = at[2]; sub(/\.o$/, "", stem)
	if ($2 ~ /[TDBR]/ && $3 != stem && index($3, stem "_") != 1) {
		print "lint: " at[2] " exports " $3
		bad = 1
	}
} END { exit bad }'
