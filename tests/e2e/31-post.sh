# 31-post.sh -- what is posted: accepted when 202 says so, whatever dies; and
# turned away, with the reason, when it cannot be.  The roles are started one by
# one, so that each can be missing.
. "$(dirname "$0")/lib.sh"

options=(--data "$data" -o http=127.0.0.1:0 -o lease_ms=1000 -o retry_ms=20)

# role NAME PROGRAM ARGUMENT...: start one; its pid is in $pid.
role() {
	local name=$1 program=$2
	shift 2
	start "$name" "$BUILD/claimwire-$program" "${options[@]}" "$@"
}

# post TYPE BODY: sets $status, $answer and $retry (the header Retry-After).
# BODY is @FILE, or text.
post() {
	status=$(curl -s -m 60 -o "$tmp/answer" -D "$tmp/headers" \
	    -w '%{http_code}' -H "Content-Type: $1" --data-binary "$2" \
	    "${address}articles")
	answer=$(cat "$tmp/answer")
	retry=$(tr -d '\r' < "$tmp/headers" | sed -n 's/^[Rr]etry-[Aa]fter: //p')
}
posts() {
	post application/json '{"text":"a boat","id":"again"}'
	[ "$status" = "$1" ]
}

serving() {
	address=$(cat "$data/run/http" 2> "$tmp/none") &&
	    curl -s -m 5 -o "$tmp/none" "${address}health/live"
}

stop() {
	kill -TERM "$1" && wait "$1"
}

# stored WORDS: one value of the store.
stored() {
	python3 -c '
import sqlite3, sys
print(sqlite3.connect("file:%s?mode=ro" % sys.argv[1],
                      uri=True).execute(sys.argv[2]).fetchone()[0])' \
	    "$data/claims.db" "$1"
}

which curl > /dev/null || skip "there is no curl here"

# ---- the sink alone ----
role sink sink
sink=$pid
check "the sink serves" wait_until 30 serving
post application/json '{"text":"a boat"}'
is "without a producer: 503" "$status" 503
has "which says so" "$answer" "the producer is away"
is "and when to try again" "$retry" 5

# ---- the queue, without workers ----
role producer producer -o spool_max=3
producer=$pid
check "one article, as soon as the producer is there" \
    wait_until 30 posts 202
is "is accepted" "$answer" '{"accepted":1,"refused":[]}'
is "and in the spool" "$(field accepted) $(field pending)" "1 1"
printf '%s\n' '{"id":"l1","text":"one"}' 'nonsense' '' '{"id":"l2"}' \
    '{"id":"l3","text":"three"}' > "$tmp/lines"
post application/x-ndjson "@$tmp/lines"
is "JSON Lines with bad ones among them" "$status" 202
is "the good ones are accepted" "$(json "$tmp/answer" "d[0]['accepted']")" 2
is "the bad ones are named" \
    "$(json "$tmp/answer" "[r['line'] for r in d[0]['refused']]")" "[2, 4]"
post application/json '{"text":"a boat"}'
is "a full queue: 429" "$status" 429
is "for a moment" "$retry" 1
has "which says why" "$answer" "spool_max"
is "nothing of it was accepted" "$(field accepted)" 3

# ---- what is no article ----
post application/x-www-form-urlencoded '{"text":"a boat"}'
is "a form: 415" "$status" 415
has "which names the types" "$answer" "application/x-ndjson"
post 'application/json; charset=latin1' '{"text":"a boat"}'
is "another encoding: 415" "$status" 415
post application/json '{}'
is "no text: 400" "$status" 400
has "with the reason" "$answer" '"why":"there is no \"text\" and no \"html\": add it"'
post application/json '[{"text":"a"'
is "a broken array: 400" "$status" 400
post application/json ''
is "nothing: 400" "$status" 400
python3 -c 'print("{\"text\":\"a\"}\n" * 1001, end="")' > "$tmp/many"
post application/x-ndjson "@$tmp/many"
is "1,001 records: 413" "$status" 413
has "with the limit" "$answer" "1000 records"
head -c 33554433 /dev/zero | tr '\0' ' ' > "$tmp/big"
post application/json "@$tmp/big"
is "a body over 32 MB: 413" "$status" 413
is "nothing of it was accepted" "$(field accepted)" 3

post application/json '{"html":"<!doctype html><p></p>"}'
is "a page without a story: 400" "$status" 400
has "with the reason" "$answer" "a page without an article"

# ---- work ----
role worker worker
worker=$pid
check "a worker comes, and all of it is committed" wait_until 60 committed 3
printf '{\n  "id": "pretty",\n  "text": "“Two boats,” said Rolf Hagen."\n}\n' \
    > "$tmp/pretty"
post application/json "@$tmp/pretty"
is "an object over several lines" "$status" 202
post application/json '[{"text":"one"},{"text":"two"}]'
is "an array" "$(cat "$tmp/answer")" '{"accepted":2,"refused":[]}'
post application/json \
    '{"html":"<!doctype html><article><p>Rolf Hagen said the ferry was late.</p>"}'
is "a page" "$(cat "$tmp/answer")" '{"accepted":1,"refused":[]}'
check "they are committed" wait_until 60 committed 7
stop "$producer"
is "the producer leaves" $? 0

# ---- killed in between ----
role producer producer
producer=$pid
start poster python3 -B "$tests/e2e/poster.py" "$address" 0 1500
poster=$pid
said() {
	[ "$(wc -l < "$tmp/poster.out")" -ge "$1" ]
}
for n in 150 400 700 1000; do
	wait_until 60 said "$n"
	kill -KILL "$producer"
	wait "$producer" 2> "$tmp/none"
	role producer producer
	producer=$pid
done
wait "$poster"
is "every article is accepted in the end" $? 0
echo "# the answers: $(tail -1 "$tmp/poster.err")"
stop "$producer"
is "the producer drains" $? 0
is "each of them is in the store, once" \
    "$(stored "SELECT count(*) || ' ' || count(DISTINCT a.name) FROM articles a
        JOIN revisions r ON r.article = a.id WHERE a.name GLOB 'p[0-9]*'")" \
    "1500 1500"
is "accepted = committed + dead + pending" \
    "$(field accepted)" "$(($(field committed) + $(field dead)))"
is "and nothing is left" "$(field pending) $(field dead)" "0 0"
check "the producer is missed" wait_until 30 posts 503

# ---- draining ----
role producer producer
producer=$pid
check "a new one takes what is posted" wait_until 30 posts 202
kill -KILL "$worker"
wait "$worker" 2> "$tmp/none"
post application/json '{"id":"last","text":"“The last one,” said Rolf Hagen."}'
is "an article waits for a worker" "$status" 202
kill -TERM "$producer"
check "while it drains: 503" wait_until 30 posts 503
has "which says why" "$answer" "accepts nothing new"
role worker worker
check "a worker comes, and the producer ends" wait_until 60 ended "$producer"
wait "$producer"
is "with 0" $? 0
is "what was promised is committed" \
    "$(stored "SELECT count(*) FROM articles WHERE name = 'last'")" 1
stop "$sink"
check "store and spool are sound" "$cw" check --data "$data"

# ---- the whole pipeline ----
start run "$cw" run "${options[@]}"
run=$pid
check "run without a source serves" wait_until 30 serving
check "and takes what is posted" wait_until 30 posts 202
stop "$run"
is "until it is stopped" $? 0
is "and finishes it" "$(field pending)" 0
finish
