# 41-examples.sh -- the subscribers of proto/examples, each killed again and
# again while stories come in: in the end each has the table of changes, exactly.
. "$(dirname "$0")/lib.sh"
examples=$tests/../proto/examples

# Two ports that nobody has: of the server, and of another site's pages.
read -r port site < <(python3 -c '
import socket
s = [socket.socket() for _ in range(2)]
for x in s: x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')
url=http://127.0.0.1:$port

# ---- a pipeline, and stories that come until it is enough ----

mkfifo "$tmp/input"
python3 -c '
import os, random, sys, time
sys.path.insert(0, sys.argv[1])
import stories
rng = random.Random(41)
i = 0
while not os.path.exists(sys.argv[2] + "/enough"):
    sys.stdout.write(stories.line_of(stories.record_of(rng, i)))
    sys.stdout.flush()
    i += 1
    time.sleep(1 / 40)
open(sys.argv[2] + "/sent", "w").write(str(i))' "$tests/e2e" "$tmp" \
    > "$tmp/input" &
started+=($!)
"$cw" run --data "$data" -o "http=127.0.0.1:$port" \
    -o "http_origins=http://127.0.0.1:$site" - \
    < "$tmp/input" > "$tmp/run.out" 2> "$tmp/run.err" &
started+=($!)
wait_until 60 curl -sf "$url/health/live" ||
    fail "the server answers" "$(cat "$tmp/run.err")"

# ---- subscribers ----

# The flags of a build under a sanitizer hold for what links its library too.
read -r -a san < <(grep -o -e '-fsanitize=[a-z,]*' <<< "${CFLAGS:-}" |
    sort -u | tr '\n' ' ')
check "the C example is built" "${CC:-cc}" -std=c11 -D_GNU_SOURCE -Wall \
    -Wextra ${san[@]+"${san[@]}"} -o "$tmp/follow-c" "$examples/follow.c" \
    -I"$tests/../proto/client" -L"$BUILD" -Wl,-rpath,"$BUILD" -lclaimwire

python=$(python_with msgpack zmq)
names=(c ${python:+python})
declare -A line=(
	[c]="$tmp/follow-c $tmp/c $data"
	[python]="$python $examples/follow.py $tmp/python $data"
	[continuous]="$examples/follow.sh $tmp/continuous $url"
	[sse]="$examples/follow.sh $tmp/sse $url sse"
	[longpoll]="$examples/follow.sh $tmp/longpoll $url longpoll"
	[node]="node $examples/follow.mjs $tmp/node $url"
)
if command -v curl > /dev/null; then
	names+=(continuous sse)
	if command -v jq > /dev/null; then
		names+=(longpoll)
	else
		echo "skip - 41-examples.sh: jq is not installed"
	fi
fi
if command -v node > /dev/null; then
	names+=(node)
else
	echo "skip - 41-examples.sh: node is not installed"
fi
if [ -z "$python" ]; then
	echo "skip - 41-examples.sh: python3-zmq or python3-msgpack is missing"
fi

declare -A group
# begin NAME: in a process group of its own, as a service manager would.
begin() {
	# shellcheck disable=SC2086
	setsid ${line[$1]} >> "$tmp/$1.log" 2>&1 &
	group[$1]=$!
	started+=("$!")
}
lines() {
	[ -e "$tmp/$1" ] && wc -l < "$tmp/$1" || echo 0
}
# more NAME N: are N lines there at least?
more() {
	[ "$(lines "$1")" -ge "$2" ]
}
end() {
	kill -KILL -- "-${group[$1]}"
	wait "${group[$1]}" 2> /dev/null
}

for name in "${names[@]}"; do
	begin "$name"
done
selenium=$(python_with selenium)
start page bash -c '"$@"; echo $? > "$0"' "$tmp/page.code" \
    "${selenium:-python3}" -B "$tests/e2e/elsewhere.py" "$site" "$url" "$tmp"
for round in 1 2 3; do
	for name in "${names[@]}"; do
		wait_until 60 more "$name" $(($(lines "$name") + 40)) ||
		    fail "$name goes on" "$(tail -n 5 "$tmp/$name.log")"
		end "$name"
		# As if it had been killed within a line.
		[ $round -ne 2 ] || truncate -s -7 "$tmp/$name"
		begin "$name"
	done
done

# ---- what they have ----

wait_until 120 test -e "$tmp/between" -o -s "$tmp/page.code" ||
    fail "the page gets on" "$(cat "$tmp/page.err")"
touch "$tmp/enough"
wait_until 60 test -s "$tmp/sent" || fail "the stories end"
wait_until 120 committed "$(cat "$tmp/sent")" ||
    fail "all stories are committed" "$("$cw" status --data "$data")"
python3 - "$data/claims.db" > "$tmp/table" << 'END'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for row in db.execute("SELECT json FROM changes_v ORDER BY seq"):
    print(*row)
END
head=$(wc -l < "$tmp/table")
echo "$head" > "$tmp/head"
# same FILE TABLE: do they hold the same changes?
same() {
	python3 -c '
import json, sys
seen, table = [[json.loads(l) for l in open(p)] for p in sys.argv[1:]]
for i, (a, b) in enumerate(zip(table, seen)):
    if a != b: sys.exit("line %d: want %s, got %s" % (i + 1, a, b))
if len(table) != len(seen): sys.exit("%d, not %d" % (len(seen), len(table)))
' "$@"
}
for name in "${names[@]}"; do
	wait_until 60 more "$name" "$head"
	end "$name"
	check "$name: killed three times, it has the table exactly" \
	    same "$tmp/$name" "$tmp/table"
done
wait_until 120 test -s "$tmp/page.code"
check "the page ends well" sh -c \
    'cat "$1.err"; [ "$(cat "$1.code")" = 0 ]' - "$tmp/page"
if grep -q '^skip: ' "$tmp/page.out"; then
	sed 's/^skip: /skip - 41-examples.sh: /' "$tmp/page.out"
else
	tail -n 100 "$tmp/table" > "$tmp/table.end"
	check "the page: closed and killed, it has the end of the table exactly" \
	    same "$tmp/page.out" "$tmp/table.end"
fi
finish
