# length.sh MAX -- fail when a function is longer than MAX lines; tell the
# median.  Input: ctags -f - --fields=+ne --kinds-C=f.
max=$1
awk -F'\t' -v max="$max" '{
	from = to = 0
	for (i = 4; i <= NF; i++) {
		if ($i ~ /^line:/) from = substr($i, 6)
		if ($i ~ /^end:/) to = substr($i, 5)
	}
	n = to - from + 1
	if ($2 !~ /^tests\//) print n > "/dev/fd/3"
	if (n > max) {
		print "lint: " $2 ": " $1 "() has " n " lines, more than " max
		bad = 1
	}
} END { exit bad }' 3>"${TMPDIR:-/tmp}/claimwire-lint.$$"
bad=$?
sort -n "${TMPDIR:-/tmp}/claimwire-lint.$$" | awk '{ n[NR] = $1 } END {
	print "lint: " NR " functions, median " n[int((NR + 1) / 2)] " lines"
}'
rm -f "${TMPDIR:-/tmp}/claimwire-lint.$$"
exit $bad
