# 70-reextract.sh -- a store that an older engine filled is read again: who
# follows the feed arrives at the table, whoever is killed has changed nothing,
# and a second time changes nothing.
. "$(dirname "$0")/lib.sh"
stories=$tests/../sink/demo/stories.jsonl

# programs FOLDER WORKER: a build with another worker.
programs() {
	mkdir -p "$1"
	ln -s "$BUILD/claimwire-producer" "$BUILD/claimwire-sink" "$1"
	ln -s "$BUILD/tests/e2e/$2" "$1/claimwire-worker"
}
programs "$tmp/elder" elder_worker
programs "$tmp/faulty" faulty_worker

# follow SINCE N OUT: the next N changes of a pipeline without sources.
follow() {
	start feed "$cw" run --data "$data" -o http=off
	timeout 60 "$cw" tail --data "$data" --since "$1" --json --limit "$2" \
	    >> "$3"
	"$cw" drain --data "$data" > "$tmp/drain" 2>&1
	wait_until 30 ended "$pid" || fail "the pipeline ends" "$(cat "$tmp/feed.err")"
}
# head_of FOLDER: the number of its last change.
head_of() {
	"$cw" status --data "$1" --json > "$tmp/status"
	json "$tmp/status" "d[0]['store']['head']"
}

check "stories are read by an older engine" "$cw" run --once --workers 1 \
    --data "$data" -o http=off -o "programs=$tmp/elder" "$stories"
before=$(head_of "$data")
: > "$tmp/feed"
follow 0 "$before" "$tmp/feed"
last=$(json "$tmp/feed" "d[-1]['id']")
cp -r "$data" "$tmp/copy"
"$cw" export --data "$data" > "$tmp/export.elder"

start killed env "ELDER_HANGS=$tmp/hung" "$cw" reextract --data "$tmp/copy" \
    -o "programs=$tmp/elder"
check "it is in the midst of it" wait_until 60 test -e "$tmp/hung"
kill -KILL "$pid"
wait "$pid" 2> /dev/null
"$cw" export --data "$tmp/copy" > "$tmp/export.killed"
check "who is killed has changed nothing" \
    cmp "$tmp/export.elder" "$tmp/export.killed"
check "and the store is sound" "$cw" check --data "$tmp/copy"

check "the texts are read by the present engine" \
    "$cw" reextract --data "$data"
has "and something else is found" "$(cat "$tmp/check.out")" " say something else"
after=$(head_of "$data")
check "which readers are told" test "$after" -gt "$before"
check "the store is sound then" "$cw" check --data "$data"
follow "$last" $((after - before)) "$tmp/feed"
is "by that cause alone" \
    "$(json "$tmp/feed" "{c['cause']['kind'] for c in d[$before:]}")" \
    "{'reextraction'}"
is "as what is new, was said otherwise, or is not found any more" \
    "$(json "$tmp/feed" "{'claim.new', 'claim.withdrawn'} - {c['type']
    for c in d[$before:]}")" "set()"

# Who applies one change after the other has the table.
python3 - "$data/claims.db" "$tmp/feed" > "$tmp/differ" << 'END'
import json, sqlite3, sys
claims = {}
for line in open(sys.argv[2], encoding="utf-8"):
    c = json.loads(line)
    if c["type"] == "claim.merged":
        claims.pop(c["before"]["id"], None)
    if c["claim"]:
        claims[c["claim"]["id"]] = c["claim"]
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
db.row_factory = sqlite3.Row
table = {r["id"]: r for r in db.execute("SELECT * FROM claims_v")}
for i in sorted(set(claims) ^ set(table)):
    print("only one has", i)
for i in set(claims) & set(table):
    a, b = claims[i], table[i]
    for n in ("kind", "text", "status", "origins", "outlets", "as_of"):
        if a[n] != b[n]:
            print(i, n, a[n], b[n])
    if (a["speaker"] or {}).get("id") != b["speaker_id"]:
        print(i, a["speaker"], b["speaker_id"])
print(len(table), "claims")
END
is "who follows the feed has the table" "$(wc -l < "$tmp/differ")" 1
has "of many claims" "$(cat "$tmp/differ")" " claims"

"$cw" export --data "$data" > "$tmp/export"
check "again" "$cw" reextract --data "$data"
has "nothing is told a second time" "$(cat "$tmp/check.out")" \
    " 0 of them say something else; 0 changes told"
check "a rebuild" "$cw" rebuild --data "$data"
"$cw" export --data "$data" > "$tmp/rebuilt"
check "is the same" cmp "$tmp/export" "$tmp/rebuilt"
check "who was killed does it again" "$cw" reextract --data "$tmp/copy"
"$cw" export --data "$tmp/copy" > "$tmp/export.copy"
check "and arrives there too" cmp "$tmp/export" "$tmp/export.copy"

# What the present engine alone would have made of it: the same mentions.
check "stories are read by the present engine" "$cw" run --once --workers 1 \
    --data "$tmp/fresh" -o http=off "$stories"
"$cw" export --data "$tmp/fresh" > "$tmp/export.fresh"
mentions() {
	json "$1" "sorted((m['article'], m['revision'], str(m['content']),
	    str(m['source'])) for m in d if 'content' in m)"
}
is "what is found is what the present engine finds" \
    "$(mentions "$tmp/export" | md5sum)" "$(mentions "$tmp/export.fresh" | md5sum)"

# A text that cannot be read, and a store that is in use.
echo '{"outlet": "Tarn Herald", "id": "p", "text": "“POISON-ABORT is a word,” said Ida Moor."}' \
    > "$tmp/poison.jsonl"
check "a story that a faulty worker cannot read" "$cw" run --once \
    --workers 1 --data "$data" -o http=off "$tmp/poison.jsonl"
"$cw" export --data "$data" > "$tmp/export"
code "is refused" 5 "$cw" reextract --data "$data" -o "programs=$tmp/faulty"
has "with its name" "$(cat "$tmp/code.out")" "article p: "
"$cw" export --data "$data" > "$tmp/again"
check "and stays as it was" cmp "$tmp/export" "$tmp/again"
start use "$cw" run --data "$data" -o http=off
up() {
	! "$cw" status --data "$data" | grep -q "^sink *away"
}
check "a pipeline is up" wait_until 60 up
code "a store in use is left alone" 3 "$cw" reextract --data "$data"
has "with what to do" "$(cat "$tmp/code.out")" "claimwire drain"
finish
