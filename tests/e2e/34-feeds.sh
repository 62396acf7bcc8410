# 34-feeds.sh -- Atom and JSON Feed as readers and validators see them.
. "$(dirname "$0")/lib.sh"

# A Python that has a reader of feeds: not always the first of the PATH.
for python in python3 /usr/bin/python3 none; do
	"$python" -c 'import feedparser, jsonschema' 2> /dev/null && break
done
[ $python != none ] || skip "there is no feedparser or jsonschema here"
which xmllint > /dev/null || skip "there is no xmllint here"

serving() {
	address=$(cat "$data/run/http" 2> "$tmp/none")
}

start run "$cw" run --data "$data" -o http=127.0.0.1:0 --workers 1 \
    "$tests/data/stories.jsonl"
check "the server starts" wait_until 30 serving
check "the stories are read" wait_until 60 committed 8
"$python" -B "$tests/e2e/feeds.py" "$address" "$tmp" > "$tmp/feeds.out" 2>&1
status=$?
cat "$tmp/feeds.out"
[ $status -eq 0 ] || failures=$((failures + 1))
finish
