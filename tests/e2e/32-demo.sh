# 32-demo.sh -- the demonstration: what the stories promise is found in them,
# they come at a pace, and the throwaway store goes however it ends.
. "$(dirname "$0")/lib.sh"
export TMPDIR=$tmp/tmp
mkdir "$TMPDIR"

# left: what demonstrations left behind.
left() {
	find "$TMPDIR" -mindepth 1 -maxdepth 1 | wc -l
}
none_left() {
	[ "$(left)" -eq 0 ]
}

# ---- as fast as possible, in a folder that is kept ----
code "demo --once ends with 0" 0 "$cw" demo --once --data "$data"
cp "$tmp/code.out" "$tmp/once.out"
stories=$(wc -l < "$tests/../sink/demo/stories.jsonl")
is "all stories are committed" "$(field committed)" "$stories"
has "what it came to is told" "$(cat "$tmp/once.out")" "claims from 39 articles"
check "the store is sound" "$cw" check --data "$data"

"$cw" claims --data "$data" --json > "$tmp/claims"
# status STATUS: how many claims have it.
status() {
	json "$tmp/claims" "sum(c['status'] == '$1' for c in d)"
}
for s in corroborated revised disputed withdrawn; do
	check "something is $s" [ "$(status $s)" -ge 1 ]
done
is "the sentence that was taken back is withdrawn" "$(json "$tmp/claims" \
    "[c['status'] for c in d if 'If it takes soldiers' in c['text']]")" \
    "['withdrawn']"
is "so is the figure that was corrected" "$(json "$tmp/claims" \
    "{c['status'] for c in d if 'rose to 4.8 percent' in c['text']}")" \
    "{'withdrawn'}"
wire="[c for c in d if 'in places where we had already looked' in c['text']]"
is "a wire story in three outlets is one origin" "$(json "$tmp/claims" \
    "[(c['outlets'], c['origins'], c['status']) for c in $wire]")" \
    "[(3, 1, 'reported')]"
quote="[c for c in d if 'built in Brenia' in c['text']]"
is "a sentence in two outlets is corroborated" "$(json "$tmp/claims" \
    "[(c['outlets'], c['origins'], c['status']) for c in $quote]")" \
    "[(2, 2, 'corroborated')]"

# Relations, by the words of both claims.
"$cw" export --data "$data" > "$tmp/export"
python3 - "$tmp/claims" "$tmp/export" > "$tmp/related" << 'END'
import json, sys
claims = {c["id"]: c for c in map(json.loads, open(sys.argv[1]))}
for r in map(json.loads, open(sys.argv[2])):
    if "type" in r and r["from"] in claims and r["to"] in claims:
        a, b = claims[r["from"]], claims[r["to"]]
        values = sorted(c["figure"]["value"] for c in (a, b) if c["figure"])
        print(r["type"], *("%g" % v for v in values), "|",
              a["text"].replace("\n", " "), "|", b["text"].replace("\n", " "))
END
# related TYPE PATTERN NAME
related() {
	check "$3" grep -q -E "^$1 .*$2" "$tmp/related"
}
related revised "3 7 .*death toll" "the toll rises from 3 to 7"
related revised "9 11 .*death toll" "and falls from 11 to 9"
related revised "4.2 5.1 .*pay offer" "the offer rises from 4.2 to 5.1"
related disputed "11 13 .*death toll" "11 or 13 dead is disputed"
related disputed "15 40 .*share of dockers" "so is who went to work"
related disputed "\|.*gates of the Aldery dam" "so is a denial"
"$cw" show --data "$data" "$(json "$tmp/claims" \
    "[c['id'] for c in d if c['act'] == 'deny' and 'gates' in c['text']][0]")" \
    > "$tmp/show"
has "who denies something does not say it" "$(head -n 1 "$tmp/show")" \
    "Aldery Water Board denies: the gates of the Aldery dam"
has "what it disputes is told" "$(cat "$tmp/show")" "Hanne Oswell: the gates"
has "and each sentence, with its headline" "$(cat "$tmp/show")" \
    "sentence   The Aldery Water Board denied that the gates of the"
related refines "\|.*[Rr]ats" "who is less certain refines"

