# 05-scale-drain.sh -- one pipeline a folder; workers come and go; what was
# accepted is finished before the end.
. "$(dirname "$0")/lib.sh"

# A folder that is watched, and N invented articles in it.
mkdir "$tmp/in"
articles() {
	python3 -c '
import json, sys
a, b = int(sys.argv[1]), int(sys.argv[2])
for i in range(a, b):
    print(json.dumps({"id": "n%d" % i, "outlet": "Valley Echo", "text":
        "“We counted %d boats,” said Rolf Hagen of the harbour." % i}))' \
	    "$1" "$2"
}

# workers: how many worker processes the supervisor tells of.
workers() {
	"$cw" status --data "$data" --json > "$tmp/status.json" &&
	    json "$tmp/status.json" "len([c for c in
	        (d[0]['run'] or {'children': []})['children']
	        if c['role'] == 'worker' and not c['leaving']])"
}
are_workers() {
	[ "$(workers)" = "$1" ]
}
waits() {
	[ "$(field pending)" -ge "$1" ]
}

start run "$cw" run --workers 1 --data "$data" "$tmp/in"
run=$pid
check "it answers" wait_until 30 are_workers 1
code "a second run on the same folder is refused" 3 \
    "$cw" run --once --data "$data" "$tmp/in"
has "and told who is there" "$(cat "$tmp/code.out")" "process $run"

code "scale 3" 0 "$cw" scale --data "$data" 3
check "three workers come" wait_until 30 are_workers 3
code "scale 1" 0 "$cw" scale --data "$data" 1
check "two of them leave" wait_until 30 are_workers 1
code "scale to too many" 1 "$cw" scale --data "$data" 257
code "scale to nonsense" 1 "$cw" scale --data "$data" many

articles 0 50 > "$tmp/in/first.jsonl"
check "a file put into the folder is read" wait_until 60 committed 50
code "scale 0 pauses" 0 "$cw" scale --data "$data" 0
check "no worker is left" wait_until 30 are_workers 0
articles 50 100 > "$tmp/in/second.jsonl"
check "what comes meanwhile waits" wait_until 60 waits 50
has "a pending article is traced" "$("$cw" trace --data "$data" n60)" pending
is "in JSON too" "$("$cw" trace --data "$data" --json n60 | python3 -c '
import json, sys
print(len(json.load(sys.stdin)["queue"]))')" 1
is "nothing of it is committed" "$(field committed)" 50

code "drain finishes what was accepted, even so" 0 "$cw" drain --data "$data"
check "everything has ended" wait_until 10 ended "$run"
wait "$run"
is "with 0" $? 0
is "all is committed" "$(field committed) $(field pending)" "100 0"

# SIGTERM is a drain too.
articles 100 150 > "$tmp/in/third.jsonl"
start run "$cw" run --workers 1 --data "$data" "$tmp/in"
run=$pid
check "a third file is read" wait_until 60 committed 110
kill -TERM "$run"
check "SIGTERM ends it" wait_until 60 ended "$run"
wait "$run"
is "with 0 again" $? 0
is "and nothing pending" "$(field pending)" 0

# A run that is killed takes its roles along, and the next one goes on.
start run "$cw" run --workers 2 --data "$data" "$tmp/in"
run=$pid
check "it is up" wait_until 30 are_workers 2
"$cw" status --data "$data" --json > "$tmp/status.json"
kids=$(json "$tmp/status.json" "' '.join(str(c['pid']) for c in d[0]['run']['children'])")
kill -KILL "$run"
wait "$run" 2> /dev/null
gone() {
	for k in $kids; do ended "$k" || return 1; done
}
check "its roles go with it" wait_until 30 gone
articles 150 200 > "$tmp/in/fourth.jsonl"
code "the next run goes on" 0 "$cw" run --once --data "$data" "$tmp/in"
is "nothing is lost or twice" \
    "$(field accepted) $(field committed) $(field pending)" "200 200 0"
check "store and spool are sound" "$cw" check --data "$data"
finish
