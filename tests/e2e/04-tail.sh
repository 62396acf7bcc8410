# 04-tail.sh -- the feed tells exactly what the table of changes holds,
# also to who comes late, is cut off or comes back.
. "$(dirname "$0")/lib.sh"
stories=$tests/data/stories.jsonl

code "without a feed tail gives up" 4 "$cw" tail --data "$data"

start run "$cw" run --data "$data" "$stories"
run=$pid
wait_until 60 committed 8 || fail "the stories are read" "$(cat "$tmp/run.err")"
"$cw" status --data "$data" --json > "$tmp/status"
head=$(json "$tmp/status" "d[0]['store']['head']")
python3 - "$data/claims.db" > "$tmp/table" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT seq, type FROM changes_v ORDER BY seq"):
    print(*row)
END
is "changes are numbered without a gap" \
    "$(cut -d' ' -f1 "$tmp/table" | tail -n 1)" "$(wc -l < "$tmp/table")"

# seen FILE: number and type of every change in it.
seen() {
	json "$1" "'\n'.join('%d %s' % (c['seq'], c['type']) for c in d)"
}

timeout 60 "$cw" tail --data "$data" --since 0 --json --limit "$head" \
    > "$tmp/all"
seen "$tmp/all" > "$tmp/all.seen"
check "tail --since 0 tells the whole table" cmp "$tmp/table" "$tmp/all.seen"

timeout 60 "$cw" tail --data "$data" --since 0 --json --limit 3 > "$tmp/part"
last=$(json "$tmp/part" "d[-1]['id']")
timeout 60 "$cw" tail --data "$data" --since "$last" --json \
    --limit $((head - 3)) >> "$tmp/part"
check "a tail that resumes misses and repeats nothing" \
    cmp "$tmp/all" "$tmp/part"

timeout 60 "$cw" tail --data "$data" --since 0 --limit "$head" > "$tmp/plain"
is "a line a change for people" "$(wc -l < "$tmp/plain")" "$head"
has "with who says what" "$(cat "$tmp/plain")" "Ida Solberg: "

n=$(json "$tmp/all" "len([c for c in d if c['type'] == 'article.new'])")
timeout 60 "$cw" tail --data "$data" --since 0 --json --type article.new \
    --limit "$n" > "$tmp/filtered"
is "a filter lets pass what it says" "$(json "$tmp/filtered" \
    "(len(d), {c['type'] for c in d})")" "($n, {'article.new'})"
timeout 60 "$cw" tail --data "$data" --since 0 --json --speaker solberg \
    --outlet "Valley Echo" --limit 1 > "$tmp/filtered"
is "filters join" "$(json "$tmp/filtered" \
    "(d[0]['outlet'], d[0]['claim']['speaker']['name'])")" \
    "('Valley Echo', 'Ida Solberg')"

# Live: a tail waits while the pipeline goes away and comes back.
start tail "$cw" tail --data "$data" --since "$((head - 1))" --json
tail=$pid
check "the tail is there" wait_until 30 test -s "$tmp/tail.out"
"$cw" drain --data "$data" > "$tmp/drain" 2>&1
check "drain waits for the end" wait_until 5 ended "$run"
wait_until 30 grep -q "silent" "$tmp/tail.err" ||
    fail "a silent feed is told" "$(cat "$tmp/tail.err")"
printf '{"id":"late","outlet":"Valley Echo","text":"“%s,” said Rolf Hagen."}\n' \
    "We will open on Sunday" > "$tmp/late.jsonl"
check "more comes in" "$cw" run --once --data "$data" "$tmp/late.jsonl"
start run "$cw" run --data "$data"
check "the waiting tail hears of it" \
    wait_until 60 grep -q "open on Sunday" "$tmp/tail.out"
is "and goes on where it was" \
    "$(json "$tmp/tail.out" "d[1]['seq']")" "$((head + 1))"
kill "$tail"

# Nobody reads: it ends without a word.
"$cw" tail --data "$data" --since 0 --json 2> "$tmp/pipe.err" |
    head -n 2 > "$tmp/pipe"
is "a closed pipe ends it quietly" "$(wc -l < "$tmp/pipe") $(wc -c < "$tmp/pipe.err")" \
    "2 0"
"$cw" drain --data "$data" > "$tmp/drain" 2>&1
finish