# Changes, by their types and what was known before.
python3 - "$data/claims.db" > "$tmp/told" << 'END'
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for row in db.execute("SELECT type, json FROM changes_v ORDER BY seq"):
    was = (json.loads(row[1]).get("before") or {}).get("status", "-")
    print(*row[:1], was)
END
# told PATTERN NAME
told() {
	check "$2" grep -q -x "$1" "$tmp/told"
}
for t in article.new article.revised claim.new claim.mentioned \
    claim.corroborated claim.disputed claim.revised claim.withdrawn \
    claim.merged claim.split; do
	told "$t .*" "$t is told"
done
told "claim.mentioned withdrawn" "what was withdrawn is said again"
has "figures that moved are told" "$(cat "$tmp/once.out")" "3 -> 7 -> 11"
has "disputes are told" "$(cat "$tmp/once.out")" "Disputed:"
has "and what was withdrawn" "$(cat "$tmp/once.out")" "Withdrawn:"
code "a folder with a store in it is left alone" 1 \
    "$cw" demo --once --data "$data"
has "in words" "$(cat "$tmp/code.out")" "name a new folder"

# ---- in a throwaway store ----
code "demo --once needs no folder" 0 "$cw" demo --once
check "and leaves none" none_left
code "the speed is a number" 1 "$cw" demo --speed fast
code "above 0" 1 "$cw" demo --speed 0
check "a refusal leaves no folder" none_left
TMPDIR=$tmp/nothing code "without room for a folder it says so" 3 \
    "$cw" demo --once

# ---- at a pace ----
begin=$(date +%s%N)
start demo "$cw" demo --speed 50 -o http=127.0.0.1:0
demo=$pid
wait_until 60 grep -q "last story" "$tmp/demo.err" ||
    fail "the stories come to an end" "$(cat "$tmp/demo.err")"
took=$(( ($(date +%s%N) - begin) / 1000000 ))
check "a story every 30 ms: no faster" [ $took -ge $((30 * (stories - 1))) ]
has "the page's address is the first line" \
    "$(head -n 1 "$tmp/demo.err")" "claimwire: page at http://127.0.0.1:"
has "how to end it comes next" "$(sed -n 2p "$tmp/demo.err")" "Ctrl-C ends it"
is "every story is told" \
    "$(grep -c '^2025-10-' "$tmp/demo.err")" "$stories"
url=$(sed -n 's/^claimwire: page at //p' "$tmp/demo.err")
data=$(sed -n 's/.*claimwire tail --data //p' "$tmp/demo.err")
check "the store is where it says" test -f "$data/claims.db"
check "after the last story it goes on" kill -0 "$demo"
check "and serves the page" python3 - "$url" << 'END'
import sys, urllib.request
assert urllib.request.urlopen(sys.argv[1], timeout=10).status == 200
END
"$cw" tail --data "$data" --since 0 --limit 1 > "$tmp/tail"
has "its feed can be followed" "$(cat "$tmp/tail")" "Wexcombe"
kill -INT "$demo"
check "an interrupt ends it" wait_until 30 ended "$demo"
wait "$demo"
is "well" "$?" 0
has "and sums up" "$(cat "$tmp/demo.out")" "claims from 39 articles"
check "the store is gone" none_left

# However it ends.
for sig in TERM KILL HUP; do
	start "demo.$sig" "$cw" demo -o http=off
	demo=$pid
	wait_until 30 grep -q "Wexcombe" "$tmp/demo.$sig.err" ||
	    fail "it begins" "$(cat "$tmp/demo.$sig.err")"
	is "there is a store" "$(left)" 1
	kill -$sig "$demo"
	wait_until 30 ended "$demo"
	check "after SIG$sig the store is gone" wait_until 60 none_left
done

# What the configuration says of a pipeline at work does not concern it.
mkdir -p "$XDG_CONFIG_HOME/claimwire"
printf '%s\n' "data = $tmp/real" "jobs = ipc://$tmp/real-jobs" \
    "changes = ipc://$tmp/real-changes" \
    > "$XDG_CONFIG_HOME/claimwire/claimwire.conf"
code "a configured pipeline is left alone" 0 "$cw" demo --once
check "its folder is not touched" [ ! -e "$tmp/real" ]
check "nor are its sockets" [ ! -e "$tmp/real-jobs" ]
finish
