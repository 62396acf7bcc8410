# 01-run-once.sh -- the main job: stories in, claims out, nothing lost, and
# nothing read twice.
. "$(dirname "$0")/lib.sh"
stories=$tests/data/stories.jsonl

code "run --once ends with 0" 0 \
    "$cw" run --once --workers 2 --data "$data" "$stories"
has "the summary tells what was done" "$(cat "$tmp/code.out")" \
    "accepted 8, committed 8, dead 0"
is "all stories are committed" "$(field committed)" 8
is "nothing is pending" "$(field pending)" 0
is "nothing is dead" "$(field dead)" 0

"$cw" claims --data "$data" --json > "$tmp/claims"
bridge="[c for c in d if 'bridge will reopen' in c['text']]"
is "a wire quote is one claim" "$(json "$tmp/claims" "len($bridge)")" 1
is "told by three outlets" "$(json "$tmp/claims" "${bridge}[0]['outlets']")" 3
has "of the minister" "$(json "$tmp/claims" "${bridge}[0]['speaker']['name']")" \
    Solberg

"$cw" status --data "$data" --json > "$tmp/status"
is "a revision is no article of its own" \
    "$(json "$tmp/status" "(d[0]['store']['articles'], d[0]['store']['revisions'])")" \
    "(7, 8)"
"$cw" trace --data "$data" --json n9-1 > "$tmp/trace"
is "both revisions are traced" \
    "$(json "$tmp/trace" "[r['revision'] for r in d[0]['articles'][0]['revisions']]")" \
    "[1, 2]"

"$cw" export --data "$data" > "$tmp/export.1"
code "a second run reads nothing twice" 0 \
    "$cw" run --once --data "$data" "$stories"
has "and says so" "$(cat "$tmp/code.out")" "accepted 0, committed 0"
"$cw" export --data "$data" > "$tmp/export.2"
check "the store is as it was" cmp "$tmp/export.1" "$tmp/export.2"
check "store and spool are sound" "$cw" check --data "$data"

# Input that cannot be read: said, and the rest goes on.
printf '%s\n' '{"id":"g1","outlet":"Valley Echo","text":"Nothing new today."}' \
    '{"id":"broken' \
    '{"id":"g2","outlet":"Valley Echo","text":"Still nothing new."}' \
    > "$tmp/broken.jsonl"
code "a broken line is refused with 5" 5 \
    "$cw" run --once --data "$tmp/data2" "$tmp/broken.jsonl"
has "its place is told" "$(cat "$tmp/code.out")" 2
data=$tmp/data2
is "the rest is committed" "$(field committed)" 2

code "a source that is not there cannot be opened" 3 \
    "$cw" run --once --data "$tmp/data3" "$tmp/nothing.jsonl"
code "no workers at all is a usage error" 1 \
    "$cw" run --once --workers 0 --data "$tmp/data3" "$stories"
code "an unknown key is a configuration error" 2 \
    "$cw" run --once -o nonsense=1 --data "$tmp/data3" "$stories"

# Standard input, through the producer's own.
code "stories come by standard input too" 0 \
    sh -c "'$cw' run --once --data '$tmp/data4' - < '$stories'"
data=$tmp/data4
is "all of them" "$(field committed)" 8
finish
