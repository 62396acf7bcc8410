# 07-tcp.sh -- the whole pipeline over TCP with CURVE keys; a stranger's key
# gets nothing.
. "$(dirname "$0")/lib.sh"

umask 077
"$BUILD/tests/e2e/keypair" > "$tmp/node.key"
"$BUILD/tests/e2e/keypair" > "$tmp/stranger.key"
public=$(sed -n 's/^public-key = "\(.*\)"$/\1/p' "$tmp/node.key")
echo "$public" > "$tmp/peers"

# Six ports that nobody has.
read -r -a port < <(python3 -c '
import socket
s = [socket.socket() for _ in range(6)]
for x in s: x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')
tcp=()
for name in jobs results acks changes replay intake; do
	tcp+=(-o "$name=tcp://127.0.0.1:${port[${#tcp[@]} / 2]}")
done

check "a pipeline over TCP without keys is refused" \
    bash -c '! "$@"' - "$cw" run --once --data "$data" "${tcp[@]}" \
    "$tests/data/stories.jsonl"
tcp+=(-o "curve_server=$public")
mine=(-o "curve_key=$tmp/node.key" -o "curve_peers=$tmp/peers")
check "a pipeline over TCP with keys commits every story" \
    "$cw" run --once --data "$data" "${tcp[@]}" "${mine[@]}" \
    "$tests/data/stories.jsonl"
is "what it committed" \
    "$("$cw" status --data "$data" --json |
        python3 -c 'import json, sys
a = json.load(sys.stdin)["accounts"]
print(a["committed"], a["pending"])')" "8 0"

"$cw" run --data "$data" "${tcp[@]}" "${mine[@]}" -o http=127.0.0.1:0 \
    2> "$tmp/run.err" &
started+=($!)
check "who has a listed key reads the feed" \
    timeout 60 "$cw" tail --since 0 --limit 5 --data "$data" "${tcp[@]}" \
    "${mine[@]}"
"$cw" tail --since 0 --limit 5 --data "$data" "${tcp[@]}" \
    -o "curve_key=$tmp/stranger.key" > "$tmp/stolen" 2> /dev/null
is "who has another key does not: exit code" $? 4
is "who has another key does not: output" "$(cat "$tmp/stolen")" ""
posted() {
	python3 -c '
import sys, urllib.request
print(urllib.request.urlopen(urllib.request.Request(
    open(sys.argv[1]).read().strip() + "articles", b"{\"text\":\"a boat\"}",
    {"Content-Type": "application/json"}), timeout=10).read().decode())' \
	    "$data/run/http"
}
check "what is posted reaches the producer over TCP" wait_until 60 posted
is "and is committed" "$(wait_until 60 committed 9 && field committed)" 9
kill -TERM "${started[0]}"
wait "${started[0]}"
is "the run drains" $? 0
exit $((failures > 0))
