#!/bin/bash
# check.sh BUILD TEST...: run the unit tests, the simulator and then every
# end-to-end script; the last line counts what passed and what failed.  What
# fails is printed in full; a script that skips something says so.
#   ONLY=PATTERN   the scripts whose name matches only, and no unit tests
set -u
build=$1
shift
cd "$(dirname "$0")/.." || exit 1
out=$(mktemp)
trap 'rm -f "$out"' EXIT
passed=0
failed=0

# count NAME CODE PASSED FAILED: one program's end.  A crash, or an end that
# no test explains, is a failure too.
count() {
	local name=$1 code=$2 p=$3 f=$4
	[ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
	passed=$((passed + p))
	failed=$((failed + f))
	if [ "$f" -eq 0 ]; then
		echo "ok - $name: $p passed"
	else
		cat "$out"
		echo "not ok - $name: $p passed, $f failed (exit code $code)"
	fi
}

if [ -z "${ONLY:-}" ]; then
	for t in "$@"; do
		timeout 300 "$t" > "$out" 2>&1
		code=$?
		count "${t#"$build"/tests/}" $code \
		    "$(grep -c '^\[       OK \]' "$out")" \
		    "$(sed -n 's/^ *\([0-9]*\) FAILED TEST(S)$/\1/p' "$out" |
		        awk '{ n += $1 } END { print n + 0 }')"
	done
fi

for s in tests/sim/*.sh tests/e2e/[0-9]*.sh; do
	[ -e "$s" ] && [[ "$s" == *${ONLY:-}* ]] || continue
	BUILD=$build timeout 900 bash "$s" > "$out" 2>&1
	code=$?
	grep '^skip - ' "$out"
	count "${s#tests/}" $code "$(grep -c '^ok - ' "$out")" \
	    "$(grep -c '^not ok - ' "$out")"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
